"""Slack's markup in what people ask, as they see it: channels, links, mentions and entities."""

import html
import re

_MARKUP = re.compile(
    r"(?P<gap>(?:\b(?P<side>in|from))?[ \t]?)"
    r"<(?P<target>[@#!][^<>|\s]+|[a-z][a-z0-9+.-]*:[^<>|\s]+)(?:\|(?P<label>[^<>]*))?>",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^(?:mailto|tel):")


def shown(text: str) -> str:
    """`text` decoded: `<#C1|design>` is "#design", `<https://…|label>` its label, `&amp;` "&".

    Whoever is mentioned without a name is left out: an id is no word to search for. So is a
    channel, except after "in" or "from": threads can be found by the id of their channel.
    """
    return html.unescape(_MARKUP.sub(_replaced, text)).strip()


def _replaced(match: re.Match[str]) -> str:
    said = _said(match["target"], match["label"] or "", bool(match["side"]))
    return f"{match['gap']}{said}" if said else match["side"] or ""


def _said(target: str, label: str, is_place: bool) -> str:
    if target.startswith("#"):
        return f"#{label or target[1:]}" if label or is_place else ""
    if target[0] in "@!":
        return label.removeprefix("@")
    return label or _SCHEME.sub("", target)
