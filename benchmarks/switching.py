"""The first answer after a switch to a loaded model, against the usual ones of the same model.

Models take turns. After each switch two questions are asked: the first answer and the usual
one, in the same minute, so whatever else the machine does falls on both. Every question is asked
in both places, half the list apart, so that no prompt is the one before it.
"""

import json
import sqlite3
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import percentile
from benchmarks.options import Options
from benchmarks.running import ALEX, BOT, EMMA, HELP, Bot, load, running_bot
from workspace.client import wait_until

_PATIENCE = 300.0
"""Seconds; the first switch to a language model loads it."""


def measure(options: Options) -> str:
    """A Markdown report. Times in milliseconds, from the question's arrival to its answer."""
    questions = _questions(options.questions)
    first: dict[str, list[list[float]]] = {name: [] for name in options.models}
    usual: dict[str, list[list[float]]] = {name: [] for name in options.models}
    with running_bot() as bot:
        for name in options.models:
            _switch(bot, name)
            _seconds(bot, questions[0])
        before = load()
        for _ in range(options.repetitions):
            for name in options.models:
                first[name].append([])
                usual[name].append([])
            for number in range(options.switches):
                for name in options.models:
                    _switch(bot, name)
                    later = number + len(questions) // 2
                    first[name][-1].append(_seconds(bot, questions[number % len(questions)]))
                    usual[name][-1].append(_seconds(bot, questions[later % len(questions)]))
        state = load()
    rows = [_row(name, first[name], usual[name]) for name in options.models]
    return "\n".join(
        [
            "# After a switch",
            "",
            f"Before: {before}; after: {state}. {options.repetitions} times {options.switches} "
            "switches to each model, all loaded, one question in flight. Milliseconds from a "
            "question's arrival to its whole answer; each figure is the median of "
            f"{options.repetitions}.",
            "",
            "| model | first, median | first, p95 | usual, median | usual, p95 | p95 ratio |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "The ratio is that of the first answer after a switch to the usual: the median of the "
            "rounds' ratios, not the quotient of the columns; the goal is at most 1.2.",
            "",
        ]
    )


def _questions(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    return [
        case["question"] for case in cases if case.get("answerable") and not case.get("history")
    ]


def _switch(bot: Bot, name: str) -> None:
    """Switch, and wait until the admin is told."""
    done = f"answers come from `{name}`."
    seen = sum(done in message["text"] for message in bot.people.history(ALEX, HELP))
    bot.people.command(ALEX, HELP, "/model", f"use {name}")

    def told() -> bool | None:
        texts = [message["text"] for message in bot.people.history(ALEX, HELP)]
        return sum(done in text for text in texts) > seen or None

    wait_until(told, _PATIENCE, f"the switch to {name}")


def _seconds(bot: Bot, question: str) -> float:
    """How long the answer took."""
    ts = bot.people.post(EMMA, HELP, f"{BOT} {question}")
    bot.people.wait_for_reply(HELP, ts, EMMA, _PATIENCE)
    connection = sqlite3.connect(bot.home / "state.db")
    try:
        (took,) = connection.execute(
            "SELECT answered_at - asked_at FROM questions JOIN answers "
            "ON questions.id = answers.question_id WHERE ts = ?",
            (ts,),
        ).fetchone()
    finally:
        connection.close()
    return float(took)


def _row(name: str, first: Sequence[Sequence[float]], usual: Sequence[Sequence[float]]) -> str:
    def figure(rounds: Sequence[Sequence[float]], share: int) -> float:
        return statistics.median(percentile(values, share) for values in rounds) * 1000

    ratios = [percentile(a, 95) / percentile(b, 95) for a, b in zip(first, usual, strict=True)]
    return (
        f"| {name} | {figure(first, 50):.0f} | {figure(first, 95):.0f} | {figure(usual, 50):.0f} "
        f"| {figure(usual, 95):.0f} | {statistics.median(ratios):.2f} |"
    )
