"""Labelled questions -> rows for grounded answering.

A folder of files in pairs, `NAME_passages.jsonl` beside `NAME_questions.jsonl` (or without NAME_):
passages hold `{"id", "title", "text"}`, questions `{"id", "question", "answerable", ...}`, with
`answers` and the `sources` (ids of passages) that hold them, `evidence` (whole sentences) where
the answers are not the passage's own words, and, where there is no answer, the passage that the
question was `asked_about` (or `source_passage`).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from answering.words import coverage, rarity
from indexing.sentences import in_sentences
from indexing.terms import terms
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


def question_files(folder: Path) -> list[Path]:
    """The files of questions in `folder` that have their passages beside them."""
    found = sorted(folder.glob(f"*{_QUESTIONS}"))
    return [path for path in found if _passages_of(path).is_file()]


def load(folder: Path) -> Loaded:
    """All labelled questions in `folder`, one row each; DataError names the first bad line."""
    rows: list[Row] = []
    drops: list[Drop] = []
    for path in question_files(folder):
        passages = {each["id"]: _passage(each) for each in _lines(_passages_of(path))}
        for number, line in enumerate(_lines(path), 1):
            place = f"{path.name}, line {number}"
            try:
                fields = _fields(line, passages)
            except (KeyError, IndexError) as error:
                raise DataError(f"{place}, names {error}, which is not there.") from error
            if fields is None:
                drops.append(Drop(place, "the passage does not hold its answer word for word"))
            else:
                rows.append(Row(fields, place))
    return Loaded(tuple(rows), tuple(drops))


def _passages_of(questions: Path) -> Path:
    return questions.with_name(questions.name.removesuffix(_QUESTIONS) + "passages.jsonl")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read as lines of JSON: {error}.") from error


def _passage(line: Mapping[str, Any]) -> _Passage:
    return _Passage(line["id"], line["title"], line["text"])


def _fields(line: Mapping[str, Any], passages: Mapping[str, _Passage]) -> dict[str, Any] | None:
    """The row of a question, None where nothing can be quoted for its answer."""
    about = (line["sources"] or [line.get("asked_about") or line["source_passage"]])[0]
    passage = passages[about]
    # Of each question its own, whatever stands before it in the file.
    random = Random(str(line["id"]))
    said = _said(line, passage.sentences) if line["answerable"] else []
    if not passage.sentences or (line["answerable"] and not said):
        return None
    shown = [_shown(passage, _read(line["question"], passage, said, random))]
    if random.random() > _ALONE:
        other = _neighbour(line, passage, list(passages.values()))
        shown += [_shown(other, _read(line["question"], other, [], random))] if other else []
    random.shuffle(shown)
    mark = 1 + next((at for at, text in enumerate(shown) if said and said[0] in text), 0)
    answer = " ".join(f"{sentence} [{mark}]" for sentence in said)
    fields = {"id": line["id"], "document": passage.title, "question": line["question"]}
    return fields | {"passages": shown} | ({"answer": answer} if said else {"refusal": True})


def _said(line: Mapping[str, Any], sentences: Sequence[str]) -> list[str]:
    """The sentences that answer, in the passage's own words."""
    evidence = [each.strip() for each in line.get("evidence", [])]
    whole = [each for each in evidence if each in sentences]
    if whole:
        return whole[:_SAID]
    wanted = set(terms(line["question"]))
    holding = [each for each in sentences if any(answer in each for answer in line["answers"])]
    return sorted(holding, key=lambda each: -len(wanted & set(terms(each))))[:1]


def _read(question: str, passage: _Passage, said: Sequence[str], random: Random) -> list[str]:
    """The sentences that share most with the question, those that are `said` among them."""
    wanted, weights = terms(question), rarity(passage.sentences)
    ranked = sorted(passage.sentences, key=lambda each: -coverage(wanted, each, weights))
    count = max(random.choice(_READ), len(said))
    others = [each for each in ranked if each not in said][: count - len(said)]
    return [each for each in ranked if each in said or each in others]


def _neighbour(
    line: Mapping[str, Any], passage: _Passage, passages: Sequence[_Passage]
) -> _Passage | None:
    """A passage of the same article that shares most with the question and holds no answer."""
    wanted = set(terms(line["question"]))
    others = [
        each
        for each in passages
        if each.title == passage.title
        and each.id != passage.id
        and not any(answer.lower() in each.text.lower() for answer in line["answers"])
    ]
    if not others:
        return None
    return max(others, key=lambda each: len(wanted & set(terms(each.text))))


def _shown(passage: _Passage, sentences: Sequence[str]) -> str:
    """As a passage stands in a prompt: its place, then what is read of it."""
    return f"{passage.title}\n\n{' '.join(sentences)}"
