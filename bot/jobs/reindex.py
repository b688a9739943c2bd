"""The jobs behind /reindex: `footnote reindex` and `footnote index rollback`, each in a
process of its own at low priority, so that answers stay fast."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine

from bot.audience import Audience
from bot.blocks import Block, safe
from bot.index_blocks import SourceChanges, finished_blocks, progress_blocks, progress_text
from bot.private import direct_message, respond
from bot.slack import why
from bot.state.choices import Choices
from indexing.access import Access
from indexing.history import NoGenerationError, diff, live_generations
from indexing.readers import PUBLIC, Readers
from indexing.reindex import cancel as ask_to_end

log = logging.getLogger(__name__)

_EVERY = 2.0
"""Seconds between updates of the live message; Slack allows about one a second."""


class LiveMessage:
    """A direct message that is updated while the work goes on. No user: nothing is shown."""

    def __init__(self, client: WebClient, user: str) -> None:
        self._client = client
        self._place: tuple[str, str] | None = None
        self._user = user
        self._shown_at = 0.0

    def show(self, text: str, blocks: Sequence[Block], last: bool = False) -> None:
        """Show this instead; between, only so often, and a failure is only logged."""
        if not self._user or (not last and time.monotonic() - self._shown_at < _EVERY):
            return
        self._shown_at = time.monotonic()
        try:
            if self._place is None:
                self._place = direct_message(self._client, self._user, text, blocks)
            else:
                channel, ts = self._place
                self._client.chat_update(channel=channel, ts=ts, text=text, blocks=list(blocks))
        except (SlackApiError, OSError) as error:
            log.warning("Progress of a reindex: %s", why(error))
            if last:
                self._say(text)

    def _say(self, text: str) -> None:
        """The text alone, as a message of its own."""
        try:
            direct_message(self._client, self._user, text)
        except (SlackApiError, OSError) as error:
            log.warning("The end of a reindex: %s", why(error))


class Children:
    """The commands that this process runs, which end before it does."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []
        self._ending = threading.Event()

    def start(self, command: Sequence[str], output: IO[bytes]) -> "subprocess.Popen[str]":
        """Run `command` at low priority: its stdout goes to `output`, its stderr to the caller."""
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            list(command),
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            preexec_fn=lambda: os.nice(10),
        )
        self._running.append(process)
        if self._ending.is_set():
            process.terminate()
        return process

    def ended(self, process: "subprocess.Popen[str]") -> None:
        """Forget `process`; never returns once all are told to end."""
        self._running.remove(process)
        if self._ending.is_set():
            # Its job must not end as one that failed: it stays open for whoever takes it over.
            threading.Event().wait()

    def end(self) -> None:
        """End them all; this process is expected to end soon."""
        self._ending.set()
        for process in list(self._running):
            process.terminate()


@dataclass(frozen=True)
class ReindexJob:
    """Runs the commands with `arguments` (`--home`, `--config`) and reports to who asked.

    `access` are the reader rules of the configured sources, by name.
    """

    arguments: Sequence[str]
    choices: Choices
    client: WebClient
    audience: Audience
    index: Engine
    access: Mapping[str, Access]
    children: Children = field(default_factory=Children)

    def run(self, user: str, response_url: str, source: str, full: bool) -> None:
        """Reindex `source` ("" for all) and tell `user` what changed; no user: a schedule."""
        self.choices.note(user or "schedule", "reindex", f"{source or 'all'}{' --full' * full}")
        command = ["reindex", "--json", "--progress-json", *(["--source", source] * bool(source))]
        command += ["--full"] * full + ["--scheduled"] * (not user)
        before = live_generations(self.index)
        message = LiveMessage(self.client, user)
        report, problem = self._run(command, message, [source] if source else [])
        if report is None:
            same = ", and nothing has changed" * (live_generations(self.index) == before)
            text = f"The reindex ended early{same}: {problem}"
            message.show(text, [_said(text)], last=True)
        else:
            text = summary(report)
            labels = self._labels(user)
            skipped = [item for item in report["skipped"] if self._may_know(item, labels)]
            blocks = finished_blocks(text, list(self._changed(before)), skipped, labels)
            message.show(text, blocks, last=True)
        respond(response_url, text, replace=True)

    def cancel(self, user: str, sources: Sequence[str]) -> None:
        """Call off what is running of `sources`, of all if none is named."""
        self.choices.note(user, "cancel reindex", ", ".join(sources) or "all")
        for source in sources or self.access:
            ask_to_end(self.index, source)

    def roll_back(self, user: str, source: str, generation: int) -> None:
        """Bring `source` back to `generation` and tell `user`."""
        self.choices.note(user, "rollback", f"{source} {generation}")
        message = LiveMessage(self.client, user)
        command = ["index", "rollback", "--json", "--", source, str(generation)]
        report, problem = self._run(command, message, [])
        if report is None:
            text = f"The rollback of {source} failed, and nothing has changed: {problem}"
        else:
            text = (
                f"{source} is back at generation {generation}: {report['added']} documents "
                f"returned, {report['changed']} changed back, {report['removed']} left. "
                "Its schedule rests until somebody reindexes it."
            )
        message.show(text, [_said(text)], last=True)

    def _run(
        self, command: Sequence[str], message: LiveMessage, sources: Sequence[str]
    ) -> tuple[dict[str, Any] | None, str]:
        """The report that the command ends with, or None and what it said."""
        began: dict[str, float] = {}

        def show(seen: dict[str, Any]) -> None:
            stage = f"{seen.get('source')} {seen.get('what')}"
            text = progress_text(seen, time.monotonic() - began.setdefault(stage, time.monotonic()))
            message.show(text, progress_blocks(text, sources))

        placed = [sys.executable, "-m", "bot.cli", *_placed(command, self.arguments)]
        report, said = follow(placed, show, self.children)
        if report is None:
            log.error("%s failed: %s", command[0], said)
        return report, said or "the log says more."

    def _labels(self, user: str) -> Readers:
        """What `user` may read; only what all may where Slack does not tell, or for a schedule."""
        if not user:
            return frozenset()
        try:
            return self.audience.personal(user)
        except (SlackApiError, OSError) as error:
            log.warning("Who %s is, is not known: %s", user, why(error))
            return PUBLIC

    def _changed(self, before: Mapping[str, int]) -> Iterator[SourceChanges]:
        for name, newer in live_generations(self.index).items():
            older = before.get(name, 0)
            if newer <= older:
                continue
            try:
                changes = diff(self.index, name, older, newer)
            except NoGenerationError:  # It had another name, and begins nowhere that is kept.
                continue
            yield SourceChanges(name, older, newer, changes)

    def _may_know(self, item: Mapping[str, str], labels: Readers) -> bool:
        """Whether every source that may hold this file shows it to someone with `labels`."""
        rules = self.access.values()
        return all(not labels.isdisjoint(rule.readers_of(item["source"])) for rule in rules)


def follow(
    command: Sequence[str], show: Callable[[dict[str, Any]], None], children: Children
) -> tuple[dict[str, Any] | None, str]:
    """Run `command` as one of `children` and `show` each JSON object that it writes to stderr.

    Returns the JSON object in the last line of its stdout, None if there is no such object, and
    the last other line of its stderr, "" if there is none.
    """
    said = ""
    # A file, not a pipe: a pipe holds 64 KB, and nobody reads it while stderr is followed.
    with tempfile.TemporaryFile() as output:
        with children.start(command, output) as process:
            for line in process.stderr or ():
                seen = _json_object(line)
                if seen is not None:
                    show(seen)
                elif line.strip():
                    said = line.strip()
                    log.warning("%s", line.rstrip())
        children.ended(process)
        output.seek(0)
        lines = output.read().decode(errors="replace").strip().splitlines()
    # Also when some of the sources failed: the report names them.
    return _json_object(lines[-1]) if lines else None, said


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _placed(command: Sequence[str], arguments: Sequence[str]) -> list[str]:
    """Options go before `--`, after which only names stand."""
    at = list(command).index("--") if "--" in command else len(command)
    return [*command[:at], *arguments, *command[at:]]


def _said(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": safe(text)[:2900]}}


def summary(report: Mapping[str, Any]) -> str:
    """What a reindex changed, for people."""
    skipped = f", {len(report['skipped'])} skipped" if report["skipped"] else ""
    failed = "".join(f"\nLeft as it was: {reason}" for reason in report.get("failed", ()))
    return (
        f"The index is up to date: {report['added']} added, {report['changed']} changed, "
        f"{report['removed']} removed, {report['unchanged']} unchanged{skipped}; now "
        f"{_counted(report['documents'], 'document')} in "
        f"{_counted(report['passages'], 'passage')} "
        f"({report['seconds']:.1f} s).{failed}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
