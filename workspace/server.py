"""The workspace as a server on 127.0.0.1: its routes, and how it is run.

running = run_in_thread(Workspace())
running.api_url     # for SLACK_API_URL
running.client      # posts, presses, misbehaves: workspace.client
running.stop()
"""

import asyncio
import secrets
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from workspace.admin import Admin, AdminPage
from workspace.api import files
from workspace.api.dispatch import call_method
from workspace.client import WorkspaceClient
from workspace.control import Control
from workspace.delivery import Patience
from workspace.documents import Documents
from workspace.guard import guard
from workspace.house import build_house
from workspace.limits import Strictness
from workspace.model import Seed
from workspace.page_api import PAGE, page_routes
from workspace.seed import demo_seed

HOST = "127.0.0.1"


class Workspace:
    """One workspace. `control_token` opens `/control/`; only the owner should know it.

    `documents`, a folder, is served as text at `/documents/`, for links in answers;
    `admin_pages`, by name, at `/admin/`, for admins.
    """

    def __init__(
        self,
        seed: Seed | None = None,
        *,
        limits: Strictness = "off",
        patience: Patience | None = None,
        control_token: str = "",
        documents: Path | None = None,
        admin_pages: Mapping[str, AdminPage] | None = None,
    ):
        self._documents = documents
        self._admin_pages = admin_pages or {}
        self.control_token = control_token or secrets.token_urlsafe(24)
        self.house = build_house(seed or demo_seed(), limits, patience or Patience())

    def application(self) -> web.Application:
        """The routes. A fresh one for each run."""
        house = self.house
        app = web.Application(middlewares=[guard], client_max_size=16 * 1024 * 1024)

        async def api(request: web.Request) -> web.Response:
            return await call_method(house, request)

        async def upload(request: web.Request) -> web.Response:
            return await files.receive(house, request)

        app.add_routes([
            web.get("/", _page),
            web.get("/api/{method}", api),
            web.post("/api/{method}", api),
            web.get("/link", house.sockets.handle),
            web.post("/response/{key}", house.response_urls.handle),
            web.post("/upload/{file}", upload),
            *page_routes(house, tuple(self._admin_pages)),
            *Control(house, self.control_token).routes(),
            *Admin(house, self._admin_pages).routes(),
        ])  # fmt: skip
        if self._documents:
            app.add_routes(Documents(self._documents).routes())
        if PAGE.is_dir():
            app.router.add_static("/page", PAGE)
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _: web.Application) -> None:
        await self.house.background.stop()
        await self.house.sockets.drop()
        await self.house.pages.close()


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})


@dataclass(frozen=True)
class RunningWorkspace:
    """A workspace that serves in a thread of this process."""

    url: str
    control_token: str
    _loop: asyncio.AbstractEventLoop
    _stop: asyncio.Event
    _thread: threading.Thread

    @property
    def api_url(self) -> str:
        """What `SLACK_API_URL` should be."""
        return f"{self.url}/api/"

    @property
    def client(self) -> WorkspaceClient:
        """Acts as the team's people, and controls the workspace."""
        return WorkspaceClient(self.url, self.control_token)

    def stop(self) -> None:
        """Close every connection and wait for the thread to end."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


def run_in_thread(workspace: Workspace, port: int = 0) -> RunningWorkspace:
    """Serve in a thread; returns once it answers. Raises OSError when the port is taken."""
    ready: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        try:
            runner, url = await _start(workspace, port)
        except OSError as error:
            ready.set_exception(error)
            return
        ready.set_result((url, asyncio.get_running_loop(), stop))
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="workspace", daemon=True)
    thread.start()
    url, loop, stop = ready.result()
    return RunningWorkspace(url, workspace.control_token, loop, stop, thread)


async def _start(workspace: Workspace, port: int) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(workspace.application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError:
        await runner.cleanup()
        raise
    url = f"http://{HOST}:{runner.addresses[0][1]}"
    workspace.house.url = workspace.house.response_urls.base = url
    return runner, url
