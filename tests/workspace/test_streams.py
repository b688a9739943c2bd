"""Streaming messages through Slack's own helper."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks.block_elements import UrlSourceElement
from slack_sdk.models.messages.chunk import MarkdownTextChunk, TaskUpdateChunk

from workspace.client import WorkspaceClient

TO = {"recipient_team_id": "T0FOOTNOTE", "recipient_user_id": "U0EMMA"}
DIVIDER = {"type": "divider"}


@pytest.fixture
def ask(people: WorkspaceClient) -> Callable[[], str]:
    """A question in #ask-footnote; its ts."""
    return lambda: people.post("U0EMMA", "C0HELP", "A question")


def test_slacks_helper_streams_a_message(
    bot: WebClient, people: WorkspaceClient, ask: Callable[[], str]
) -> None:
    ts = ask()
    stream = bot.chat_stream(channel="C0HELP", thread_ts=ts, buffer_size=1, **TO)
    stream.append(markdown_text="**Once** ")
    growing = people.replies("U0EMMA", "C0HELP", ts)[0]
    assert (growing["text"], growing["streaming"]) == ("**Once** ", True)
    stream.append(markdown_text="upon a time.")
    metadata = {"event_type": "story", "event_payload": {}}
    stream.stop(blocks=[DIVIDER], metadata=metadata)
    final = people.wait_for_reply("C0HELP", ts, "U0EMMA")
    assert final["text"] == "**Once** upon a time."
    assert [block["type"] for block in final["blocks"]] == ["markdown", "divider"]
    assert final["metadata"] == metadata


def test_task_updates_become_cards(
    bot: WebClient, people: WorkspaceClient, ask: Callable[[], str]
) -> None:
    ts = ask()
    stream = bot.chat_stream(channel="C0HELP", thread_ts=ts, **TO)
    source = UrlSourceElement(url="https://example.com", text="Handbook")
    stream.append(chunks=[TaskUpdateChunk(id="1", title="Search", status="in_progress")])
    stream.append(
        chunks=[TaskUpdateChunk(id="1", title="Search", status="complete", sources=[source])]
    )
    stream.stop(chunks=[MarkdownTextChunk(text="Done.")])
    blocks = people.wait_for_reply("C0HELP", ts, "U0EMMA")["blocks"]
    assert [block["type"] for block in blocks] == ["task_card", "markdown"]
    assert (blocks[0]["status"], blocks[0]["sources"][0]["text"]) == ("complete", "Handbook")


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ("recipient_team_id", "missing_recipient_team_id"),
        ("recipient_user_id", "missing_recipient_user_id"),
    ],
)
def test_channels_need_both_recipients(
    bot: WebClient, ask: Callable[[], str], missing: str, error: str
) -> None:
    given = {name: value for name, value in TO.items() if name != missing}
    with pytest.raises(SlackApiError, match=error):
        bot.chat_startStream(channel="C0HELP", thread_ts=ask(), **given)


def test_direct_conversations_need_none(bot: WebClient, people: WorkspaceClient) -> None:
    ts = people.post("U0EMMA", "D0EMMA", "hi")
    assert bot.chat_startStream(channel="D0EMMA", thread_ts=ts)["ok"]


def test_metadata_comes_only_at_the_end(bot: WebClient, ask: Callable[[], str]) -> None:
    metadata = {"event_type": "story", "event_payload": {}}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        bot.chat_startStream(channel="C0HELP", thread_ts=ask(), metadata=metadata, **TO)


def test_a_closed_stream_takes_nothing_more(
    bot: WebClient, people: WorkspaceClient, ask: Callable[[], str]
) -> None:
    root = ask()
    ts = str(bot.chat_startStream(channel="C0HELP", thread_ts=root, markdown_text="a", **TO)["ts"])
    people.close_stream("C0HELP", ts)
    for method in (bot.chat_appendStream, bot.chat_stopStream):
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            method(channel="C0HELP", ts=ts, markdown_text="b")
    assert people.replies("U0EMMA", "C0HELP", root)[0]["text"] == "a"
    bot.chat_update(channel="C0HELP", ts=ts, text="instead")
    assert people.replies("U0EMMA", "C0HELP", root)[0]["text"] == "instead"


def test_a_stream_closes_at_12000_characters(bot: WebClient, ask: Callable[[], str]) -> None:
    ts = str(bot.chat_startStream(channel="C0HELP", thread_ts=ask(), **TO)["ts"])
    bot.chat_appendStream(channel="C0HELP", ts=ts, markdown_text="a" * 11_999)
    with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
        bot.chat_appendStream(channel="C0HELP", ts=ts, markdown_text="bb")


def test_a_growing_message_cannot_be_updated(bot: WebClient, ask: Callable[[], str]) -> None:
    ts = str(bot.chat_startStream(channel="C0HELP", thread_ts=ask(), **TO)["ts"])
    with pytest.raises(SlackApiError, match="streaming_state_conflict"):
        bot.chat_update(channel="C0HELP", ts=ts, text="no")


def test_unknown_chunks_are_refused(bot: WebClient, ask: Callable[[], str]) -> None:
    with pytest.raises(SlackApiError, match="invalid_chunks"):
        bot.chat_startStream(channel="C0HELP", thread_ts=ask(), chunks=[{"type": "x"}], **TO)
