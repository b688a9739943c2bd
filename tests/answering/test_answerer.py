"""Whole answers over the sample handbook: decided, composed, checked."""

from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import MetadataMode, QueryBundle

from answering.answerer import Answerer
from answering.question import Question, Turn
from answering.retrieval.reranker import Reranker
from answering.retrieval.retriever import HybridRetriever
from indexing.readers import PUBLIC


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
