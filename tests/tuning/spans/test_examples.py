"""Making examples: facts, cloze questions, windows and negatives."""

from pathlib import Path
from random import Random

from tests.tuning.spans.made import write_data
from tuning.spans.cloze import cloze
from tuning.spans.data import load
from tuning.spans.example import Example, Passage
from tuning.spans.facts import facts
from tuning.spans.negatives import Neighbours, altered
from tuning.spans.windows import sentence_ranges, shortened, window

SENTENCE = "In March 1070 the bishop Odo of Bayeux paid 300 pounds in the 11th century."


def test_facts_are_found_with_their_kind() -> None:
    assert [(each.kind, each.text) for each in facts(SENTENCE)] == [
        ("name", "In March"),
        ("date", "1070"),
        ("name", "Odo of Bayeux"),
        ("number", "300 pounds"),
        ("date", "11th century"),
    ]
    assert all(SENTENCE[slice(*each.range)] == each.text for each in facts(SENTENCE))


def test_cloze_questions_lose_their_answer_and_half_of_them_their_passage(tmp_path: Path) -> None:
    passages = load(write_data(tmp_path)).passages
    made = list(cloze(passages, Random(0)))
    answered = [each for each in made if each.answer]
    assert 0.3 < len(answered) / len(made) < 0.7
    for example in answered:
        answer = example.text[slice(*example.answer or ())]
        assert answer in {fact.text for fact in facts(example.passage.text)}
        assert example.question.endswith("?")
    assert made == list(cloze(passages, Random(0)))
    assert made != list(cloze(passages, Random(1)))


def test_a_window_is_whole_sentences_around_the_answer() -> None:
    sentences = [f"This is sentence number {number} of a long text. " for number in range(40)]
    text = "".join(sentences)
    begin = text.index("number 20")
    long = Example("?", Passage("p", "t", text), text, (begin, begin + 9))
    cut = shortened(long, Random(0))
    assert cut.answer is not None
    assert cut.text[slice(*cut.answer)] == "number 20"
    assert 80 <= len(cut.text.split()) < 100
    assert cut.text in text
    assert cut.text.startswith("This")
    short = window(long, (begin, begin + 9), Random(0), words=1)
    assert short.text.strip() == sentences[20].strip()


def test_sentences_cover_the_text() -> None:
    text = "One is here. Two!\n\nThree?"
    ranges = sentence_ranges(text)
    assert "".join(text[low:high] for low, high in ranges) == text
    assert len(ranges) >= 3


def test_a_misleading_passage_is_of_the_same_article_and_lacks_the_answer(tmp_path: Path) -> None:
    data = load(write_data(tmp_path))
    neighbours = Neighbours(data.articles)
    for example in data.learned:
        made = neighbours.misleading(example, Random(0))
        if example.passage.title == "Bread":
            assert made is None
            continue
        assert made is not None
        assert made.answer is None
        assert made.passage.title == example.passage.title
        assert made.passage != example.passage
        if example.answer:
            assert example.text[slice(*example.answer)] not in made.text


def test_an_altered_question_names_another_fact_of_the_passage() -> None:
    text = "Odo built the keep in 1070. William built the chapel in 1090."
    example = Example("What did Odo build?", Passage("p", "t", text), text, (10, 18))
    made = altered(example, Random(0))
    assert made is not None
    assert made.answer is None
    assert made.question == "What did William build?"
    assert altered(Example("what is it?", example.passage, text, (10, 18)), Random(0)) is None
