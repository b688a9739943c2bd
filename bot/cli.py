"""The command line `footnote`, and the one place that may import the workspace."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import reading, serving
from bot.commands.calibrate import calibrate
from bot.commands.common import Config, Home, told
from bot.commands.curated import curated
from bot.commands.doctor import doctor
from bot.commands.evaluate import evaluate
from bot.commands.index import index
from bot.commands.model import model
from bot.commands.reindex import reindex
from bot.commands.suite import suite
from bot.commands.tune import tune

app = typer.Typer(
    name="footnote",
    help="Answers from your company's documents, every sentence with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(reindex)
app.add_typer(index)
app.add_typer(curated)
app.add_typer(model)
app.command()(doctor)
app.command()(reading.search)
app.command()(reading.ask)
app.command()(reading.show)
app.command()(evaluate)
app.command()(calibrate)
app.add_typer(suite)
app.add_typer(tune)
app.command()(serving.serve)
app.command()(serving.worker)
app.command()(serving.migrate)


@app.command()
def demo(
    home: Home,
    config: Config = None,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65_535, help="Where the workspace is served.")
    ] = 8800,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Answer from this folder, not the sample.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End after the first answer.")] = False,
) -> None:
    """Chat with the bot in a local workspace in the browser; no account, no key."""
    del config
    with told():
        from bot.demo import Demo
        from workspace import seed
        from workspace.server import Workspace, run_in_thread

        Demo(home, port, once, folder).run(Workspace, run_in_thread, seed)


def main() -> None:
    """The entry point of `footnote`."""
    # Hundreds of thousands of objects are made at start, none of them garbage: looking through
    # them again and again takes a good part of the time to the first answer.
    gc.set_threshold(20_000, 10, 10)
    app()


if __name__ == "__main__":
    main()
