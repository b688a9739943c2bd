"""chat.* through Slack's own client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.client import WorkspaceClient


def test_a_call_without_arguments_is_json_with_an_empty_body(bot: WebClient) -> None:
    assert bot.auth_test()["user_id"] == "U0FOOTNOTE"


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-someone-else", "invalid_auth")]
)
def test_tokens_are_checked(bot: WebClient, token: str, error: str) -> None:
    stranger = WebClient(token=token, base_url=bot.base_url)
    with pytest.raises(SlackApiError, match=error):
        stranger.chat_postMessage(channel="C0HELP", text="hi")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0HELP"}, "no_text"),
        ({"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "hi"}, "not_in_channel"),
        ({"channel": "C0HELP", "markdown_text": "a", "text": "b"}, "markdown_text_conflict"),
        ({"channel": "C0HELP", "markdown_text": "a" * 12_001}, "msg_too_long"),
        ({"channel": "C0HELP", "text": "hi", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0HELP", "text": "hi", "blocks": [{"type": "dance"}]}, "invalid_blocks"),
        ({"channel": "C0HELP", "text": "hi", "metadata": {"event_type": "a"}}, "invalid_metadata"),
    ],
)
def test_what_slack_refuses_is_refused(
    bot: WebClient, arguments: dict[str, Any], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        bot.api_call("chat.postMessage", json=arguments)


def test_a_reply_cannot_be_replied_to(bot: WebClient) -> None:
    root = bot.chat_postMessage(channel="C0HELP", text="root")["ts"]
    reply = bot.chat_postMessage(channel="C0HELP", text="reply", thread_ts=root)["ts"]
    with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
        bot.chat_postMessage(channel="C0HELP", text="below", thread_ts=reply)


def test_text_beyond_40000_characters_is_cut(bot: WebClient) -> None:
    posted = bot.chat_postMessage(channel="C0HELP", text="a" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


def test_time_stamps_are_unique_and_grow(bot: WebClient) -> None:
    stamps = [str(bot.chat_postMessage(channel="C0HELP", text="x")["ts"]) for _ in range(5)]
    assert stamps == sorted(set(stamps))


def test_own_messages_can_be_updated_and_deleted(bot: WebClient, people: WorkspaceClient) -> None:
    ts = str(bot.chat_postMessage(channel="C0HELP", text="before")["ts"])
    bot.chat_update(channel="C0HELP", ts=ts, text="after")
    shown = next(each for each in people.history("U0EMMA", "C0HELP") if each["ts"] == ts)
    assert (shown["text"], "edited" in shown) == ("after", True)
    bot.chat_delete(channel="C0HELP", ts=ts)
    assert ts not in [each["ts"] for each in people.history("U0EMMA", "C0HELP")]
    with pytest.raises(SlackApiError, match="message_not_found"):
        bot.chat_update(channel="C0HELP", ts=ts, text="again")


def test_other_peoples_messages_cannot_be_touched(bot: WebClient, people: WorkspaceClient) -> None:
    ts = people.post("U0EMMA", "C0HELP", "mine")
    with pytest.raises(SlackApiError, match="cant_update_message"):
        bot.chat_update(channel="C0HELP", ts=ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        bot.chat_delete(channel="C0HELP", ts=ts)


def test_a_deleted_root_with_replies_leaves_a_tombstone(
    bot: WebClient, people: WorkspaceClient
) -> None:
    ts = people.post("U0EMMA", "C0HELP", "question")
    bot.chat_postMessage(channel="C0HELP", text="answer", thread_ts=ts)
    people.delete("U0EMMA", "C0HELP", ts)
    shown = next(each for each in people.history("U0EMMA", "C0HELP") if each["ts"] == ts)
    assert shown["subtype"] == "tombstone"
    assert "question" not in shown["text"]


def test_ephemeral_messages_reach_their_addressee_alone(
    bot: WebClient, people: WorkspaceClient
) -> None:
    root = people.post("U0EMMA", "C0HELP", "psst")
    ts = bot.chat_postEphemeral(channel="C0HELP", user="U0EMMA", text="secret", thread_ts=root)[
        "message_ts"
    ]
    assert [each["text"] for each in people.replies("U0EMMA", "C0HELP", root)] == ["secret"]
    assert people.replies("U0ALEX", "C0HELP", root) == []
    assert len(bot.conversations_replies(channel="C0HELP", ts=root)["messages"]) == 1
    history = bot.conversations_history(channel="C0HELP")["messages"]
    assert ts not in [each["ts"] for each in history]
    with pytest.raises(SlackApiError, match="message_not_found"):
        bot.chat_update(channel="C0HELP", ts=str(ts), text="louder")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        bot.chat_postEphemeral(channel="C0PEOPLE", user="U0EMMA", text="secret")


def test_metadata_comes_back_where_it_is_asked_for(bot: WebClient) -> None:
    metadata = {"event_type": "footnote_answer", "event_payload": {"job": "1"}}
    ts = bot.chat_postMessage(channel="C0HELP", text="x", metadata=metadata)["ts"]
    page = bot.conversations_history(channel="C0HELP", limit=1, include_all_metadata=True)
    assert page["messages"][0]["ts"] == ts
    assert page["messages"][0]["metadata"] == metadata
    assert page["has_more"]
    plain = bot.conversations_history(channel="C0HELP", limit=1)
    assert "metadata" not in plain["messages"][0]


def test_unfurl_flags_are_kept_for_the_owner(bot: WebClient, people: WorkspaceClient) -> None:
    ts = bot.chat_postMessage(channel="C0HELP", text="x", unfurl_links=False)["ts"]
    messages = people.state()["messages"]["C0HELP"]
    assert next(each for each in messages if each["ts"] == ts)["unfurl_links"] is False


def test_forms_and_queries_work_as_well_as_json(bot: WebClient) -> None:
    posted = bot.api_call("chat.postMessage", data={"channel": "C0HELP", "text": "form",
                          "blocks": '[{"type": "divider"}]'})  # fmt: skip
    assert posted["message"]["blocks"][0]["type"] == "divider"
    assert bot.api_call("users.info", http_verb="GET", params={"user": "U0EMMA"})["ok"]


def test_a_user_id_stands_for_the_direct_conversation(bot: WebClient) -> None:
    assert bot.chat_postMessage(channel="U0EMMA", text="hi")["channel"] == "D0EMMA"
    assert bot.conversations_open(users=["U0EMMA"])["channel"]["id"] == "D0EMMA"
