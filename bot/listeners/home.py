"""What people see before they ask: suggested prompts and the App Home."""

import logging
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import prompts
from bot.home import CHOOSE_MODEL, HomeTab
from bot.inbox import Inbox
from bot.listeners.admins import FOR_ADMINS

log = logging.getLogger(__name__)


class Home:
    """`app_home_opened`, in both of its tabs, and the choice of a model in the Home."""

    def __init__(self, inbox: Inbox, tab: HomeTab) -> None:
        self._inbox = inbox
        self._tab = tab

    def register(self, app: App) -> None:
        """Listen for visits and for the choice."""
        app.event("app_home_opened")(self.on_opened)
        app.event("app_context_changed")(lambda: None)
        app.action(CHOOSE_MODEL)(self.on_choose)

    def on_opened(self, event: dict[str, Any], client: WebClient) -> None:
        """Offer prompts in the messages tab, publish the view of the home tab."""
        if event.get("tab") == "home":
            self._tab.publish(client, event["user"])
        else:
            _offer_prompts(client, event["channel"])

    def on_choose(
        self, ack: Ack, body: dict[str, Any], action: dict[str, Any], client: WebClient
    ) -> None:
        """Have the chosen model probed and used in the whole workspace."""
        user, chosen = body["user"]["id"], action.get("selected_option")
        if user not in self._tab.admins:
            said = FOR_ADMINS.format(user=user)
        elif not chosen:
            said = ""
        else:
            said = self._tab.table.unknown(chosen["value"])
            if not said:
                job_id = f"model:{body['team']['id']}:{body['trigger_id']}"
                self._inbox.switch_model(job_id, user, "", chosen["value"])
                said = f"Trying `{chosen['value']}` before switching …"
        ack()
        # The job may have been faster; what it has published stays.
        self._tab.publish(client, user, said, instead_of=body["view"]["hash"])


def _offer_prompts(client: WebClient, channel: str) -> None:
    offered = [line.split("|", 1) for line in prompts.lines("suggested")]
    try:
        client.assistant_threads_setSuggestedPrompts(
            channel_id=channel,
            title="Try one of these",
            prompts=[
                {"title": title.strip(), "message": message.strip()} for title, message in offered
            ][:4],
        )
    except SlackApiError as error:
        log.warning("Suggested prompts: %s", error.response.get("error"))
