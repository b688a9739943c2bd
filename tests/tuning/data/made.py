"""Rows, exports and databases as people have them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

THINGS = ["lamp", "sensor", "printer", "badge", "laptop", "invoice", "room", "car", "key", "desk"]
PLACES = ["Lisbon", "Utrecht", "Porto", "Ghent"]


def good_rows(documents: int = 40) -> list[dict[str, Any]]:
    """As many rows as documents, no two of them alike."""
    return [
        {
            "id": f"r{number}",
            "document": f"d{number}",
            "prompt": f"Where in {PLACES[number % 4]} is {THINGS[number % 10]} {number} kept?",
            "completion": f"It is kept on floor {number}, {THINGS[(number * 7) % 10]} side.",
        }
        for number in range(documents)
    ]


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def message(user: str, ts: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "user": user, "ts": ts, "text": text, **more}


def checked(*users: str) -> list[dict[str, Any]]:
    return [{"name": "white_check_mark", "users": list(users), "count": len(users)}]


def write_export(folder: Path) -> Path:
    """A folder as Slack's zip unpacks to; four threads, of which two hold an accepted reply."""
    users = [
        {"id": "U1", "real_name": "Ana Costa (she/her)"},
        {"id": "U2", "real_name": "Ben Okafor"},
        {"id": "U3", "real_name": "Mark"},
        {"id": "UB", "real_name": "Help Bot", "is_bot": True},
    ]
    first = [
        message("U1", "1.0", "hi", subtype="channel_join"),
        message("U1", "2.0", "Where is the spare key, <@U3|mark>?", thread_ts="2.0"),
        message("UB", "2.1", "See the wiki.", thread_ts="2.0", reactions=checked("U1")),
        message("U3", "2.2", "No idea.", thread_ts="2.0"),
        message("U2", "2.3", "In the <#C1|ops> drawer, says Ana Costa &amp; I.", thread_ts="2.0"),
        message("U1", "2.4", "Thanks, that helped!", thread_ts="2.0"),
        message("U1", "3.0", "Lunch at noon.", thread_ts="3.0"),
        message("U2", "3.1", "Yes!", thread_ts="3.0", reactions=checked("U1")),
    ]
    second = [
        message("U2", "4.0", "Does the lift work?", thread_ts="4.0"),
        message("U3", "4.1", "It should.", thread_ts="4.0"),
        message("U3", "5.0", "Which printer is free?", thread_ts="5.0"),
        message("U2", "5.2", "All of them, I think.", thread_ts="5.0"),
        message("U1", "5.1", "The one on floor 2.", thread_ts="5.0", reactions=checked("U3")),
    ]
    files = {
        "users.json": users,
        "channels.json": [{"id": "C1", "name": "ops"}],
        "groups.json": [{"id": "G1", "name": "board"}],
        "ops/2024-01-01.json": first,
        "ops/2024-01-02.json": second,
        "board/2024-01-01.json": [
            message("U1", "9.0", "Who is to go?", thread_ts="9.0"),
            message("U2", "9.1", "Nobody.", thread_ts="9.0", reactions=checked("U1")),
        ],
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(data))
    return folder
