"""Elements inside blocks, checked as strictly as Slack checks them."""

import re
from collections.abc import Callable, Collection
from typing import Any

from workspace.findings import Findings

Element = dict[str, Any]

BUTTON_VALUE = 2000
OPTIONAL_INPUT = {
    "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length",
    "dispatch_action_config", "focus_on_load",
}  # fmt: skip
LONGEST_INPUT = 3000
CHOICE = {"action_id", "options", "option_groups", "initial_option", "initial_options",
          "placeholder", "confirm", "focus_on_load", "max_selected_items"}  # fmt: skip


def check_text(
    value: object,
    path: str,
    findings: Findings,
    longest: int,
    kinds: Collection[str] = ("plain_text", "mrkdwn"),
) -> None:
    """A text object; None passes."""
    if value is None or not findings.is_object(value, path):
        return
    findings.one_of(value.get("type", ""), f"{path}/type", kinds)
    findings.keys(value, path, {"text"}, {"emoji", "verbatim"})
    findings.string(value.get("text"), f"{path}/text", longest)


def check_element(value: object, path: str, findings: Findings, allowed: Collection[str]) -> None:
    """An element of one of the allowed types."""
    if not findings.is_object(value, path):
        return
    kind = value.get("type")
    if kind not in allowed or kind not in ELEMENTS:
        findings.add(f"{path}/type", f"unsupported type: {kind}")
        return
    findings.string(value.get("action_id"), f"{path}/action_id", 255)
    ELEMENTS[kind](value, path, findings)


def _button(element: Element, path: str, findings: Findings) -> None:
    findings.keys(
        element, path, {"text"},
        {"action_id", "url", "value", "style", "confirm", "accessibility_label", "agent_prompt",
         "agent_prompt_display", "visible_to_user_ids"},
    )  # fmt: skip
    check_text(element.get("text"), f"{path}/text", findings, 75, ["plain_text"])
    findings.string(element.get("value"), f"{path}/value", BUTTON_VALUE, 0)
    findings.string(element.get("url"), f"{path}/url", 3000)
    findings.one_of(element.get("style"), f"{path}/style", {"primary", "danger"})
    findings.string(element.get("accessibility_label"), f"{path}/accessibility_label", 75)
    _confirm(element.get("confirm"), f"{path}/confirm", findings)


def _confirm(value: object, path: str, findings: Findings) -> None:
    if value is None or not findings.is_object(value, path):
        return
    findings.keys(value, path, {"title", "text", "confirm", "deny"}, {"style"})
    for key, longest in (("title", 100), ("confirm", 30), ("deny", 30)):
        check_text(value.get(key), f"{path}/{key}", findings, longest, ["plain_text"])
    check_text(value.get("text"), f"{path}/text", findings, 300)


def _feedback_buttons(element: Element, path: str, findings: Findings) -> None:
    findings.keys(element, path, {"positive_button", "negative_button"}, {"action_id"})
    for key in ("positive_button", "negative_button"):
        button = element.get(key)
        if button is None or not findings.is_object(button, f"{path}/{key}"):
            continue
        findings.keys(button, f"{path}/{key}", {"text", "value"}, {"accessibility_label"})
        check_text(button.get("text"), f"{path}/{key}/text", findings, 75, ["plain_text"])
        findings.string(button.get("value"), f"{path}/{key}/value", BUTTON_VALUE)
        findings.string(button.get("accessibility_label"), f"{path}/{key}/accessibility_label", 75)


def _icon_button(element: Element, path: str, findings: Findings) -> None:
    findings.keys(
        element, path, {"icon", "text"},
        {"action_id", "accessibility_label", "value", "visible_to_user_ids", "confirm"},
    )  # fmt: skip
    findings.one_of(element.get("icon"), f"{path}/icon", {"trash"})
    check_text(element.get("text"), f"{path}/text", findings, 75, ["plain_text"])
    findings.string(element.get("value"), f"{path}/value", BUTTON_VALUE, 0)
    _confirm(element.get("confirm"), f"{path}/confirm", findings)


def _choice(element: Element, path: str, findings: Findings) -> None:
    findings.keys(element, path, set(), CHOICE)
    most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(element["type"], 100)
    check_text(element.get("placeholder"), f"{path}/placeholder", findings, 150, ["plain_text"])
    _confirm(element.get("confirm"), f"{path}/confirm", findings)
    if "option_groups" in element:
        groups = findings.items(element["option_groups"], f"{path}/option_groups", 100)
        for index, group in enumerate(groups):
            where = f"{path}/option_groups/{index}"
            if findings.is_object(group, where):
                check_text(group.get("label"), f"{where}/label", findings, 75, ["plain_text"])
                _options(group.get("options"), f"{where}/options", findings, most)
        return
    _options(element.get("options"), f"{path}/options", findings, most)
    if "initial_option" in element:
        _offered(element, element["initial_option"], f"{path}/initial_option", findings)
    if "initial_options" in element:
        where = f"{path}/initial_options"
        for index, option in enumerate(findings.items(element["initial_options"], where, most)):
            _offered(element, option, f"{where}/{index}", findings)


def _offered(element: Element, option: object, path: str, findings: Findings) -> None:
    if option not in (element.get("options") or []):
        findings.add(path, "must be one of the options")


def _options(options: object, path: str, findings: Findings, most: int) -> None:
    for index, option in enumerate(findings.items(options, path, most)):
        where = f"{path}/{index}"
        if not findings.is_object(option, where):
            continue
        findings.keys(option, where, {"text", "value"}, {"description", "url"})
        check_text(option.get("text"), f"{where}/text", findings, 75)
        findings.string(option.get("value"), f"{where}/value", 150)
        check_text(option.get("description"), f"{where}/description", findings, 75)


def _picker(element: Element, path: str, findings: Findings) -> None:
    allowed = {"action_id", "placeholder", "confirm", "focus_on_load"}
    extra = {key for key in element if key.startswith(("initial_", "filter", "response_url"))}
    findings.keys(element, path, set(), allowed | extra)
    check_text(element.get("placeholder"), f"{path}/placeholder", findings, 150, ["plain_text"])
    date = element.get("initial_date")
    if date is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", str(date)):
        findings.add(f"{path}/initial_date", "must be a date as YYYY-MM-DD")


def _input(element: Element, path: str, findings: Findings) -> None:
    findings.keys(element, path, set(), OPTIONAL_INPUT)
    check_text(element.get("placeholder"), f"{path}/placeholder", findings, 150, ["plain_text"])
    if not isinstance(element.get("initial_value", ""), str):
        findings.add(f"{path}/initial_value", "must be a string")
    for key, fewest in (("min_length", 0), ("max_length", 1)):
        length = element.get(key, fewest)
        if not isinstance(length, int) or not fewest <= length <= LONGEST_INPUT:
            findings.add(f"{path}/{key}", f"must be from {fewest} to {LONGEST_INPUT}")


def _image(element: Element, path: str, findings: Findings) -> None:
    findings.keys(element, path, {"alt_text"}, {"image_url", "slack_file"})
    findings.string(element.get("image_url"), f"{path}/image_url", 3000)
    findings.string(element.get("alt_text"), f"{path}/alt_text", 2000)


def _url_source(element: Element, path: str, findings: Findings) -> None:
    findings.keys(element, path, {"url", "text"}, set())
    findings.string(element.get("url"), f"{path}/url", 3000)
    findings.string(element.get("text"), f"{path}/text", 2000)


ELEMENTS: dict[str, Callable[[Element, str, Findings], None]] = {
    "button": _button,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
    "image": _image,
    "url": _url_source,
    "plain_text_input": _input,
    "email_text_input": _input,
    "url_text_input": _input,
    **dict.fromkeys(
        ("static_select", "multi_static_select", "overflow", "radio_buttons", "checkboxes"),
        _choice,
    ),
    **dict.fromkeys(
        ("users_select", "channels_select", "conversations_select", "datepicker", "timepicker"),
        _picker,
    ),
}
