"""The command line `footnote`, and the one place that may import every folder."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands import reading, serving
from bot.commands.common import Config, Home, fail, settings_for, told
from bot.commands.doctor import doctor
from bot.commands.index import index
from bot.commands.reindex import reindex

app = typer.Typer(
    name="footnote",
    help="Answers from your company's documents, every sentence with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(reindex)
app.add_typer(index)
app.command()(doctor)
app.command()(reading.search)
app.command()(reading.ask)
app.command()(reading.show)
app.command()(serving.serve)
app.command()(serving.worker)
app.command()(serving.migrate)


@app.command()
def evaluate(
    home: Home,
    suite: Annotated[Path, typer.Option("--suite", help="A folder with questions and documents.")],
    config: Config = None,
    model: Annotated[str | None, typer.Option("--model", help="A model of the registry.")] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write figures and answers here.")
    ] = None,
) -> None:
    """Index a suite apart from the live index, ask its questions, score the answers."""
    settings = settings_for(home, config)
    if model is not None and model not in settings.models:
        fail(f"There is no model {model!r}; the models are: {', '.join(settings.models)}.", 2)
    with told():
        from answering.asked import CasesError
        from bot.wiring import build_answerer, build_store
        from evaluation.report import table
        from evaluation.run import index_suite, run_suite
        from evaluation.scores import Outcome, score
        from evaluation.suite import load_suite

        try:
            loaded = load_suite(suite)
        except CasesError as error:
            fail(str(error), 2)
        with tempfile.TemporaryDirectory(dir=settings.home) as folder:
            store = build_store(settings, f"sqlite:///{folder}/index.db")
            index_suite(loaded, store)
            answerer = build_answerer(settings, store)
            answerer.warm()
            outcomes: list[Outcome] = []
            with typer.progressbar(
                run_suite(loaded, store, answerer, model),
                length=len(loaded.cases),
                file=sys.stderr,
            ) as running:
                outcomes.extend(running)
        scores = score(outcomes)
    Console().print(table(loaded.name, {model or answerer.registry.default: scores}))
    if json_file:
        answers = [
            {"id": outcome.case.id, "correct": outcome.correct, "found": outcome.found}
            | reading.as_contract(outcome.answer)
            for outcome in outcomes
        ]
        figures = {"suite": loaded.name, "scores": scores.as_json(), "answers": answers}
        with reading.written(json_file) as handle:
            json.dump(figures, handle, ensure_ascii=False, indent=1)


@app.command()
def demo(
    home: Home,
    config: Config = None,
    port: Annotated[int, typer.Option("--port", help="Where the workspace is served.")] = 8800,
    once: Annotated[bool, typer.Option("--once", help="End after the first answer.")] = False,
) -> None:
    """Chat with the bot in a local workspace in the browser; no account, no key."""
    del config
    with told():
        from bot.demo import Demo
        from workspace import seed
        from workspace.server import Workspace, run_in_thread

        Demo(home, port, once).run(Workspace, run_in_thread, seed)


def main() -> None:
    """The entry point of `footnote`."""
    app()


if __name__ == "__main__":
    main()
