"""The model card: what a tuned model is made of, what it does, and what it must not be used for."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined

from tuning.training.choosing import ADAPTERS

_NOT_SAID = "not stated"
_TOLD_APART = {"name", "about", "refusal", "least_rows", "examples"}
_OF_ADAPTERS = {"rank", "alpha", "dropout", "target_modules"}


def card(record: Mapping[str, Any]) -> str:
    """`card.md`, filled in from what `training.json` says.

    `people`, `consent` and `scrubbed` are those of report.json, `validation_pairs` how many were
    read for the validation loss; what the record does not hold is not told.
    """
    environment = Environment(  # noqa: S701 (Markdown, not HTML)
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    template = files("tuning.training").joinpath("card.md").read_text(encoding="utf-8")
    method = record["recipe"]["method"]
    left_out = _TOLD_APART | (set() if method in ADAPTERS else _OF_ADAPTERS)
    if method != "last_layers":
        left_out |= {"last_layers"}
    if method == "none":
        left_out |= set(record["recipe"]) - {"template", "max_length", "reads"}
    settings = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in record["recipe"].items()
        if name not in left_out and value not in ("", [], {}, None)
    }
    return environment.from_string(template).render(
        record,
        settings=settings,
        licence=record["data_licence"] or _NOT_SAID,
        told=record["command"] or _NOT_SAID,
    )
