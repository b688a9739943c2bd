"""The table of methods: what each does, which scope and which kind of token it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workspace.api import (
    assistant,
    auth,
    chat,
    conversations,
    files,
    reactions,
    streams,
    users,
    views,
)
from workspace.arguments import Arguments
from workspace.house import House
from workspace.model import Json

Handler = Callable[[House, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """One method. `scope` is empty where none is needed, or where it depends on the channel."""

    handler: Handler
    scope: str = ""
    token: Literal["bot", "app", "none"] = "bot"  # noqa: S105


METHODS: dict[str, Method] = {
    "api.test": Method(auth.api_test, token="none"),  # noqa: S106
    "apps.connections.open": Method(auth.connections_open, token="app"),  # noqa: S106
    "auth.test": Method(auth.auth_test),
    "team.info": Method(auth.team_info, "team:read"),
    "bots.info": Method(auth.bots_info, "users:read"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.getPermalink": Method(chat.get_permalink),
    "chat.startStream": Method(streams.start, "chat:write"),
    "chat.appendStream": Method(streams.append, "chat:write"),
    "chat.stopStream": Method(streams.stop, "chat:write"),
    "assistant.threads.setStatus": Method(assistant.set_status, "assistant:write"),
    "assistant.threads.setTitle": Method(assistant.set_title, "assistant:write"),
    "assistant.threads.setSuggestedPrompts": Method(
        assistant.set_suggested_prompts, "assistant:write"
    ),
    "agents.sessions.setStatus": Method(assistant.set_session_status, "chat:write"),
    "agents.sessions.rename": Method(assistant.rename_session, "chat:write"),
    "reactions.add": Method(reactions.add, "reactions:write"),
    "reactions.remove": Method(reactions.remove, "reactions:write"),
    "users.info": Method(users.info, "users:read"),
    "users.list": Method(users.list_, "users:read"),
    "users.lookupByEmail": Method(users.lookup_by_email, "users:read.email"),
    "users.conversations": Method(conversations.of_user),
    "usergroups.list": Method(users.groups, "usergroups:read"),
    "usergroups.users.list": Method(users.group_members, "usergroups:read"),
    "conversations.list": Method(conversations.list_),
    "conversations.info": Method(conversations.info),
    "conversations.members": Method(conversations.members),
    "conversations.open": Method(conversations.open_, "im:write"),
    "conversations.join": Method(conversations.join, "channels:join"),
    "conversations.history": Method(conversations.history),
    "conversations.replies": Method(conversations.replies),
    "views.open": Method(views.open_),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "files.info": Method(files.info, "files:read"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
}
