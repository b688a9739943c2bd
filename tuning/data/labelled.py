"""Labelled questions -> rows for grounded answering.

A folder of files in pairs, `NAME_passages.jsonl` beside `NAME_questions.jsonl` (or without NAME_):
passages hold `{"id", "title", "text"}`, questions `{"id", "question", "answerable", ...}`, with
`answers` and the `sources` (ids of passages) that hold them, `evidence` (whole sentences) where
the answers are not the passage's own words, and, where there is no answer, the passage that the
question was `asked_about` (or `source_passage`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from answering.words import coverage, rarity
from evaluation.correct import contains_any
from indexing.sentences import in_sentences
from indexing.terms import terms
from tuning.data.lines import objects
from tuning.data.pair import DataError
from tuning.data.row import Drop, Loaded, Row

_QUESTIONS = "questions.jsonl"
_ALONE = 0.8
"""Share of the rows with one passage. The others show that only one of them answers."""
_READ = (1, 2, 2, 3, 3)
"""Sentences that are read of a passage: one of these, as often as it stands here. That is what a
small model is given (answering/context.py): the few that look most like an answer, the best first.
"""
_SAID = 2
"""Sentences of an answer."""


@dataclass(frozen=True)
class _Passage:
    id: str
    title: str
    text: str

    @cached_property
    def sentences(self) -> list[str]:
        """All of them, without white space at their ends."""
        return [each.strip() for each in in_sentences(self.text) if each.strip()]


@dataclass(frozen=True)
class _Question:
    """`about` is the id of the passage that answers it, or that it was asked about."""

    id: str
    text: str
    answerable: bool
    answers: list[str]
    evidence: list[str]
    about: str


def question_files(folder: Path) -> list[Path]:
    """The files of questions in `folder` that have their passages beside them."""
    found = sorted(folder.glob(f"*{_QUESTIONS}"))
    return [path for path in found if _passages_of(path).is_file()]


def load(folder: Path) -> Loaded:
    """All labelled questions in `folder`, one row each; DataError names the first bad line."""
    rows: list[Row] = []
    drops: list[Drop] = []
    for path in question_files(folder):
        known = [_passage(line, place) for place, line in objects(_passages_of(path))]
        passages = {passage.id: passage for passage in known}
        for place, line in objects(path):
            question = _question(line, place)
            if question.about not in passages:
                raise DataError(f"{place}, names {question.about!r}, which is not there.")
            fields = _fields(question, passages)
            if fields is None:
                drops.append(Drop(place, "the passage does not hold its answer word for word"))
            else:
                rows.append(Row(fields, place))
    return Loaded(tuple(rows), tuple(drops))


def _passages_of(questions: Path) -> Path:
    return questions.with_name(questions.name.removesuffix(_QUESTIONS) + "passages.jsonl")


def _passage(line: Mapping[str, Any], place: str) -> _Passage:
    return _Passage(_id(line, place), _text(line, "title", place), _text(line, "text", place))


def _question(line: Mapping[str, Any], place: str) -> _Question:
    sources = line.get("sources") or [line.get("asked_about") or line.get("source_passage")]
    if not isinstance(sources, list) or sources[0] is None:
        raise DataError(f'{place}: "sources" is no list of ids, and it says no "asked_about".')
    if not isinstance(line.get("answerable"), bool):
        raise DataError(f'{place}: "answerable" is neither true nor false.')
    return _Question(
        _id(line, place),
        _text(line, "question", place),
        line["answerable"],
        _texts(line, "answers", place),
        _texts({"evidence": []} | dict(line), "evidence", place),
        str(sources[0]),
    )


def _id(line: Mapping[str, Any], place: str) -> str:
    if line.get("id") in (None, ""):
        raise DataError(f'{place}: it has no "id".')
    return str(line["id"])


def _text(line: Mapping[str, Any], name: str, place: str) -> str:
    text = line.get(name)
    if not isinstance(text, str):
        raise DataError(f'{place}: it has no text as "{name}".')
    return text


def _texts(line: Mapping[str, Any], name: str, place: str) -> list[str]:
    texts = line.get(name)
    if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
        raise DataError(f'{place}: it has no list of texts as "{name}".')
    return texts


def _fields(asked: _Question, passages: Mapping[str, _Passage]) -> dict[str, Any] | None:
    """The row of a question, None where nothing can be quoted for its answer."""
    passage = passages[asked.about]
    # Of each question its own, whatever stands before it in the file.
    random = Random(asked.id)
    said = _said(asked, passage.sentences) if asked.answerable else []
    if not passage.sentences or (asked.answerable and not said):
        return None
    shown = [_shown(passage, _read(asked.text, passage, said, random))]
    if random.random() > _ALONE:
        other = _neighbour(asked, passage, list(passages.values()))
        shown += [_shown(other, _read(asked.text, other, [], random))] if other else []
    random.shuffle(shown)
    mark = 1 + next((at for at, text in enumerate(shown) if said and said[0] in text), 0)
    answer = " ".join(f"{sentence} [{mark}]" for sentence in said)
    fields = {"id": asked.id, "document": passage.title, "question": asked.text}
    return fields | {"passages": shown} | ({"answer": answer} if said else {"refusal": True})


def _said(asked: _Question, sentences: Sequence[str]) -> list[str]:
    """The sentences that answer, in the passage's own words."""
    evidence = [each.strip() for each in asked.evidence]
    whole = [each for each in evidence if each in sentences]
    if whole:
        return whole[:_SAID]
    wanted = set(terms(asked.text))
    holding = [each for each in sentences if contains_any(each, asked.answers)]
    return sorted(holding, key=lambda each: -len(wanted & set(terms(each))))[:1]


def _read(question: str, passage: _Passage, said: Sequence[str], random: Random) -> list[str]:
    """The sentences that share most with the question, those that are `said` among them."""
    wanted, weights = terms(question), rarity(passage.sentences)
    ranked = sorted(passage.sentences, key=lambda each: -coverage(wanted, each, weights))
    count = max(random.choice(_READ), len(said))
    others = [each for each in ranked if each not in said][: count - len(said)]
    return [each for each in ranked if each in said or each in others]


def _neighbour(
    asked: _Question, passage: _Passage, passages: Sequence[_Passage]
) -> _Passage | None:
    """A passage of the same article that shares most with the question and holds no answer."""
    wanted = set(terms(asked.text))
    others = [
        each
        for each in passages
        if each.title == passage.title
        and each.id != passage.id
        and not contains_any(each.text, asked.answers)
    ]
    if not others:
        return None
    return max(others, key=lambda each: len(wanted & set(terms(each.text))))


def _shown(passage: _Passage, sentences: Sequence[str]) -> str:
    """As a passage stands in a prompt: its place, then what is read of it."""
    return f"{passage.title}\n\n{' '.join(sentences)}"
