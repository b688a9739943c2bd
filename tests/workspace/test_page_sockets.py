"""What open pages are told, by user."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk import WebClient

from workspace.client import WorkspaceClient
from workspace.server import RunningWorkspace

Json = dict[str, Any]


def pushed(running: RunningWorkspace, user: str, act: Callable[[], Any], last: str) -> list[Json]:
    """What a page of `user` is told while `act` runs, up to the first event with `last` in it."""

    async def listen() -> list[Json]:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{running.url}/page/ws?user={user}") as socket,
        ):
            acting = asyncio.create_task(asyncio.to_thread(act))
            events: list[Json] = []
            while not events or last not in str(events[-1]):
                events.append(await asyncio.wait_for(socket.receive_json(), 10))
            await acting
            return events

    return asyncio.run(listen())


def test_a_stream_is_pushed_as_it_grows(
    running: RunningWorkspace, people: WorkspaceClient, bot: WebClient
) -> None:
    def act() -> None:
        ts = people.post("U0EMMA", "D0EMMA", "Tell me")
        stream = bot.chat_stream(channel="D0EMMA", thread_ts=ts, buffer_size=1)
        stream.append(markdown_text="One ")
        stream.append(markdown_text="two")
        stream.stop(markdown_text=", the end")

    events = pushed(running, "U0EMMA", act, "the end")
    kinds = [event["type"] for event in events]
    # Question; the growing reply and the question's new reply count; growth; the end.
    assert kinds == ["message", "message", "message", "stream", "message"]
    assert events[1]["message"]["streaming"]
    assert events[2]["message"]["reply_count"] == 1
    assert events[3]["append"] == "two"
    assert not events[4]["message"]["streaming"]


def test_what_is_private_is_pushed_to_nobody_else(
    running: RunningWorkspace, people: WorkspaceClient, bot: WebClient
) -> None:
    def act() -> None:
        people.post("U0HANNAH", "C0PEOPLE", "private")
        bot.chat_postEphemeral(channel="C0HELP", user="U0HANNAH", text="ephemeral")
        bot.chat_postMessage(channel="D0HANNAH", text="direct")
        people.post("U0HANNAH", "C0HELP", "public")

    events = pushed(running, "U0EMMA", act, "public")
    assert [event["message"]["text"] for event in events] == ["public"]


def test_status_prompts_and_deletions_are_pushed(
    running: RunningWorkspace, people: WorkspaceClient, bot: WebClient
) -> None:
    ts = people.post("U0EMMA", "D0EMMA", "Hello")

    def act() -> None:
        bot.assistant_threads_setStatus(channel_id="D0EMMA", thread_ts=ts, status="is searching…")
        prompts = [{"title": "A", "message": "What is A?"}]
        bot.assistant_threads_setSuggestedPrompts(channel_id="D0EMMA", prompts=prompts)
        people.delete("U0EMMA", "D0EMMA", ts)

    events = pushed(running, "U0EMMA", act, "message_deleted")
    assert [event["type"] for event in events] == [
        "status", "suggested_prompts", "message_deleted",
    ]  # fmt: skip
    assert events[0]["status"] == "is searching…"
