"""Modals and the app's Home: what is open for whom."""

from typing import Any

from workspace.blocks import check_blocks
from workspace.elements import check_text
from workspace.errors import ApiError, invalid_blocks
from workspace.findings import Findings
from workspace.model import Json
from workspace.page_sockets import PageSockets
from workspace.state import State

DEEPEST = 3
ALLOWED = {"blocks", "title", "submit", "close", "private_metadata", "callback_id",
           "clear_on_close", "notify_on_close", "external_id", "submit_disabled"}  # fmt: skip


class Views:
    """A stack of modals for each user, and each user's Home."""

    def __init__(self, state: State, pages: PageSockets):
        self._state = state
        self._pages = pages
        self.modals: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}

    def open(self, user: str, view: Any, *, push: bool = False) -> Json:
        """Open a modal, or another one on top. Raises ApiError push_limit_reached, …"""
        checked = self._checked(view, "modal")
        stack = self.modals.get(user, []) if push else []
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        shown = self._stamp(checked, stack)
        self.modals[user] = [*stack, shown]
        self._pages.to_user(user, {"type": "view", "kind": "modal", "view": shown})
        return shown

    def update(self, view: Any, view_id: str, external_id: str, given_hash: str) -> Json:
        """Replace a view that is open. Raises ApiError not_found, hash_conflict."""
        user, current = self.find(view_id, external_id)
        if given_hash and given_hash != current["hash"]:
            raise ApiError("hash_conflict")
        checked = self._checked(view, current["type"])
        kept = {key: current[key] for key in ("id", "root_view_id", "previous_view_id")}
        shown = {**self._stamp(checked, []), **kept}
        self.modals[user] = [shown if each is current else each for each in self.modals[user]]
        self._pages.to_user(user, {"type": "view", "kind": "modal", "view": shown})
        return shown

    def publish(self, user: str, view: Any, given_hash: str) -> Json:
        """Set a user's Home, which keeps its id. Raises ApiError user_not_found, hash_conflict."""
        self._state.user(user)
        current = self.homes.get(user)
        if given_hash and current and given_hash != current["hash"]:
            raise ApiError("hash_conflict")
        shown = self._stamp(self._checked(view, "home"), [])
        if current:
            # A press that meets a Home being published again is a press on that Home still.
            shown |= {key: current[key] for key in ("id", "root_view_id")}
        self.homes[user] = shown
        self._pages.to_user(user, {"type": "view", "kind": "home", "view": shown})
        return shown

    def find(self, view_id: str, external_id: str = "") -> tuple[str, Json]:
        """The user and the open modal. Raises ApiError not_found."""
        for user, stack in self.modals.items():
            for view in stack:
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user, view
        raise ApiError("not_found")

    def close(self, user: str, *, everything: bool = False) -> None:
        """Close the top modal, or all; the page is told what is on top now."""
        stack = [] if everything else self.modals.get(user, [])[:-1]
        self.modals[user] = stack
        view = stack[-1] if stack else None
        self._pages.to_user(user, {"type": "view", "kind": "modal", "view": view})

    def _stamp(self, view: Json, stack: list[Json]) -> Json:
        view_id = self._state.next_id("V")
        return {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "submit": None,
            "close": None,
            **view,
            "id": view_id,
            "team_id": self._state.team.id,
            "app_id": self._state.app.id,
            "app_installed_team_id": self._state.team.id,
            "bot_id": self._state.app.bot_id,
            "state": {"values": {}},
            "hash": self._state.next_ts(),
            "root_view_id": stack[0]["id"] if stack else view_id,
            "previous_view_id": stack[-1]["id"] if stack else None,
        }

    def _checked(self, view: Any, kind: str) -> Json:
        findings = Findings()
        if not findings.is_object(view, ""):
            raise ApiError("invalid_arguments")
        if view.get("type") != kind:
            findings.add("/type", f"must be {kind}")
        findings.keys(view, "", {"blocks", *({"title"} if kind == "modal" else ())}, ALLOWED)
        for key in ("title", "submit", "close"):
            check_text(view.get(key), f"/{key}", findings, 24, ["plain_text"])
        findings.string(view.get("private_metadata"), "/private_metadata", 3000, 0)
        findings.string(view.get("callback_id"), "/callback_id", 255)
        if findings.problems:
            raise invalid_blocks(*findings.problems)
        return {
            **view,
            "blocks": check_blocks(view["blocks"], "home" if kind == "home" else "modal"),
        }
