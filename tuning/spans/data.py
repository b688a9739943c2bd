"""The labelled questions and their passages, as files of JSON lines.

`squad2_passages.jsonl` and `clapnq_passages.jsonl` hold `{"id", "title", "text"}`;
`squad2_questions.jsonl` and `clapnq_questions.jsonl` hold `{"question", "answerable", ...}`, with
`answers`, `sources` (ids of passages) and, where there is no answer, `asked_about` in the first,
with `evidence` and `source_passage` in the second.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexing.terms import terms
from tuning.spans.example import Example, Passage, Range

HELD_OUT = frozenset({"Normans", "Harvard University"})
"""Articles whose questions only measure."""

_NEAR = 120
"""Characters around an answer that say whether it is the one that was meant."""


class DataError(Exception):
    """The data cannot be read; the message says what is wrong with them."""


@dataclass(frozen=True)
class Data:
    """Labelled examples to learn from and to measure with, and all passages.

    `articles` are the passages that stand together in articles, SQuAD's.
    """

    learned: tuple[Example, ...]
    held_out: tuple[Example, ...]
    articles: tuple[Passage, ...]
    passages: tuple[Passage, ...]


def load(folder: Path) -> Data:
    """Read the four files in `folder`; DataError if one is missing or not as described."""
    squad, clapnq = (_passages(folder / f"{kind}_passages.jsonl") for kind in ("squad2", "clapnq"))
    try:
        asked = [_squad(line, squad) for line in lines(folder / "squad2_questions.jsonl")]
        natural = [_clapnq(line, clapnq) for line in lines(folder / "clapnq_questions.jsonl")]
    except (KeyError, IndexError) as error:
        raise DataError(f"A question in {folder} names {error}, which is not there.") from error
    # Answers that do not stand in their passage word for word teach nothing about where.
    found = [example for example in (*asked, *natural) if example]
    return Data(
        learned=tuple(each for each in found if each.passage.title not in HELD_OUT),
        held_out=tuple(each for each in found if each.passage.title in HELD_OUT),
        articles=tuple(squad.values()),
        passages=(*squad.values(), *clapnq.values()),
    )


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; DataError if it is missing or something else."""
    try:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    except FileNotFoundError as error:
        raise DataError(f"{path} is missing; --data names the folder that holds it.") from error
    except ValueError as error:
        raise DataError(f"{path} holds a line that is not JSON: {error}.") from error


def _passages(path: Path) -> dict[str, Passage]:
    return {each["id"]: Passage(each["id"], each["title"], each["text"]) for each in lines(path)}


def _squad(line: dict[str, Any], passages: dict[str, Passage]) -> Example | None:
    passage = passages[(line["sources"] or [line["asked_about"]])[0]]
    if not line["answerable"]:
        return Example(line["question"], passage, passage.text, None)
    answer = next((each for each in line["answers"] if each in passage.text), None)
    if answer is None:
        return None
    return Example(
        line["question"], passage, passage.text, _meant(answer, line["question"], passage.text)
    )


def _clapnq(line: dict[str, Any], passages: dict[str, Passage]) -> Example | None:
    passage = passages[line["source_passage"]]
    if not line["answerable"]:
        return Example(line["question"], passage, passage.text, None)
    sentences = map(str.strip, line["evidence"])
    evidence = next((each for each in sentences if each in passage.text), None)
    if evidence is None:
        return None
    begin = passage.text.find(evidence)
    return Example(line["question"], passage, passage.text, (begin, begin + len(evidence)))


def _meant(answer: str, question: str, text: str) -> Range:
    """The occurrence of `answer` around which most of the question's words stand."""
    wanted = set(terms(question))

    def shared(begin: int) -> int:
        return len(wanted & set(terms(text[max(0, begin - _NEAR) : begin + _NEAR])))

    begin = max((each.start() for each in re.finditer(re.escape(answer), text)), key=shared)
    return begin, begin + len(answer)
