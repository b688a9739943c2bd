"""A service that speaks Anthropic's Messages API, as it streams, and always says the same."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REPLY = ("They use the network ", "fernleaf-guest. [1] The pass", "word changes on Mondays. [1]")
_MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": []}


def _events(overloaded: bool) -> Iterator[dict[str, Any]]:
    usage = {"input_tokens": 300, "output_tokens": 1}
    message = {**_MESSAGE, "stop_reason": None, "stop_sequence": None, "usage": usage}
    yield {"type": "message_start", "message": message}
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    for text in REPLY:
        delta = {"type": "text_delta", "text": text}
        yield {"type": "content_block_delta", "index": 0, "delta": delta}
        if overloaded:
            yield {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
            return
    yield {"type": "content_block_stop", "index": 0}
    ended = {"stop_reason": "end_turn", "stop_sequence": None}
    yield {"type": "message_delta", "delta": ended, "usage": {"output_tokens": 21}}
    yield {"type": "message_stop"}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**asked, "key": self.headers["x-api-key"]})  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in _events(self.server.overloaded):  # type: ignore[attr-defined]
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@contextmanager
def messages_service(overloaded: bool = False) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Its address, and what it was asked. An `overloaded` one says so when it has begun."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.overloaded = overloaded  # type: ignore[attr-defined]
    server.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
