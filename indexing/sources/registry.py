"""The kinds of sources: a file each, and a line here.

The keys of a source in footnote.toml are the keyword arguments of its class.
"""

import os
from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, ValidationError, validate_call

from indexing.access import Access
from indexing.sources.base import Source
from indexing.sources.kinds import KINDS

_OURS = frozenset({"name", "access", "cache"})
"""Arguments that are not for the configuration to give."""


class SourceSettingsError(Exception):
    """A source is configured wrongly; one sentence that names the key."""


def make_source(
    name: str, kind: str, options: Mapping[str, Any], access: Access, base: Path, cache: Path
) -> Source:
    """The source `name` of `kind`. `base` is where relative paths start; `cache` a folder
    for what it wants to keep between runs."""
    module, _, attribute = KINDS[kind].partition(":")
    make = getattr(import_module(module), attribute)
    takes = signature(make).parameters
    for key in options:
        if key not in takes or key in _OURS:
            known = ", ".join(key for key in takes if key not in _OURS)
            raise SourceSettingsError(
                f"sources.{name}.{key}: a {kind} source has no such key; it has: {known}."
            )
    given = {key: _from_environment(name, key, value) for key, value in options.items()}
    if "path" in given and isinstance(given["path"], str):
        given["path"] = base / Path(given["path"]).expanduser()
    if "cache" in takes:
        given["cache"] = cache / kind
    checked = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(make)
    try:
        source: Source = checked(name=name, access=access, **given)
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in problem["loc"])
        raise SourceSettingsError(f"sources.{name}.{key}: {problem['msg']}.") from error
    except ValueError as error:
        raise SourceSettingsError(f"sources.{name}: {error}") from error
    return source


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
