"""Rate limits, on a clock of the test's own."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.client import WorkspaceClient
from workspace.errors import RateLimited
from workspace.limits import Limits


class Clock:
    """Seconds that pass when told to."""

    now = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now


@pytest.mark.parametrize(
    ("method", "calls"), [("chat.startStream", 20), ("chat.appendStream", 100), ("chat.update", 50)]
)
def test_a_tier_counts_calls_in_a_minute(method: str, calls: int) -> None:
    clock = Clock()
    limits = Limits("all", clock)
    for _ in range(calls):
        limits.check(method, "C1")
    clock.now += 20
    with pytest.raises(RateLimited) as refused:
        limits.check(method, "C1")
    assert refused.value.retry_after == 41
    clock.now += refused.value.retry_after
    limits.check(method, "C1")


def test_posts_are_counted_per_channel_with_a_burst() -> None:
    clock = Clock()
    limits = Limits("all", clock)
    for _ in range(5):
        limits.check("chat.postMessage", "C1")
    with pytest.raises(RateLimited):
        limits.check("chat.postMessage", "C1")
    limits.check("chat.postMessage", "C2")
    clock.now += 1
    limits.check("chat.postMessage", "C1")


def test_streams_alone_can_be_limited() -> None:
    limits = Limits("streams", Clock())
    for _ in range(60):
        limits.check("chat.update", "C1")
    for _ in range(20):
        limits.check("chat.startStream", "C1")
    with pytest.raises(RateLimited):
        limits.check("chat.startStream", "C1")


def test_the_caller_is_told_when_to_come_back(bot: WebClient, people: WorkspaceClient) -> None:
    people.limits(True)
    for _ in range(5):
        bot.chat_postMessage(channel="C0HELP", text="quick")
    with pytest.raises(SlackApiError) as refused:
        bot.chat_postMessage(channel="C0HELP", text="too quick")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"
