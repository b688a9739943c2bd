"""A file of questions, as `footnote ask`, `search` and suites read it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.question import Question, Turn
from indexing.readers import EVERYONE, Readers


class CasesError(Exception):
    """The file cannot be used; one sentence for people."""


@dataclass(frozen=True)
class Case:
    """One question of a suite. `must_include`: groups of accepted spellings of a fact."""

    id: str
    question: str
    history: tuple[Turn, ...] = ()
    answerable: bool = True
    underspecified: bool = False
    answers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    alt_sources: tuple[str, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    type: str = ""

    def asked(self, audience: Readers = frozenset({EVERYONE})) -> Question:
        """The question as the answerer takes it."""
        return Question(self.question, self.history, audience)


def load_cases(path: Path) -> tuple[Case, ...]:
    """The questions of a JSONL file, in its order. CasesError names the line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"The questions in {path} cannot be read: {error}.") from error
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line), number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CasesError(
                f"{path}, line {number} is not a question: it needs a JSON object with at least "
                f'"question" ({error}).'
            ) from error
    return tuple(cases)


def _case(data: dict[str, Any], number: int) -> Case:
    answerability = data.get("answerability") or []
    return Case(
        id=str(data.get("id", number)),
        question=str(data["question"]),
        history=tuple(
            Turn("assistant" if turn["role"] == "assistant" else "user", str(turn["text"]))
            for turn in data.get("history") or []
        ),
        answerable=bool(data.get("answerable", True)),
        underspecified="UNDERSPECIFIED" in answerability,
        answers=tuple(str(answer) for answer in data.get("answers") or () if answer),
        sources=tuple(data.get("sources") or ()),
        alt_sources=tuple(data.get("alt_sources") or ()),
        must_include=tuple(tuple(group) for group in data.get("must_include") or ()),
        type=str(data.get("type", "")),
    )
