"""What an agent shows beside a thread: status, title, suggested prompts, a stop button."""

import asyncio

from workspace.background import Background
from workspace.events import Events
from workspace.model import Json
from workspace.page_sockets import PageSockets
from workspace.state import State
from workspace.streams import Streams

STATUSES = {"active", "processing", "suspended", "closed"}
# Slack forgets a status that nobody renews.
STATUS_LIFETIME = 120.0


class Sessions:
    """Agent sessions, by channel and thread."""

    def __init__(
        self,
        state: State,
        pages: PageSockets,
        events: Events,
        streams: Streams,
        background: Background,
    ):
        self._state = state
        self._pages = pages
        self._events = events
        self._streams = streams
        self._background = background
        self.threads: dict[tuple[str, str], Json] = {}
        self.prompts: dict[str, Json] = {}

    def show_status(self, channel_id: str, thread_ts: str, status: str, loading: list[str]) -> None:
        """Show "… is searching", or nothing; it goes by itself when the bot posts."""
        thread = self.threads.setdefault((channel_id, thread_ts), {})
        thread |= {"status_text": status, "loading_messages": loading}
        self._push(channel_id, thread_ts)
        if status:
            self._background.spawn(self._expire(channel_id, thread_ts, thread))

    async def _expire(self, channel_id: str, thread_ts: str, thread: Json) -> None:
        shown_at = thread["shown_at"] = self._state.next_ts()
        await asyncio.sleep(STATUS_LIFETIME)
        if thread["shown_at"] == shown_at:
            self.posted(channel_id, thread_ts)

    def set_session(self, channel_id: str, thread_ts: str, status: str, title: str) -> Json:
        """Set the lifecycle status; the title only when the session is new."""
        thread = self.threads.setdefault((channel_id, thread_ts), {})
        thread["status"] = status
        thread.setdefault("title", title)
        self._push(channel_id, thread_ts)
        return thread

    def rename(self, channel_id: str, thread_ts: str, title: str) -> None:
        """Give the session a title."""
        self.threads.setdefault((channel_id, thread_ts), {})["title"] = title
        self._push(channel_id, thread_ts)

    def posted(self, channel_id: str, thread_ts: str) -> None:
        """The bot said something: its "is searching…" is over."""
        thread = self.threads.get((channel_id, thread_ts))
        if thread and thread.get("status_text"):
            thread["status_text"] = ""
            self._push(channel_id, thread_ts)

    def suggest(self, channel_id: str, thread_ts: str, title: str, prompts: list[Json]) -> None:
        """Suggest prompts in a direct conversation."""
        event = {
            "type": "suggested_prompts",
            "channel": channel_id,
            "thread_ts": thread_ts,
            "title": title,
            "prompts": prompts,
        }
        self.prompts[channel_id] = event
        self._pages.to_channel(self._state.channels[channel_id], event)

    def stop(self, user: str, channel_id: str, thread_ts: str) -> None:
        """A person pressed stop: streams end, and the app is told."""
        streaming = self._streams.in_thread(channel_id, thread_ts)
        for message in streaming:
            self._streams.close(message)
        self._events.emit(
            {
                "type": "agent_session_stopped",
                "channel": channel_id,
                "thread_ts": thread_ts,
                "streaming_message_ts": [message.ts for message in streaming],
                "user": user,
                "event_ts": self._state.next_ts(),
            },
            channel_id,
        )

    def _push(self, channel_id: str, thread_ts: str) -> None:
        thread = self.threads[channel_id, thread_ts]
        self._pages.to_channel(
            self._state.channels[channel_id],
            {
                "type": "status",
                "channel": channel_id,
                "thread_ts": thread_ts,
                "status": thread.get("status_text", ""),
                "loading_messages": thread.get("loading_messages", []),
                "session": thread.get("status", ""),
                "title": thread.get("title", ""),
            },
        )
