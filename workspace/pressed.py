"""Which element was pressed, and what Slack tells the app of it."""

from workspace.errors import ApiError
from workspace.model import Json


def pressed(blocks: list[Json], action: Json) -> Json:
    """What a press on the element with the action's `action_id` reports.

    What the element itself says counts more than what the page sent with it. Raises ApiError
    action_not_found.
    """
    for block in blocks:
        elements = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in elements:
            if (
                not isinstance(element, dict)
                or not element.get("action_id")
                or element["action_id"] != action.get("action_id")
            ):
                continue
            if element["type"] == "feedback_buttons":
                both = (element["positive_button"], element["negative_button"])
                told = [button for button in both if button["value"] == action.get("value")]
            else:
                told = [element]
            if told:
                own = {key: told[0][key] for key in ("text", "value") if key in told[0]}
                of = {"type": element["type"], "action_id": element["action_id"]}
                return {**action, **of, **own, "block_id": block["block_id"]}
    raise ApiError("action_not_found")
