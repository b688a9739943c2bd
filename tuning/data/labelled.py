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
from pathlib import Path
from random import Random
from typing import Any

from sentencex import segment

from indexing.terms import terms
from tuning.data.pair import DataError
from tuning.data.row import Drop, Loaded, Row

_QUESTIONS = "questions.jsonl"
_ALONE = 0.8
"""Share of the rows with one passage. The others show that only one of them answers."""
_READ = 700
"""Characters of a passage, about as many as one that was indexed has."""
_SAID = 2
"""Sentences of an answer."""


@dataclass(frozen=True)
class _Passage:
    id: str
    title: str
    text: str


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
    sentences = [each.strip() for each in segment("en", passage.text) if each.strip()]
    said = _said(line, sentences) if line["answerable"] else []
    if line["answerable"] and not said:
        return None
    shown = [_shown(passage, _around(sentences, said, random))]
    if random.random() > _ALONE:
        other = _neighbour(line, passage, list(passages.values()))
        shown += [other] if other else []
    random.shuffle(shown)
    mark = 1 + next(at for at, text in enumerate(shown) if text.startswith(f"{passage.title}\n")
                    and (not said or said[0] in text))  # fmt: skip
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


def _around(sentences: Sequence[str], said: Sequence[str], random: Random) -> str:
    """As many sentences as are read at once, with those that are `said` among them."""
    first = sentences.index(said[0]) if said else random.randrange(len(sentences))
    last = sentences.index(said[-1]) if said else first
    begin, end = min(first, last), max(first, last) + 1
    while True:
        sides = [(begin - 1, end)] * (begin > 0) + [(begin, end + 1)] * (end < len(sentences))
        random.shuffle(sides)
        fitting = [side for side in sides if len(" ".join(sentences[slice(*side)])) <= _READ]
        if not fitting:
            return " ".join(sentences[begin:end])
        begin, end = fitting[0]


def _neighbour(
    line: Mapping[str, Any], passage: _Passage, passages: Sequence[_Passage]
) -> str | None:
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
    nearest = max(others, key=lambda each: len(wanted & set(terms(each.text))))
    return _shown(nearest, nearest.text[:_READ].rsplit(" ", 1)[0])


def _shown(passage: _Passage, text: str) -> str:
    """As a passage stands in a prompt: its place, then its text."""
    return f"{passage.title}\n\n{text}"
