"""Block Kit, checked as strictly as Slack checks it.

A block that Slack does not know, a field it does not know, a text that is too long: each is
`invalid_blocks` with the place in the structure. What passes here should pass there.
"""

import secrets
from collections.abc import Callable
from typing import Any, Literal

from workspace.elements import check_element, check_text
from workspace.errors import ApiError, invalid_blocks
from workspace.findings import Findings

Block = dict[str, Any]
Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MARKDOWN_IN_ALL = 12_000
# Undocumented, found by trial (slackapi/bolt-js#2509): all blocks of one message together.
TEXT_IN_ALL = 13_200
SELECTS = {"static_select", "multi_static_select", "users_select", "channels_select",
           "conversations_select"}  # fmt: skip
INTERACTIVE = SELECTS | {"button", "overflow", "datepicker", "timepicker", "radio_buttons",
                         "checkboxes"}  # fmt: skip
INPUTS = (INTERACTIVE - {"button", "overflow"}) | {
    "plain_text_input", "email_text_input", "url_text_input",
}  # fmt: skip


def check_blocks(blocks: object, surface: Surface = "message") -> list[Block]:
    """The blocks, each with a `block_id`. Raises ApiError invalid_blocks, msg_blocks_too_long."""
    findings = Findings()
    found = findings.items(blocks, "/blocks", MOST_BLOCKS[surface], fewest=0)
    checked = [_checked(block, f"/blocks/{index}", findings, surface)
               for index, block in enumerate(found)]  # fmt: skip
    ids = [block["block_id"] for block in checked]
    if len(set(ids)) < len(ids):
        findings.add("/blocks", "block_id must be unique")
    markdown = sum(len(str(block.get("text", ""))) for block in checked
                   if block.get("type") == "markdown")  # fmt: skip
    if markdown > MARKDOWN_IN_ALL:
        findings.add("/blocks", f"markdown blocks hold more than {MARKDOWN_IN_ALL} characters")
    if findings.problems:
        raise invalid_blocks(*findings.problems)
    if surface == "message" and characters(checked) > TEXT_IN_ALL:
        raise ApiError("msg_blocks_too_long")
    return checked


def characters(value: object) -> int:
    """How many characters a reader of these blocks could read."""
    if isinstance(value, list):
        return sum(characters(item) for item in value)
    if isinstance(value, dict):
        return sum(
            len(item) if key == "text" and isinstance(item, str) else characters(item)
            for key, item in value.items()
        )
    return 0


def _checked(block: object, path: str, findings: Findings, surface: Surface) -> Block:
    if not findings.is_object(block, path):
        return {"block_id": secrets.token_hex(4)}
    kind = block.get("type")
    if kind not in BLOCKS or (kind == "input" and surface == "message"):
        findings.add(f"{path}/type", f"unsupported type: {kind}")
    else:
        findings.string(block.get("block_id"), f"{path}/block_id", 255)
        BLOCKS[kind](block, path, findings)
    return {**block, "block_id": block.get("block_id") or secrets.token_hex(3)}


def _section(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, set(), {"text", "fields", "accessory", "expand"})
    if block.get("text") is None and not block.get("fields"):
        findings.add(path, "missing required field: text")
    check_text(block.get("text"), f"{path}/text", findings, 3000)
    if block.get("fields") is not None:
        for index, field in enumerate(findings.items(block["fields"], f"{path}/fields", 10)):
            check_text(field, f"{path}/fields/{index}", findings, 2000)
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{path}/accessory", findings, INTERACTIVE | {"image"})


def _divider(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, set(), set())


def _header(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"text"}, {"level"})
    check_text(block.get("text"), f"{path}/text", findings, 150, ["plain_text"])


def _context(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"elements"}, set())
    for index, element in enumerate(findings.items(block.get("elements"), f"{path}/elements", 10)):
        where = f"{path}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(element, where, findings, {"image"})
        else:
            check_text(element, where, findings, 3000)


def _actions(block: Block, path: str, findings: Findings) -> None:
    _elements(block, path, findings, 25, INTERACTIVE)


def _context_actions(block: Block, path: str, findings: Findings) -> None:
    _elements(block, path, findings, 5, {"feedback_buttons", "icon_button"})


def _elements(block: Block, path: str, findings: Findings, most: int, allowed: set[str]) -> None:
    findings.keys(block, path, {"elements"}, set())
    elements = findings.items(block.get("elements"), f"{path}/elements", most)
    for index, element in enumerate(elements):
        check_element(element, f"{path}/elements/{index}", findings, allowed)
    named = [element["action_id"] for element in elements
             if isinstance(element, dict) and element.get("action_id")]  # fmt: skip
    if len(set(named)) < len(named):
        findings.add(f"{path}/elements", "action_id must be unique in a block")


def _markdown(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"text"}, set())
    findings.string(block.get("text"), f"{path}/text", MARKDOWN_IN_ALL)


def _image(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"alt_text"}, {"image_url", "slack_file", "title"})
    findings.string(block.get("image_url"), f"{path}/image_url", 3000)
    findings.string(block.get("alt_text"), f"{path}/alt_text", 2000)
    check_text(block.get("title"), f"{path}/title", findings, 2000, ["plain_text"])


def _input(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"label", "element"}, {"hint", "optional", "dispatch_action"})
    check_text(block.get("label"), f"{path}/label", findings, 2000, ["plain_text"])
    check_text(block.get("hint"), f"{path}/hint", findings, 2000, ["plain_text"])
    check_element(block.get("element"), f"{path}/element", findings, INPUTS)


def _table(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"rows"}, {"column_settings"})
    for index, row in enumerate(findings.items(block.get("rows"), f"{path}/rows", 100)):
        for column, cell in enumerate(findings.items(row, f"{path}/rows/{index}", 20)):
            where = f"{path}/rows/{index}/{column}"
            if findings.is_object(cell, where):
                findings.one_of(
                    cell.get("type", ""), where, {"rich_text", "raw_text", "raw_number"}
                )


def _task_card(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"task_id", "title", "status"}, {"details", "output", "sources"})
    findings.one_of(
        block.get("status"), f"{path}/status", {"pending", "in_progress", "complete", "error"}
    )
    for index, source in enumerate(block.get("sources") or []):
        check_element(source, f"{path}/sources/{index}", findings, {"url"})


def _plan(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"title"}, {"tasks"})
    for index, task in enumerate(block.get("tasks") or []):
        if findings.is_object(task, f"{path}/tasks/{index}"):
            _task_card(task, f"{path}/tasks/{index}", findings)


def _alert(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"text"}, {"level"})
    check_text(block.get("text"), f"{path}/text", findings, 3000)
    findings.one_of(
        block.get("level"), f"{path}/level", {"default", "info", "warning", "error", "success"}
    )


def _rich_text(block: Block, path: str, findings: Findings) -> None:
    findings.keys(block, path, {"elements"}, set())
    findings.items(block.get("elements"), f"{path}/elements", 1000, fewest=0)


BLOCKS: dict[str, Callable[[Block, str, Findings], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "markdown": _markdown,
    "image": _image,
    "input": _input,
    "table": _table,
    "task_card": _task_card,
    "plan": _plan,
    "alert": _alert,
    "rich_text": _rich_text,
}
