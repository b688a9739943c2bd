"""Commands, buttons, shortcuts, modals and the app's Home, with a real Bolt app."""

from typing import Any

import pytest
from slack_sdk import WebClient

from workspace.client import WorkspaceClient, WorkspaceRefused, wait_until

BUTTON = {
    "type": "actions",
    "elements": [
        {
            "type": "button",
            "action_id": "press",
            "text": {"type": "plain_text", "text": "Press"},
            "value": "me",
        }
    ],
}


def test_a_command_is_answered_to_its_user_alone(people: WorkspaceClient, echo: Any) -> None:
    people.command("U0EMMA", "C0HELP", "/ask", "who is @Hannah Osei in #people-ops?")
    reply = people.wait_for_message("C0HELP", "U0EMMA", lambda each: "asked" in each["text"])
    assert reply["text"] == "You asked: who is <@U0HANNAH|hannah> in <#C0PEOPLE|people-ops>?"
    assert reply["ephemeral"]
    assert not [each for each in people.history("U0ALEX", "C0HELP") if "asked" in each["text"]]


def test_an_answer_in_the_acknowledgement_is_shown(people: WorkspaceClient, echo: Any) -> None:
    people.command("U0ALEX", "C0HELP", "/model")
    assert people.history("U0ALEX", "C0HELP")[-1]["text"] == "In the same breath"


def test_unknown_commands_are_refused(people: WorkspaceClient) -> None:
    with pytest.raises(WorkspaceRefused, match="invalid_command"):
        people.command("U0EMMA", "C0HELP", "/dance")


def test_a_button_replaces_its_message(people: WorkspaceClient, bot: WebClient, echo: Any) -> None:
    ts = str(bot.chat_postMessage(channel="C0HELP", text="press", blocks=[BUTTON])["ts"])
    people.click("U0EMMA", "C0HELP", ts, "press")

    def replaced() -> dict[str, Any] | None:
        shown = next(each for each in people.history("U0EMMA", "C0HELP") if each["ts"] == ts)
        return shown if shown["text"] == "Pressed: me" else None

    assert wait_until(replaced, 5, "the new text")["edited"]["user"] == "U0FOOTNOTE"
    body = next(body for body in echo.heard if body.get("type") == "block_actions")
    assert body["container"]["message_ts"] == ts
    assert body["message"]["bot_id"] == "B0FOOTNOTE"
    assert body["actions"][0]["block_id"]


def test_only_buttons_that_are_there_can_be_pressed(
    people: WorkspaceClient, bot: WebClient
) -> None:
    ts = str(bot.chat_postMessage(channel="C0HELP", text="none")["ts"])
    with pytest.raises(WorkspaceRefused, match="action_not_found"):
        people.click("U0EMMA", "C0HELP", ts, "press")


def test_feedback_buttons_report_what_was_pressed(
    people: WorkspaceClient, bot: WebClient, echo: Any
) -> None:
    block = {"type": "context_actions", "elements": [FEEDBACK]}
    ts = str(bot.chat_postMessage(channel="C0HELP", text="good?", blocks=[block])["ts"])
    people.click("U0EMMA", "C0HELP", ts, "feedback", "down")
    body = echo.heard[-1]
    assert body["actions"][0]["type"] == "feedback_buttons"
    assert body["actions"][0]["value"] == "down"
    with pytest.raises(WorkspaceRefused, match="action_not_found"):
        people.click("U0EMMA", "C0HELP", ts, "feedback", "sideways")


def test_a_shortcut_opens_a_modal_that_can_be_submitted(people: WorkspaceClient, echo: Any) -> None:
    ts = people.post("U0EMMA", "C0HELP", "A thing to ask about")
    people.shortcut("U0EMMA", "C0HELP", ts, "ask_about_message")

    def opened() -> dict[str, Any] | None:
        stack = people.state()["modals"].get("U0EMMA")
        return stack[-1] if stack else None

    view = wait_until(opened, 5, "the modal")
    empty = people.submit("U0EMMA", view["id"], {"words": {"typed": {"value": ""}}})
    assert empty["errors"] == {"words": "Say something."}
    people.submit("U0EMMA", view["id"], {"words": {"typed": {"value": "Why?"}}})
    assert people.state()["modals"]["U0EMMA"] == []


def test_the_home_is_published_when_it_is_opened(people: WorkspaceClient, echo: Any) -> None:
    people.open_home("U0HANNAH")
    view = wait_until(lambda: people.home("U0HANNAH"), 5, "the Home")
    assert view["blocks"][0]["text"]["text"] == "Welcome"
    assert people.home("U0ALEX") is None


def test_a_home_published_again_keeps_its_id(
    people: WorkspaceClient, bot: WebClient, echo: Any
) -> None:
    def publish(text: str) -> Any:
        press = {"type": "button", "text": {"type": "plain_text", "text": text}, "value": text,
                 "action_id": "feedback"}  # fmt: skip
        view = {"type": "home", "blocks": [{"type": "actions", "elements": [press]}]}
        return bot.views_publish(user_id="U0EMMA", view=view)["view"]

    first, second = publish("before"), publish("after")
    assert first["id"] == second["id"] == second["root_view_id"]
    assert first["hash"] != second["hash"]
    people.click_view("U0EMMA", first["id"], "feedback")


def test_stop_ends_streams_and_tells_the_app(
    people: WorkspaceClient, bot: WebClient, echo: Any
) -> None:
    ts = people.post("U0EMMA", people.direct("U0EMMA"), "A long story, please")
    stream = bot.chat_startStream(channel="D0EMMA", thread_ts=ts, markdown_text="Once")
    people.stop("U0EMMA", "D0EMMA", ts)
    wait_until(lambda: "agent_session_stopped" in echo.types() or None, 5, "the event")
    event = next(body["event"] for body in echo.heard
                 if body.get("event", {}).get("type") == "agent_session_stopped")  # fmt: skip
    assert event["streaming_message_ts"] == [stream["ts"]]
    assert event["thread_ts"] == ts
    assert not people.replies("U0EMMA", "D0EMMA", ts)[0]["streaming"]


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": {"type": "plain_text", "text": "Good"}, "value": "up"},
    "negative_button": {"text": {"type": "plain_text", "text": "Bad"}, "value": "down"},
}
