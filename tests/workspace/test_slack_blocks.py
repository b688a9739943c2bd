"""Block Kit's limits. Valid shapes are also read by Slack's own models."""

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from workspace.blocks import check_blocks
from workspace.errors import ApiError


def plain(text: str) -> dict[str, Any]:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def button(**fields: Any) -> dict[str, Any]:
    """A button, with fields replaced."""
    return {"type": "button", "action_id": "a", "text": plain("Press"), **fields}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """An actions block."""
    return {"type": "actions", "elements": list(elements)}


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": {"text": plain("Good"), "value": "up"},
    "negative_button": {"text": plain("Bad"), "value": "down"},
}

VALID: list[dict[str, Any]] = [
    {"type": "section", "text": mrkdwn("a" * 3000)},
    {"type": "section", "fields": [mrkdwn("a"), plain("b")], "accessory": button()},
    {"type": "divider"},
    {"type": "header", "text": plain("a" * 150)},
    {"type": "context", "elements": [mrkdwn("a"), plain("b")]},
    {"type": "markdown", "text": "a" * 12_000},
    actions(*(button(action_id=f"a{number}") for number in range(25))),
    actions(button(value="a" * 2000, style="primary", url="https://example.com")),
    {"type": "context_actions", "elements": [FEEDBACK]},
    {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": "a"}, {"type": "raw_text", "text": "b"}]],
    },
    {"type": "task_card", "task_id": "1", "title": "Search", "status": "complete"},
    {"type": "alert", "text": mrkdwn("Careful"), "level": "warning"},
    {
        "type": "section",
        "text": mrkdwn("Choose"),
        "accessory": {
            "type": "static_select",
            "action_id": "choose",
            "options": [{"text": plain("One"), "value": "1"}],
        },
    },
]

INVALID: list[dict[str, Any]] = [
    {"type": "dance"},
    {"type": "section"},
    {"type": "section", "text": mrkdwn("a" * 3001)},
    {"type": "section", "text": mrkdwn("")},
    {"type": "section", "text": "not an object"},
    {"type": "section", "text": {"type": "html", "text": "a"}},
    {"type": "section", "text": mrkdwn("a"), "colour": "red"},
    {"type": "section", "fields": [mrkdwn("a")] * 11},
    {"type": "header", "text": plain("a" * 151)},
    {"type": "header", "text": mrkdwn("a")},
    {"type": "context", "elements": [mrkdwn("a")] * 11},
    {"type": "context", "elements": []},
    {"type": "markdown", "text": "a" * 12_001},
    {"type": "markdown", "text": ""},
    actions(*(button(action_id=f"a{number}") for number in range(26))),
    actions(button(), button()),
    actions(button(value="a" * 2001)),
    actions(button(text=plain("a" * 76))),
    actions(button(text=mrkdwn("a"))),
    actions(button(action_id="a" * 256)),
    actions(button(style="loud")),
    actions(FEEDBACK),
    {"type": "context_actions", "elements": [button()]},
    {"type": "context_actions", "elements": [{**FEEDBACK, "negative_button": None}]},
    {"type": "context_actions", "elements": [{**FEEDBACK, "positive_button": {"value": "a"}}]},
    {"type": "divider", "block_id": "a" * 256},
    {"type": "table", "rows": []},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 21]},
    {"type": "task_card", "task_id": "1", "title": "Search", "status": "soon"},
    {"type": "alert", "text": mrkdwn("a"), "level": "loud"},
    {"type": "input", "label": plain("a"), "element": {"type": "plain_text_input"}},
]


@pytest.mark.parametrize("block", VALID, ids=lambda block: str(block["type"]))
def test_what_slack_takes_is_taken(block: dict[str, Any]) -> None:
    checked = check_blocks([block])
    assert checked[0]["block_id"]
    parsed = Block.parse(block)
    assert parsed is not None
    parsed.validate_json()


@pytest.mark.parametrize("block", INVALID, ids=lambda block: str(block["type"]))
def test_what_slack_refuses_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="invalid_blocks") as refused:
        check_blocks([block])
    assert "[json-pointer:/blocks/0" in str(refused.value.details["errors"])


def test_a_message_holds_50_blocks() -> None:
    check_blocks([{"type": "divider"}] * 50)
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_blocks([{"type": "divider"}] * 51)


def test_markdown_blocks_share_their_limit() -> None:
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_blocks([{"type": "markdown", "text": "a" * 6001}] * 2)


def test_all_blocks_together_share_another() -> None:
    with pytest.raises(ApiError, match="msg_blocks_too_long"):
        check_blocks([{"type": "section", "text": mrkdwn("a" * 2700)}] * 5)


def test_block_ids_are_unique() -> None:
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_blocks([{"type": "divider", "block_id": "a"}] * 2)


@pytest.mark.parametrize("blocks", ["text", {"type": "divider"}, ["divider"], [None]])
def test_other_shapes_are_refused(blocks: object) -> None:
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_blocks(blocks)
