"""A file of questions, as `footnote ask`, `search` and suites read it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from answering.question import Question, Turn
from indexing.readers import EVERYONE, Readers

_SHOWN = 60
"""So many characters of a wrong value at most are told."""

_TEXTS = "a list of text"
_GROUPS = 'a list of lists of text, such as [["27", "twenty-seven"]]'
_TURNS = 'a list of turns, each an object with the texts "role" and "text"'


class CasesError(Exception):
    """The file cannot be used; one sentence for people."""


class _WrongTypeError(Exception):
    """A key of a question has a value of another type."""


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
    cases = []
    for number, data in objects(path):
        try:
            cases.append(_case(data, number))
        except _WrongTypeError as error:
            raise CasesError(f"{path}, line {number}: {error}.") from error
    return tuple(cases)


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of a JSONL file with the numbers of their lines; empty lines have none.

    CasesError names the line that is something else.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise CasesError(f"{path}, line {number} is not JSON: {error}.") from error
        if not isinstance(data, dict):
            raise CasesError(f"{path}, line {number} is not a JSON object.")
        yield number, data


def case_id(data: Mapping[str, Any], number: int) -> str:
    """The id of the question on line `number`, which is that number where it names none."""
    return str(_checked(data, "id", _is_id, "text or a number", number))


def _case(data: Mapping[str, Any], number: int) -> Case:
    return Case(
        id=case_id(data, number),
        question=_checked(data, "question", _is_text, "text"),
        history=tuple(map(_turn, _checked(data, "history", _are_turns, _TURNS, ()))),
        answerable=_checked(data, "answerable", _is_bool, "true or false", True),
        underspecified="UNDERSPECIFIED" in _texts(data, "answerability"),
        answers=tuple(filter(None, _checked(data, "answers", _may_be_null, _TEXTS, ()))),
        sources=_texts(data, "sources"),
        alt_sources=_texts(data, "alt_sources"),
        must_include=tuple(map(tuple, _checked(data, "must_include", _are_groups, _GROUPS, ()))),
        type=_checked(data, "type", _is_text, "text", ""),
    )


def _turn(turn: Mapping[str, str]) -> Turn:
    return Turn("assistant" if turn["role"] == "assistant" else "user", turn["text"])


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_checked(data, key, _are_texts, _TEXTS, ()))


def _checked(
    data: Mapping[str, Any],
    key: str,
    is_right: Callable[[Any], bool],
    what: str,
    default: Any = None,
) -> Any:
    """The value of `key`, or `default` where there is none; _WrongTypeError unless it is `what`."""
    value = data.get(key)
    if value is None and default is not None:
        return default
    if not is_right(value):
        shown = shorten(json.dumps(value, ensure_ascii=False), _SHOWN, placeholder=" …")
        raise _WrongTypeError(f'"{key}" must be {what}, not {shown}')
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_id(value: Any) -> bool:
    return isinstance(value, str | int | float) and not _is_bool(value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _may_be_null(value: Any) -> bool:
    """Whether these are texts; in public suites null is an answer that nobody gave."""
    return isinstance(value, list) and all(each is None or _is_text(each) for each in value)


def _are_groups(value: Any) -> bool:
    return isinstance(value, list) and all(map(_are_texts, value))


def _are_turns(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(turn, dict) and _is_text(turn.get("role")) and _is_text(turn.get("text"))
        for turn in value
    )
