"""What stands behind the links of the demo's answers."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from workspace.server import Workspace, run_in_thread


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Of a folder of documents, in whose parent stands another."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("nobody's")
    (folder / "Two words.md").write_text("# Two words\n\nÄ\n", encoding="utf-8")
    (folder / "for-hr.md").write_text("---\nreaders: [group:S0HR]\n---\n# Salaries\n")
    (folder / "page.html").write_text("<script>alert(1)</script>")
    (folder / "old.html").write_bytes("<script>alert('ä')</script>".encode("latin-1"))
    (folder / "printed.PDF").write_bytes(b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n")
    running = run_in_thread(Workspace(documents=folder))
    yield f"{running.url}/documents"
    running.stop()


def fetched(url: str) -> Any:
    return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30)


@pytest.mark.parametrize("name", ["Two%20words.md", "page.html"])
def test_text_is_shown_as_text(url: str, name: str) -> None:
    with fetched(f"{url}/{name}") as found:
        assert found.headers.get_content_type() == "text/plain"


def test_a_pdf_is_shown_and_what_else_is_no_text_is_saved(url: str) -> None:
    with fetched(f"{url}/printed.PDF") as found:
        assert found.headers["Content-Type"] == "application/pdf"
        assert found.headers["Content-Disposition"] == "inline"
        assert found.read().startswith(b"%PDF")
    with fetched(f"{url}/old.html") as found:
        assert found.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    ("name", "status"),
    [("for-hr.md", 403), ("nothing.md", 404), ("..%2Fsecret.md", 404), ("%2Fetc%2Fpasswd", 404)],
)
def test_other_peoples_pages_are_not_shown(url: str, name: str, status: int) -> None:
    with pytest.raises(HTTPError) as refused:
        fetched(f"{url}/{name}")
    with refused.value as answered:
        assert answered.code == status
