"""Long lists in pages, with Slack's cursors."""

from base64 import b64decode, b64encode
from typing import Any

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.model import Json


def page(args: Arguments, name: str, items: list[Any], most: int) -> Json:
    """The page that `limit` and `cursor` ask for. Raises ApiError invalid_cursor, …_limit."""
    limit = args.number("limit", 100)
    if not 0 < limit <= most:
        raise ApiError("invalid_limit")
    start = _start(args.text("cursor"))
    end = start + limit
    following = b64encode(f"at:{end}".encode()).decode() if end < len(items) else ""
    return {name: items[start:end], "response_metadata": {"next_cursor": following}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(b64decode(cursor).decode().removeprefix("at:"))
    except ValueError:
        raise ApiError("invalid_cursor") from None
