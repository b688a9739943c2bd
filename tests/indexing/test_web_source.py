import gzip
import ipaddress
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped
from indexing.readers import PUBLIC
from indexing.reindex import Run, reindex
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.web import public_connection
from indexing.sources.web.fetching import Fetcher, FetchError, FetchLimits, RefusedError
from indexing.sources.web.public_connection import is_public
from indexing.sources.web.source import WebSource
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed

HTML = {"Content-Type": "text/html; charset=utf-8"}
BODY = (
    "<p>Every employee gets 27 days of vacation a year, to be taken by the end of March of the "
    "following year.</p><p>Ask for it in the calendar at least two weeks ahead, please.</p>"
)


@dataclass
class Site:
    """A web server whose pages a test sets; what was asked for is in `asked`."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""
    pause: float = 0.0
    """Seconds before each byte of a body."""

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: Any) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = (status, HTML | named, data)

    def page(self, path: str, *links: str, text: str = BODY, **headers: Any) -> None:
        anchors = "".join(f'<li><a href="{link}">Menu entry</a></li>' for link in links)
        title = path.strip("/") or "Home"
        self.put(
            path,
            f"<html><head><title>{title}</title></head><body><nav><ul>{anchors}</ul></nav>"
            f"<main><article><h1>{title}</h1>{text}</article></main></body></html>",
            **headers,
        )

    def sitemap(self, path: str, *urls: str, kind: str = "url", lastmod: str = "") -> None:
        date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
        entries = "".join(f"<{kind}><loc>{self.url}{url}</loc>{date}</{kind}>" for url in urls)
        root = "sitemapindex" if kind == "sitemap" else "urlset"
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.put(path, f'<?xml version="1.0"?><{root} xmlns="{space}">{entries}</{root}>')

    def answers(self, path: str) -> list[str]:
        return [answer for asked, answer in self.asked if asked == path]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = site.pages.get(self.path, (404, HTML, b"none"))
            asked = (self.headers["If-None-Match"], self.headers["If-Modified-Since"])
            held = (headers.get("ETag"), headers.get("Last-Modified"))
            if any(a and a == b for a, b in zip(asked, held, strict=True)):
                status, body = 304, b""
            site.asked.append((self.path, str(status)))
            self.send_response(status)
            for name, value in headers.items():
                if name != "Last-Modified" or value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in body if site.pause else b"":
                time.sleep(site.pause)
                self.wfile.write(bytes([byte]))
            if not site.pause:
                self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler


@contextmanager
def serving(site: Site, tls: ssl.SSLContext | None = None) -> Iterator[None]:
    server = QuietServer(("127.0.0.1", 0), _handler(site))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # Clients that do not trust it hang up.


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving(made):
        yield made


def source(site: Site, path: str = "/", **more: Any) -> WebSource:
    return WebSource("site", site.url + path, **{"allow_private": True, **more})


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def unchanged(found: list[Item]) -> set[str]:
    return {item.key for item in found if isinstance(item, Unchanged)}


def skipped(found: list[Item]) -> dict[str, str]:
    return {item.source: item.reason for item in found if isinstance(item, Skipped)}


def paths(site: Site, keys: Any) -> set[str]:
    return {key.removeprefix(site.url) for key in keys}


def test_links_are_followed_below_the_start(site: Site) -> None:
    site.page("/docs/", "a", "/docs/b?x=1#part", "/elsewhere", "http://other.example/docs/c")
    site.page("/docs/a", "/docs/deep/d", "mailto:x@y.example", "photo.jpg", "http://[bad")
    site.page("/docs/b?x=1")
    site.page("/docs/deep/d", "/docs/")
    found = documents(list(source(site, "/docs/").items({})))
    assert paths(site, found) == {"/docs/", "/docs/a", "/docs/b?x=1", "/docs/deep/d"}
    page = found[f"{site.url}/docs/a"]
    assert page.metadata["url"] == f"{site.url}/docs/a"
    assert page.metadata["title"] == "docs/a"
    assert "27 days" in page.text
    assert "Menu entry" not in page.text
    assert not site.answers("/docs/photo.jpg")


def test_a_sitemap_lists_the_pages(site: Site) -> None:
    site.sitemap("/sitemap.xml", "/one.xml", "/two.xml.gz", kind="sitemap")
    site.sitemap("/one.xml", "/docs/a", "/blog/b", lastmod="2026-03-02T10:00:00+00:00")
    site.sitemap("/two.xml.gz", "/docs/c", "/docs/a")
    site.put("/two.xml.gz", gzip.compress(site.pages["/two.xml.gz"][2]))
    for path in ("/docs/a", "/docs/c", "/blog/b"):
        site.page(path, "/docs/linked")
    found = documents(list(source(site, "/docs", sitemap=f"{site.url}/sitemap.xml").items({})))
    assert paths(site, found) == {"/docs/a", "/docs/c"}
    assert found[f"{site.url}/docs/a"].metadata["updated"] == "2026-03-02"
    assert found[f"{site.url}/docs/c"].metadata["updated"] == ""
    everything = documents(list(source(site, "/sitemap.xml").items({})))
    assert paths(site, everything) == {"/docs/a", "/docs/c", "/blog/b"}


def test_unchanged_pages_of_a_sitemap_are_not_sent_again(site: Site) -> None:
    site.sitemap("/sitemap.xml", "/a", "/b", "/c")
    site.page("/a", ETag='"1"')
    site.page("/b", Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    site.page("/c")
    made = source(site, "/sitemap.xml")
    first = list(made.items({}))
    assert documents(first)[f"{site.url}/b"].metadata["updated"] == "2026-03-02"
    again = list(made.items(versions(first)))
    assert paths(site, unchanged(again)) == {"/a", "/b", "/c"}
    assert [site.answers(path)[1] for path in ("/a", "/b", "/c")] == ["304", "304", "200"]
    site.page("/a", ETag='"2"', text=f"{BODY}<p>New.</p>")
    third = list(made.items(versions(first)))
    assert paths(site, documents(third)) == {"/a"}


def test_links_of_unchanged_pages_are_followed(site: Site) -> None:
    site.page("/", "/a", ETag='"1"')
    site.page("/a", ETag='"1"')
    known = versions(list(source(site).items({})))
    site.page("/a", "/b", ETag='"2"')
    site.page("/b")
    found = list(source(site).items(known))
    assert paths(site, unchanged(found)) == {"/"}
    assert paths(site, documents(found)) == {"/a", "/b"}


def test_a_date_of_now_is_no_version(site: Site) -> None:
    site.page("/", Last_Modified=formatdate(usegmt=True))
    first = list(source(site).items({}))
    (page,) = documents(first).values()
    assert page.metadata["updated"] == ""
    site.page("/", Last_Modified=formatdate(usegmt=True))
    assert unchanged(list(source(site).items(versions(first)))) == {f"{site.url}/"}


def test_robots_are_obeyed(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Footnote\nDisallow: /no")
    site.page("/", "/yes", "/no/page", "/led")
    site.page("/yes")
    site.page("/no/page")
    site.put("/led", "", 302, Location="/no/page")
    found = list(source(site).items({}))
    assert paths(site, documents(found)) == {"/", "/yes"}
    assert not site.answers("/no/page")
    assert skipped(found) == {
        f"{site.url}/no/page": "is not for robots, says its robots.txt",
        f"{site.url}/led": f"redirects to {site.url}/no/page, "
        "which is not for robots, says its robots.txt",
    }
    site.put("/robots.txt", "", 500)
    with pytest.raises(SourceError, match=r"robots\.txt answers 500"):
        list(source(site).items({}))


def test_the_key_is_where_redirects_and_canonical_links_lead(site: Site) -> None:
    site.page("/", "/old", "/new", "/print", "/away")
    site.put("/old", "", 301, Location="/new")
    site.page("/new")
    site.page("/print")
    _, headers, body = site.pages["/print"]
    link = b'<link rel="Canonical" href="/new">'
    site.pages["/print"] = (200, headers, body.replace(b"<head>", b"<head>" + link))
    site.put("/away", "", 302, Location="http://login.example/")
    found = list(source(site).items({}))
    assert paths(site, documents(found)) == {"/", "/new"}
    assert len([item for item in found if isinstance(item, Document)]) == 2
    reasons = skipped(found)
    assert reasons[f"{site.url}/print"] == f"calls itself a copy of {site.url}/new"
    assert "redirects to http://login.example/, which is outside of" in reasons[f"{site.url}/away"]


def test_gone_pages_go_and_failing_ones_stay(site: Site) -> None:
    site.page("/", "/gone", "/hub", "/new")
    site.page("/gone")
    site.page("/hub", "/below", "/below-gone")
    site.page("/below")
    site.page("/below-gone")
    known = versions(list(source(site).items({})))
    del site.pages["/gone"], site.pages["/below-gone"]
    site.put("/hub", "", 500)
    site.put("/new", "", 503)
    found = list(source(site).items(known))
    # What only the failing page links to is asked for itself.
    assert paths(site, unchanged(found)) == {"/", "/hub", "/below"}
    assert not documents(found)
    assert skipped(found) == {f"{site.url}/new": "answers 503"}
    site.put("/hub", "", 403)
    found = list(source(site).items(known))
    assert skipped(found)[f"{site.url}/hub"] == "answers 403"


def test_failures_of_a_sitemaps_pages(site: Site) -> None:
    site.sitemap("/sitemap.xml", "/a", "/b", "/moved")
    for path in ("/a", "/b", "/target"):
        site.page(path)
    site.put("/moved", "", 302, Location="/target")
    made = source(site, "/sitemap.xml")
    known = versions(list(made.items({})))
    assert paths(site, known) == {"/a", "/b", "/target"}
    site.put("/a", "", 502)
    site.put("/moved", "", 502)
    site.sitemap("/sitemap.xml", "/a", "/moved")
    del site.pages["/b"]
    found = list(made.items(known))
    assert paths(site, unchanged(found)) == {"/a", "/target"}


def test_a_site_that_cannot_be_listed(site: Site) -> None:
    with pytest.raises(SourceError, match="answers 404"):
        list(source(site).items({}))
    with pytest.raises(SourceError, match="answers 404"):
        list(source(site, "/sitemap.xml").items({}))
    site.put("/sitemap.xml", "<html>")
    with pytest.raises(SourceError, match="is not XML"):
        list(source(site, "/sitemap.xml").items({}))
    site.sitemap("/sitemap.xml", "/blog/a")
    with pytest.raises(SourceError, match="lists no page below"):
        list(source(site, "/docs/", sitemap=f"{site.url}/sitemap.xml").items({}))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(SourceError, match="cannot be connected to"):
            list(WebSource("x", url, allow_private=True).items({}))


def test_a_sitemap_cannot_name_files_of_this_machine(site: Site) -> None:
    entity = '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    site.put("/sitemap.xml", f"{entity}<urlset><url><loc>{site.url}/&x;</loc></url></urlset>")
    site.page("/")
    list(source(site, "/sitemap.xml").items({}))
    assert {path for path, _ in site.asked} == {"/robots.txt", "/sitemap.xml", "/"}


def test_private_addresses_are_refused_by_default(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"):
        made = WebSource("x", f"http://{host}:{port}/")
        with pytest.raises(SourceError, match="an address of a private network"):
            list(made.items({}))
    assert not site.asked


@pytest.fixture
def only_local_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of a test stands for one on the internet; other private addresses do not."""
    monkeypatch.setattr(
        public_connection,
        "is_public",
        lambda each: str(each) in ("127.0.0.1", "::1") or is_public(each),
    )


@pytest.mark.usefixtures("only_local_is_public")
def test_what_is_connected_to_is_what_was_checked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["127.0.0.1", "127.0.0.2", "127.0.0.2"])
    original = socket.getaddrinfo

    def rebinding(host: str, *arguments: Any, **named: Any) -> Any:
        # The name server of an attacker, who has another address for the second question.
        return original(next(answers) if host == "rebind.example" else host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    url = f"http://rebind.example:{site.url.rpartition(':')[2]}/"
    with Fetcher() as fetcher:
        assert fetcher.get(url, lambda _: "").status == 404
    with Fetcher() as fetcher, pytest.raises(RefusedError, match=r"is at 127\.0\.0\.2"):
        fetcher.get(url, lambda _: "")
    assert next(answers)


@pytest.mark.usefixtures("only_local_is_public")
def test_redirects_to_private_addresses_are_refused(site: Site) -> None:
    site.put("/", "", 302, Location="http://169.254.169.254/latest/meta-data/")
    with (
        Fetcher() as fetcher,
        pytest.raises(RefusedError, match=r"169\.254\.169\.254, an address of a private"),
    ):
        fetcher.get(f"{site.url}/", lambda _: "")
    site.put("/", "", 302, Location="file:///etc/passwd")
    with Fetcher() as fetcher, pytest.raises(RefusedError, match="not an http or https"):
        fetcher.get(f"{site.url}/", lambda _: "")


@pytest.mark.usefixtures("only_local_is_public")
def test_certificates_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: str(tmp_path / name) for name in ("key", "crt")}
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", files["key"], "-out", files["crt"]),
        ],
        check=True,
        capture_output=True,
    )
    made = Site()
    made.page("/")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["crt"], files["key"])
    names: list[str] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with serving(made, context):
        url = made.url.replace("http://127.0.0.1", "https://localhost") + "/"
        with Fetcher() as fetcher, pytest.raises(FetchError, match=r"(?i)certificate"):
            fetcher.get(url, lambda _: "")
        monkeypatch.setenv("SSL_CERT_FILE", files["crt"])
        with Fetcher() as fetcher:
            assert fetcher.get(url, lambda _: "").status == 200
            with pytest.raises(FetchError, match=r"(?i)certificate"):
                fetcher.get(url.replace("localhost", "127.0.0.1"), lambda _: "")
    assert "localhost" in names


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "240.0.0.1",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "fc00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.page("/")
    assert documents(list(source(site).items({})))


def test_limits_of_a_page(site: Site) -> None:
    site.put("/bomb", gzip.compress(b"a" * 3_000_000), Content_Encoding="gzip")
    site.put("/loop", "", 302, Location="/loop")
    with Fetcher(allow_private=True, limits=FetchLimits(size=1_000_000)) as fetcher:
        with pytest.raises(RefusedError, match="is larger than 1 MB"):
            fetcher.get(f"{site.url}/bomb", lambda _: "")
        with pytest.raises(RefusedError, match="redirects more than 5 times"):
            fetcher.get(f"{site.url}/loop", lambda _: "")


def test_a_body_that_drips_has_its_time(site: Site) -> None:
    site.pause = 0.05
    site.put("/", b"a" * 200)
    began = time.monotonic()
    limits, late = FetchLimits(total=0.3), pytest.raises(FetchError, match="takes longer than")
    with Fetcher(allow_private=True, limits=limits) as fetcher, late:
        fetcher.get(f"{site.url}/", lambda _: "")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
def test_packed_bodies_are_unpacked_whole(site: Site, packed: Callable[[bytes], bytes]) -> None:
    body = b"".join(str(number).encode() for number in range(300_000))
    site.put("/", packed(body), Content_Encoding="gzip" if packed is gzip.compress else "deflate")
    with Fetcher(allow_private=True) as fetcher:
        assert fetcher.get(f"{site.url}/", lambda _: "").body == body


def test_a_busy_server_is_asked_once_more(site: Site) -> None:
    site.put("/", "", 503, Retry_After="0")
    with Fetcher(allow_private=True) as fetcher:
        assert fetcher.get(f"{site.url}/", lambda _: "").status == 503
    assert len(site.answers("/")) == 2


def test_other_types_and_what_cannot_be_read(site: Site) -> None:
    site.page("/", "/broken.pdf", "/data", "/notes.md", "/plain")
    site.put("/broken.pdf", b"%PDF-1.4 nonsense", Content_Type="application/pdf")
    site.put("/data", b"\0\1", Content_Type="application/x-thing")
    site.put("/notes.md", "---\ntitle: Notes\n---\nSome notes.", Content_Type="text/plain")
    site.put("/plain", b"Caf\xe9 hours", Content_Type="text/plain; charset=iso-8859-1")
    found = list(source(site).items({}))
    pages = documents(found)
    assert paths(site, pages) == {"/", "/notes.md", "/plain"}
    assert pages[f"{site.url}/notes.md"].metadata["title"] == "Notes"
    assert pages[f"{site.url}/plain"].text == "Café hours"
    reasons = skipped(found)
    assert reasons[f"{site.url}/data"] == "unsupported content type application/x-thing"
    assert f"{site.url}/broken.pdf" in reasons


@pytest.mark.parametrize("told", ["by the server", "by the page"])
def test_the_encoding_that_is_declared(site: Site, told: str) -> None:
    text = "<p>休暇は年に二十七日あります。三月までに取ってください。</p>"
    meta = '<meta charset="shift_jis">' if told == "by the page" else ""
    kind = "text/html" if meta else "text/html; charset=Shift_JIS"
    body = f"<html><head>{meta}<title>休暇</title></head><body>{text}</body></html>"
    site.put("/", body.encode("shift_jis"), Content_Type=kind)
    (page,) = documents(list(source(site).items({}))).values()
    assert page.metadata["title"] == "休暇"
    assert "休暇は年に二十七日あります。" in page.text


def test_patterns_and_the_limit(site: Site) -> None:
    site.page("/", "/docs/a", "/docs/b", "/tags/x")
    for path in ("/docs/a", "/docs/b", "/tags/x"):
        site.page(path)
    found = list(source(site, include=["/docs/*"], exclude=["/docs/b", "*/tags/*"]).items({}))
    assert paths(site, documents(found)) == {"/docs/a"}
    assert not site.answers("/docs/b")
    assert not site.answers("/tags/x")
    found = list(source(site, max_pages=2).items({}))
    assert paths(site, documents(found)) == {"/", "/docs/a"}
    assert skipped(found) == {f"{site.url}/ (more pages)": "are left out: max_pages is 2"}


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "x.example", "https://u:s3cret@x.example/", "http://x:99999/"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(SourceError, match=r"write it as https://HOST/PATH\.") as caught:
        WebSource("x", url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("patterns", [{"exclude": ["*?*"]}, {"include": ["help"]}])
def test_patterns_that_leave_no_page_are_told(
    site: Site, patterns: dict[str, list[str]], listed: bool
) -> None:
    site.page("/", "/help/a")
    site.page("/help/a")
    site.sitemap("/sitemap.xml", "/", "/help/a")
    sitemap = {"sitemap": f"{site.url}/sitemap.xml"} if listed else {}
    with pytest.raises(SourceError, match="include and exclude leave none of the 2 pages"):
        list(source(site, **patterns, **sitemap).items({}))


def test_a_site_is_indexed(store: PassageStore, site: Site) -> None:
    site.page("/")
    indexed(store, lambda: source(site))


@pytest.mark.parametrize("full", [True, False])
def test_a_page_that_fails_while_all_is_read_again_stays(
    store: PassageStore, site: Site, full: bool
) -> None:
    site.page("/", "/a")
    site.page("/a", text="<p>The canteen serves goulash on Fridays, from noon to two.</p>")
    reindex(store, source(site))
    held = site.pages["/a"]
    site.put("/a", "busy", status=503)
    closed = Access(frozenset({"group:S1"}))
    report = reindex(store, source(site, access=closed), Run(full))
    assert (report.documents, report.removed) == (2, 0)
    assert not store.documents(PUBLIC)
    # It has no version to compare with, but is still known.
    assert reindex(store, source(site, access=closed)).documents == 2
    site.pages["/a"] = held
    assert reindex(store, source(site, access=closed)).unchanged == 2
    assert len(store.documents(closed.readers)) == 2
