"""A running workspace, Slack's own client for it, and a small Bolt app that echoes."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from workspace.client import WorkspaceClient
from workspace.delivery import Patience
from workspace.seed import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from workspace.server import RunningWorkspace, Workspace, run_in_thread

BOT = "<@U0FOOTNOTE>"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningWorkspace]:
    """A workspace that is less patient than Slack."""
    started = run_in_thread(Workspace(patience=Patience(ack=1.0, retries=(0.0, 0.1))))
    yield started
    started.stop()


@pytest.fixture
def people(running: RunningWorkspace) -> Iterator[WorkspaceClient]:
    """The team's people, and the control; faults and limits are gone afterwards."""
    client = running.client
    yield client
    client.behave()
    client.limits(False)


@pytest.fixture
def bot(running: RunningWorkspace) -> WebClient:
    """Slack's own Web API client with the bot's token."""
    client = WebClient(token=BOT_TOKEN, base_url=running.api_url)
    client.proxy = None
    return client


@dataclass
class Echo:
    """A Bolt app; `heard` holds the bodies it got, `silent` keeps it from acknowledging."""

    app: App
    heard: list[dict[str, Any]] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)

    def types(self) -> list[str]:
        """What kinds of things were heard, in order."""
        return [body.get("event", body).get("type", body.get("command")) for body in self.heard]


def make_echo(running: RunningWorkspace) -> Echo:
    """A Bolt app that answers mentions, commands, buttons, shortcuts and modals."""
    client = WebClient(base_url=running.api_url, token=BOT_TOKEN)
    client.proxy = None
    app = App(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)
    echo = Echo(app)

    @app.middleware
    def remember(body: dict[str, Any], next: Any) -> None:
        echo.heard.append(body)
        if not echo.silent.is_set():
            next()

    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Say) -> None:
        say(text=f"Echo: {event['text']}", thread_ts=event["ts"])

    @app.event("message")
    def said() -> None:
        """Only acknowledged."""

    @app.event("app_home_opened")
    def opened(event: dict[str, Any], client: WebClient) -> None:
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "Welcome"}}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    @app.event("agent_session_stopped")
    def stopped() -> None:
        """Only acknowledged."""

    @app.command("/ask")
    def asked(ack: Ack, command: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(f"You asked: {command['text']}")

    @app.command("/model")
    def model(ack: Ack) -> None:
        ack("In the same breath")

    @app.action("press")
    def pressed(ack: Ack, action: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(f"Pressed: {action['value']}", replace_original=True)

    @app.action("feedback")
    def voted(ack: Ack) -> None:
        ack()

    @app.shortcut("ask_about_message")
    def ask_about(ack: Ack, shortcut: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=MODAL)

    @app.view("question")
    def submitted(ack: Ack, view: dict[str, Any]) -> None:
        if view["state"]["values"]["words"]["typed"]["value"]:
            ack()
        else:
            ack(response_action="errors", errors={"words": "Say something."})

    return echo


@pytest.fixture(scope="session")
def echo_app() -> Callable[[RunningWorkspace], Echo]:
    """Makes the Bolt app for a workspace, not yet connected."""
    return make_echo


@pytest.fixture(scope="module")
def echo(running: RunningWorkspace) -> Iterator[Echo]:
    """The Bolt app, connected by Socket Mode."""
    made = make_echo(running)
    handler = SocketModeHandler(made.app, APP_TOKEN)
    handler.connect()
    running.client.wait_for_socket()
    yield made
    # slack_sdk's close waits for ever if its monitor reconnects at that very moment.
    closing = threading.Thread(target=handler.close, daemon=True)
    closing.start()
    closing.join(10)


MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "question",
    "title": {"type": "plain_text", "text": "A question"},
    "submit": {"type": "plain_text", "text": "Ask"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "optional": True,
            "label": {"type": "plain_text", "text": "Your words"},
            "element": {"type": "plain_text_input", "action_id": "typed"},
        }
    ],
}
