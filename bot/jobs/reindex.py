"""The job behind /reindex: `footnote reindex` in a process of its own, so answers stay fast."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.private import direct_message, respond
from bot.state.choices import Choices

log = logging.getLogger(__name__)

_UPDATES = (3.0, 30.0, 120.0)
"""Seconds after which progress is shown; a response URL works five times, for half an hour."""
_SHOWN = 5


@dataclass(frozen=True)
class ReindexJob:
    """Runs the command with `arguments` (`--home`, `--config`) and reports to who asked."""

    arguments: Sequence[str]
    choices: Choices
    client: WebClient

    def run(self, user: str, response_url: str, source: str, full: bool) -> None:
        """Reindex `source` ("" for all) and tell `user` what changed."""
        self.choices.note(user, "reindex", f"{source or 'all'}{' --full' if full else ''}")
        command = [sys.executable, "-m", "bot.cli", "reindex", "--json", "--progress-json"]
        command += [*self.arguments, *(["--source", source] if source else [])]
        command += ["--full"] if full else []
        process = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: os.nice(10),
        )
        errors = self._follow(process, response_url)
        output = process.stdout.read() if process.stdout else ""
        if process.wait() == 0:
            text = summary(json.loads(output.strip().splitlines()[-1]))
        else:
            log.error("reindex failed: %s", errors)
            text = f"The reindex failed, and nothing has changed: {errors or 'see the log'}"
        if not respond(response_url, text, replace=True):
            direct_message(self.client, user, text)

    def _follow(self, process: "subprocess.Popen[str]", response_url: str) -> str:
        """Show progress a few times; returns what the command said when it failed."""
        began = time.monotonic()
        due = list(_UPDATES)
        said = ""
        for line in process.stderr or ():
            try:
                progress = json.loads(line)
            except ValueError:
                said = line.strip() or said
                continue
            if due and time.monotonic() - began >= due[0]:
                due.pop(0)
                respond(response_url, _progress(progress, time.monotonic() - began), replace=True)
        return said


def _progress(seen: dict[str, Any], elapsed: float) -> str:
    done, total = seen.get("done", 0), seen.get("total", 0)
    if not done or not total:
        return f"Reindexing: {seen.get('what', '')} …"
    left = elapsed / done * (total - done)
    return f"Reindexing: {seen['what']}, {done} of {total}, about {left:.0f} s left …"


def summary(report: dict[str, Any]) -> str:
    """What a reindex changed, for people."""
    text = (
        f"The index is up to date: {report['added']} added, {report['changed']} changed, "
        f"{report['removed']} removed, {report['unchanged']} unchanged; now "
        f"{report['documents']} documents in {report['passages']} passages "
        f"({report['seconds']:.1f} s)."
    )
    skipped = report["skipped"]
    if skipped:
        lines = [f"• {item['source']}: {item['reason']}" for item in skipped[:_SHOWN]]
        more = f"\n… and {len(skipped) - _SHOWN} more" if len(skipped) > _SHOWN else ""
        text += f"\nSkipped {len(skipped)}:\n" + "\n".join(lines) + more
    return text
