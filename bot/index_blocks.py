"""A reindex as Slack blocks: its progress, then what it changed and a way back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blocks import Block, fitting, safe
from indexing.readers import Readers

if TYPE_CHECKING:  # The process that faces Slack imports this file, and must start fast.
    from indexing.history import Change

CANCEL = "reindex_cancel"
ROLLBACK = "reindex_rollback"

_SHOWN = 8
"""Documents named of each kind; `footnote index diff` has them all."""
_SKIPS = 5


@dataclass(frozen=True)
class SourceChanges:
    """What a run did to one source: from generation `older` to `newer`."""

    source: str
    older: int
    newer: int
    changes: "Sequence[Change]"


def progress_text(seen: dict[str, Any], elapsed: float) -> str:
    """How far it is and how long it will take. `elapsed`: seconds in the present phase."""
    done, total, what = seen.get("done", 0), seen.get("total", 0), seen.get("what", "")
    where = f"{safe(str(seen['source']))}: " if seen.get("source") else ""
    if not total:
        return f"Reindexing · {where}{what} {done or ''}…"
    bar = "▰" * (10 * done // total) + "▱" * (10 - 10 * done // total)
    left = f" · about {duration(elapsed / done * (total - done))} left" if done else ""
    return f"Reindexing · {where}{what} {bar} {done:,} of {total:,}{left}"


def duration(seconds: float) -> str:
    """`40 s`, `3 min`, `2 h 10 min`"""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def progress_blocks(text: str, sources: Sequence[str]) -> list[Block]:
    """Progress with a button that calls the run off: of `sources`, of all if none is named."""
    return [
        _section(text),
        _buttons(_button("Cancel", CANCEL, json.dumps(list(sources)), "danger")),
    ]


def finished_blocks(
    text: str,
    changed: Sequence[SourceChanges],
    skipped: Sequence[dict[str, str]],
    labels: Readers,
) -> list[Block]:
    """The sums, the documents that `labels` may know of, and a button for each way back."""
    head, tail = [_section(text)], []
    if skipped:
        lines = [f"• {safe(item['source'])}: {safe(item['reason'])}" for item in skipped[:_SKIPS]]
        if len(skipped) > _SKIPS:
            lines.append(f"… and {len(skipped) - _SKIPS} more")
        tail.append(_section("*Skipped*\n" + "\n".join(lines)))
    sources = [_source_blocks(each, labels) for each in changed]
    rest = "… and {} more sources; `footnote index diff SOURCE` tells of each."
    return [*head, *fitting(sources, [*head, *tail], rest), *tail]


def _source_blocks(each: SourceChanges, labels: Readers) -> list[Block]:
    blocks = [_section(_changes(each, labels))]
    if each.older > 0:
        value = json.dumps({"source": each.source, "generation": each.older})
        blocks.append(_buttons(_button(f"Roll back {each.source}", ROLLBACK, value, "danger")))
    return blocks


def _changes(each: SourceChanges, labels: Readers) -> str:
    lines = [f"*{safe(each.source)}* · generation {each.older} → {each.newer}"]
    hidden = 0
    for kind, mark in (("added", "+"), ("changed", "~"), ("removed", "−")):
        mine = [change for change in each.changes if change.kind == kind]
        known = [change for change in mine if not labels.isdisjoint(change.readers)]
        hidden += len(mine) - len(known)
        lines += [f"{mark} {safe(change.key)}" for change in known[:_SHOWN]]
        if len(known) > _SHOWN:
            lines.append(f"{mark} … {len(known) - _SHOWN} more {kind}")
    if hidden:
        lines.append(f"_and {hidden} that you may not read_")
    return "\n".join(lines)


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:2900]}}


def _buttons(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def _button(label: str, action: str, value: str, style: str) -> Block:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": label[:75]},
        "action_id": action,
        "value": value,
        "style": style,
        "confirm": {
            "title": {"type": "plain_text", "text": label[:75]},
            "text": {"type": "plain_text", "text": _ASKED[action]},
            "confirm": {"type": "plain_text", "text": "Yes"},
            "deny": {"type": "plain_text", "text": "No"},
        },
    }


_ASKED = {
    CANCEL: "Nothing changes then; what has been done so far is kept for the next run.",
    ROLLBACK: "The content before this reindex returns, with today's readers. "
    "The source's schedule rests until somebody reindexes it.",
}
