"""What every command shares: `--home`, `--config`, and how failures are told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.settings import Settings, SettingsError, home_from_environment

Home = Annotated[
    Path,
    typer.Option("--home", help="Where all state lives.", default_factory=home_from_environment),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="footnote.toml; else in the home, else in this folder."),
]
AsUser = Annotated[str, typer.Option("--as", help="A Slack user id: see what that user may read.")]


_WIDTH = 120
"""Columns of a log or a pipe, which wraps nothing."""


def table_console(stderr: bool = False) -> Console:
    """A console with room for tables, wherever they go."""
    console = Console(highlight=False, stderr=stderr)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH)
    return console


def fail(message: str, status: int = 1) -> NoReturn:
    """End the command with one sentence on stderr."""
    print(message, file=sys.stderr)
    raise typer.Exit(status)


@contextmanager
def told() -> Iterator[None]:
    """Turn the errors that people can mend into one sentence and an exit status."""
    from sqlalchemy.exc import DBAPIError, OperationalError

    from answering.errors import AnsweringError
    from indexing.history import NoGenerationError
    from indexing.lock import BusyError
    from indexing.rebuild import RebuildError
    from indexing.reindex import CancelledError
    from indexing.sources.base import SourceError

    try:
        yield
    except SettingsError as error:
        fail(str(error), 2)
    except NoGenerationError as error:
        fail(str(error), 2)
    except (SourceError, BusyError, CancelledError, RebuildError, AnsweringError) as error:
        fail(str(error), 1)
    except DBAPIError as error:
        # Without a statement it is about the connection; with one it may be a fault of ours.
        if error.statement and not isinstance(error, OperationalError):
            raise
        # The rest is the statement, whose parameters are nobody's business.
        fail(f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}.", 1)


def settings_for(home: Path, config: Path | None) -> Settings:
    """The settings, or exit status 2 and the reason."""
    try:
        return Settings(home, config)
    except SettingsError as error:
        fail(str(error), 2)


def arguments_for(settings: Settings) -> list[str]:
    """The options that make a child process use the same home and configuration."""
    arguments = ["--home", str(settings.home)]
    return [*arguments, "--config", str(settings.config)] if settings.config else arguments
