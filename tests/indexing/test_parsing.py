"""Every file type, and files that mean harm. All files are made here; the child is real."""

import codecs
import json
import mailbox
import os
import shutil
import signal
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import Skipped
from indexing.embedder import Embedder
from indexing.files import File, read_file
from indexing.parsing.formats import actual_suffix
from indexing.parsing.parsed import ParseError, PassingError
from indexing.parsing.parser import Limits, Parser
from indexing.passages import cut
from indexing.reindex import Progress, ReindexReport, Run, reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore
from tests.indexing import made_files as made

GERMAN = "Die Tür der Küche schließt um acht; Schlüssel für Gäste liegen bereit."
RUSSIAN = "Добрый день, коллеги! Ключи лежат у охраны, вход со двора открыт до восьми вечера."
RECORD = b'{"floor": 3}'
PLAIN_RECORD = "- floor: 3"


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as shared:
        yield shared


def children() -> set[int]:
    """The parser processes of this one, those that have ended but for their status too."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            command = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and (b"indexing.parsing.child" in command or not command):
            found.add(int(path.name))
    return found


Born = Callable[[], set[int]]


@pytest.fixture
def born() -> Iterator[Born]:
    """The parser processes that the test has started; none may be left at its end."""
    before = children()

    def since() -> set[int]:
        return children() - before

    yield since
    assert not since()


def reason(parser: Parser, suffix: str, data: bytes) -> str:
    with pytest.raises(ParseError) as caught:
        parser.parse(suffix, data)
    return str(caught.value)


# Office documents


def test_word_headings_paragraphs_tables_and_diagrams(parser: Parser) -> None:
    text = parser.parse(".docx", made.docx("The reception opens early.", "Ring twice.")).text
    heading, *blocks = text.split("\n\n")
    assert heading.lstrip("#") == " Opening hours"
    assert heading.startswith("#")
    assert blocks == [
        "The reception opens early.",
        "Ring twice.",
        "| Day | Opens |\n| --- | --- |\n| Monday | 09:15 |",
        "Diagram: ask the porter",
    ]


def test_word_keeps_ampersands_and_angle_brackets(parser: Parser) -> None:
    text = parser.parse(
        ".docx", made.docx("R&amp;D pays if 3 &lt; 4, says &quot;Finance&quot;.")
    ).text
    assert 'R&D pays if 3 < 4, says "Finance".' in text.replace("\\", "")


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>Berlin</w:t><w:tab/><w:t>180</w:t></w:r>", "Berlin 180"),
        ("<w:r><w:t>Takes 2</w:t><w:noBreakHyphen/><w:t>3 days</w:t></w:r>", "Takes 2\u20113 days"),
        (
            '<w:r><w:t>From</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
            "<w:r><w:t>500</w:t></w:r>",
            "From≥500",
        ),
        (
            "<w:r><w:rPr><w:b/><w:strike/></w:rPr><w:t>It is forbidden.</w:t></w:r>"
            "<w:r><w:t>It is allowed.</w:t></w:r>",
            "~~It is forbidden.~~It is allowed.",
        ),
        (
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret.</w:t></w:r><w:r><w:t>Seen.</w:t></w:r>",
            "Seen.",
        ),
        (
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Seen.</w:t></w:r>',
            "Seen.",
        ),
        (
            '<w:moveFrom w:id="1"><w:r><w:t>Old place.</w:t></w:r></w:moveFrom>'
            "<w:r><w:t>Seen.</w:t></w:r>",
            "Seen.",
        ),
    ],
)
def test_word_says_what_is_seen(parser: Parser, runs: str, text: str) -> None:
    assert text in parser.parse(".docx", made.docx(runs)).text.split("\n\n")


def test_a_line_of_a_slide_that_is_struck_through_says_so(parser: Parser) -> None:
    slides = made.pptx("Hotels cost 500 euros", properties='strike="sngStrike"')
    assert parser.parse(".pptx", slides).text == "## ~~Hotels cost 500 euros~~"


def test_slides_of_powerpoint_keep_their_order(parser: Parser) -> None:
    text = parser.parse(".pptx", made.pptx("Bikes &amp; trams", "Cars wait", "Boats sail")).text
    places = [text.index(word) for word in ("Bikes & trams", "Cars wait", "Boats sail")]
    assert places == sorted(places)


def test_a_sheet_is_a_table_and_its_text_boxes_follow(parser: Parser) -> None:
    rows = [["City", "Rate"], ["Lisbon", 140], ["R&amp;D", 7]]
    text = parser.parse(".xlsx", made.xlsx(rows, "Rates hold until May")).text
    assert "Rates" in text.splitlines()[0]
    assert "| City | Rate |\n| --- | --- |\n| Lisbon | 140 |\n| R&D | 7 |" in text
    assert text.endswith("\n\nRates hold until May")


def test_times_and_days_are_read_as_a_sheet_shows_them(parser: Parser) -> None:
    # As kreuzberg writes the cells of a sheet that have such a format.
    data = b"Opens,Since\n1899-12-31 18:00:00,2024-01-01 00:00:00\n"
    assert "| 18:00 | 2024-01-01 |" in parser.parse(".csv", data).text


def test_an_excel_file_of_the_eighties_is_read(parser: Parser) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def label(row: int, column: int, text: bytes) -> bytes:
        return record(4, struct.pack("<HH3xB", row, column, len(text)) + text)

    number = record(3, struct.pack("<HH3xd", 1, 1, 140.0))
    cells = label(0, 0, b"City") + label(0, 1, b"Rate") + label(1, 0, b"Lisbon") + number
    data = record(9, struct.pack("<HH", 2, 0x10)) + cells + record(10, b"")
    assert parser.parse(".xls", data).text.endswith(
        "| City | Rate |\n| --- | --- |\n| Lisbon | 140 |"
    )


def test_opendocument_text(parser: Parser) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        rest = '<table:table-cell table:number-columns-repeated="16000"/>'
        return f"<table:table-row>{inner}{rest}</table:table-row>"

    items = (
        "<text:list><text:list-item><text:p>oak</text:p><text:list><text:list-item>"
        "<text:p>inner</text:p></text:list-item></text:list></text:list-item></text:list>"
    )
    inner = (
        '<text:h text:outline-level="2">Keys</text:h><text:p>The <text:span>blue '
        "<text:span>mas</text:span>ter</text:span> key<text:s/>hangs at R&amp;D.</text:p>"
        f"{items}<table:table>{row('Room', 'Floor')}{row('Oak', '3')}</table:table>"
    )
    assert parser.parse(".odt", made.odf("text", inner)).text == (
        "## Keys\n\nThe blue master key hangs at R&D.\n\n- oak\n  - inner\n\n"
        "| Room | Floor |\n| --- | --- |\n| Oak | 3 |"
    )


def test_opendocument_sheets(parser: Parser) -> None:
    cells = "".join(
        '<table:table-row><table:table-cell office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
        for text in ("Tool", "Hammer")
    )
    data = made.odf("spreadsheet", f'<table:table table:name="Shed">{cells}</table:table>')
    assert "| Tool |\n| --- |\n| Hammer |" in parser.parse(".ods", data).text


def test_slides_are_pages(parser: Parser, embedder: Embedder) -> None:
    text = parser.parse(".odp", made.odp("Bikes first", "Cars second", "Boats third")).text
    assert list(made.pages(text)) == ["Bikes first", "Cars second", "Boats third"]
    assert [(p.page, p.text) for p in cut(text, "Fleet", embedder.count)] == [
        (1, "Bikes first"),
        (2, "Cars second"),
        (3, "Boats third"),
    ]


def test_a_book_has_chapters_and_a_title(parser: Parser) -> None:
    book = made.epub("The Manual", "<h1>Start</h1><p>Press green.</p>", "<h1>Stop</h1><p>Red.</p>")
    parsed = parser.parse(".epub", book)
    assert parsed.title == "The Manual"
    assert parsed.text == "# Start\n\nPress green.\n\n# Stop\n\nRed."


def test_rich_text(parser: Parser) -> None:
    assert parser.parse(".rtf", made.rtf("Café opens at nine.")).text == "Café opens at nine."


# PDF and pictures


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Microsoft Word - Travel rules", "Travel rules"),
        ("Microsoft Word - travel_v3.docx", ""),
        ("file-a.html", ""),
        ("Untitled", ""),
        ("Node.js at work", "Node.js at work"),
    ],
)
def test_a_title_that_a_program_made_up_is_none(parser: Parser, given: str, title: str) -> None:
    assert parser.parse(".pdf", made.pdf("Cars stand below.", title=given)).title == title


def test_pages_of_a_pdf_are_numbered(parser: Parser, embedder: Embedder) -> None:
    parsed = parser.parse(".pdf", made.pdf("Bicycles stand in the yard.", "Cars stand below."))
    assert list(made.pages(parsed.text)) == ["Bicycles stand in the yard.", "Cars stand below."]
    assert parsed.title == "House rules"
    assert [p.page for p in cut(parsed.text, "House rules", embedder.count)] == [1, 2]


def test_a_scanned_page_is_read_where_it_stands(parser: Parser) -> None:
    scan = made.drawn("Scanned page 4711")
    text = parser.parse(".pdf", made.pdf("First page.", scan, "Last page.")).text
    assert list(made.pages(text)) == ["First page.", "Scanned page 4711", "Last page."]


def test_a_filled_form_keeps_what_was_filled_in(parser: Parser) -> None:
    data = made.form_pdf("Claim form", {"Name": "Ada Lovelace", "Amount": "120 EUR"})
    text = parser.parse(".pdf", data).text
    assert text == "Claim form\n\n- Name: Ada Lovelace\n- Amount: 120 EUR"


@pytest.mark.parametrize(("suffix", "kind"), [(".png", "PNG"), (".jpg", "JPEG")])
def test_pictures_are_read(parser: Parser, suffix: str, kind: str) -> None:
    data = made.picture(kind, "Guest network: larch", "Call 5550199")
    assert parser.parse(suffix, data).text == "Guest network: larch\nCall 5550199"


def test_a_picture_of_nothing_says_so(parser: Parser) -> None:
    assert reason(parser, ".png", made.picture("PNG")) == "is a picture without readable text"
    assert reason(parser, ".png", made.blank(9000, 5000)) == (
        "is a picture of more than 40 megapixels"
    )
    assert reason(parser, ".gif", b"GIF89a broken").startswith("is not a readable picture")


# Mail


def test_a_message_with_encoded_parts(parser: Parser) -> None:
    message = EmailMessage()
    message["Subject"] = "Schlüssel für Gäste"
    message["From"] = "Zoë <zoe@x.example>"
    message["To"] = "ada@x.example"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    message.set_content("Die Tür schließt.\n", cte="base64")
    message.add_attachment(
        b"%PDF", maintype="application", subtype="pdf", filename="Plan für März.pdf"
    )
    assert b"schl" not in bytes(message).lower().partition(b"\n\n")[2]
    parsed = parser.parse(".eml", bytes(message))
    assert parsed.title == "Schlüssel für Gäste"
    lines = [line.strip() for line in parsed.text.splitlines() if line.strip()]
    assert lines == [
        "Subject: Schlüssel für Gäste",
        "From: Zoë <zoe@x.example>",
        "To: ada@x.example",
        "Date: Mon, 02 Mar 2026 10:00:00 +0000",
        "Die Tür schließt.",
        "Attached: Plan für März.pdf",
    ]


def test_a_message_of_markup_only(parser: Parser) -> None:
    message = EmailMessage()
    message["Subject"] = "News"
    message.set_content("<style>p {color: red}</style><p>Only <b>this</b>.</p>", subtype="html")
    assert parser.parse(".eml", bytes(message)).text == "Subject: News\n\nOnly this."


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (b"Date: the 32nd of Smarch\nFrom: <<<\n\nStill read.\n", "Still read."),
        (b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nf\xc3\xbcr dich\n", "für dich"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nHalf\n", "Half"),
    ],
)
def test_messages_with_faults(parser: Parser, raw: bytes, body: str) -> None:
    assert parser.parse(".eml", raw).text.endswith(body)


def test_a_mailbox(parser: Parser, tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "box")
    for subject, body in (("Plan", "Paint it.\nFrom then on it is red."), ("Re: Plan", "Done.")):
        message = EmailMessage()
        message["Subject"] = subject
        message.set_content(body)
        box.add(message)
    box.close()
    text = parser.parse(".mbox", (tmp_path / "box").read_bytes()).text
    assert [line for line in text.splitlines() if line.startswith("#")] == ["# Plan", "# Re: Plan"]
    assert "From then on it is red." in text
    assert "Done." in text


# Web pages


PARAGRAPH = (
    "Every person who travels for the company books ahead, keeps all receipts, and is paid back "
    "what was spent within a few weeks after a manager has agreed."
)


@pytest.mark.parametrize("around", ["", f"<p>{PARAGRAPH}</p>" * 9], ids=["short", "long"])
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>It takes 10<sup>6</sup> steps.</p>", "It takes 10⁶ steps."),
        ("<p>It takes 14<sup><a href='#n1'>1</a></sup> days.</p>", "It takes 14 days."),
        ("<p hidden>Not yet.</p><p>Only this.</p>", "Only this."),
        ("<div role='tabpanel' hidden><p>The second tab.</p></div>", "The second tab."),
        ("<aside class='note'><p>Ask twice.</p></aside>", "Ask twice."),
        ("<figure class='callout'><div>💡</div><div>Ask twice.</div></figure>", "Ask twice."),
        ("<figure><img src='x'><figcaption>Ask twice.</figcaption></figure>", "Ask twice."),
        ("<p>Press <button>Save</button> at last.</p>", "Press Save at last."),
        ("<p style='text-decoration: Line-Through'>It is 5 €.</p>", "~~It is 5 €.~~"),
        (
            "<p>It is <span style='text-decoration:line-through'>5 €</span> 7 €.</p>",
            "It is ~~5 €~~ 7 €.",
        ),
    ],
)
def test_a_page_is_read_as_it_is_shown(parser: Parser, around: str, markup: str, text: str) -> None:
    page = f"<html><body><main><h1>Trips</h1>{around}{markup}</main></body></html>"
    found = parser.parse(".html", page.encode()).text
    assert found.split("\n\n")[-1] == text
    assert "Not yet" not in found


def test_an_article_stands_alone(parser: Parser) -> None:
    menu = "".join(f"<li><a href=/{n}>Menu entry {n}</a></li>" for n in range(20))
    paragraphs = "".join(
        f"<p>Journey {n} is booked, paid and reported to the office within {n} days.</p>"
        for n in range(40)
    )
    page = (
        "<html><head><title>Travel &amp; costs</title><style>p {color: red}</style></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>Travel policy</h1>{paragraphs}</article>"
        "<script>var hidden = 1;</script><footer><p>Imprint and cookies</p></footer></body></html>"
    )
    parsed = parser.parse(".html", page.encode())
    assert parsed.title == "Travel & costs"
    assert parsed.text.startswith("# Travel policy\n")
    assert all(f"Journey {n} is booked" in parsed.text for n in range(40))
    for word in ("Menu entry", "hidden", "color", "Imprint"):
        assert word not in parsed.text


def test_a_short_page_is_read_whole(parser: Parser) -> None:
    page = (
        b"<html><head><title>Short</title></head><body><nav><a href=/>Menu</a></nav><h1>Hi</h1>"
        b"<script>hidden()</script><p>Only <b>one</b> line.</p><p>Imprint</p></body></html>"
    )
    assert parser.parse(".htm", page).text == "# Hi\n\nOnly one line.\n\nImprint"


@pytest.mark.parametrize(("said", "meant"), [("utf-8", "cp1252"), ("iso-8859-1", "utf-8")])
def test_a_page_may_name_the_wrong_charset(parser: Parser, said: str, meant: str) -> None:
    page = f'<head><meta charset="{said}"></head><body><p>{GERMAN}</p></body>'
    assert GERMAN in parser.parse(".html", page.encode(meant)).text


# Data and text


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".csv", "Name;Town\nAda;Pörto\n".encode()),
        (".csv", "Name\tTown\nAda\tPörto\n".encode()),
        (".csv", 'Name,Town\n"Ada","Pörto"\n'.encode()),
        (".csv", "Name,Town\r\nAda,Pörto\r\n".encode("utf-16")),
        (".tsv", "Name\tTown\nAda\tPörto\n".encode()),
    ],
)
def test_rows_of_text_are_tables(parser: Parser, suffix: str, data: bytes) -> None:
    assert parser.parse(suffix, data).text == "| Name | Town |\n| --- | --- |\n| Ada | Pörto |"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            json.dumps([{"id": 1, "name": "a|b"}, {"id": 2, "name": None}]),
            "| id | name |\n| --- | --- |\n| 1 | a\\|b |\n| 2 | null |",
        ),
        (
            json.dumps({"a": {"b": [1, "zwei", {"c": True}]}, "e": []}),
            "- a:\n  - b:\n    - 1\n    - zwei\n    - c: true\n- e: []",
        ),
        ('{"name": "half a fi', '{"name": "half a fi'),
    ],
)
def test_json(parser: Parser, data: str, text: str) -> None:
    assert parser.parse(".json", data.encode()).text == text


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 100 + b"1" + b"}" * 100])
def test_json_without_a_bottom(parser: Parser, data: bytes) -> None:
    assert reason(parser, ".json", data) == "is nested too deeply"


def test_xml_is_read_as_paragraphs(parser: Parser) -> None:
    data = b"<r><a>Some <b>bold</b> words.</a><c><d>one</d><d>two &amp; more</d></c></r>"
    assert parser.parse(".xml", data).text == "Some bold words.\n\none\n\ntwo & more"
    assert reason(parser, ".xml", b"<r><a b='c'/></r>") == "holds no text, only markup"


def test_xml_fetches_nothing(parser: Parser, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2")
    for target in (tmp_path / "secret.txt").as_uri(), "file:///etc/hostname":
        entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{target}">]><r><a>Host: &x; end</a></r>'
        assert parser.parse(".xml", entity.encode()).text == "Host: &x; end"


def test_xml_does_not_explode(parser: Parser) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    data = f'<!DOCTYPE r [<!ENTITY l0 "lol">{levels}]><r><a>&l11;</a><b>fin</b></r>'
    began = time.monotonic()
    try:
        text = parser.parse(".xml", data.encode()).text
    except ParseError:
        text = ""
    assert len(text) < 100
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (GERMAN.encode("utf-16"), GERMAN),
        (codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be"), GERMAN),
        (GERMAN.encode("utf-32"), GERMAN),
        (GERMAN.encode("utf-8-sig"), GERMAN),
        (GERMAN.encode("cp1252"), GERMAN),
        (f"{GERMAN} {GERMAN} {GERMAN}".encode() + b"\xff", f"{GERMAN} {GERMAN} {GERMAN}\ufffd"),
        (b"Plain. " * 40_000 + GERMAN.encode("cp1252"), "Plain. " * 40_000 + GERMAN),
        (RUSSIAN.encode("cp1251"), RUSSIAN),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_text_in_any_encoding(parser: Parser, data: bytes, text: str) -> None:
    assert parser.parse(".TXT", data).text == text


# Names that lie, passwords, damage


@pytest.mark.parametrize("suffix", [".doc", ".pdf", ".odt", ".png"])
def test_a_document_by_any_other_name(parser: Parser, suffix: str) -> None:
    assert "The door is open." in parser.parse(suffix, made.docx("The door is open.")).text


def test_contents_decide_over_names(parser: Parser) -> None:
    assert parser.parse(".docx", made.pdf("Cars stand below.")).text == "Cars stand below."
    assert parser.parse(".doc", made.rtf("Café au lait")).text == "Café au lait"
    assert list(made.pages(parser.parse(".pptx", made.odp("One", "Two")).text)) == ["One", "Two"]
    assert actual_suffix(".jpg", made.picture("PNG")) == ".png"
    assert actual_suffix(".docx", made.ole("WordDocument")) == ".doc"
    # Text has no marks: a page of code may well begin like a bitmap.
    assert actual_suffix(".csv", b"BM,KW\n1,2\n") == ".csv"


def test_passwords(parser: Parser) -> None:
    locked = "is encrypted with a password"
    assert reason(parser, ".odp", made.odp("One", encrypted=True)) == locked
    assert reason(parser, ".odt", made.odf("text", "<text:p>x</text:p>", encrypted=True)) == locked
    assert reason(parser, ".docx", made.ole("EncryptionInfo", "EncryptedPackage")) == locked


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".docx", made.docx("text " * 50)[:900]),
        (".xlsx", made.xlsx([["a"]], "b")[:-30]),
        (".odt", made.odf("text", "<text:p>x</text:p>")[:300]),
        (".epub", made.epub("T", "<p>x</p>")[:200]),
        (".docx", made.archive({"readme": "no document"})),
        (".odt", made.archive({"mimetype": "application/vnd.oasis.opendocument.text"})),
        (".pdf", b"%PDF-1.7 and then nothing"),
        (".doc", made.ole("Junk")),
        (".doc", made.ole("WordDocument")),
        (".xls", made.ole("Workbook")),
        (".xls", made.ole("Workbook")[:700]),
        (".pdf", b"\x00\x01\x02 not a document"),
    ],
)
def test_damage_has_a_reason(parser: Parser, suffix: str, data: bytes) -> None:
    said = reason(parser, suffix, data)
    assert said.startswith(("is damaged", "holds no text", "is empty"))
    assert "\n" not in said
    assert parser.parse(".json", RECORD).text == PLAIN_RECORD


def test_nothing_is_empty(parser: Parser) -> None:
    for suffix in (".md", ".pdf", ".docx"):
        assert reason(parser, suffix, b"") == "is empty"
        assert reason(parser, suffix, b" \n\t") == "is empty"


# Limits


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return made.bomb("word/document.xml", 450)


def test_an_archive_that_explodes_is_not_unpacked(bomb: bytes, born: Born) -> None:
    assert len(bomb) < 5_000_000
    with Parser(Limits(memory=350_000_000)) as small:
        small.parse(".json", RECORD)
        for suffix in (".docx", ".odt", ".epub"):
            began = time.monotonic()
            assert reason(small, suffix, bomb) == "unpacks to more than 400 MB"
            assert time.monotonic() - began < 5
        assert small.parse(".json", RECORD).text == PLAIN_RECORD


def test_size_has_limits(born: Born) -> None:
    with Parser(Limits(file=1_000_000, text=2_000_000)) as small:
        assert reason(small, ".md", b"x" * 1_000_001) == "is larger than 1 MB"
        assert reason(small, ".docx", b"x" * 1_000_001) == "is larger than 1 MB"
        assert not born()
    long = "holds more than 1 million characters"
    with Parser(Limits(text=1_000_000)) as small:
        assert reason(small, ".txt", b"x" * 1_000_001) == long
        data = json.dumps(["word " * 300_000]).encode()
        assert reason(small, ".json", data) == long
        assert small.parse(".txt", b"x" * 1_000_000).text


def test_a_slow_file_is_given_up_and_the_next_one_read(born: Born) -> None:
    slow = b"[" + b"[1]," * 6_000_000 + b"1]"
    with Parser(Limits(seconds=3)) as hasty:
        began = time.monotonic()
        assert reason(hasty, ".json", slow) == "takes longer than 3 seconds to read"
        assert time.monotonic() - began < 10
        with pytest.raises(PassingError):
            hasty.parse(".json", slow)
        assert not born()
        assert hasty.parse(".json", RECORD).text == PLAIN_RECORD
        assert len(born()) == 1


@pytest.mark.parametrize(
    ("memory", "suffix", "data"),
    [
        # The reader does not fit, a picture does not, nothing does.
        (300_000_000, ".png", made.picture("PNG", "Guest network: larch")),
        (400_000_000, ".png", made.picture("PNG", "Guest network", size=(6000, 5000))),
        (200_000_000, ".json", b"[" + b"[1]," * 1_500_000 + b"1]"),
    ],
)
def test_a_greedy_file_is_given_up_and_the_next_one_read(
    memory: int, suffix: str, data: bytes, born: Born
) -> None:
    with Parser(Limits(memory=memory)) as small:
        said = reason(small, suffix, data)
        assert said.startswith(("needs too much memory", "made its parser crash", "is damaged"))
        assert "\n" not in said
        assert small.parse(".json", RECORD).text == PLAIN_RECORD


def test_a_parser_without_room_for_itself_still_gives_reasons(born: Born) -> None:
    for memory in (1_000_000, 60_000_000):
        with Parser(Limits(memory=memory)) as tiny:
            assert reason(tiny, ".json", RECORD)
            assert reason(tiny, ".json", RECORD)
            assert tiny.parse(".md", b"# Plain text needs no child").text
        assert not born()


# The child


def test_one_child_serves_all_files_and_ends_with_the_parser(born: Born) -> None:
    with Parser() as own:
        assert own.parse(".md", b"Text").text == "Text"
        assert not born()
        own.parse(".json", RECORD)
        first = born()
        assert reason(own, ".docx", b"PK damaged").startswith("is damaged")
        own.parse(".csv", b"a,b\n1,2\n")
        assert len(first) == 1
        assert born() == first
    assert not born()
    own.close()


def test_a_child_that_was_killed_is_replaced(born: Born) -> None:
    with Parser() as own:
        own.parse(".json", RECORD)
        first = born()
        (number,) = first
        os.kill(number, signal.SIGKILL)
        os.waitid(os.P_PID, number, os.WEXITED | os.WNOWAIT)
        assert own.parse(".json", RECORD).text == PLAIN_RECORD
        second = born()
        assert len(second) == 1
        assert second != first


def test_a_child_killed_at_work_is_a_reason(born: Born) -> None:
    def kill() -> None:
        while not (found := born()):
            time.sleep(0.01)
        time.sleep(0.5)
        os.kill(found.pop(), signal.SIGKILL)

    with Parser() as own:
        thread = threading.Thread(target=kill)
        thread.start()
        said = reason(own, ".json", b"[" + b"[1]," * 6_000_000 + b"1]")
        thread.join()
        assert said == "made its parser crash (SIGKILL)"
        assert own.parse(".json", RECORD).text == PLAIN_RECORD


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files lie meanwhile."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_child_that_is_ended_leaves_no_copies_of_files(temporary: Path, born: Born) -> None:
    with Parser(Limits(seconds=3)) as hasty:
        with pytest.raises(PassingError):
            hasty.parse(".mbox", b"From a@b.example\n\nx\n\n" * 1_000_000)
        assert not list(temporary.iterdir())


def test_a_disk_that_fails_the_child_is_no_fault_of_the_file(temporary: Path, born: Born) -> None:
    letter = b"From a@b.example\n\nThe canteen opens at noon.\n"
    with Parser() as own:
        own.parse(".mbox", letter)
        for folder in temporary.iterdir():
            shutil.rmtree(folder)
        with pytest.raises(PassingError, match="cannot be read for the moment: No such file"):
            own.parse(".mbox", letter)
        assert "canteen" in own.parse(".mbox", letter).text
        own.close()
        shutil.rmtree(temporary)
        with pytest.raises(PassingError, match="has no parser for the moment: No such file"):
            own.parse(".mbox", letter)


# From files to documents


def test_markdown_keeps_its_front_matter(parser: Parser) -> None:
    raw = b"---\ntitle: Pay\nreaders: [group:S0HR]\n---\n# Bands\n\nText.\n"
    found = read_file("docs", File("HR/pay.md", raw, "v1"), Access(), parser)
    assert isinstance(found, Document)
    assert found.text == "# Bands\n\nText.\n"
    assert found.metadata["title"] == "Pay"
    assert found.metadata["readers"] == ["group:S0HR"]
    assert found.metadata["declared"]
    slip = read_file(
        "docs", File("slip.md", b"---\nreaders: [grup:S]\n---\nx", "v2"), Access(), parser
    )
    assert isinstance(slip, Skipped)
    assert slip.reason.startswith("readers: 'grup:S'")
    assert slip.version == "v2"


def test_titles_come_from_the_file_or_its_name(parser: Parser) -> None:
    found = read_file(
        "d", File("a/Plan B.docx", made.docx("Text."), "v", "2026-01-02"), Access(), parser
    )
    assert isinstance(found, Document)
    assert found.metadata["title"] == "Plan B"
    assert found.metadata["version"] == "v"
    assert found.metadata["updated"] == "2026-01-02"
    assert not found.metadata["declared"]
    titled = read_file("d", File("x.epub", made.epub("The Manual", "<p>x</p>")), Access(), parser)
    assert isinstance(titled, Document)
    assert titled.metadata["title"] == "The Manual"


def test_what_is_skipped_carries_its_version(parser: Parser) -> None:
    found = read_file("d", File("a.docx", b"PK damaged", "v7"), Access(), parser)
    assert isinstance(found, Skipped)
    assert (found.source, found.version) == ("a.docx", "v7")
    assert found.reason.startswith("is damaged")
    unknown = read_file("d", File("a.zzz", b"x", "v7"), Access(), parser)
    assert unknown == Skipped("a.zzz", "unsupported file type .zzz")


def test_what_only_fails_now_stays_as_it_was_and_is_tried_again(
    store: PassageStore, tmp_path: Path, born: Born
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "days.html").write_text("<p>Everybody has 30 days.</p>")

    def run(seconds: int) -> ReindexReport:
        source = FolderSource("files", folder)
        source._limits = Limits(seconds=seconds)
        return reindex(store, source)

    run(60)
    for name in ("days.html", "new.html"):
        (folder / name).write_text("<p>Everybody has 31 days.</p>")
    failed = run(0)
    assert (failed.documents, failed.unchanged, failed.removed) == (1, 1, 0)
    why = "takes longer than 0 seconds to read"
    assert [(s.source, s.reason) for s in failed.skipped] == [("days.html", why), ("new.html", why)]
    assert "30 days" in (store.show("days.html") or "")
    again = run(60)
    assert (again.added, again.changed, again.skipped) == (1, 1, ())
    assert "31 days" in (store.show("days.html") or "")


def test_hostile_files_do_not_stop_a_reindex(
    store: PassageStore, tmp_path: Path, bomb: bytes, born: Born
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    good = {
        "hours.docx": made.docx("The reception opens early."),
        "fleet.odp": made.odp("Bikes first", "Cars second"),
        "rules.pdf": made.pdf("Bicycles stand in the yard.", "Cars stand below."),
        "towns.csv": b"Name;Town\nAda;Porto\n",
        "zz last.md": b"# Last\n\nAfter everything else.\n",
    }
    hostile = {
        "bomb.docx": bomb,
        "deep.json": b"[" * 200_000,
        "empty.pdf": b"",
        "half.docx": made.docx("text")[:900],
        "locked.odt": made.odf("text", "<text:p>x</text:p>", encrypted=True),
        "noise.pdf": bytes(range(256)) * 40,
        "program.exe": b"MZ",
    }
    for name, data in {**good, **hostile}.items():
        (folder / name).write_bytes(data)

    def run() -> tuple[ReindexReport, set[int]]:
        seen: set[int] = set()

        def look(_progress: Progress) -> None:
            seen.update(born())

        return reindex(store, FolderSource("files", folder), Run(progress=look)), seen

    first, seen = run()
    assert len(seen) == 1
    assert (first.documents, first.added) == (len(good), len(good))
    assert {s.source: s.reason.partition(":")[0] for s in first.skipped} == {
        "bomb.docx": "unpacks to more than 400 MB",
        "deep.json": "is nested too deeply",
        "empty.pdf": "is empty",
        "half.docx": "is damaged",
        "locked.odt": "is encrypted with a password",
        "noise.pdf": "is damaged",
        "program.exe": "unsupported file type .exe",
    }
    again, seen = run()
    assert not seen
    assert (again.documents, again.unchanged) == (len(good), len(good))
    assert (again.added, again.changed, again.removed) == (0, 0, 0)
    assert again.skipped == first.skipped
    (folder / "half.docx").write_bytes(made.docx("Whole again."))
    mended, seen = run()
    assert len(seen) == 1
    assert (mended.added, mended.unchanged) == (1, len(good))
    assert "half.docx" not in {s.source for s in mended.skipped}
