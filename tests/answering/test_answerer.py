"""Whole answers over the sample handbook: decided, composed, checked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import MetadataMode, QueryBundle

from answering.answer import Answer
from answering.answerer import Answerer
from answering.models import ModelRegistry
from answering.question import Question, Turn
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from indexing.embedder import Embedder
from indexing.readers import PUBLIC
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore


def test_a_misspelt_question_is_answered(answerer: Answerer) -> None:
    answer = answerer.answer(Question("how mnay vacaton days do poeple in germany get"))
    assert answer.status == "answered"
    assert "30" in answer.text
    assert answer.confidence is not None
    assert answer.confidence >= 0.5


def test_a_follow_up_is_answered_from_its_thread(answerer: Answerer) -> None:
    asked = "How many days of vacation do people in Germany get?"
    answer = answerer.answer(Question("and in Portugal?", (Turn("user", asked),)))
    assert "25" in answer.text


def test_every_sentence_is_cited(answerer: Answerer) -> None:
    answer = answerer.answer(Question("How do I claim an expense?"))
    assert answer.sentences
    assert all(sentence.citations for sentence in answer.sentences)


@pytest.mark.parametrize(
    "text",
    ["What is the melting point of tungsten?", "Who won the football world cup in 1994?"],
)
def test_a_refusal_names_documents_and_whom_to_ask(answerer: Answerer, text: str) -> None:
    answer = answerer.answer(Question(text))
    assert answer.status == "not_found"
    assert answer.closest
    assert answer.note == "You could ask #people-ops."
    assert answer.confidence is not None
    assert answer.confidence < 0.5


def test_a_filter_that_leaves_nothing_is_named(answerer: Answerer) -> None:
    answer = answerer.answer(Question("How many vacation days do I get in #design?"))
    assert answer.status == "not_found"
    assert "I looked only in #design." in answer.note


def test_a_filter_by_date_that_leaves_nothing_is_given_up(answerer: Answerer) -> None:
    answer = answerer.answer(Question("How many vacation days were announced before 2001-01-01?"))
    assert answer.citations
    assert answer.note == (
        "I found nothing before 2001-01-01, so I looked at documents of any date."
    )
    answer = answerer.answer(Question("What was said of tungsten before 2001-01-01?"))
    assert answer.status == "not_found"
    assert "I looked only before 2001-01-01." in answer.note


def test_a_filter_by_date_that_was_used_is_named(answerer: Answerer) -> None:
    answer = answerer.answer(Question("How many vacation days were announced since 2001-01-01?"))
    assert answer.citations
    assert answer.note == "I looked only since 2001-01-01."


def test_a_pointer_to_nothing_gets_a_question_back(answerer: Answerer) -> None:
    answer = answerer.answer(Question("How long does it take?"))
    assert (answer.kind, answer.status) == ("clarify", "not_found")
    assert "“it”" in answer.text


def test_a_cross_encoder_ranks_anew(answerer: Answerer, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    from indexing.embedder import packaged_folder

    # Untrained and tiny: what counts here is that it is loaded by name and asked.
    tokenizer = BertTokenizerFast.from_pretrained(packaged_folder())
    config = BertConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    question = "How many days of vacation do people in Germany get?"
    reranker = Reranker(str(tmp_path))
    nodes = HybridRetriever(answerer._store, PUBLIC).retrieve(QueryBundle(question))
    pairs = [(question, node.node.get_content(MetadataMode.LLM)) for node in nodes]
    scores = CrossEncoder(str(tmp_path)).predict(pairs)
    wanted = [nodes[index].node_id for index in np.argsort(-scores, kind="stable")]
    assert [node.node_id for node in reranker.rerank(question, nodes)] == wanted
    assert wanted != [node.node_id for node in nodes]


def test_an_answer_says_which_part_of_the_question_it_leaves_open(answerer: Answerer) -> None:
    asked = "How many vacation days do people in Germany get, and who won the football world cup?"
    answer = answerer.answer(Question(asked))
    assert answer.status == "partial"
    assert "30" in answer.text
    assert "“who won the football world cup”" in answer.sentences[-1].text


def test_a_follow_up_says_nothing_of_what_was_asked_before_it(answerer: Answerer) -> None:
    before = "Who won the football world cup? And where do the players live?"
    answer = answerer.answer(Question("How do I claim it as an expense?", (Turn("user", before),)))
    assert "world cup" not in answer.text


def test_a_part_that_leans_on_another_is_read_with_it(answerer: Answerer) -> None:
    asked = "How many days of vacation do people in Germany get, and is it paid?"
    assert answerer.answer(Question(asked)).status == "answered"


def test_a_question_of_the_page_is_no_answer(answerer: Answerer) -> None:
    answer = answerer.answer(Question("what happens if my laptop gets stolen?"))
    assert answer.status == "answered"
    assert not any(sentence.text.endswith("?") for sentence in answer.sentences)


def test_a_table_is_read_though_the_span_model_knows_prose_alone(answerer: Answerer) -> None:
    asked = {
        "What is the internet allowance in Poland?": ["130 PLN"],
        "Which countries have a meal card?": ["€8.70", "€9.00", "€9.20"],
    }
    for question, wanted in asked.items():
        answer = answerer.answer(Question(question))
        assert all(each in answer.text for each in wanted), answer.text
    # A row that has few of the words is no answer.
    off = "What is the internet allowance in Brazil?"
    assert answerer.answer(Question(off)).status == "not_found"


@pytest.fixture
def ask(tmp_path: Path, embedder: Embedder) -> Iterator[Callable[[str, str], Answer]]:
    """Index a page, and answer a question from it."""
    store = PassageStore(f"sqlite:///{tmp_path / 'index.db'}", embedder)

    def answered(page: str, question: str) -> Answer:
        folder = tmp_path / "pages"
        folder.mkdir()
        (folder / "page.md").write_text(page)
        reindex(store, FolderSource("pages", folder))
        return Answerer(store, ModelRegistry(embedder, tmp_path)).answer(Question(question))

    yield answered
    store.client.dispose()


OFFICE = """# Office rules

## Conduct

Employees must not:

- bring dogs to the office,
- smoke on the balcony,
- sublet desks.
"""


def test_what_is_forbidden_is_not_said_without_that(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(OFFICE, "May I smoke on the balcony?")
    assert "Employees must not: smoke on the balcony" in answer.text
    assert all(" ".join(each.quote.split()) in OFFICE for each in answer.citations)


COUNTRIES = """
Austria Belgium Croatia Denmark Estonia Finland France Germany Greece Hungary Iceland Ireland Italy
Latvia Lithuania Malta Norway Poland Portugal Romania Serbia Slovakia Slovenia Spain Sweden
"""


def test_all_parts_of_a_cut_table_are_said(ask: Callable[[str, str], Answer]) -> None:
    lands = COUNTRIES.split()
    lands += [f"New {land}" for land in lands]
    rows = "".join(f"| {land} | {weeks} weeks of notice |\n" for weeks, land in enumerate(lands, 2))
    answer = ask(
        "# Leaving\n\n## Notice\n\nNotice is given to people in writing.\n\n"
        f"| Country | Notice |\n|---|---|\n{rows}",
        "How much notice must we give people who leave, and is it in writing?",
    )
    assert len(answer.sentences) > 3
    assert [land for land in lands if f"- {land} –" not in answer.text] == []


RATES = """# Freight rates

| Route | Rate in euros |
|---|---|
| Bremerhaven to Riga | 735 |
| Bremerhaven to Helsinki | 810 |
"""


def test_a_row_for_something_else_is_no_answer(ask: Callable[[str, str], Answer]) -> None:
    answer = ask(RATES, "What is the freight rate from Bremerhaven to Tallinn?")
    assert answer.status == "not_found"
    assert answer.note == "No document that I may use here mentions “Tallinn”."


def test_a_row_for_all_else_is(ask: Callable[[str, str], Answer]) -> None:
    page = f"{RATES}| Bremerhaven to anywhere else | 990 |\n"
    answer = ask(page, "What is the freight rate from Bremerhaven to Tallinn?")
    assert "990" in answer.text


def test_how_many_is_answered_by_an_amount(ask: Callable[[str, str], Answer]) -> None:
    page = "# Welcome\n\nWelcome to the staff of Halyard Lines. Halyard Lines likes its staff.\n"
    assert ask(page, "How many staff does Halyard Lines have?").status == "not_found"


def test_what_is_said_word_for_word_answers_yes_or_no(ask: Callable[[str, str], Answer]) -> None:
    page = "# Benefits\n\nContractors do not get options. The company pays for glasses.\n"
    answer = ask(page, "Do contractors get options?")
    assert answer.text.startswith("Contractors do not get options.")


WELCOME = """# Welcome

We are glad that you are here. The laptop is handed out on the first day at reception. Lunch is at
noon in the yard, and vegetarian food is always there. Cars stand in Harbour Street 5. Badges expire
after 30 days and are renewed by the porter. The heating is turned off at night. Letters are
collected at four. Plants are watered by the porter.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Where is the laptop given to me?", "at reception"),
        ("How long is a badge valid?", "30 days"),
        ("What is the hotel limit in Oslo?", "could not find"),
    ],
)
def test_a_single_page_needs_no_other_to_stand_out_from(
    ask: Callable[[str, str], Answer], question: str, said: str
) -> None:
    assert said in ask(WELCOME, question).text
