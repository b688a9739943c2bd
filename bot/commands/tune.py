"""`footnote tune`: recipes and check here, run and register beside it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.commands import tune_run, tune_voice
from bot.commands.common import fail

if TYPE_CHECKING:
    from tuning.data.preparing import Report

tune = typer.Typer(
    name="tune", help="Tune a model on your own data, step by step.", no_args_is_help=True
)

RecipeName = Annotated[str, typer.Option("--recipe", help="A recipe, or a .toml file of one.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

tune.command()(tune_run.run)
tune.command()(tune_run.register)
tune.command()(tune_voice.voice)


@tune.command()
def recipes(as_json: Json = False) -> None:
    """Show the recipes: what each is for and what it trains."""
    from tuning.recipes.recipe import load, names

    known = [load(name) for name in names()]
    if as_json:
        print(json.dumps([each.model_dump() for each in known], ensure_ascii=False, indent=1))
        return
    table = Table("Recipe", "Trains", "About", box=None)
    for each in known:
        table.add_row(each.name, each.method, each.about)
    Console(highlight=False).print(table)


@tune.command()
def check(
    recipe: RecipeName,
    data: Annotated[
        Path,
        typer.Option(
            "--data", help="JSONL pairs, a Slack export, a folder of documents, or a state.db."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", help="A new folder for what is prepared.")],
    seed: Annotated[int, typer.Option("--seed", help="Another seed, other splits.")] = 0,
    consent: Annotated[
        Path | None,
        typer.Option("--consent", help="Slack user ids, one a line: take only what they wrote."),
    ] = None,
    names: Annotated[
        Path | None, typer.Option("--names", help="Names of people to take out, one a line.")
    ] = None,
    channels: Annotated[
        Path | None,
        typer.Option(
            "--channels",
            help="Ids of channels that everyone may join, one a line: a state.db's answers are "
            "taken from these alone.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Load, scrub, clean and split data; show what was kept, what was dropped and why."""
    from tuning.data.pair import DataError
    from tuning.data.preparing import prepare
    from tuning.recipes.recipe import load

    try:
        report = prepare(load(recipe), data, output, seed, consent, names, channels)
    except DataError as error:
        fail(str(error), 2)
    if report.people and not report.consent:
        print(
            f"No consent list was used: {report.people} people wrote these rows. With --consent "
            "FILE only what those wrote who agreed is taken.",
            file=sys.stderr,
        )
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        _show(report, output)


def _show(report: "Report", output: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table("Rows", "Count", "Documents", box=None)
    for name, count in report.rows.items():
        table.add_row(name, str(count), str(report.documents[name]))
    for reason, count in report.reasons():
        table.add_row(f"dropped: {reason}", str(count), "")
    console.print(table)
    for what, count in report.scrubbed.items():
        console.print(f"{count} times replaced by [{what}]", markup=False)
    console.print(f"{report.kept} of {report.found} rows prepared for {report.recipe} in {output}")
    if report.dropped:
        console.print(f"Which were dropped stands in {output / 'report.json'}")
