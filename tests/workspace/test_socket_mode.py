"""A real Bolt app at the other end of the socket."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.client import WorkspaceClient, WorkspaceRefused, wait_until
from workspace.seed import APP_TOKEN

BOT = "<@U0FOOTNOTE>"


def test_a_mention_is_answered_in_its_thread(people: WorkspaceClient, echo: Any) -> None:
    ts = people.post("U0EMMA", "C0HELP", f"{BOT} R&D <b>")
    reply = people.wait_for_reply("C0HELP", ts, "U0EMMA")
    assert reply["text"] == f"Echo: {BOT} R&amp;D &lt;b&gt;"
    assert reply["thread_ts"] == ts
    root = next(each for each in people.history("U0ALEX", "C0HELP") if each["ts"] == ts)
    assert root["reply_count"] == 1


def test_a_mention_arrives_as_two_events_with_their_own_ids(
    people: WorkspaceClient, echo: Any
) -> None:
    ts = people.post("U0EMMA", "C0HELP", f"{BOT} twice?")
    people.wait_for_reply("C0HELP", ts, "U0EMMA")

    def both() -> list[dict[str, Any]] | None:
        bodies = [body for body in echo.heard if body.get("event", {}).get("ts") == ts]
        return bodies if len(bodies) == 2 else None

    bodies = wait_until(both, 5, "both events")
    assert {body["event"]["type"] for body in bodies} == {"app_mention", "message"}
    assert len({body["event_id"] for body in bodies}) == 2
    assert bodies[0]["authorizations"][0]["user_id"] == "U0FOOTNOTE"
    message = next(body["event"] for body in bodies if body["event"]["type"] == "message")
    assert message["channel_type"] == "channel"


def test_the_bots_own_message_is_delivered_too(people: WorkspaceClient, echo: Any) -> None:
    ts = people.post("U0EMMA", "C0HELP", f"{BOT} own")
    reply = people.wait_for_reply("C0HELP", ts, "U0EMMA")

    # Bolt drops it before any listener; that it was sent is what counts here.
    rows = [row for row in people.deliveries() if row["ts"] == reply["ts"]]
    assert [row["type"] for row in rows] == ["message"]


def test_nothing_is_heard_from_places_without_the_bot(people: WorkspaceClient, echo: Any) -> None:
    ts = people.post("U0EMMA", "C0RANDOM", f"{BOT} are you here?")
    note = people.history("U0EMMA", "C0RANDOM")[-1]
    assert note["ephemeral"]
    assert "not in this channel" in note["text"]
    assert ts not in [row["ts"] for row in people.deliveries()]


def test_duplicates_carry_the_same_event_id(people: WorkspaceClient, echo: Any) -> None:
    people.duplicate(3)
    ts = people.post("U0EMMA", people.direct("U0EMMA"), "thrice")

    def three() -> list[Any] | None:
        rows = [row for row in people.deliveries() if row["ts"] == ts and row["acked_at"]]
        return rows if len(rows) == 3 else None

    rows = wait_until(three, 5, "three deliveries")
    assert len({row["event_id"] for row in rows}) == 1
    assert sorted(row["retry_attempt"] for row in rows) == [0, 1, 2]


def test_an_event_without_an_ack_comes_again(people: WorkspaceClient, echo: Any) -> None:
    people.control("patience", ack=0.2)
    echo.silent.set()
    try:
        ts = people.post("U0EMMA", people.direct("U0EMMA"), "hello?")

        def again() -> list[Any] | None:
            rows = [row for row in people.deliveries() if row["ts"] == ts]
            return rows if len(rows) == 3 else None

        rows = wait_until(again, 5, "two more deliveries")
        assert [row["retry_attempt"] for row in rows] == [0, 1, 2]
        with pytest.raises(WorkspaceRefused, match="operation_timeout"):
            people.command("U0EMMA", "C0HELP", "/ask", "anyone?")
    finally:
        echo.silent.clear()
        people.control("patience", ack=1.0)


@pytest.mark.parametrize("how", ["announce", "close"])
def test_the_app_comes_back_after_its_socket_was_cut(
    people: WorkspaceClient, echo: Any, how: str
) -> None:
    opened = len(people.calls("apps.connections.open"))
    people.drop_sockets(how)
    wait_until(
        lambda: len(people.calls("apps.connections.open")) > opened or None, 15, "a new socket"
    )
    people.wait_for_socket()
    people.control("patience", ack=5.0)
    ts = people.post("U0EMMA", "C0HELP", f"{BOT} back?")
    assert people.wait_for_reply("C0HELP", ts, "U0EMMA")
    people.control("patience", ack=1.0)


def test_only_app_tokens_open_sockets(bot: WebClient) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        bot.apps_connections_open(app_token=str(bot.token))
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        bot.auth_test(token=APP_TOKEN)
