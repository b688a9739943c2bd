"""The doctor finds what was put wrong on purpose, and tells it only to those who may know."""

import datetime
from pathlib import Path

import pytest

from indexing.access import Access, Rule
from indexing.doctor.examine import examine
from indexing.doctor.findings import Diagnosis
from indexing.doctor.inventory import take_inventory
from indexing.doctor.page import diagnosis_page
from indexing.readers import PUBLIC, Readers
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

HR_ONLY = "---\nreaders: [group:S0HR]\n---\n"
LONG = " ".join(
    f"Rule {word} of the house is kept by everyone who works here."
    for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
)
PAGES = {
    "Vacation.md": "# Vacation\n\nEach full-time employee gets 27 days of paid vacation a year.\n",
    "Old/Vacation.md": "# Leave\n\nEach full-time employee gets 25 days of paid vacation a year.\n",
    "Copy.md": "# Vacation\n\nEach full-time employee gets 27 days of paid vacation a year.\n",
    "House.md": f"# House rules\n\n{LONG}\n",
    "House again.md": f"# Rules of the house\n\n{LONG} And mind the step.\n",
    "Fire.md": "---\nupdated: 2021-05-01\n---\n# Fire drill\n\nMeet at the oak tree.\n",
    "Travel (outdated).md": "# Travel (outdated)\n\nTake the coach.\n",
    "HR/Pay.md": f"{HR_ONLY}# Pay\n\nA senior software engineer gets 91,000 € yearly.\n",
    "HR/Bands.md": f"{HR_ONLY}# Bands\n\nA senior software engineer gets 96,000 € yearly.\n",
    "HR/broken.docx": "this is no archive",
    "empty.md": "\n",
}
HR = PUBLIC | {"group:S0HR"}
ACCESS = Access(rules=[Rule("HR/*", frozenset({"group:S0HR"}))])


@pytest.fixture
def store_of_pages(store: PassageStore, tmp_path: Path) -> PassageStore:
    folder = tmp_path / "docs"
    for name, text in PAGES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    reindex(store, FolderSource("docs", folder, access=ACCESS))
    return store


def diagnosis(store: PassageStore, readers: Readers | None, answered: int = 0) -> Diagnosis:
    location = store.stats().sources[0].location
    return examine(
        store,
        readers=readers,
        access={location: ACCESS},
        cited={"Fire.md": 4},
        offered={},
        answered=answered,
        today=datetime.date(2026, 11, 21),
    )


def told(found: Diagnosis, kind: str) -> set[str]:
    return {f.source for f in found.findings if f.kind == kind}


def test_what_is_wrong_is_found(store_of_pages: PassageStore) -> None:
    found = diagnosis(store_of_pages, None)
    assert told(found, "contradiction") == {"HR/Pay.md", "Old/Vacation.md", "Vacation.md"}
    assert told(found, "duplicate") == {"Vacation.md"}
    assert told(found, "near duplicate") == {"House again.md"}
    assert told(found, "stale") == {"Fire.md", "Travel (outdated).md"}
    assert told(found, "failed") == {"HR/broken.docx"}
    assert told(found, "empty") == {"empty.md"}
    assert [f.cited for f in found.findings if f.source == "Fire.md"] == [4]
    (pay,) = [f for f in found.findings if f.source.startswith("HR/") and f.kind == "contradiction"]
    assert "91,000" in pay.detail
    assert "96,000" in pay.detail


def test_restricted_documents_are_told_to_their_readers_only(store_of_pages: PassageStore) -> None:
    public = diagnosis(store_of_pages, PUBLIC)
    page = diagnosis_page(public, datetime.datetime(2026, 11, 21))
    for text in (repr(public), page, str(public.as_json())):
        assert "HR/" not in text
        assert "91,000" not in text
    assert "HR/broken.docx" in repr(diagnosis(store_of_pages, HR))


def test_skipped_files_without_rules_are_told_with_all_only(store_of_pages: PassageStore) -> None:
    def skipped(readers: Readers | None) -> tuple[str, ...]:
        inventory = take_inventory(store_of_pages.client, "", readers, {})
        return tuple(skip.label for skip in inventory.skipped)

    assert skipped(HR) == ()
    assert skipped(None) == ("HR/broken.docx", "empty.md")


def test_a_page_is_called_unused_only_after_enough_answers(store_of_pages: PassageStore) -> None:
    assert told(diagnosis(store_of_pages, None, answered=19), "never used") == set()
    unused = told(diagnosis(store_of_pages, None, answered=20), "never used")
    assert "House.md" in unused
    assert "Fire.md" not in unused


def test_alike_sentences_about_different_things_do_not_contradict(
    store: PassageStore, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nThe hotel limit in Lisbon is 140 euros for one night.\n")
    (folder / "b.md").write_text("# B\n\nThe hotel limit in Utrecht is 150 euros for one night.\n")
    (folder / "c.md").write_text(
        "# C\n\nThe hotel limit in Lisbon is 140.00 euros for one night.\n"
    )
    reindex(store, FolderSource("docs", folder))
    assert told(diagnosis(store, None), "contradiction") == set()


def test_the_page_is_whole_and_escapes_what_documents_say(
    store: PassageStore, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a (deprecated).md").write_text("# <script>alert(1)</script> deprecated\n\nText.\n")
    reindex(store, FolderSource("docs", folder))
    page = diagnosis_page(diagnosis(store, None), datetime.datetime(2026, 11, 21))
    assert "<script>" not in page
    assert "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org", "").replace(
        "http://purl.org", ""
    ).replace("http://creativecommons.org", "")
