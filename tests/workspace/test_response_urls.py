"""Response URLs: five uses, thirty minutes, ephemeral by default."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.webhook import WebhookClient

from workspace.client import WorkspaceClient
from workspace.delivery import Patience
from workspace.errors import ApiError
from workspace.house import build_house
from workspace.response_urls import ResponseUrls
from workspace.seed import demo_seed
from workspace.triggers import Triggers

TEXT = "Only for Hannah"


@pytest.fixture
def url(people: WorkspaceClient, echo: Any) -> str:
    """The response URL of a command that Hannah just used."""
    people.command("U0HANNAH", "C0HELP", "/model")
    return next(str(body["response_url"]) for body in reversed(echo.heard)
                if body.get("command") == "/model")  # fmt: skip


@pytest.fixture
def shown(people: WorkspaceClient) -> Callable[[str], list[str]]:
    """What a user sees in #ask-footnote."""
    return lambda user: [each["text"] for each in people.history(user, "C0HELP")]


def test_a_reply_is_ephemeral_and_can_be_replaced(
    url: str, shown: Callable[[str], list[str]]
) -> None:
    hook = WebhookClient(url)
    assert hook.send(text=TEXT).body == "ok"
    assert TEXT in shown("U0HANNAH")
    assert TEXT not in shown("U0EMMA")
    hook.send(text="50 %", replace_original=True)
    hook.send(text="100 %", replace_original=True)
    assert shown("U0HANNAH")[-1] == "100 %"
    assert not {TEXT, "50 %"} & set(shown("U0HANNAH"))
    hook.send(delete_original=True)
    assert "100 %" not in shown("U0HANNAH")


def test_a_reply_can_be_for_everyone(url: str, shown: Callable[[str], list[str]]) -> None:
    WebhookClient(url).send(text="For all", response_type="in_channel")
    assert "For all" in shown("U0EMMA")


def test_it_works_five_times(url: str) -> None:
    hook = WebhookClient(url)
    for number in range(5):
        assert hook.send(text=str(number)).status_code == 200
    refused = hook.send(text="6")
    assert (refused.status_code, json.loads(refused.body)["error"]) == (404, "used_url")


def test_what_is_no_message_is_refused(url: str) -> None:
    for body, status in ((b"{}", 404), (b"text", 400)):
        request = Request(url, body, {"Content-Type": "application/json"})  # noqa: S310
        with pytest.raises(HTTPError) as refused, urlopen(request):  # noqa: S310
            pass
        assert refused.value.code == status
        refused.value.close()


def test_a_trigger_opens_once_and_soon() -> None:
    now = [0.0]
    triggers = Triggers(lambda: now[0])
    first, second = triggers.give("U1"), triggers.give("U2")
    assert triggers.use(first) == "U1"
    with pytest.raises(Exception, match="exchanged_trigger_id"):
        triggers.use(first)
    now[0] = 3.1
    with pytest.raises(Exception, match="trigger_expired"):
        triggers.use(second)
    with pytest.raises(Exception, match="invalid_trigger_id"):
        triggers.use("guessed")


def test_it_works_for_thirty_minutes() -> None:
    house = build_house(demo_seed(), "off", Patience())
    now = [0.0]
    urls = ResponseUrls(house.state, house.messages, lambda: now[0])
    key = urls.give("U0EMMA", "C0HELP").rpartition("/")[2]
    now[0] = 1799.0
    assert urls.find(key).user == "U0EMMA"
    now[0] = 1801.0
    with pytest.raises(ApiError, match="expired_url"):
        urls.find(key)
