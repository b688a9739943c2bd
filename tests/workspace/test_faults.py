"""Misbehaviour on request, seen through Slack's own client."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from workspace.client import WorkspaceClient, WorkspaceRefused


def test_429_comes_as_often_as_asked(bot: WebClient, people: WorkspaceClient) -> None:
    people.fault("chat.postMessage", "429", times=2, retry_after=1)
    patient = WebClient(token=bot.token, base_url=bot.base_url)
    patient.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    before = len(people.calls("chat.postMessage"))
    assert patient.chat_postMessage(channel="C0HELP", text="at last")["ok"]
    made = people.calls("chat.postMessage")[before:]
    assert [call["status"] for call in made] == [429, 429, 200]


def test_500_does_nothing_and_lost_does_it_all_the_same(
    bot: WebClient, people: WorkspaceClient
) -> None:
    for kind, posted in (("500", 0), ("lost", 1)):
        people.fault("chat.postMessage", kind)
        with pytest.raises(SlackApiError):
            bot.chat_postMessage(channel="C0HELP", text=f"a {kind} message")
        history = people.history("U0EMMA", "C0HELP")
        assert len([each for each in history if each["text"] == f"a {kind} message"]) == posted


def test_any_error_can_be_asked_for(bot: WebClient, people: WorkspaceClient) -> None:
    people.fault("*", "error", error="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        bot.auth_test()
    assert bot.auth_test()["ok"]


def test_unknown_faults_are_refused(people: WorkspaceClient) -> None:
    with pytest.raises(WorkspaceRefused, match="A fault is one of"):
        people.fault("auth.test", "sulk")


def test_calls_are_recorded_without_tokens(bot: WebClient, people: WorkspaceClient) -> None:
    bot.api_call("users.info", params={"user": "U0EMMA", "token": bot.token})
    call = people.calls("users.info")[-1]
    assert call["arguments"] == {"user": "U0EMMA"}
    assert call["at"] > 0
