import datetime

import pytest

from answering.retrieval.filters import Filter, parse_filter
from indexing.store import Place

TODAY = datetime.date(2026, 11, 21)


def parsed(text: str) -> tuple[Filter, str]:
    return parse_filter(text, lambda: TODAY)


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        (
            "What changed about leave in #people-ops?",
            Filter("people-ops"),
            "What changed about leave?",
        ),
        (
            "What changed about leave since March?",
            Filter(since=datetime.date(2026, 3, 1)),
            "What changed about leave?",
        ),
        (
            "since december, what changed about leave?",
            Filter(since=datetime.date(2025, 12, 1)),
            "what changed about leave?",
        ),
        (
            "news on travel before 2024-06-01",
            Filter(before=datetime.date(2024, 6, 1)),
            "news on travel",
        ),
        (
            "what was decided in #design in the last 2 weeks?",
            Filter("design", since=datetime.date(2026, 11, 7)),
            "what was decided?",
        ),
        (
            "leave in #people-ops before December?",
            Filter("people-ops", before=datetime.date(2025, 12, 1)),
            "leave?",
        ),
        (
            "What did people decide about parking in the last month?",
            Filter(since=datetime.date(2026, 10, 22)),
            "What did people decide about parking?",
        ),
        (
            "can you tell me what was announced since May?",
            Filter(since=datetime.date(2026, 5, 1)),
            "can you tell me what was announced?",
        ),
        (
            "What is new since 2026-03-01?",
            Filter(since=datetime.date(2026, 3, 1)),
            "What is new?",
        ),
        (
            "what was decided this month?",
            Filter(),
            "what was decided this month?",
        ),
    ],
)
def test_typed_filters(text: str, found: Filter, rest: str) -> None:
    assert parsed(text) == (found, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Who has led the team since March 2019?",
        "Do I get more leave in my first year?",
        "What happens before my first day?",
        "since March",
        "How many vacation days can I carry over from last year?",
        "Do I lose my bonus if I leave before December?",
        "Which trips have been paid since 2026-03-01?",
        "How many days do I get in March?",
        "Which expenses must be reported before December?",
        "What can be changed in the contract since March?",
    ],
)
def test_dates_of_what_is_told_are_no_filters(text: str) -> None:
    assert parsed(text) == (Filter(), text)


def place(key: str = "a.md", updated: str = "", source: str = "docs") -> Place:
    return Place(1, source, key, "A", "", updated, "text")


def test_a_channel_admits_its_threads_and_a_source_of_that_name() -> None:
    only = Filter("people-ops")
    assert only.admits(place("people-ops/1700000000.000100"))
    assert only.admits(place(source="people-ops"))
    assert not only.admits(place("design/1700000000.000100"))


def test_a_channel_admits_what_is_named_after_it_and_kept_by_its_id() -> None:
    thread = Place(1, "slack", "C024BE91L/1.0", "#people-ops: Parking", "", "", "text")
    assert Filter("people-ops").admits(thread)
    assert Filter("c024be91l").admits(thread)
    assert not Filter("people").admits(thread)


def test_dates_can_stay_in_the_question() -> None:
    text = "What changed in #people-ops since March?"
    assert parse_filter(text, by_date=False) == (Filter("people-ops"), "What changed since March?")


def test_a_date_admits_what_is_dated_inside_it() -> None:
    since = Filter(since=datetime.date(2026, 3, 1), before=datetime.date(2026, 5, 1))
    assert since.admits(place(updated="2026-03-01"))
    assert not since.admits(place(updated="2026-02-28T23:00:00"))
    assert not since.admits(place(updated="2026-05-01"))
    assert not since.admits(place())


def test_a_filter_says_what_it_is() -> None:
    assert parsed("leave in #people-ops since March?")[0].described() == (
        "in #people-ops, since 2026-03-01"
    )
    assert not Filter()
