import io

from rich.console import Console

from evaluation.outcome import Outcome
from evaluation.report import Report, report_one, report_two
from evaluation.saved import Run
from evaluation.terminal import tables
from tests.evaluation.made import outcome, refusal


def run(name: str, right: int, of: int = 12) -> Run:
    asked: list[Outcome] = [
        outcome(id=str(n), type="[typo]", said=("It is 27." if n < right else "It is 30.",))
        for n in range(of)
    ]
    return Run(name, "handbook", name, (*asked, refusal(id="u", type="unanswerable")))


def printed(report: Report) -> str:
    console = Console(width=110, record=True, file=io.StringIO())
    for table in tables(report):
        console.print(table)
    return console.export_text()


def row(text: str, label: str) -> list[str]:
    (line,) = (line for line in text.splitlines() if line.strip().startswith(label))
    return line.split(label)[1].split()


def test_one_run() -> None:
    text = printed(report_one(run("extractive", 9)))
    assert "handbook: extractive, 13 questions" in text
    value, low, _, high, n = row(text, "correct")
    assert (value, n) == ("0.750", "12")
    assert float(low) < 0.75 < float(high)
    assert "token F1" not in text
    assert row(text, "[typo]")[:1] == ["12"]
    assert row(text, "unanswerable")[0] == "1"


def test_two_runs() -> None:
    text = printed(report_two(run("a", 3), run("b", 11)))
    a, b, difference, *_, p, n = row(text, "correct")
    assert (a, b, difference, p, n) == ("0.250", "0.917", "+0.667", "0.008", "12")
    assert "b, by type of question" in text
