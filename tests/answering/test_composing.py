"""Which sentences become the answer, with the packaged models."""

import pytest

from answering.composing import compose
from answering.ranking import SentenceRanker
from indexing.embedder import Embedder

ABROAD = (
    "Hybrid and remote work › Working from abroad\n\n"
    "You may work from another country for up to 30 working days a year. "
    "Your manager and the People team say yes or no."
)
BUYING = (
    "Buying things › Who may approve\n\n"
    "| Amount | Approval |\n|---|---|\n| Up to €250 | You |\n| Up to €1,000 | Your manager |"
)


@pytest.fixture(scope="module")
def ranker() -> SentenceRanker:
    return SentenceRanker(Embedder())


def said(ranker: SentenceRanker, question: str) -> str:
    passages = [ABROAD, BUYING]
    found = compose(question, ranker.rank(question, passages), passages)
    return "\n".join(each.unit.text for each in found)


def test_a_table_of_another_page_is_no_guess(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How long may I work from abroad, and who approves it?")
    assert "30 working days" in answer
    assert "€250" not in answer


def test_it_comes_when_it_is_asked_for(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How long may I work from abroad, and who approves €1,000?")
    assert "30 working days" in answer
    assert "€1,000" in answer
