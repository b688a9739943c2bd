from pathlib import Path

from answering.answer import Answer, Citation, Sentence
from evaluation.citations import cites_gold, source_precision, source_recall, supported, verbatim
from evaluation.outcome import Outcome
from evaluation.quotes import SourceTexts
from evaluation.run import index_suite
from evaluation.suite import Suite
from indexing.store import PassageStore
from tests.evaluation.made import outcome, refusal
from tests.indexing import made_files


def test_precision_counts_each_source_once_and_alternatives_as_gold() -> None:
    made = outcome(sources=("a",), alt_sources=("b",), cited=("a", "a", "b", "x"))
    assert source_precision(made) == (2 / 3, 1)
    assert source_precision(outcome(cited=())) == (0, 0)


def test_recall_is_of_the_sources_that_are_needed() -> None:
    made = outcome(sources=("a", "c"), alt_sources=("b",), cited=("a", "b"))
    assert source_recall(made) == (1 / 2, 1)
    assert source_recall(refusal(answerable=True)) == (0, 0)


def test_cites_gold_is_about_answers() -> None:
    assert cites_gold(outcome(cited=("x", "gold.md"))) == (1, 1)
    assert cites_gold(outcome(cited=())) == (0, 1)
    assert cites_gold(refusal(answerable=True)) == (0, 0)


def test_every_sentence_of_an_answer_needs_a_citation() -> None:
    made = outcome()
    answer = Answer(
        (Sentence("One.", (1,)), Sentence("Two."), Sentence("Three.", (1,))),
        made.answer.citations,
        "answered",
        "extractive",
    )
    assert supported(Outcome(made.case, (), answer)) == (2, 3)
    assert supported(outcome(cited=(), kind="smalltalk")) == (0, 0)
    assert supported(refusal()) == (0, 0)


def test_verbatim_counts_citations() -> None:
    assert verbatim(outcome(cited=("a", "b"), verbatim=(True, False))) == (1, 2)


def cited(source: str, quote: str) -> Answer:
    return Answer((), (Citation(1, "", "", quote, 1, source),), "answered", "extractive")


def test_quotes_are_looked_up_in_the_files_as_written(tmp_path: Path, store: PassageStore) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("# A\n\nBikes are\n  **free**.\n")
    (docs / "b.pdf").write_bytes(made_files.pdf("Cars are leased."))
    suite = Suite(tmp_path, ())
    index_suite(suite, store)
    texts = SourceTexts(suite, store)
    assert texts.verbatim(cited("a.md", "Bikes are **free**.")) == (True,)
    assert texts.verbatim(cited("a.md", "Bikes are free.")) == (False,)
    assert texts.verbatim(cited("b.pdf", "Cars are\nleased.")) == (True,)
    assert texts.verbatim(cited("gone.md", "Bikes")) == (False,)


def test_quotes_are_looked_up_in_the_passages(tmp_path: Path, store: PassageStore) -> None:
    (tmp_path / "passages.jsonl").write_text('{"id": "p1", "title": "P", "text": "Tea is  hot."}\n')
    texts = SourceTexts(Suite(tmp_path, ()), store)
    assert texts.verbatim(cited("p1", "Tea is hot.")) == (True,)
    assert texts.verbatim(cited("p1", "Tea is cold.")) == (False,)
