"""A service that fails in the ways that services fail: the path says how."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sk-secret-0123456789"
LONG = "They use the network fernleaf-guest. [1] The password changes on Mondays and is"
"""A reply whose last sentence the limit of tokens has cut."""
HALF = "People in Germany get 30 vacation days"
THOUGHT = ("<thi", "nk>They get 30 days. No.</th", "ink>They use", " the network fernleaf-guest.")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        how = self.path.strip("/").split("/")[0]
        if how == "hang":
            time.sleep(3)
        elif how == "cut":
            self._begin("People in")
            self.connection.shutdown(socket.SHUT_RDWR)
        elif how == "pings":
            self._ping()
        elif how == "filtered":
            self._begin(HALF, "content_filter")
            self.wfile.write(b"0\r\n\r\n")
        elif how == "ends":
            self._begin(HALF)
            self.wfile.write(b"0\r\n\r\n")
        elif how == "thinks":
            self._begin("")
            for text in THOUGHT:
                self._say(text)
            self._say("", "stop")
            self.wfile.write(b"0\r\n\r\n")
        elif how == "silent":
            self._begin("", "stop")
            self.wfile.write(b"0\r\n\r\n")
        elif how == "long":
            self._begin(LONG, "length")
            self.wfile.write(b"0\r\n\r\n")
        elif how == "later":
            self._refuse(429, ("Retry-After", "3"))
        else:
            self._refuse(int(how))

    def _refuse(self, status: int, *headers: tuple[str, str]) -> None:
        # Real services quote the key when they refuse it.
        body = json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode()
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _begin(self, text: str, reason: str | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._say(text, reason)

    def _say(self, text: str, reason: str | None = None) -> None:
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        delta = {"role": "assistant", "content": text}
        chunk["choices"] = [{"index": 0, "delta": delta, "finish_reason": reason}]
        self._send(f"data: {json.dumps(chunk)}\n\n".encode())

    def _ping(self) -> None:
        self._begin("")
        with suppress(OSError):
            while True:
                self._send(b": ping\n\n")
                time.sleep(0.2)

    def _send(self, line: bytes) -> None:
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@contextmanager
def broken_service() -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths it was asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
