"""Who may administer: FOOTNOTE_ADMINS, and `[slack] admins` of footnote.toml."""

from collections.abc import Collection
from typing import Any

from slack_bolt import Ack

FOR_ADMINS = (
    "This is for admins only. Ask one of them, or have your user id ({user}) added to "
    "FOOTNOTE_ADMINS."
)


def is_admin(command: dict[str, Any], ack: Ack, admins: Collection[str]) -> bool:
    """Whether an admin sent `command`; who is none is told so."""
    allowed = command["user_id"] in admins
    if not allowed:
        ack(FOR_ADMINS.format(user=command["user_id"]))
    return allowed
