"""Foreign hosts and origins, and the owner's token."""

import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from workspace.client import WorkspaceClient, WorkspaceRefused
from workspace.server import RunningWorkspace, Workspace, run_in_thread


def status(running: RunningWorkspace, method: str, path: str, headers: dict[str, str]) -> int:
    """The status of one raw request."""
    connection = HTTPConnection("127.0.0.1", urlsplit(running.url).port or 0)
    body = json.dumps({"user": "U0EMMA", "channel": "C0HELP", "text": "hi"})
    connection.request(method, path, body if method == "POST" else None,
                       {"Content-Type": "application/json", **headers})  # fmt: skip
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


@pytest.mark.parametrize("path", ["/", "/page/api/bootstrap?user=U0EMMA", "/api/auth.test"])
def test_foreign_hosts_are_refused(running: RunningWorkspace, path: str) -> None:
    assert status(running, "GET", path, {"Host": "evil.example"}) == 403
    assert status(running, "GET", path, {"Host": "evil.example:80"}) == 403
    assert status(running, "GET", path, {"Host": "127.0.0.1:1"}) == 403


def test_foreign_origins_may_not_write(running: RunningWorkspace) -> None:
    path = "/page/api/post"
    assert status(running, "POST", path, {"Origin": "http://evil.example"}) == 403
    assert status(running, "POST", path, {"Origin": "null"}) == 403
    assert status(running, "POST", path, {"Origin": running.url}) == 200
    assert status(running, "POST", path, {}) == 200


@pytest.mark.parametrize("path", ["/page/ws?user=U0EMMA", "/link?ticket=x"])
def test_foreign_origins_get_no_socket(running: RunningWorkspace, path: str) -> None:
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    assert status(running, "GET", path, {**handshake, "Origin": "http://evil.example"}) == 403


def test_the_control_needs_its_token_and_no_browser(running: RunningWorkspace) -> None:
    with pytest.raises(WorkspaceRefused, match="403"):
        WorkspaceClient(running.url).calls()
    with pytest.raises(WorkspaceRefused, match="403"):
        WorkspaceClient(running.url, "guessed").fault("*", "500")
    token = {"X-Workspace-Control": running.control_token}
    assert status(running, "GET", "/control/calls", token) == 200
    assert status(running, "GET", "/control/calls", {**token, "Origin": running.url}) == 403


def test_a_used_ticket_opens_nothing(running: RunningWorkspace) -> None:
    assert status(running, "GET", "/link?ticket=guessed", {}) == 403


def test_a_taken_port_is_an_os_error(running: RunningWorkspace) -> None:
    with pytest.raises(OSError, match="address already in use"):
        run_in_thread(Workspace(), urlsplit(running.url).port or 0)
