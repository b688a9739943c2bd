"""The Slack-facing process: Socket Mode or HTTP, and on one machine the worker beside it."""

import logging
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.app import build_app
from bot.http import HttpServer
from bot.settings import Settings, SettingsError
from bot.shutdown import Shutdown
from bot.state.tables import DEAD_AFTER, open_state, workers

log = logging.getLogger(__name__)

_BUFFER = 256 * 1024
"""Bytes. With the SDK's 1,024 a longer event was now and then read half."""

_CLOSING = 5.0
"""Seconds for closing the socket in order."""
_RESTART_AFTER = (1.0, 2.0, 5.0, 15.0, 60.0)
_REFUSED = 2
"""The status with which a command ends that cannot use its configuration, and has said why."""
_STEADY = 60.0
"""Seconds: the end of a worker that ran longer counts as its first."""


def serve(settings: Settings, http: bool, arguments: Sequence[str]) -> None:
    """Serve until stopped. `arguments` (`--home`, `--config`) are handed to the worker.

    Ends with its status where the worker finds the configuration of no use.
    """
    shutdown = Shutdown()
    shutdown.listen()
    with _refusals("SLACK_BOT_TOKEN"):
        app = build_app(settings, signing_secret=settings.signing_secret if http else "")
    worker = None if settings.on_postgres else WorkerProcess(arguments, shutdown)
    state = open_state(settings.database("state")) if settings.on_postgres else None
    sockets = None if http else _Sockets(settings, app)
    server = HttpServer(
        app if http else None,
        settings.environment.port if settings.environment.port is not None else 3000,
        lambda: _health(worker, sockets) | (_shared_health(state) if state else {}),
    )
    if http or settings.environment.port is not None:
        server.start()
    if worker:
        worker.start()
    if sockets:
        sockets.connect()
    log.info("serving %s", f"HTTP on port {server.port}" if http else "through Socket Mode")
    shutdown.wait()
    if sockets:
        sockets.close()
    server.stop()
    if worker:
        worker.stop()
        if worker.refused:
            sys.exit(_REFUSED)


@contextmanager
def _refusals(variable: str) -> Iterator[None]:
    """SettingsError where Slack does not take the token in `variable`, or cannot be reached."""
    try:
        yield
    except (BoltError, SlackApiError) as error:
        code = re.search(r"'error': '(\w+)'", str(error))
        raise SettingsError(f"Slack refuses {variable}: {code[1] if code else error}.") from error
    except OSError as error:
        raise SettingsError(f"Slack cannot be reached: {error}.") from error


def _health(worker: "WorkerProcess | None", sockets: "_Sockets | None") -> dict[str, bool]:
    health = {}
    if worker:
        health["worker"] = worker.alive
    if sockets:
        health["socket"] = sockets.connected
    return health


def _shared_health(state: Engine) -> dict[str, bool]:
    """What the database says, where workers are processes of their own."""
    try:
        with state.connect() as connection:
            seen_at = connection.scalar(select(func.max(workers.c.seen_at)))
    except SQLAlchemyError as error:
        log.warning("The database does not answer: %s", error)
        return {"database": False, "worker": False}
    return {"database": True, "worker": (seen_at or 0.0) > time.time() - DEAD_AFTER}


class _Sockets:
    """Socket Mode, with the app token of the environment."""

    def __init__(self, settings: Settings, app: App) -> None:
        self._handler = SocketModeHandler(
            app,
            settings.token("slack_app_token"),
            web_client=app.client,
            proxy=app.client.proxy,
            receive_buffer_size=_BUFFER,
        )

    def connect(self) -> None:
        """Open the socket; the SDK opens it again when it drops."""
        with _refusals("SLACK_APP_TOKEN"):
            self._handler.connect()  # type: ignore[no-untyped-call]

    @property
    def connected(self) -> bool:
        """Whether Slack can reach the bot."""
        return bool(self._handler.client.is_connected())

    def close(self) -> None:
        """Take no more events."""
        # The SDK's close waits for ever if its monitor reconnects at that very moment.
        closing = threading.Thread(target=self._handler.close, daemon=True)
        closing.start()
        closing.join(_CLOSING)


class WorkerProcess:
    """`footnote worker` as a child. It dies with this process, and is restarted if it dies.

    Where it finds the configuration of no use, it is `refused`, and begins the
    `shutdown`.
    """

    def __init__(self, arguments: Sequence[str], shutdown: Shutdown) -> None:
        self._command = [sys.executable, "-m", "bot.cli", "worker", "--child", *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._shutdown = shutdown
        self.refused = False
        self._stopping = threading.Event()

    def start(self) -> None:
        """Start the child and keep it running."""
        threading.Thread(target=self._keep, name="worker", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the child runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the child in order."""
        self._stopping.set()
        process = self._process
        if process and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()

    def _keep(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            # Nothing is ever written to this pipe: when this process dies, however, it closes.
            try:
                with subprocess.Popen(self._command, stdin=subprocess.PIPE) as self._process:  # noqa: S603
                    status: int | str = self._process.wait()
            except OSError as error:  # No memory, too many files: that may pass.
                status = str(error)
            if self._stopping.is_set():
                return
            if status == _REFUSED:
                self.refused = True
                self._shutdown.begin()
                return
            failures = 1 if time.monotonic() - began > _STEADY else failures + 1
            pause = _RESTART_AFTER[min(failures, len(_RESTART_AFTER)) - 1]
            log.error("The worker ended with status %s; starting it again in %s s", status, pause)
            self._stopping.wait(pause)
