"""Who may read what, where Slack does not tell everything."""

import logging
from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.audience import Audience
from bot.slack import make_client
from tests.bot.conftest import EMMA, HANNAH
from workspace import seed
from workspace.client import WorkspaceClient
from workspace.server import Workspace, run_in_thread


@pytest.fixture
def people() -> Iterator[WorkspaceClient]:
    started = run_in_thread(Workspace())
    yield started.client
    started.stop()


def audience(people: WorkspaceClient) -> Audience:
    return Audience(make_client(seed.BOT_TOKEN, f"{people.url}/api/"))


@pytest.mark.parametrize("refusal", ["paid_teams_only", "plan_upgrade_required", "missing_scope"])
def test_without_user_groups_everything_else_is_read(
    people: WorkspaceClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    refusal: str,
) -> None:
    monkeypatch.setattr("bot.audience._FRESH", 0.0)
    whole = audience(people).personal(HANNAH)
    assert any(label.startswith("group:") for label in whole)
    people.fault("usergroups.list", "error", times=9, error=refusal)
    asked = audience(people)
    with caplog.at_level(logging.WARNING):
        narrowed = asked.personal(HANNAH)
        asked.personal(EMMA)
    assert narrowed == {label for label in whole if not label.startswith("group:")}
    assert f"user:{HANNAH}" in narrowed
    assert caplog.text.count(refusal) == 1


def test_another_refusal_of_the_user_groups_is_an_error(people: WorkspaceClient) -> None:
    people.fault("usergroups.list", "error", error="account_inactive")
    with pytest.raises(SlackApiError, match="account_inactive"):
        audience(people).personal(HANNAH)
