"""A thread of Slack messages -> a document; the same from the API and from an export."""

import hashlib
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from llama_index.core.schema import Document

from indexing.access import Access
from indexing.document import make_document
from indexing.sources.base import Unchanged, Versions

Message = Mapping[str, Any]
Named = Callable[[str], str]

# What people wrote. All other subtypes tell of joining, leaving, pinning, renaming, ...
_WRITTEN = {"", "bot_message", "file_share", "me_message", "thread_broadcast"}
_FEWEST_WORDS = 5
_TITLE_WORDS = 10
_MARKUP = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Place:
    """A channel. What is said in a `private` one is for its members."""

    id: str
    name: str
    private: bool


@dataclass(frozen=True)
class Names:
    """What people call the users and channels that messages name by id."""

    user: Named
    channel: Named


@dataclass(frozen=True)
class Threads:
    """Makes the documents of one source; `is_bot` tells messages to leave out."""

    source: str
    names: Names
    access: Access
    is_bot: Callable[[Message], bool]
    bot_user: str = ""

    def document(
        self, place: Place, messages: Sequence[Message], url: str, known: Versions
    ) -> Document | Unchanged | None:
        """The thread of `messages`, its root first; None where it says too little.

        Its key is that of its first message, even where that is not shown.
        """
        shown = sorted(filter(self._is_shown, messages), key=lambda each: float(each["ts"]))
        texts = [_said(each, self.names) for each in shown]
        if not shown or (len(shown) == 1 and self._says_little(shown[0], texts[0])):
            return None
        key = f"{place.id}/{_root(messages)}"
        text = self._text(shown, texts)
        words = " ".join(texts).split()
        more = " …" if len(words) > _TITLE_WORDS else ""
        title = f"#{place.name}: {' '.join(words[:_TITLE_WORDS])}{more}"
        readers = frozenset({f"channel:{place.id}"}) if place.private else None
        version = _version(title, text, place, shown, url)
        if known.get(key) == version:
            return Unchanged(key)
        return make_document(
            self.source,
            key,
            text,
            title=title,
            url=url,
            readers=self.access.readers_of(key) if readers is None else readers,
            updated=_day(shown[-1]),
            version=version,
            declared=readers is not None,
        )

    def _is_shown(self, message: Message) -> bool:
        written = str(message.get("subtype") or "") in _WRITTEN
        return written and not self.is_bot(message) and bool(_said(message, self.names))

    def _says_little(self, message: Message, text: str) -> bool:
        # A question to the bot whose answer is left out would only ever find itself.
        asked = bool(self.bot_user) and f"<@{self.bot_user}" in str(message.get("text"))
        return asked or len(text.split()) < _FEWEST_WORDS

    def _text(self, shown: Sequence[Message], texts: Sequence[str]) -> str:
        lines, day = [], ""
        for message, text in zip(shown, texts, strict=True):
            if _day(message) != day:
                day = _day(message)
                lines.append(day)
            lines.append(f"**{_author(message, self.names)}**: {text}")
        return "\n\n".join(lines)


def is_root(message: Message) -> bool:
    """Whether a message of a channel starts a thread, be it one of a single message."""
    return str(message.get("thread_ts") or message["ts"]) == str(message["ts"])


def decoded(text: str, names: Names) -> str:
    """Slack's markup as people see it: `<@U1>`, `<#C1>`, `<https://…|label>`, `&amp;`."""
    return html.unescape(_MARKUP.sub(lambda found: _shown(found.group(1), names), text))


def _shown(inside: str, names: Names) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return f"@{label or names.user(target[1:])}"
    if target.startswith("#"):
        return f"#{label or names.channel(target[1:])}"
    if target.startswith("!"):
        if target.startswith("!date^"):
            return label or _moment(target)
        return f"@{(label or target[1:].split('^')[-1]).lstrip('@')}"
    plain = target.removeprefix("mailto:").removeprefix("tel:")
    return f"{label} ({plain})" if label and label not in (plain, target) else plain


def _moment(target: str) -> str:
    """`!date^SECONDS^FORMAT` as an ISO time; as it stands where its seconds are none."""
    try:
        return datetime.fromtimestamp(int(target.split("^")[1]), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return target


def _said(message: Message, names: Names) -> str:
    """A message's text; where bots leave it empty, that of their attachments."""
    text = str(message.get("text") or "")
    if not text:
        pieces = [
            each.get("text") or each.get("fallback") for each in _list(message, "attachments")
        ]
        text = "\n".join(str(piece) for piece in pieces if piece)
    files = [f"[{each.get('title') or each['name']}]" for each in _list(message, "files")
             if each.get("name")]  # fmt: skip
    return " ".join([decoded(text, names).strip(), *files]).strip()


def _list(message: Message, name: str) -> list[dict[str, Any]]:
    return [each for each in message.get(name) or [] if isinstance(each, dict)]


def _author(message: Message, names: Names) -> str:
    if message.get("user"):
        return names.user(str(message["user"]))
    profile = message.get("bot_profile") or {}
    return str(message.get("username") or profile.get("name") or "Bot")


def _root(messages: Sequence[Message]) -> str:
    first = messages[0]
    return str(first.get("thread_ts") or first["ts"])


def _day(message: Message) -> str:
    return datetime.fromtimestamp(float(message["ts"]), UTC).date().isoformat()


def _version(title: str, text: str, place: Place, shown: Sequence[Message], url: str) -> str:
    # `private` is in it: a channel that becomes private must not stay readable by all.
    edits = [[each["ts"], (each.get("edited") or {}).get("ts", "")] for each in shown]
    parts = [title, text, place.private, url, edits]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
