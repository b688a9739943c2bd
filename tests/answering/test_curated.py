import datetime
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from answering.answer import Answer
from answering.curated import (
    CuratedAnswer,
    CuratedBook,
    CuratedError,
    as_answer,
    drafted,
    match,
    most_urgent_first,
)
from answering.question import Question, Turn
from indexing.embedder import Embedder
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

TODAY = datetime.date(2026, 3, 1)


@dataclass
class Kept:
    answers: Sequence[CuratedAnswer]

    def all(self) -> Sequence[CuratedAnswer]:
        return self.answers


def pinned(*patterns: str, id: str = "a", text: str = "Ask.", readers: str = "") -> CuratedAnswer:
    return drafted(patterns=patterns, text=text, owner="Hannah", readers=readers.split(), id=id)


def fits(pattern: str, question: str, embedder: Embedder) -> bool:
    return match(Question(question), [pinned(pattern)], embedder) is not None


SAME = [
    ("how do I reset my password", "How can I reset my password?"),
    ("how do I reset my password", "hi all, how does one reset their password? thanks!"),
    ("how do I reset my password", "what's the way to reset my password?"),
    ("how do I reset my password", "can someone tell me how to reset my pasword"),
    ("how do I reset my password", "Password reset?"),
    ("how many vacation days do I get", "How many days of vacation do people get?"),
    ("when is hack week", "when's hackweek"),
    ("can I expense a taxi", "Am I allowed to expense taxis?"),
    ("how much is a day pass", "What does a day pass cost?"),
    ("when do I tell my team that I'm sick", "By what time must I tell my team I am sick?"),
    ("who approves a purchase of 5,000 euros", "who has to approve purchases of 5000 euros"),
    ("is there a parking or commuter benefit", "Is there a commuter or parking benefit?"),
    ("whose is the bonus if two refer a friend", "two of us refer a friend; whose bonus?"),
    ("parking", "where is the parking?"),
    ("what loan papers do I need", "Which papers for a loan do employees need?"),
    ("what does a parking permit cost", "how much is a permit for parking"),
    ("who approves travel expenses", "who approves expenses for travel"),
    ("how do I get a * permit", "How do I get a parking permit?"),
    ("how do I get a * permit", "how can I get a permit"),
    ("* Lisbon office *", "does the Lisbon office have a gym?"),
]  # fmt: skip

DIFFERENT = [
    ("how do I reset my password", "how do I reset my badge"),
    ("how do I reset my password", "how do I reset my VPN password"),
    ("how do I reset my password", "why do I have to reset my password"),
    ("how do I reset my password", "who can reset my password"),
    ("how do I reset my password", "how often do I reset my password"),
    ("how do I reset my VPN password", "how do I reset my password"),
    ("can I work from home on Mondays", "can I work from home on Fridays"),
    ("can I work from home on Mondays", "can't I work from home on Mondays"),
    ("must I take the training", "may I take the training"),
    ("is the training mandatory", "is there a training"),
    ("do I need a doctor's note", "can I get a doctor's note"),
    ("how do I log in to the VPN", "how do I log out of the VPN"),
    ("what does error E-204 mean", "what does error E-402 mean"),
    ("how long is notice after 5 years", "how long is notice after 6 years"),
    ("who leads the people team", "who leads the team"),
    ("how many people are in a team", "how many teams are there"),
    ("how many sensors can a gateway handle", "how many gateways can a sensor handle"),
    ("how do I move from Lisbon to Utrecht", "how do I move from Utrecht to Lisbon"),
    ("who is our employer", "who is our employee"),
    ("do we have a canteen", "where is the canteen"),
    ("what is a sabbatical", "who is on sabbatical"),
    ("how do I get a * permit", "how do I get a parking ticket"),
    ("how do I get a * permit", "how do I lose a parking permit"),
    ("how do I get a * permit", "how do I not get a parking permit"),
    ("* Lisbon office *", "does the Utrecht office have a gym?"),
    ("how do I reset my password", "hello there"),
    ("who reports to Anna", "Who does Anna report to?"),
    ("who does Mia Stone report to", "Who reports to Mia Stone?"),
    ("which team supports sales", "Which team does sales support?"),
    ("what replaces Jira", "What does Jira replace?"),
    ("who pays the supplier", "Who does the supplier pay?"),
    ("what do we charge Acme", "What does Acme charge us?"),
    ("do we charge Acme", "Does Acme charge us?"),
]


@pytest.mark.parametrize(("pattern", "question"), SAME)
def test_the_same_question_in_other_words_fits(
    pattern: str, question: str, embedder: Embedder
) -> None:
    assert fits(pattern, question, embedder)


@pytest.mark.parametrize(("pattern", "question"), DIFFERENT)
def test_another_question_does_not_fit(pattern: str, question: str, embedder: Embedder) -> None:
    assert not fits(pattern, question, embedder)


def test_no_word_that_narrows_a_question_is_overlooked(embedder: Embedder) -> None:
    narrowing = ["contractor", "VPN", "guest", "private", "old", "second", "Lisbon", "manager's"]
    patterns = [pattern for pattern in dict(SAME) if "*" not in pattern and "password" in pattern]
    patterns += ["how do I book a meeting room", "what is the notice period"]
    for pattern, word in itertools.product(patterns, narrowing):
        head, _, last = pattern.rpartition(" ")
        assert not fits(pattern, f"{head} {word} {last}", embedder), (pattern, word)


def test_a_slip_is_forgiven_only_where_no_word_was_typed(embedder: Embedder) -> None:
    assert fits("how do I get a reimbursement", "how do I get a reimbursment", embedder)
    assert not fits("how do I design a form", "how do I resign a form", embedder)
    assert not fits("where is SEV1 defined", "where is SEV2 defined", embedder)


def test_only_who_may_read_it_gets_it_and_the_narrower_wins(embedder: Embedder) -> None:
    both = [
        pinned("when is payday", id="all"),
        pinned("when is payday", id="hr", readers="group:HR"),
    ]
    asked = Question("When is payday?")
    hr = Question("When is payday?", audience=PUBLIC | {"group:HR"})
    found = [match(question, both, embedder) for question in (asked, hr)]
    assert [each.id for each in found if each] == ["all", "hr"]
    assert match(asked, both[1:], embedder) is None


def test_a_follow_up_is_completed_before_it_is_looked_up(embedder: Embedder) -> None:
    history = (Turn("user", "Tell me about the Lisbon office."), Turn("assistant", "It is big."))
    answers = [pinned("how do I drive there"), pinned("* Lisbon office * drive *", id="b")]
    found = match(Question("How do I drive there?", history), answers, embedder)
    assert found is not None
    assert found.id == "b"
    whole = "How do I book a meeting room for ten guests?"
    found = match(Question(whole, history), [pinned(whole)], embedder)
    assert found is not None


def test_a_thousand_patterns_are_looked_through_at_once(embedder: Embedder) -> None:
    many = [pinned(f"how do I open cupboard {n} in room {n % 7}", id=str(n)) for n in range(1000)]
    found = match(Question("How can I open cupboard 977 in room 4?"), many, embedder)
    assert found is not None
    assert found.id == "977"


def problems(**changes: object) -> dict[str, str]:
    fields: dict[str, object] = {
        "patterns": ["when is payday"],
        "text": "On the 27th.",
        "owner": "H",
    }
    with pytest.raises(CuratedError) as raised:
        drafted(**(fields | changes), today=TODAY)  # type: ignore[arg-type]
    return dict(raised.value.problems)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("patterns", [" "], "at least one question"),
        ("patterns", ["how do I *"], "'how do I *'"),
        ("text", " ", "Write the answer"),
        ("text", "x" * 3001, "3001"),
        ("text", "[here](javascript:alert(1))", "'javascript:alert(1'"),
        ("text", "[here]( <data:text/html,x>)", "'data:text/html,x'"),
        ("text", "[here](/wiki)", "'/wiki'"),
        ("text", "See <ftp://files.example>.", "'ftp://files.example'"),
        ("text", "[here][1]\n\n[1]: mailto:a@b.example", "'mailto:a@b.example'"),
        ("owner", "", "Name a person"),
        ("review_by", "soon", "'soon'"),
        ("review_by", "2026-02-28", "2026-02-28"),
        ("readers", ["everybody"], "'everybody'"),
    ],
)
def test_what_is_wrong_is_named_by_field(field: str, value: object, named: str) -> None:
    found = problems(**{field: value})
    assert list(found) == [field]
    assert named in found[field]


def test_every_field_that_is_wrong_is_named() -> None:
    assert set(problems(patterns=[], text="", owner="")) == {"patterns", "text", "owner"}


def test_web_links_and_a_past_date_from_an_export_are_kept() -> None:
    text = "[Form](https://forms.example/a_(b)), <https://x.example>, data: none"
    made = drafted(patterns=["form"], text=text, owner="H", review_by="2020-01-01")
    assert made.text == text
    assert made.overdue(TODAY)


def test_an_answer_names_its_owner_and_review_date() -> None:
    curated = drafted(
        patterns=["when is payday"],
        text="On the 27th. In December on the 20th.",
        owner="Hannah Osei",
        review_by="2026-03-01",
    )
    answer = as_answer(curated, "extractive", 0.01, TODAY)
    assert (answer.kind, answer.status, answer.citations) == ("curated", "answered", ())
    assert [each.text for each in answer.sentences] == ["On the 27th.", "In December on the 20th."]
    assert answer.note == "Curated by Hannah Osei, to be reviewed by 1 March 2026."
    later = as_answer(curated, "extractive", 0.01, TODAY + datetime.timedelta(1))
    assert "1 March 2026 (overdue for review)." in later.note
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_steps_stay_as_they_were_laid_out() -> None:
    steps = "Do this:\n\n1. Open it.\n2. Close it."
    answer = as_answer(pinned("how does it open", text=steps), "extractive", 0.0, TODAY)
    assert answer.text == steps


@pytest.fixture
def handbook(store: PassageStore, docs: Path) -> PassageStore:
    reindex(store, FolderSource("docs", docs))
    return store


def test_only_what_a_source_says_word_for_word_is_cited(handbook: PassageStore) -> None:
    curated = drafted(
        patterns=["how much vacation do I get"],
        text="Every employee gets 27 days of vacation a year. That is plenty, we think.",
        owner="Hannah",
        sources=["Time off/Vacation.md", "Time off/Sick leave.md", "HR/Salaries.md", "Gone.md"],
    )
    answer = CuratedBook(Kept([curated]), handbook).find(
        Question("How much vacation do I get?"), "extractive", today=TODAY
    )
    assert answer is not None
    assert [each.citations for each in answer.sentences] == [(1,), ()]
    (citation,) = answer.citations
    assert citation.quote == "Every employee gets **27 days** of vacation a year."
    assert (citation.source, citation.heading) == ("Time off/Vacation.md", "Days")
    # Named but not quoted; what the asker may not read, and what is gone, is not named.
    assert answer.note == "Curated by Hannah. See also: Sick leave (Time off/Sick leave.md)."
    assert answer.model == "extractive"


def test_nothing_is_found_where_nothing_fits(handbook: PassageStore) -> None:
    book = CuratedBook(Kept([pinned("when is payday")]), handbook)
    assert book.find(Question("When is the next offsite?")) is None
    assert CuratedBook(Kept([]), handbook).find(Question("When is payday?")) is None


def test_what_is_due_comes_first() -> None:
    dates = {"a": "", "b": "2027-01-01", "c": "2025-01-01"}
    answers = [
        drafted(patterns=["payday"], text="x", owner="o", review_by=date, id=id)
        for id, date in dates.items()
    ]
    assert [each.id for each in most_urgent_first(answers)] == ["c", "b", "a"]
