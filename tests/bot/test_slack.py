"""The clients that speak with Slack."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.private import respond
from bot.slack import make_client


class CutReply(BaseHTTPRequestHandler):
    """Promises more than it says."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b'{"ok":')

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), CutReply)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api/"
    server.shutdown()
    server.server_close()


def test_a_reply_that_is_cut_is_trouble_with_the_connection(url: str) -> None:
    client = make_client("xoxb-1", url, repeats=False)
    with pytest.raises(ConnectionError, match="Slack's reply was cut"):
        client.auth_test()


def test_a_response_url_that_breaks_off_did_not_work(url: str) -> None:
    assert not respond(url, "27 days")
