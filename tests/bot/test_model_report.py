"""`/model report`: what was measured, in Slack."""

import json
from pathlib import Path

from bot.arms_report import kept_report
from tests.bot.conftest import ALEX, EMMA, HELP, Bot
from tests.bot.test_asking import shown
from tests.bot.test_commands import told

REPORT = {
    "suite": "handbook <&> ```",
    "made": "2026-01-02T03:04:00",
    "questions": 60,
    "arms": [
        {"label": "base alone", "figures": {"correct": {"value": 0.1}, "cites_gold": None}},
        {"label": "retrieval + base", "figures": {"correct": {"value": 0.65}}},
    ],
    "findings": [
        {"name": "best", "holds": "yes", "sentence": "It is the best."},
        {"name": "facts", "holds": "warning", "sentence": "The adapter makes facts worse."},
    ],
    "recommendation": {
        "arm": "retrieval_base",
        "sentence": "Run retrieval + base.",
        "reasons": ["Sources must be named.", "p < 0.001"],
    },
}


def keep(home: Path, text: str) -> None:
    kept_report(home).parent.mkdir(exist_ok=True)
    kept_report(home).write_text(text, encoding="utf-8")


def test_the_last_report_is_shown_to_admins(bot: Bot) -> None:
    bot.people.command(EMMA, HELP, "/model", "report")
    told(bot, EMMA, "for admins")
    bot.people.command(ALEX, HELP, "/model", "report")
    told(bot, ALEX, "footnote evaluate --suite DIR --arms")
    keep(bot.home, "{}")
    bot.people.command(ALEX, HELP, "/model", "report")
    told(bot, ALEX, "cannot be read; make it anew")
    keep(bot.home, json.dumps(REPORT))
    bot.people.command(ALEX, HELP, "/model", "report")
    text = shown(told(bot, ALEX, "Run retrieval + base."))
    assert "60 questions, 2026-01-02 03:04" in text
    assert "0.650" in text
    assert "The adapter makes facts worse." in text
    assert "It is the best." not in text
    assert "• Sources must be named." in text
    # What a suite is called opens no block and mentions nobody.
    assert text.count("```") == 2
