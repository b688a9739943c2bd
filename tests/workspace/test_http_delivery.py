"""Signed HTTP delivery to a real Bolt app behind an HTTP server."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from workspace.client import WorkspaceClient, WorkspaceRefused, wait_until
from workspace.delivery import Patience
from workspace.seed import demo_seed
from workspace.server import RunningWorkspace, Workspace, run_in_thread


class BoltServer(ThreadingHTTPServer):
    """Hands each POST to Bolt. `broken` requests are answered with 500 first."""

    daemon_threads = True

    def __init__(self, app: App):
        super().__init__(("127.0.0.1", 0), BoltHandler)
        self.app = app
        self.broken = 0
        self.retries: list[str | None] = []


class BoltHandler(BaseHTTPRequestHandler):
    """One request."""

    server: BoltServer

    def do_POST(self) -> None:
        """Dispatch to Bolt."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.retries.append(self.headers["X-Slack-Retry-Num"])
        if self.server.broken:
            self.server.broken -= 1
            self.send_error(500)
            return
        headers = {name: value for name, value in self.headers.items()}  # noqa: C416
        response = self.server.app.dispatch(BoltRequest(body=body, headers=headers))
        self.send_response(response.status)
        for name, value in response.first_headers_without_set_cookie().items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def served() -> Iterator[RunningWorkspace]:
    """A workspace of its own, since this one delivers by HTTP."""
    started = run_in_thread(Workspace(demo_seed(), patience=Patience(1.0, (0.0, 0.1))))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def server(
    served: RunningWorkspace, echo_app: Callable[[RunningWorkspace], Any]
) -> Iterator[BoltServer]:
    """Bolt behind an HTTP server, known to the workspace."""
    made = BoltServer(echo_app(served).app)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{made.server_port}/slack/events"
    served.client.control("http", request_url=url)
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def team(served: RunningWorkspace, server: BoltServer) -> WorkspaceClient:
    """The people of this workspace."""
    return served.client


def test_a_mention_is_answered(team: WorkspaceClient) -> None:
    ts = team.post("U0EMMA", "C0HELP", "<@U0FOOTNOTE> by post")
    assert team.wait_for_reply("C0HELP", ts, "U0EMMA")["text"].endswith("by post")


def test_commands_and_their_answers_work(team: WorkspaceClient) -> None:
    team.command("U0EMMA", "C0HELP", "/ask", "why & how?")
    reply = team.wait_for_message("C0HELP", "U0EMMA", lambda each: "asked" in each["text"])
    assert reply["text"] == "You asked: why & how?"
    team.command("U0ALEX", "C0HELP", "/model")
    assert team.history("U0ALEX", "C0HELP")[-1]["text"] == "In the same breath"


def test_an_event_comes_again_with_slacks_headers(
    team: WorkspaceClient, server: BoltServer
) -> None:
    server.retries.clear()
    server.broken = 2
    ts = team.post("U0EMMA", "D0EMMA", "knock")

    def acknowledged() -> list[Any] | None:
        rows = [row for row in team.deliveries() if row["ts"] == ts]
        return rows if rows[-1]["acked_at"] else None

    rows = wait_until(acknowledged, 5, "the third attempt")
    assert len({row["event_id"] for row in rows}) == 1
    assert server.retries == [None, "1", "2"]


def test_a_url_elsewhere_is_refused(team: WorkspaceClient) -> None:
    with pytest.raises(WorkspaceRefused, match="must be on this machine"):
        team.control("http", request_url="http://example.com/")


def test_a_url_that_does_not_answer_the_challenge_is_refused(
    served: RunningWorkspace, team: WorkspaceClient
) -> None:
    with pytest.raises(WorkspaceRefused, match="url_verification_failed"):
        team.control("http", request_url=f"{served.url}/api/dance")
