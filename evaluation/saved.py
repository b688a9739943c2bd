"""A run over a suite, kept as JSON so that a later one can be compared with it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from answering.answer import Answer
from answering.asked import Case
from answering.question import Turn
from evaluation.outcome import Outcome


class RunError(Exception):
    """A run cannot be used; one sentence for people."""


@dataclass(frozen=True)
class Run:
    """What came back for the questions of a suite. `name` tells it apart from another."""

    name: str
    suite: str
    model: str
    outcomes: tuple[Outcome, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data; `load_run` reads it back."""
        return {
            "suite": self.suite,
            "model": self.model,
            "answers": [_line(outcome) for outcome in self.outcomes],
        }


def load_run(path: Path) -> Run:
    """The run that `footnote evaluate --json` wrote; RunError if it is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        outcomes = tuple(_outcome(line) for line in data["answers"])
        return Run(str(path), str(data["suite"]), str(data["model"]), outcomes)
    except OSError as error:
        raise RunError(f"The run {path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(
            f"{path} is not a run: make one with footnote evaluate --suite DIR --json FILE."
        ) from error


def same_questions(a: Run, b: Run) -> tuple[Run, Run]:
    """Both with only the questions that they share, in the order of `a`.

    A question whose expected answer or sources have changed is another one. RunError if none
    is left.
    """
    # Not by their ids, which two of them may share.
    others = {outcome.case: outcome for outcome in b.outcomes}
    pairs = [(one, others[one.case]) for one in a.outcomes if one.case in others]
    if not pairs:
        raise RunError(f"{a.name} and {b.name} have no question in common.")
    return _with(a, [pair[0] for pair in pairs]), _with(b, [pair[1] for pair in pairs])


def _with(run: Run, outcomes: Sequence[Outcome]) -> Run:
    return Run(run.name, run.suite, run.model, tuple(outcomes))


def _line(outcome: Outcome) -> dict[str, Any]:
    """An answer as `footnote ask` writes it, and what is needed to score it again."""
    answer = outcome.answer
    return {
        "id": outcome.case.id,
        "type": outcome.type,
        "verdict": outcome.verdict,
        "correct": outcome.correct,
        "found": outcome.found,
        "text": answer.text,
        **answer.to_json(),
        **asdict(answer.timings),
        "verbatim": outcome.verbatim,
        "case": asdict(outcome.case),
    }


def _outcome(line: dict[str, Any]) -> Outcome:
    return Outcome(
        _case(line["case"]),
        tuple(line["found"]),
        Answer.from_json(line),
        tuple(line["verbatim"]),
    )


def _case(data: dict[str, Any]) -> Case:
    texts = {name: tuple(data[name]) for name in ("answers", "sources", "alt_sources")}
    history = tuple(Turn(**turn) for turn in data["history"])
    facts = tuple(tuple(group) for group in data["must_include"])
    return Case(**{**data, **texts, "history": history, "must_include": facts})
