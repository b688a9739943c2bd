"""The Bolt app of the Slack-facing process: listeners that only enqueue."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App

from bot.home import HomeTab
from bot.inbox import Inbox
from bot.listeners.commands import Commands
from bot.listeners.curated import Curate
from bot.listeners.feedback import Feedback
from bot.listeners.home import Home
from bot.listeners.lifecycle import Lifecycle
from bot.listeners.messages import Messages
from bot.listeners.models import Models
from bot.model_table import build_table
from bot.settings import Settings
from bot.slack import make_client
from bot.state.curated import Curated
from bot.state.questions import Questions
from bot.state.tables import open_state
from bot.state.votes import Votes

log = logging.getLogger(__name__)

_THREADS = 20


def build_app(settings: Settings, signing_secret: str = "") -> App:
    """The app with all its listeners."""
    state = open_state(settings.database("state"))
    questions = Questions(state)
    inbox = Inbox(state)
    # With the first two in the environment Bolt would ask them for tokens, and hear nobody; beside
    # a client it warns of the third, which the client has already.
    names = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN")
    hidden = {name: os.environ.pop(name) for name in names if name in os.environ}
    app = App(
        client=make_client(settings.token("slack_bot_token"), settings.environment.slack_api_url),
        signing_secret=signing_secret or None,
        request_verification_enabled=bool(signing_secret),
        # Acknowledge only after the listener has enqueued: then nothing acknowledged is lost.
        process_before_response=True,
        listener_executor=ThreadPoolExecutor(_THREADS),
    )
    os.environ.update(hidden)
    Messages(inbox, questions).register(app)
    Commands(inbox, settings.admins, settings.file.sources).register(app)
    table = build_table(settings)
    Models(inbox, table, settings.admins, settings.home).register(app)
    Curate(Curated(state), settings.admins).register(app)
    Feedback(Votes(state)).register(app)
    Home(inbox, HomeTab(table, settings.admins)).register(app)
    Lifecycle(inbox, questions).register(app)
    app.error(_on_error)
    return app


def _on_error(error: Exception, body: dict[str, Any]) -> None:
    """A traceback in the log, without the text of any message."""
    kind = body.get("command") or (body.get("event") or {}).get("type") or body.get("type")
    log.error("A listener for %s failed", kind, exc_info=error)
