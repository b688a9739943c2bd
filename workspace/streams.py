"""Messages that grow while one reads: chat.startStream, appendStream, stopStream.

A stream closes by itself after five minutes or about 12,000 characters; whoever appends then
learns `message_not_in_streaming_state`, as with Slack.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from workspace.blocks import check_blocks
from workspace.errors import ApiError
from workspace.messages import Messages
from workspace.model import Json, Message
from workspace.page_sockets import PageSockets
from workspace.state import State

LONGEST = 12_000
LIFETIME = 300.0


@dataclass
class Stream:
    """What a streaming message has gathered so far."""

    message: Message
    started: float
    text: str = ""
    plan: str = ""
    tasks: dict[str, Json] = field(default_factory=dict)
    blocks: list[Json] = field(default_factory=list)

    def content(self) -> list[Json]:
        """As blocks: tasks or plan, then the text, then blocks that came as chunks."""
        cards = list(self.tasks.values())
        shown: list[Json] = [{"type": "plan", "title": self.plan, "tasks": cards}] if (
            self.plan
        ) else cards  # fmt: skip
        if self.text:
            shown = [*shown, {"type": "markdown", "text": self.text}]
        return [*shown, *self.blocks]


class Streams:
    """The open streams, by channel and ts."""

    def __init__(
        self,
        state: State,
        messages: Messages,
        pages: PageSockets,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._state = state
        self._messages = messages
        self._pages = pages
        self._clock = clock
        self._open: dict[tuple[str, str], Stream] = {}

    def start(self, message: Message, chunks: list[Json]) -> None:
        """Post a message that will grow. Raises ApiError invalid_chunks, msg_too_long."""
        stream = Stream(message, self._clock())
        _take(stream, chunks)
        if len(stream.text) > LONGEST:
            raise ApiError("msg_too_long")
        message.streaming, message.text = True, stream.text
        message.blocks = self._growing(stream)
        self._messages.post(message)
        self._open[message.channel, message.ts] = stream

    def append(self, message: Message, chunks: list[Json]) -> None:
        """Let it grow. Raises ApiError message_not_in_streaming_state, invalid_chunks."""
        stream = self._stream(message)
        before = len(stream.text)
        _take(stream, chunks)
        self._close_if_full(stream)
        added = stream.text[before:]
        message.text, message.blocks = stream.text, self._growing(stream)
        if all(chunk.get("type") == "markdown_text" for chunk in chunks):
            channel = self._state.channels[message.channel]
            event = {"type": "stream", "channel": channel.id, "ts": message.ts, "append": added}
            self._pages.to_channel(channel, event)
        else:
            self._pages.message(message)

    def stop(
        self, message: Message, chunks: list[Json], blocks: list[Json], metadata: Json | None
    ) -> None:
        """Finish: the text, then `blocks` below it."""
        stream = self._stream(message)
        _take(stream, chunks)
        self._close_if_full(stream)
        final = check_blocks([*stream.content()]) + blocks
        del self._open[message.channel, message.ts]
        self._messages.replace(
            message, "", text=stream.text, blocks=final, metadata=metadata, streaming=False
        )

    def close(self, message: Message) -> None:
        """Slack's own end of a stream: what was said stays, more cannot be added."""
        stream = self._open.pop((message.channel, message.ts), None)
        if stream is not None:
            blocks = check_blocks(stream.content())
            self._messages.replace(message, "", text=stream.text, blocks=blocks, streaming=False)

    def forget(self, message: Message) -> None:
        """The message is gone or was replaced."""
        self._open.pop((message.channel, message.ts), None)

    def in_thread(self, channel_id: str, thread_ts: str) -> list[Message]:
        """Messages that still grow in a thread."""
        return [
            stream.message
            for stream in self._open.values()
            if stream.message.channel == channel_id and stream.message.thread_ts == thread_ts
        ]

    def _stream(self, message: Message) -> Stream:
        stream = self._open.get((message.channel, message.ts))
        if stream is not None and self._clock() - stream.started > LIFETIME:
            self.close(message)
            stream = None
        if stream is None:
            raise ApiError("message_not_in_streaming_state")
        return stream

    def _close_if_full(self, stream: Stream) -> None:
        if len(stream.text) > LONGEST:
            stream.text = stream.text[:LONGEST]
            self.close(stream.message)
            raise ApiError("message_not_in_streaming_state")

    def _growing(self, stream: Stream) -> list[Json]:
        """While only text grows, the text says it all; else the page needs the blocks."""
        if stream.tasks or stream.plan or stream.blocks:
            return check_blocks(stream.content())
        return []


def _take(stream: Stream, chunks: list[Json]) -> None:
    for chunk in chunks:
        kind = chunk.get("type")
        if kind == "markdown_text" and isinstance(chunk.get("text"), str):
            stream.text += chunk["text"]
        elif kind == "task_update" and chunk.get("id") and chunk.get("title"):
            stream.tasks[chunk["id"]] = _task(chunk, stream.tasks.get(chunk["id"], {}))
        elif kind == "plan_update" and isinstance(chunk.get("title"), str):
            stream.plan = chunk["title"]
        elif kind == "blocks":
            stream.blocks += check_blocks(chunk.get("blocks"))
        else:
            raise ApiError("invalid_chunks")


def _task(chunk: Json, before: Json) -> Json:
    status = chunk.get("status", before.get("status"))
    if status not in ("pending", "in_progress", "complete", "error"):
        raise ApiError("invalid_chunks")
    task = {**before, "type": "task_card", "task_id": chunk["id"], "title": chunk["title"]}
    task["status"] = status
    for key in ("details", "output"):
        if chunk.get(key):
            task[key] = _rich(chunk[key])
    if chunk.get("sources"):
        task["sources"] = [*before.get("sources", []), *chunk["sources"]]
    return task


def _rich(text: str) -> Json:
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [element]}
