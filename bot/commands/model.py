"""`footnote model`: which models there are, which one answers, and how they would."""

import getpass
import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from bot.commands.common import AsUser, Config, Home, fail, settings_for, told
from bot.commands.reading import answered, as_contract, audience_of, print_answer
from bot.model_table import DEFAULT, ModelTable, build_table
from bot.settings import Settings, SettingsError

model = typer.Typer(
    name="model", help="The models that write answers, and which one does.", no_args_is_help=True
)

Channel = Annotated[
    str, typer.Option("--channel", help="A channel's id, such as C012AB3CD; else the workspace.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Question = Annotated[str, typer.Argument(help="What to ask.", show_default=False)]


@model.command(name="list")
def list_(home: Home, config: Config = None, channel: Channel = "", as_json: Json = False) -> None:
    """All models; an arrow marks the one that answers."""
    table = _table(settings_for(home, config))
    if not as_json:
        print("\n".join(table.lines(_channel(channel))))
        return
    here = table.in_use(_channel(channel))
    listed = [
        {"name": name, "kind": each.kind, "about": each.describe(), "in_use": name == here}
        for name, each in table.models.items()
    ]
    print(json.dumps(listed, ensure_ascii=False))


@model.command()
def status(home: Home, config: Config = None, channel: Channel = "", as_json: Json = False) -> None:
    """What answers, what it has used today, and where others answer."""
    table = _table(settings_for(home, config))
    if not as_json:
        print(table.status(_channel(channel), place=str))
        return
    name = table.in_use(_channel(channel))
    known = table.models[name]
    print(
        json.dumps(
            {
                "model": name,
                "about": known.describe(),
                "fallback": known.fallback,
                "daily_tokens": known.daily_tokens,
                "today": asdict(table.spending.used(name)),
                "channels": table.choices.models_of_channels(),
            },
            ensure_ascii=False,
        )
    )


@model.command()
def use(
    home: Home,
    name: Annotated[str, typer.Argument(help=f"A model, or {DEFAULT!r}.")],
    config: Config = None,
    channel: Channel = "",
) -> None:
    """Try a model, then switch to it: a running bot's next question is answered by it."""
    settings = settings_for(home, config)
    table, user = _table(settings), _user()
    if name == DEFAULT:
        print(table.forget(user, _channel(channel), place=str))
        return
    _known(table, name, channel=channel)
    with told():
        from bot.jobs.switch import switch, switched
        from bot.wiring import build_registry
        from indexing.embedder import Embedder

        registry = build_registry(settings, Embedder(settings.file.index.embedder))
        reason = switch(registry, table.choices, user, name, channel)
    if reason is not None:
        fail(switched(name, reason))
    print(switched(name, None, channel))


@model.command(name="test")
def try_(
    home: Home,
    question: Question,
    config: Config = None,
    channel: Channel = "",
    as_user: AsUser = "",
    as_json: Json = False,
) -> None:
    """An answer of the model in use."""
    settings = settings_for(home, config)
    table = _table(settings)
    name = table.in_use(_channel(channel))
    _ask(settings, [name], question, as_user, as_json)


@model.command()
def compare(
    home: Home,
    first: Annotated[str, typer.Argument(help="A model.")],
    second: Annotated[str, typer.Argument(help="Another one.")],
    question: Question,
    config: Config = None,
    as_user: AsUser = "",
    as_json: Json = False,
) -> None:
    """The answers of two models, one after the other."""
    settings = settings_for(home, config)
    _known(_table(settings), first, second)
    _ask(settings, [first, second], question, as_user, as_json)


def _ask(settings: Settings, names: Sequence[str], text: str, as_user: str, as_json: bool) -> None:
    with told():
        from answering.question import Question as Asked
        from bot.wiring import build_answerer, build_store

        asked = Asked(text, audience=audience_of(settings, as_user))
        answerer = build_answerer(settings, build_store(settings))
        answerer.warm()
        answers = [(name, answered(answerer, asked, name)) for name in names]
    if as_json:
        lines = [{"asked": name} | as_contract(each) for name, each in answers]
        print(json.dumps(lines, ensure_ascii=False))
    else:
        console = Console(highlight=False)
        for name, each in answers:
            by = f" (by {each.model})" if each.model != name else ""
            took = f"{each.status.replace('_', ' ')}, {each.timings.seconds:.1f} s"
            console.print(f"[bold]{escape(name)}[/bold]{escape(by)}, {took}")
            print_answer(each)
            console.print()
    errors = [each.error for _, each in answers if each.status == "error"]
    if errors:
        fail(" ".join(errors))


def _table(settings: Settings) -> ModelTable:
    try:
        return build_table(settings)
    except SettingsError as error:
        fail(str(error), 2)


def _user() -> str:
    """Who switches, for the audit log; in a container a user may have no name."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = f"user {os.getuid()}"
    return f"{name} (command line)"


def _known(table: ModelTable, *names: str, channel: str = "") -> None:
    _channel(channel)
    for name in names:
        problem = table.unknown(name)
        if problem:
            fail(problem, 2)


def _channel(channel: str) -> str:
    """The id, if it is one; names can be changed, so nothing is kept by them."""
    if channel and not re.fullmatch(r"[CDG][A-Z0-9]+", channel):
        fail(f"--channel takes the id of a channel, such as C012AB3CD, not {channel!r}.", 2)
    return channel
