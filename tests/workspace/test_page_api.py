"""What the page may see and do, as one of the team's people."""

from typing import Any

import pytest
from slack_sdk import WebClient

from workspace.client import WorkspaceClient, WorkspaceRefused
from workspace.compose import composed
from workspace.seed import demo_seed
from workspace.state import State


def test_bootstrap_has_what_a_page_needs(people: WorkspaceClient) -> None:
    start = people._get("page/api/bootstrap", user="U0EMMA")
    assert start["team"] == {"id": "T0FOOTNOTE", "name": "Fernleaf"}
    assert start["me"] == "U0EMMA"
    assert [each["name"] for each in start["channels"] if not each["is_im"]] == [
        "general", "ask-footnote", "random",
    ]  # fmt: skip
    commands = [each["command"] for each in start["commands"]]
    assert commands == ["/ask", "/reindex", "/model", "/curate"]
    assert start["bot"]["user_id"] == "U0FOOTNOTE"
    assert start["suggested_prompts"]


def test_private_places_do_not_exist_for_outsiders(people: WorkspaceClient) -> None:
    people.post("U0HANNAH", "C0PEOPLE", "confidential")
    with pytest.raises(WorkspaceRefused, match="channel_not_found"):
        people.history("U0EMMA", "C0PEOPLE")
    with pytest.raises(WorkspaceRefused, match="channel_not_found"):
        people.post("U0EMMA", "C0PEOPLE", "let me in")
    with pytest.raises(WorkspaceRefused, match="channel_not_found"):
        people.history("U0EMMA", "D0ALEX")
    assert people.history("U0ALEX", "C0PEOPLE")[-1]["text"] == "confidential"


def test_a_guest_sees_one_channel(people: WorkspaceClient) -> None:
    start = people._get("page/api/bootstrap", user="U0GUEST")
    named = [each["name"] for each in start["channels"] if not each["is_im"]]
    assert named == ["ask-footnote"]


def test_only_own_messages_can_be_changed(people: WorkspaceClient, bot: WebClient) -> None:
    ts = people.post("U0EMMA", "C0HELP", "first")
    people.edit("U0EMMA", "C0HELP", ts, "second")
    assert people.history("U0ALEX", "C0HELP")[-1]["text"] == "second"
    for user, other in (("U0ALEX", ts), ("U0EMMA", said(bot))):
        with pytest.raises(WorkspaceRefused, match="cant_update_message"):
            people.delete(user, "C0HELP", other)


def said(bot: WebClient) -> str:
    """The ts of something the bot said."""
    return str(bot.chat_postMessage(channel="C0HELP", text="from the bot")["ts"])


def test_an_edit_and_a_deletion_are_events(people: WorkspaceClient, echo: Any) -> None:
    ts = people.post("U0EMMA", "D0EMMA", "first")
    people.edit("U0EMMA", "D0EMMA", ts, "second")
    people.delete("U0EMMA", "D0EMMA", ts)
    subtypes = [call["type"] for call in people.deliveries() if call["channel"] == "D0EMMA"]
    assert subtypes == ["message"] * 3


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("R&D <b>", "R&amp;D &lt;b&gt;"),
        ("@Footnote hi", "<@U0FOOTNOTE> hi"),
        ("@emma and @Emma Lindqvist", "<@U0EMMA> and <@U0EMMA>"),
        ("mail emma@alex.example", "mail emma@alex.example"),
        ("see https://example.com/a?b=1.", "see <https://example.com/a?b=1>."),
        ("<@U0EMMA> <#C0HELP|ask> <!here>", "<@U0EMMA> <#C0HELP|ask> <!here>"),
        ("<https://example.com|label>", "<https://example.com|label>"),
        ("<javascript:alert(1)|x>", "&lt;javascript:alert(1)|x&gt;"),
    ],
)
def test_what_is_typed_is_stored_in_slacks_notation(typed: str, stored: str) -> None:
    assert composed(State(demo_seed()), typed) == stored
