"""Names that no document mentions."""

from pathlib import Path

import pytest

from answering.question import Question
from answering.unmentioned import unmentioned
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("How much is a hotel in Tallinn?", ("Tallinn",)),
        ("How much is a hotel in Lisbon?", ()),
        ("How much is a hotel in Lisbonn?", ()),  # misspelt
        ("What is paid in Tallinn, in New York and in Tallinn?", ("Tallinn", "New York")),
        ("What is Ingrid's number?", ("Ingrid",)),
        ("What is the CEO's name?", ()),
        ("Tallinn?", ()),  # all sentences begin with a capital
        ("How Much Is A Hotel In Tallinn?", ()),
        ("HOW MUCH IS A HOTEL IN TALLINN?", ()),
        ("Wie viel kostet ein Hotel und die Sauna in Tallinn?", ()),
    ],
)
def test_names_that_stand_nowhere(
    store: PassageStore, docs: Path, text: str, names: tuple[str, ...]
) -> None:
    reindex(store, FolderSource("docs", docs))
    assert unmentioned(Question(text), store) == names


def test_what_the_asker_may_not_read_mentions_nothing(store: PassageStore, docs: Path) -> None:
    (docs / "HR" / "Bonus.md").write_text(
        "---\nreaders: [group:S0HR]\n---\n# Bonus\n\nPeople in Tallinn get a bonus.\n"
    )
    reindex(store, FolderSource("docs", docs))
    asked = "Is there a bonus in Tallinn?"
    assert unmentioned(Question(asked, audience=PUBLIC), store) == ("Tallinn",)
    hr = frozenset({"group:S0HR"})
    assert unmentioned(Question(asked, audience=PUBLIC | hr), store) == ()
