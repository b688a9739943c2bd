"""The nouns of a workspace: team, people, channels, messages, the installed app.

Messages and channels change and are plain dataclasses; everything else is frozen. The JSON
shapes are Slack's and are made here, nowhere else.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
ChannelType = Literal["channel", "group", "im"]


@dataclass(frozen=True)
class Team:
    """The company's workspace."""

    id: str
    name: str
    domain: str

    def as_slack(self) -> Json:
        """As `team.info` shows it."""
        return {"id": self.id, "name": self.name, "domain": self.domain, "icon": {}}


@dataclass(frozen=True)
class User:
    """A person, or the app's bot user."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    color: str = "4a154b"
    is_admin: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    bot_id: str = ""

    def as_slack(self, team_id: str, *, with_email: bool = False) -> Json:
        """As `users.info` shows it; the address only for apps that may read it."""
        profile: Json = {
            "real_name": self.real_name,
            "display_name": self.real_name,
            "title": self.title,
        }
        if with_email and self.email:
            profile["email"] = self.email
        if self.bot_id:
            profile["bot_id"] = self.bot_id
        return {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "real_name": self.real_name,
            "color": self.color,
            "deleted": False,
            "tz": "Europe/Paris",
            "tz_offset": 3600,
            "profile": profile,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
            "is_bot": self.is_bot,
            "is_app_user": False,
        }


@dataclass
class Channel:
    """A conversation. `members` keeps the order of joining."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    is_private: bool = False
    is_im: bool = False
    is_ext_shared: bool = False
    topic: str = ""

    @property
    def type(self) -> ChannelType:
        """Slack's word for the kind of place, as in an event's `channel_type`."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"

    def as_slack(self, reader: str) -> Json:
        """As `conversations.info` shows it to a reader (a user id)."""
        common: Json = {
            "id": self.id,
            "created": 1700000000,
            "is_archived": False,
            "is_im": self.is_im,
            "is_org_shared": False,
        }
        if self.is_im:
            peer = next((member for member in self.members if member != reader), reader)
            return {**common, "user": peer, "is_open": True}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_general": self.name == "general",
            "is_member": reader in self.members,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "creator": self.members[0] if self.members else "",
            "num_members": len(self.members),
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.topic, "creator": "", "last_set": 0},
        }


@dataclass
class Message:
    """One message. `user` wrote it; `bot_id` is set too where the app's bot did."""

    channel: str
    ts: str
    user: str
    text: str
    bot_id: str = ""
    app_id: str = ""
    team: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    subtype: str = ""
    metadata: Json | None = None
    edited: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: list[Json] = field(default_factory=list)
    streaming: bool = False
    ephemeral_to: str = ""
    unfurl_links: bool | None = None
    unfurl_media: bool | None = None
    client_msg_id: str = ""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread below another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts

    def as_slack(self) -> Json:
        """As `conversations.history` shows it, without what the thread adds to a root."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        for key in (
            "bot_id", "app_id", "team", "blocks", "thread_ts", "subtype", "metadata", "edited",
            "files", "reactions", "client_msg_id",
        ):  # fmt: skip
            if value := getattr(self, key):
                shown[key] = value
        if self.streaming:
            shown["streaming_state"] = "in_progress"
        if self.ephemeral_to:
            shown["is_ephemeral"] = True
        return shown


@dataclass(frozen=True)
class UserGroup:
    """A named group of people."""

    id: str
    handle: str
    users: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A slash command of the app."""

    command: str
    description: str
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Shortcut:
    """A message shortcut of the app."""

    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True)
class App:
    """The installed app: what its manifest and its installation say."""

    id: str
    name: str
    description: str
    bot_user_id: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    suggested_prompts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Seed:
    """A team to start from."""

    team: Team
    users: tuple[User, ...]
    channels: tuple[Channel, ...]
    usergroups: tuple[UserGroup, ...]
    app: App
