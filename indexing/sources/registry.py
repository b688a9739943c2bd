"""Makes sources of what is configured; a kind is a file or folder here, and a line in kinds.py.

The keys of a source in footnote.toml are the keyword arguments of its class.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import ConfigDict, ValidationError, create_model

from indexing.access import Access
from indexing.sources.base import Source, SourceError
from indexing.sources.kinds import KINDS

_OURS = frozenset({"access", "cache", "client", "limits", "name"})
"""Arguments that are not for the configuration to give."""


_CONFIG = ConfigDict(arbitrary_types_allowed=True, extra="forbid")


class SourceSettingsError(Exception):
    """A source is configured wrongly; one sentence that names the key."""


def make_source(
    name: str, kind: str, options: Mapping[str, Any], access: Access, base: Path, cache: Path
) -> Source:
    """The source `name` of `kind`. `base` is where relative paths start; `cache` a folder
    for what it wants to keep between runs."""
    module, _, attribute = KINDS[kind].partition(":")
    make = getattr(import_module(module), attribute)
    takes = {key: value for key, value in signature(make).parameters.items() if key not in _OURS}
    for key in options:
        if key not in takes:
            raise SourceSettingsError(
                f"sources.{name}.{key}: a {kind} source has no such key; "
                f"it has: {', '.join(takes)}."
            )
    given = dict(options)
    if kind != "llamaindex":  # That one does it itself: its settings must not show a secret.
        given = {key: _from_environment(name, key, value) for key, value in options.items()}
    checked = _checked(name, make, takes, given)
    if isinstance(checked.get("path"), Path):
        checked["path"] = base / checked["path"].expanduser()
    if "cache" in signature(make).parameters:
        checked["cache"] = cache / kind
    try:
        source: Source = make(name=name, access=access, **checked)
    except (SourceError, ValueError) as error:
        raise SourceSettingsError(f"sources.{name}: {error}") from error
    return source


def _checked(
    name: str, make: Any, takes: Mapping[str, Parameter], given: Mapping[str, Any]
) -> dict[str, Any]:
    """The values of `given` in the types that the class asks for."""
    hints = get_type_hints(make.__init__)
    fields: dict[str, Any] = {
        key: (hints.get(key, Any), ... if value.default is Parameter.empty else value.default)
        for key, value in takes.items()
    }
    try:
        model = create_model(name, __config__=_CONFIG, **fields).model_validate(given)
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise SourceSettingsError(f"sources.{name}.{key}: {problem['msg']}.") from error
    return {key: getattr(model, key) for key in given}


def _from_environment(name: str, key: str, value: Any) -> Any:
    """`env:NAME` is the variable NAME: secrets do not belong into files."""
    if isinstance(value, dict):
        return {inner: _from_environment(name, key, v) for inner, v in value.items()}
    if not isinstance(value, str) or not value.startswith("env:"):
        return value
    variable = value.removeprefix("env:")
    if variable not in os.environ:
        raise SourceSettingsError(
            f"sources.{name}.{key} is taken from {variable}, which is not set in the environment."
        )
    return os.environ[variable]
