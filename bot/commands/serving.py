"""`footnote serve`, `footnote worker` and `footnote migrate`."""

import logging
import os
import sys
from typing import Annotated

import typer

from bot.commands.common import Config, Home, arguments_for, fail, settings_for, told
from bot.shutdown import die_with

# They name every request, and some every message, at INFO or DEBUG.
_CHATTY = (
    "anthropic", "faiss", "httpcore", "httpx", "llama_index", "openai", "sentence_transformers",
    "slack_bolt", "slack_sdk", "waitress",
)  # fmt: skip


def serve(
    home: Home,
    config: Config = None,
    http: Annotated[
        bool, typer.Option("--http", help="Serve /slack/events on PORT instead of Socket Mode.")
    ] = False,
    child: Annotated[bool, typer.Option("--child", hidden=True)] = False,
) -> None:
    """Run the bot: Socket Mode, or HTTP with --http."""
    log_to_stderr()
    if child:
        die_with(sys.stdin.fileno())
    settings = settings_for(home, config)
    with told():
        from bot.serve import serve as run

        run(settings, http, arguments_for(settings))


def worker(
    home: Home,
    config: Config = None,
    child: Annotated[bool, typer.Option("--child", hidden=True)] = False,
) -> None:
    """Answer and index; for installations on Postgres, as many as needed."""
    log_to_stderr()
    settings = settings_for(home, config)
    with told():
        from bot.worker import run_worker

        run_worker(settings, sys.stdin.fileno() if child else None)


def migrate(home: Home, config: Config = None) -> None:
    """Make the tables that are missing; safe to repeat."""
    settings = settings_for(home, config)
    with told():
        from bot.migrate import prepare
        from indexing.schema import open_engine

        prepare(settings)
        open_engine(settings.database("index")).dispose()


def log_to_stderr() -> None:
    """One line an event, on stderr; FOOTNOTE_LOG=DEBUG says more."""
    level = os.environ.get("FOOTNOTE_LOG") or "INFO"
    if level.upper() not in logging.getLevelNamesMapping():
        fail(f"FOOTNOTE_LOG must be a level such as DEBUG, INFO or WARNING, not {level!r}.", 2)
    logging.basicConfig(
        level=level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
