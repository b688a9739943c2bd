"""`footnote curated`: answers that people pinned to questions."""

import datetime
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from answering.curated import CuratedAnswer, CuratedError, drafted, most_urgent_first
from bot.commands.common import Config, Home, fail, settings_for, told
from bot.commands.reading import written
from bot.state.curated import Curated, as_json
from bot.state.tables import open_state

curated = typer.Typer(
    name="curated", help="Answers that people pinned to questions.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(help="An id, as `footnote curated list` shows it.")]

_USER = "command line"
"""Who made a change, in the audit log."""


@curated.command()
def add(
    home: Home,
    question: Annotated[
        list[str], typer.Option("--question", help="As people ask it; * stands for any words.")
    ],
    owner: Annotated[str, typer.Option("--owner", help="A person or channel to ask about it.")],
    config: Config = None,
    answer: Annotated[str, typer.Option("--answer", help="The answer, in Markdown.")] = "",
    answer_file: Annotated[
        Path | None, typer.Option("--answer-file", help="A file that holds the answer.")
    ] = None,
    review_by: Annotated[str, typer.Option("--review-by", help="Such as 2027-03-01.")] = "",
    readers: Annotated[
        list[str] | None, typer.Option("--readers", help="everyone, group:ID, channel:ID, user:ID.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="A document it is based on, as cited.")
    ] = None,
) -> None:
    """Pin an answer to questions."""
    if bool(answer) == bool(answer_file):
        fail("Use either --answer TEXT or --answer-file FILE.", 2)
    kept = _curated(home, config)
    try:
        draft = drafted(
            patterns=question,
            text=_read(answer_file) if answer_file else answer,
            owner=owner,
            review_by=review_by,
            readers=readers or (),
            sources=source or (),
            today=datetime.date.today(),
        )
    except CuratedError as error:
        fail(str(error), 2)
    print(f"Curated answer {kept.keep(draft, _USER).id} is given from the next question on.")


@curated.command(name="list")
def list_(
    home: Home,
    config: Config = None,
    as_line: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """All of them, those whose review is due first."""
    answers = most_urgent_first(_curated(home, config).all())
    today = datetime.date.today()
    if as_line:
        listed = [as_json(each) | {"overdue": each.overdue(today)} for each in answers]
        print(json.dumps(listed, ensure_ascii=False))
        return
    table = Table("Id", "Questions", "Owner", "Review by", "Readers", box=None)
    for each in answers:
        review = each.review_by.isoformat() if each.review_by else ""
        review += " (overdue)" if each.overdue(today) else ""
        questions = "\n".join(each.patterns)
        readers = " ".join(sorted(each.readers))
        table.add_row(*map(escape, (each.id, questions, each.owner, review, readers)))
    Console().print(table if answers else "Nothing is curated yet.")


@curated.command()
def show(home: Home, id: Id, config: Config = None) -> None:
    """One of them, whole."""
    found = _curated(home, config).get(id)
    if found is None:
        fail(_gone(id))
    data = as_json(found) | {"updated_at": _time(found.updated_at)}
    for name, value in data.items():
        if name != "text" and value:
            print(f"{name}: {'; '.join(value) if isinstance(value, list) else value}")
    print(f"\n{found.text}")


@curated.command()
def remove(home: Home, id: Id, config: Config = None) -> None:
    """Remove one; the documents answer again."""
    gone = _curated(home, config).remove(id, _USER)
    if gone is None:
        fail(_gone(id))
    print(f"Removed {id}: {gone.patterns[0]}")


@curated.command()
def export(
    home: Home,
    file: Annotated[Path | None, typer.Argument(help="JSONL; else to stdout.")] = None,
    config: Config = None,
) -> None:
    """Write all of them as JSON, one a line."""
    answers = _curated(home, config).all()
    lines = "".join(json.dumps(as_json(each), ensure_ascii=False) + "\n" for each in answers)
    if file is None:
        sys.stdout.write(lines)
        return
    with written(file) as handle:
        handle.write(lines)
    print(f"Wrote {len(answers)} to {file}.")


@curated.command(name="import")
def import_(
    home: Home,
    file: Annotated[Path, typer.Argument(help="JSONL, as `footnote curated export` writes it.")],
    config: Config = None,
) -> None:
    """Take over what was exported. The same id is replaced; one wrong line, and nothing is."""
    kept = _curated(home, config)
    answers = [
        _imported(line, f"{file}, line {number}")
        for number, line in enumerate(_read(file).splitlines(), 1)
        if line.strip()
    ]
    for each in answers:
        kept.keep(each, _USER)
    print(f"Took over {len(answers)} from {file}.")


def _imported(line: str, where: str) -> CuratedAnswer:
    try:
        data: dict[str, Any] = json.loads(line)
        # A review date may be past: what is overdue there is overdue here.
        return drafted(
            patterns=_list(data["patterns"]),
            text=data["text"],
            owner=data["owner"],
            review_by=data.get("review_by") or "",
            readers=_list(data.get("readers") or []),
            sources=_list(data.get("sources") or []),
            id=str(data.get("id") or ""),
        )
    except CuratedError as error:
        fail(f"{where}: {error}", 2)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fail(
            f"{where} is not a curated answer: it needs a JSON object with at least "
            f'"patterns", "text" and "owner" ({error}).',
            2,
        )


def _list(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{value!r} is not a list of texts")
    return value


def _curated(home: Path, config: Path | None) -> Curated:
    settings = settings_for(home, config)
    with told():
        return Curated(open_state(settings.database("state")))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file} cannot be read: {error}.", 2)


def _time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def _gone(id: str) -> str:
    return f"There is no curated answer {id!r}; `footnote curated list` shows what there is."
