"""Pages for the workspace's admins, made by whoever runs the workspace."""

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from workspace.house import House

AdminPage = Callable[[str], str]
"""user id -> an HTML page as that user may see it."""


class Admin:
    """Serves `pages` by name at `/admin/`, to users who are admins."""

    def __init__(self, house: House, pages: Mapping[str, AdminPage]) -> None:
        self._house = house
        self._pages = pages

    def routes(self) -> list[web.RouteDef]:
        """For the application."""
        return [web.get("/admin/{page}", self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        made = self._pages.get(request.match_info["page"])
        user = self._house.state.users.get(request.query.get("user", ""))
        if made is None:
            raise web.HTTPNotFound(text="There is no such page.")
        if user is None or not user.is_admin:
            raise web.HTTPForbidden(text="This page is for admins.")
        # It may take seconds, and everybody else is served by the same loop.
        text = await asyncio.get_running_loop().run_in_executor(None, made, user.id)
        return web.Response(text=text, content_type="text/html")
