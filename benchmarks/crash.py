"""`kill -9` in the middle of 50 questions, then a restart: who got which answer?"""

import time
from collections import Counter

from benchmarks.running import BOT, EMMA, HELP, load, running_bot
from workspace.client import wait_until

QUESTIONS = 50


def measure() -> str:
    """A Markdown report."""
    with running_bot() as bot:
        people = bot.people
        asked = [
            people.post(EMMA, HELP, f"{BOT} How do I claim an expense?") for _ in range(QUESTIONS)
        ]

        def final() -> Counter[str]:
            shown: Counter[str] = Counter()
            for ts in asked:
                replies = [m for m in people.replies(EMMA, HELP, ts) if m.get("bot_id")]
                shown[ts] = sum(
                    not m["streaming"] and any(b["type"] == "context_actions" for b in m["blocks"])
                    for m in replies
                    if m.get("blocks")
                )
            return shown

        wait_until(lambda: sum(final().values()) >= QUESTIONS // 5 or None, 120, "first answers")
        before = sum(final().values())
        bot.kill()
        killed = time.perf_counter()
        bot.start()
        wait_until(lambda: all(final().values()) or None, 300, "all answers")
        took = time.perf_counter() - killed
        time.sleep(5)
        counts = Counter(final().values())
        messages = Counter(
            len([m for m in people.replies(EMMA, HELP, ts) if m.get("bot_id")]) for ts in asked
        )
        state = load()
    return "\n".join(
        [
            "# Killed in the middle",
            "",
            f"{state}. {QUESTIONS} questions, `kill -9` after {before} were answered, restart.",
            "",
            f"- final answers per question: {dict(counts)} (answers: questions)",
            f"- bot messages per question: {dict(messages)} (messages: questions)",
            f"- all were answered {took:.0f} s after the kill, start-up included",
            "",
        ]
    )
