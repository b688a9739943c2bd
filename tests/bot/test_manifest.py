"""The Slack app's manifest asks for what the listeners need, and for nothing else."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text())
LISTENERS = "\n".join(path.read_text() for path in (ROOT / "bot" / "listeners").glob("*.py"))


def registered(kind: str) -> set[str]:
    return set(re.findall(rf'app\.{kind}\("([^"]+)"\)', LISTENERS))


def test_every_event_has_a_listener_and_the_other_way_round() -> None:
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in subscribed} == registered("event")


def test_every_command_and_shortcut_has_a_listener() -> None:
    features = MANIFEST["features"]
    assert {each["command"] for each in features["slash_commands"]} == registered("command")
    assert {each["callback_id"] for each in features["shortcuts"]} == registered("shortcut")


NEEDED = {
    "app_mentions:read": "app_mention",
    "im:history": "message.im",
    "channels:history": "message.channels",
    "groups:history": "message.groups",
    "mpim:history": "message.mpim",
    "mpim:read": "conversations_info",
    "assistant:write": "assistant_threads_",
    "chat:write": "chat_",
    "commands": "app.command",
    "im:write": "conversations_open",
    "im:read": "message.im",
    "channels:read": "users_conversations",
    "groups:read": "users_conversations",
    "usergroups:read": "usergroups_list",
    "users:read": "users_info",
}


def test_every_scope_is_used() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    code += str(MANIFEST["settings"])
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(NEEDED)
    for scope, user in NEEDED.items():
        assert user in code, f"{scope} is asked for, but nothing uses {user}"
