"""The demo's documents behind their links: files below one folder, as text where they are."""

import re
from pathlib import Path

from aiohttp import web

_READERS = re.compile(r"\A---\n(?:(?!---\n).*\n)*?readers\s*:")


class Documents:
    """Serves the files below `folder` at `/documents/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def routes(self) -> list[web.RouteDef]:
        """For the application."""
        return [web.get("/documents/{path:.+}", self._show)]

    async def _show(self, request: web.Request) -> web.StreamResponse:
        path = (self._folder / request.match_info["path"]).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            raise web.HTTPNotFound(text="There is no such document.")
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            # A PDF is shown. Anything else is saved: a page of theirs is none of ours.
            shown = "inline" if path.suffix.lower() == ".pdf" else "attachment"
            return web.FileResponse(path, headers={"Content-Disposition": shown})
        if _READERS.match(text):
            # There is no sign-in here, so this address cannot know who is looking.
            raise web.HTTPForbidden(text="This page is not for everyone. Ask the bot about it.")
        return web.Response(text=text, content_type="text/plain")
