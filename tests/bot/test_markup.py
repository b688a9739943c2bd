"""What Slack sends for what people typed, and what of it reaches the search."""

from typing import Any

import pytest
from slack_sdk import WebClient

from answering.question import Turn
from answering.retrieval.filters import parse_filter
from bot.listeners.messages import without_mention
from bot.markup import shown
from bot.state.questions import Asked
from bot.thread import history


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("what of <#C024BE91L|people-ops> and parking?", "what of #people-ops and parking?"),
        ("who owns <#C024BE91L>?", "who owns?"),
        (
            "decided in <#C024BE91L|> or from <#C024BE91L>",
            "decided in #C024BE91L or from #C024BE91L",
        ),
        ("see <https://x.example/a?b=1&amp;c=2|the list>", "see the list"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("<mailto:a@b.example|a@b.example> or <mailto:c@d.example>", "a@b.example or c@d.example"),
        ("does <@U07AB12CD> or <@U07AB12CE|anna>, decide?", "does or anna, decide?"),
        ("<!here> ask <!subteam^S1|@people-ops>", "ask people-ops"),
        ("R&amp;D &lt;b&gt; &amp;lt; if a < b", "R&D <b> &lt; if a < b"),
    ],
)
def test_markup_is_read_as_people_see_it(sent: str, seen: str) -> None:
    assert shown(sent) == seen


def test_a_channel_as_slack_sends_it_is_a_filter() -> None:
    sent = "<@U0BOT>: what did we decide in <#C024BE91L|people-ops> about parking?"
    found, rest = parse_filter(without_mention(sent, "U0BOT"))
    assert (found.channel, rest) == ("people-ops", "what did we decide about parking?")


class Thread(WebClient):
    """Answers with one thread, without a network."""

    def conversations_replies(self, **_kwargs: Any) -> Any:  # type: ignore[override]
        return {
            "messages": [
                {"ts": "1.0", "user": "U1", "text": "<@U0BOT> lunch in <#C1|design> &amp; <@U2>?"},
                {"ts": "2.0", "user": "U0BOT", "text": "See <https://x.example|Lunch>. [1]"},
                {"ts": "2.5", "user": "U2", "text": "It is gone.", "subtype": "tombstone"},
                {"ts": "3.0", "user": "U1", "text": "and now?"},
            ]
        }

    def auth_test(self, **_kwargs: Any) -> Any:
        return {"user_id": "U0BOT"}


def test_a_thread_is_read_as_people_see_it() -> None:
    asked = Asked(
        id="a", kind="message", team="T", channel="C", user="U1", ts="3.0", thread_ts="1.0",
        text="and now?",
    )  # fmt: skip
    assert history(Thread(), asked) == (
        Turn("user", "lunch in #design &?"),
        Turn("assistant", "See Lunch."),
    )
