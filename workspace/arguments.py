"""The arguments of one Web API call, however they came: JSON, form data, or the query."""

import json
from typing import Any

from aiohttp import web

from workspace.errors import ApiError
from workspace.model import Json


class Arguments:
    """Named values. Forms carry everything as strings, so reading one also decodes it."""

    def __init__(self, values: Json):
        self.values = {name: value for name, value in values.items() if value is not None}

    def has(self, name: str) -> bool:
        """Whether it was given and is not empty."""
        return self.values.get(name) not in (None, "", [], {})

    def text(self, name: str, default: str = "") -> str:
        """A string, or the default. Raises ApiError invalid_arguments for anything else."""
        value = self.values.get(name, default)
        if isinstance(value, bool | int | float):
            return str(value)
        if not isinstance(value, str):
            raise _bad(f"{name} must be a string")
        return value

    def required(self, name: str) -> str:
        """A string that must be there."""
        value = self.text(name)
        if not value:
            raise _bad(f"missing required field: {name}")
        return value

    def flag(self, name: str) -> bool | None:
        """True or false in any of Slack's spellings; None: not given."""
        if name not in self.values:
            return None
        return str(self.values[name]).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number, or the default."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            raise _bad(f"{name} must be a number") from None

    def data(self, name: str) -> Any:
        """A structure: as it is, or JSON in a string. None: not given."""
        value = self.values.get(name)
        if isinstance(value, str):
            try:
                return json.loads(value) if value else None
            except ValueError:
                raise _bad(f"{name} is not valid JSON") from None
        return value


def _bad(message: str) -> ApiError:
    return ApiError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {message}"]})


async def read_arguments(request: web.Request) -> Arguments:
    """Query, then body. Bolt sends `application/json` with an empty body: no arguments."""
    values: Json = dict(request.query)
    body = await request.text()
    if request.content_type == "application/json":
        try:
            decoded = json.loads(body) if body.strip() else {}
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(decoded, dict):
            raise ApiError("json_not_object")
        values |= decoded
    elif request.content_type in ("application/x-www-form-urlencoded", "multipart/form-data"):
        values |= {name: value for name, value in (await request.post()).items()
                   if isinstance(value, str)}  # fmt: skip
    elif body:
        raise ApiError("invalid_post_type")
    return Arguments(values)
