"""HTTP: `/slack/events` for signed requests, `/healthz` for whoever watches."""

import json
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from waitress.server import create_server

from bot.settings import SettingsError

StartResponse = Any
"""WSGI's `start_response`."""


class HttpServer:
    """A waitress server in a thread. Without an `app` only `/healthz` is there."""

    def __init__(self, app: App | None, port: int, health: Callable[[], dict[str, bool]]) -> None:
        self.port = port
        self._slack = SlackRequestHandler(app, path="/slack/events") if app else None
        self._health = health
        self._server: Any = None

    def start(self) -> None:
        """Listen; SettingsError if the port is taken."""
        try:
            self._server = create_server(self, host="0.0.0.0", port=self.port, threads=16)  # noqa: S104
        except OSError as error:
            raise SettingsError(
                f"Port {self.port} is taken; set PORT to another one ({error.strerror})."
            ) from error
        self.port = int(self._server.effective_port)
        threading.Thread(target=self._server.run, name="http", daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.close()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """WSGI."""
        if environ["PATH_INFO"] == "/healthz":
            health = self._health()
            status = "200 OK" if all(health.values()) else "503 Service Unavailable"
            start_response(status, [("Content-Type", "application/json")])
            return [json.dumps({"ok": all(health.values()), **health}).encode()]
        # Bolt answers 500 to a timestamp that is no number; it is just an unsigned request.
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if self._slack is None or environ["PATH_INFO"] != "/slack/events":
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"not found"]
        if not stamp.isdigit():
            start_response("401 Unauthorized", [("Content-Type", "text/plain")])
            return [b"not signed"]
        response: Iterable[bytes] = self._slack(environ, start_response)
        return response


def is_free(port: int) -> bool:
    """Whether `port` can be listened on at 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
