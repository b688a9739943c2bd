"""From what a person typed to what Slack stores."""

import re

from workspace.state import State

# What is already in Slack's own notation stays: <@U1>, <#C1|name>, <!here>, <https://…|label>.
NOTATION = re.compile(r"<(?:[@#!][^<>\s]+|https?://[^<>\s|]+(?:\|[^<>]*)?|mailto:[^<>]+)>")
URL = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]}'\"]")


def composed(state: State, text: str) -> str:
    """Escapes `& < >`, turns `@Name` into a mention and bare URLs into links."""
    parts, start = [], 0
    for kept in NOTATION.finditer(text):
        parts += [_plain(state, text[start : kept.start()]), kept.group()]
        start = kept.end()
    return "".join([*parts, _plain(state, text[start:])])


def _plain(state: State, text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = URL.sub(lambda url: f"<{url.group()}>", text)
    # Longest names first: "Emma Lindqvist" before "emma".
    names = [(name, user.id) for user in state.users.values()
             for name in (user.real_name, user.name)]  # fmt: skip
    for name, user_id in sorted(names, key=lambda each: -len(each[0])):
        text = re.sub(rf"(?<![\w<])@{re.escape(name)}\b", f"<@{user_id}>", text)
    return text
