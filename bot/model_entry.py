"""A new `[models.NAME]` in footnote.toml, with all that stands there left as it is."""

import json
import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from bot.settings import Settings, SettingsError

_NAME = re.compile(r"[A-Za-z0-9_-]+")


class EntryError(Exception):
    """The entry cannot be added; one sentence for people."""


def add_entry(file: Path, home: Path, name: str, values: Mapping[str, str]) -> None:
    """Append the table to `file`, which is made if it is missing; replaced whole or not at all.

    Raises EntryError where the result would not be what the bot can start with, or would say
    something else about what was there before.
    """
    if not _NAME.fullmatch(name):
        raise EntryError(f"A model's name has letters, digits, - and _ only, unlike {name!r}.")
    file = file.resolve()
    added = "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
    added = f"[models.{name}]\n{added}"
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        whole = f"{before.rstrip()}\n\n{added}".lstrip()
        _check(before, whole, name, values, file, added)
        with tempfile.TemporaryDirectory(dir=file.parent) as beside:
            made = Path(beside) / file.name
            made.write_text(whole, encoding="utf-8")
            if file.exists():
                made.chmod(file.stat().st_mode)
            Settings(home, made)
            made.replace(file)
    except SettingsError as error:
        raise EntryError(f"{file} was left as it is: with the new model, {error}") from error
    except OSError as error:
        raise EntryError(f"{file} cannot be changed: {error.strerror}.") from error


def _check(
    before: str, whole: str, name: str, values: Mapping[str, str], file: Path, added: str
) -> None:
    expected = tomllib.loads(before)
    try:
        expected.setdefault("models", {})[name] = dict(values)
        same = tomllib.loads(whole) == expected
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise EntryError(
            f"{file} was left as it is: its models are written in a way that nothing can be "
            f"appended to. Add this by hand: {' '.join(added.split(chr(10)))}"
        )
