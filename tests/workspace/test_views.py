"""Modals and Homes, through Slack's own client."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.client import WorkspaceClient
from workspace.server import RunningWorkspace, Workspace, run_in_thread

TEXT = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}


def modal(**fields: Any) -> dict[str, Any]:
    """A modal, with fields replaced."""
    title = {"type": "plain_text", "text": "A title"}
    return {"type": "modal", "title": title, "blocks": [TEXT], **fields}


@pytest.fixture
def workspace() -> Workspace:
    """The workspace itself, to hand out trigger ids."""
    return Workspace()


@pytest.fixture
def running(workspace: Workspace) -> Any:
    """A workspace for each test."""
    started = run_in_thread(workspace)
    yield started
    started.stop()


def test_modals_stack_three_high(
    workspace: Workspace, running: RunningWorkspace, bot: WebClient, people: WorkspaceClient
) -> None:
    def trigger() -> str:
        return workspace.house.triggers.give("U0EMMA")

    first = bot.views_open(trigger_id=trigger(), view=modal())["view"]
    second = bot.views_push(trigger_id=trigger(), view=modal())["view"]
    assert second["previous_view_id"] == first["id"]
    bot.views_push(trigger_id=trigger(), view=modal())
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        bot.views_push(trigger_id=trigger(), view=modal())
    assert len(people.state()["modals"]["U0EMMA"]) == 3


def test_a_modal_is_updated_unless_it_changed_meanwhile(
    workspace: Workspace, running: RunningWorkspace, bot: WebClient
) -> None:
    trigger = workspace.house.triggers.give("U0EMMA")
    view = bot.views_open(trigger_id=trigger, view=modal())["view"]
    newer = bot.views_update(view_id=view["id"], hash=view["hash"], view=modal())["view"]
    assert newer["id"] == view["id"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        bot.views_update(view_id=view["id"], hash=view["hash"], view=modal())


@pytest.mark.parametrize(
    "fields",
    [
        {"title": {"type": "plain_text", "text": "a" * 25}},
        {"title": None},
        {"blocks": [{"type": "dance"}]},
        {"private_metadata": "a" * 3001},
        {"colour": "red"},
        {"type": "home"},
    ],
)
def test_malformed_modals_are_refused(
    workspace: Workspace, running: RunningWorkspace, bot: WebClient, fields: dict[str, Any]
) -> None:
    trigger = workspace.house.triggers.give("U0EMMA")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        bot.views_open(trigger_id=trigger, view=modal(**fields))
