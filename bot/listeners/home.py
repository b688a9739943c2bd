"""What people see before they ask: suggested prompts and the App Home."""

import logging
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import prompts
from bot.blocks import home_view

log = logging.getLogger(__name__)


class Home:
    """`app_home_opened`, in both of its tabs."""

    def register(self, app: App) -> None:
        """Listen for visits."""
        app.event("app_home_opened")(self.on_opened)
        app.event("app_context_changed")(lambda: None)

    def on_opened(self, event: dict[str, Any], client: WebClient) -> None:
        """Offer prompts in the messages tab, publish the view of the home tab."""
        try:
            if event.get("tab") == "home":
                client.views_publish(user_id=event["user"], view=home_view())
            else:
                offered = [line.split("|", 1) for line in prompts.lines("suggested")]
                client.assistant_threads_setSuggestedPrompts(
                    channel_id=event["channel"],
                    title="Try one of these",
                    prompts=[
                        {"title": title.strip(), "message": message.strip()}
                        for title, message in offered
                    ][:4],
                )
        except SlackApiError as error:
            log.warning("App Home: %s", error.response.get("error"))
