"""The page's own API: routes under `/page/api/`, JSON in and out."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Json
from workspace.page_acting import PageActing
from workspace.page_reading import PageReading

PAGE = Path(__file__).parent / "page"

Handler = Callable[[web.Request], Awaitable[web.Response]]


def page_routes(house: House, admin_pages: Sequence[str] = ()) -> list[web.RouteDef]:
    """Everything under `/page/api/`, and the page's socket."""
    reading, acting = PageReading(house, admin_pages), PageActing(house)
    gets = [reading.bootstrap, reading.history, reading.home]
    posts = [
        acting.post, acting.edit, acting.delete, acting.command, acting.action, acting.shortcut,
        acting.view_submit, acting.view_close, acting.open_home, acting.react, acting.stop,
    ]  # fmt: skip
    return [
        *(web.get(f"/page/api/{each.__name__}", _reads(each)) for each in gets),
        *(web.post(f"/page/api/{each.__name__}", _writes(each)) for each in posts),
        web.get("/page/ws", house.pages.handle),
    ]


def _reads(handler: Callable[[Json], Json]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **handler(dict(request.query))})
        except ApiError as error:
            return web.json_response(error.reply(), status=404)

    return handle


def _writes(handler: Callable[[Json], Awaitable[Json]]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        try:
            body: Any = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        try:
            return web.json_response({"ok": True, **await handler(body)})
        except ApiError as error:
            return web.json_response(error.reply())

    return handle
