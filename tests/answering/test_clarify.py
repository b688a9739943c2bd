import pytest
from llama_index.core.schema import NodeWithScore, TextNode

from answering.clarify import question_back
from answering.question import Question, Turn


def nodes(*scores: float) -> list[NodeWithScore]:
    return [
        NodeWithScore(
            node=TextNode(
                text="x", metadata={"source_label": f"{n}.md", "title": f"Page {n}", "url": ""}
            ),
            score=score,
        )
        for n, score in enumerate(scores)
    ]


@pytest.mark.parametrize("text", ["How long does it take?", "can they do that?", "When is that?"])
def test_a_pointer_to_nothing_is_asked_about(text: str) -> None:
    back = question_back(Question(text), nodes(1.0))
    assert back is not None
    assert "“" in back


def test_one_word_that_fits_many_documents_is_asked_about() -> None:
    assert question_back(Question("leave"), nodes(1.0, 0.98, 0.97)) == (
        "Do you mean Page 0, Page 1 or Page 2? Tell me what you would like to know."
    )
    assert question_back(Question("leave"), nodes(1.0, 0.5, 0.4)) is None


@pytest.mark.parametrize(
    "question",
    [
        Question("How long does the onboarding of a new colleague take?"),
        Question("Is it paid?", (Turn("user", "How long is parental leave?"),)),
        Question("vacation days"),
        Question("Is that paid leave?"),
        Question("Who pays for the trip when they reject a candidate?"),
    ],
)
def test_what_says_enough_is_answered(question: Question) -> None:
    assert question_back(question, nodes(1.0, 0.98, 0.97)) is None
