"""The threads of the Slack channels that the bot is in, by Slack's Web API."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlparse

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from indexing.access import Access
from indexing.sources.base import Item, Source, SourceError, Versions
from indexing.sources.slack.thread import Message, Names, Place, Threads, is_root

_PAGE = 200
_DAY = 86_400
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_GONE = {"thread_not_found", "message_not_found"}
_UNKNOWN = {"user_not_found", "user_not_visible", "users_not_found"}


class SlackSource(Source):
    """One document a thread; keys are `CHANNEL/TS` of its first message.

    Either a `client` or a `token` (and Slack's `base_url`, ending in `/api/`, if it is another
    one). `channels` are ids or names; without any it is all that the bot is in. Threads that
    began more than `days` ago are left out; 0 means none are. What is said in a private channel
    is for its members, whatever `access` says.
    """

    kind = "slack"

    def __init__(
        self,
        name: str,
        client: WebClient | None = None,
        *,
        token: str = "",
        base_url: str = "",
        channels: Sequence[str] = (),
        days: int = 365,
        access: Access | None = None,
    ) -> None:
        self.name = name
        self._client = _patient(client or WebClient(token, base_url or WebClient.BASE_URL))
        self._channels = sorted({channel.strip().lstrip("#") for channel in channels})
        chosen = ",".join(self._channels) or "all channels"
        self.location = f"{self._client.base_url} {chosen}"
        self.access = access or Access()
        self._days = days

    def items(self, known: Versions) -> Iterator[Item]:
        """Every thread, the newest of a channel first; waits where Slack limits the rate."""
        try:
            yield from self._threads(known)
        except SlackApiError as error:
            raise SourceError(_failed(self.name, error)) from None
        except (SlackClientError, OSError, ValueError) as error:
            # The client's own exceptions show the request, and with it the token.
            cause = type(error).__name__ if isinstance(error, SlackClientError) else str(error)
            raise SourceError(f"Slack cannot be reached for {self.name}: {cause}.") from None

    def _threads(self, known: Versions) -> Iterator[Item]:
        identity: dict[str, Any] = self._client.auth_test().data  # type: ignore[assignment]
        bot_user, bot_id = str(identity["user_id"]), str(identity.get("bot_id") or "")

        def is_bot(message: Message) -> bool:
            return message.get("user") == bot_user or (
                bool(bot_id) and message.get("bot_id") == bot_id
            )

        places = self._places()
        directory = _Directory(self._client, {place.id: place.name for place in places})
        names = Names(directory.user, directory.channel)
        threads = Threads(self.name, names, self.access, is_bot, bot_user)
        for place in self._chosen(places):
            for root in self._roots(place):
                messages = self._messages(place, root)
                ts = str(root["ts"])
                link = f"{str(identity['url']).rstrip('/')}/archives/{place.id}/p"
                url = link + ts.replace(".", "")
                found = threads.document(place, messages, url, known) if messages else None
                if found is not None:
                    yield found

    def _places(self) -> list[Place]:
        kinds = "public_channel,private_channel"
        return [
            Place(channel["id"], channel["name"], bool(channel.get("is_private")))
            for channel in self._paged("users.conversations", "channels", types=kinds)
        ]

    def _chosen(self, places: list[Place]) -> list[Place]:
        if not self._channels:
            return places
        missing = set(self._channels) - {
            each for place in places for each in (place.id, place.name)
        }
        if missing:
            raise SourceError(
                f"The bot is not in #{min(missing)}: "
                f"invite it there, or take it from the channels of {self.name}."
            )
        return [place for place in places if {place.id, place.name} & set(self._channels)]

    def _roots(self, place: Place) -> Iterator[Message]:
        oldest = f"{time.time() - self._days * _DAY:.6f}" if self._days else "0"
        page = self._paged("conversations.history", "messages", channel=place.id, oldest=oldest)
        return (message for message in page if is_root(message))

    def _messages(self, place: Place, root: Message) -> list[Message]:
        if not root.get("reply_count"):
            return [root]
        # Replies may have been edited without a trace in the channel's history: always asked for.
        page = self._paged("conversations.replies", "messages", channel=place.id, ts=root["ts"])
        try:
            # Each page may begin with the root again.
            return list({str(message["ts"]): message for message in page}.values())
        except SlackApiError as error:
            if error.response.get("error") in _GONE:
                return []  # Deleted since it was listed.
            raise

    def _paged(self, method: str, what: str, **arguments: Any) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            asked = {**arguments, "limit": _PAGE, **({"cursor": cursor} if cursor else {})}
            reply = self._client.api_call(method, params=asked)
            yield from reply[what]
            cursor = (reply.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


@dataclass
class _Directory:
    """Looks people and channels up, each once a run."""

    client: WebClient
    channels: dict[str, str]
    _users: dict[str, str] = field(default_factory=dict)

    def user(self, user_id: str) -> str:
        if user_id not in self._users:
            self._users[user_id] = self._asked(user_id)
        return self._users[user_id]

    def channel(self, channel_id: str) -> str:
        return self.channels.get(channel_id, channel_id)

    def _asked(self, user_id: str) -> str:
        try:
            found = self.client.users_info(user=user_id)["user"]
        except SlackApiError as error:
            if error.response.get("error") in _UNKNOWN:
                return user_id
            raise
        profile = found.get("profile") or {}
        names = (profile.get("display_name"), profile.get("real_name"), found.get("name"))
        return next((str(name) for name in names if name), user_id)


def _patient(client: WebClient) -> WebClient:
    """A client like this one that waits out rate limits; reading twice does no harm."""
    made = WebClient(
        client.token,
        client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=[
            *(each for each in client.retry_handlers
              if not isinstance(each, RateLimitErrorRetryHandler | ServerErrorRetryHandler)),
            RateLimitErrorRetryHandler(max_retry_count=10),
            ServerErrorRetryHandler(max_retry_count=2),
        ],
    )  # fmt: skip
    if urlparse(client.base_url).hostname in _LOOPBACK:
        # HTTPS_PROXY would send calls to this very machine to the proxy.
        made.proxy = None
    return made


def _failed(name: str, error: SlackApiError) -> str:
    reply = error.response if isinstance(error.response, dict) else (error.response.data or {})
    reason = reply.get("error", "no answer") if isinstance(reply, dict) else "no answer"
    if reason == "missing_scope":
        return f"Slack refuses {name} without the scope {reply.get('needed')}: add it to the app."
    return f"Slack refuses {name}: {reason}."
