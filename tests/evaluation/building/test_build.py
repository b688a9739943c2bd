"""Suites made of the sample handbook: what they promise holds for every case."""

import random
from collections import Counter

import pytest

from answering.units import collapse
from evaluation.building.build import Built, build
from evaluation.building.corpus import Corpus, Text, read
from evaluation.building.grammar import telling
from evaluation.building.leaving_out import may_answer
from evaluation.building.matching import says_answer, stands_in
from evaluation.building.slips import slipped
from indexing.readers import PUBLIC
from indexing.store import PassageStore


@pytest.fixture(scope="module")
def corpus(indexed: PassageStore) -> Corpus:
    """What everyone may read of it."""
    return read(indexed, PUBLIC)


@pytest.fixture(scope="module")
def built(corpus: Corpus) -> Built:
    """A suite of sixty."""
    return build(corpus, 60, 0)


def test_every_kind_is_there_as_often_as_wanted(built: Built) -> None:
    assert built.counts() == built.wanted
    assert sum(built.wanted.values()) == 60
    assert len({case.id for case in built.cases}) == 60


def test_the_same_seed_gives_the_same_suite_and_another_one_another(
    corpus: Corpus, built: Built
) -> None:
    again = build(corpus, 60, 0)
    assert (again.cases, again.texts) == (built.cases, built.texts)
    assert build(corpus, 60, 1).cases != built.cases


def test_answers_stand_in_their_evidence_and_evidence_in_its_source(built: Built) -> None:
    texts = {text.label: collapse(text.text) for text in built.texts}
    for case in built.cases:
        if case.answerable:
            assert len(case.answers) == len(case.evidence) == len(case.sources)
            for answer, quote, source in zip(
                case.answers, case.evidence, case.sources, strict=True
            ):
                assert stands_in(answer, quote), case
                assert quote in texts[source], case


def test_no_question_says_its_own_answer(built: Built) -> None:
    for case in built.cases:
        if case.type in ("single", "paraphrase"):
            assert not says_answer(case.question, case.answers[0]), case


def test_what_is_left_out_is_gone_and_nothing_else_answers(built: Built, corpus: Corpus) -> None:
    left = Corpus(built.texts)
    before = {text.label: collapse(text.text) for text in corpus.texts}
    hopeless = [case for case in built.cases if not case.answerable]
    assert len(hopeless) == 12
    for case in hopeless:
        assert not case.sources
        assert not case.answers
        assert case.left_out in before[case.asked_about]
        for text in built.texts:
            assert case.left_out not in collapse(text.text), case
        wanted = telling(case.question)
        assert not [line for line in left.lines if wanted <= line.terms], case


def test_near_repetitions_go_with_the_evidence_and_an_answer_elsewhere_spoils_it() -> None:
    page = Text("a.md", "Accounts", "Guest accounts live for 90 days.\n\nAsk IT for a key.")
    twin = Text("b.md", "Guests", "All guest accounts live for ninety days, then they go.")
    other = Text("c.md", "Rooms", "Rooms are free. Guest accounts end after three months.")
    result = build(Corpus([page, other]), 5, 0)
    assert [case.question for case in result.cases if not case.answerable] == [
        "How long do guest accounts live?"
    ]
    assert result.texts[0].text == "\nAsk IT for a key."
    repeated = build(Corpus([page, twin]), 5, 0)
    assert all("ninety" not in text.text for text in repeated.texts)
    near = Text("d.md", "Guests", "Who visits has guest rights, and these accounts last 90 days.")
    longer = "Guest accounts live for 90 days and see the channels of one sponsor in one team."
    spoilt = build(Corpus([Text("a.md", "Accounts", longer), near]), 5, 0)
    assert all(case.answerable for case in spoilt.cases if "guest accounts" in case.question)
    line = Corpus([near]).lines[0]
    assert may_answer(line, "How long do guest accounts live?", "90 days")


def test_follow_ups_lean_on_a_question_of_the_same_page(built: Built) -> None:
    for case in built.cases:
        if case.type == "followup":
            first, said = case.history
            assert (first.role, said.role) == ("user", "assistant")
            assert first.text.endswith("?")
            assert len(case.question) < len(first.text) + len(said.text)
            assert case.question.startswith("And ") or {"it", "they"} & set(case.question.split())


def test_two_documents_are_two_and_both_facts_are_looked_for(built: Built) -> None:
    for case in built.cases:
        if case.type == "two_doc":
            assert len(set(case.sources)) == 2
            assert len(case.must_include) >= 2


def test_a_typo_changes_one_or_two_words_and_makes_no_other_word(
    built: Built, corpus: Corpus
) -> None:
    for case in built.cases:
        if case.type == "typo":
            strange = [
                word
                for word in case.question.rstrip("?").split()
                if word.isalpha() and word.lower() not in corpus.vocabulary
            ]
            assert strange, case
    assert slipped("Is it on?", (), random.Random(0)) is None


def test_no_document_gives_most_of_the_questions(built: Built) -> None:
    singles = Counter(case.sources[0] for case in built.cases if case.type == "single")
    assert len(singles) >= 10


def test_what_the_documents_do_not_give_is_not_padded() -> None:
    few = build(Corpus([Text("a.md", "A", "Guest accounts live for 90 days.")]), 100, 0)
    assert len(few.cases) < 5
