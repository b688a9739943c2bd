"""How fast events are acknowledged while questions are being answered.

The peer is a bare Bolt app that does nothing but acknowledge, on the same events, in the same
run, idle: what Socket Mode itself costs here.
"""

import statistics
import time
from collections.abc import Sequence

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from benchmarks.figures import percentile
from benchmarks.running import BOT, EMMA, HELP, load, running_bot
from bot.slack import make_client
from workspace import seed
from workspace.client import WorkspaceClient, wait_until
from workspace.server import Workspace, run_in_thread

EVENTS = 1000
IN_FLIGHT = 100
PAUSE = 0.03
"""Seconds between posts. Every mention is two events, so about 60 events a second."""
QUESTION = "How do I claim an expense?"


def measure() -> str:
    """A Markdown report."""
    bare = _bare()
    with running_bot() as bot:
        for _ in range(IN_FLIGHT):
            bot.people.post(EMMA, HELP, f"{BOT} {QUESTION}")
        asked = IN_FLIGHT
        time.sleep(1)
        seen = len(_latencies(bot.people))
        commands = []
        started = time.perf_counter()
        for number in range(EVENTS // 2):
            bot.people.post(EMMA, HELP, f"{BOT} {QUESTION}")
            asked += 1
            time.sleep(PAUSE)
            if number % 20 == 0:
                began = time.perf_counter()
                bot.people.command(EMMA, HELP, "/model", "status")
                commands.append((time.perf_counter() - began) * 1000)
        took = time.perf_counter() - started
        time.sleep(1)
        latencies = _latencies(bot.people)[seen:]
        answered = _answered(bot.people)
        state = load()
    rows = [
        ("bare Bolt app, idle", bare),
        (f"Footnote, {asked - answered} questions in flight at the end", latencies),
        ("/model status meanwhile, as the person waits", commands),
    ]
    lines = [f"| {name} | {_row(values)} |" for name, values in rows]
    ratio = percentile(latencies, 99) / max(percentile(bare, 99), 0.01)
    return "\n".join(
        [
            "# Acknowledgements under load",
            "",
            f"{state}. Milliseconds from sending an event to its acknowledgement, "
            f"at {len(latencies) / took:.0f} events a second.",
            "",
            "| | n | median | p99 | max |",
            "|---|---|---|---|---|",
            *lines,
            "",
            f"p99 is {ratio:.1f} times that of the bare app; Slack's limit is 3,000 ms.",
            "",
        ]
    )


def _bare() -> list[float]:
    workspace = run_in_thread(Workspace())
    app = App(client=make_client(seed.BOT_TOKEN, workspace.api_url), process_before_response=True)
    app.event("message")(lambda: None)
    app.event("app_mention")(lambda: None)
    handler = SocketModeHandler(app, seed.APP_TOKEN, web_client=app.client, proxy=None)
    handler.connect()  # type: ignore[no-untyped-call]
    people = workspace.client
    people.wait_for_socket()
    for _ in range(EVENTS // 2):
        people.post(EMMA, HELP, f"{BOT} {QUESTION}")
        time.sleep(PAUSE)
    wait_until(lambda: len(_latencies(people)) >= EVENTS or None, 60, "acknowledgements")
    found = _latencies(people)
    handler.close()  # type: ignore[no-untyped-call]
    workspace.stop()
    return found


def _latencies(people: WorkspaceClient) -> list[float]:
    events = [d for d in people.deliveries() if d["kind"] == "events_api"]
    return [d["latency_ms"] for d in events if d["latency_ms"] is not None]


def _answered(people: WorkspaceClient) -> int:
    return len(people.calls("chat.stopStream"))


def _row(values: Sequence[float]) -> str:
    median, tail, most = statistics.median(values), percentile(values, 99), max(values)
    return f"{len(values)} | {median:.1f} | {tail:.1f} | {most:.1f}"
