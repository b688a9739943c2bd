"""The job behind /model test and /model compare: one question, each model's answer."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from answering.answerer import Answerer
from answering.errors import AnsweringError
from answering.question import Question
from bot.audience import Audience
from bot.blocks import Block, answer_text, brief, fitting, safe, source_mrkdwn
from bot.private import direct_message, respond
from bot.slack import why

log = logging.getLogger(__name__)

_LONGEST_QUESTION = 500
_LONGEST_ANSWER = 5000
_LONGEST_ERROR = 500
"""Characters: two answers and the question fit into one message, with sources if they are short."""

_REFUSED = {"invalid_blocks", "msg_blocks_too_long", "msg_too_long"}


@dataclass(frozen=True)
class Tried:
    """What one model said, as blocks."""

    name: str
    text: str
    head: list[Block]
    sources: list[Block]


@dataclass(frozen=True)
class TrialJob:
    """Asks models for the eyes of one admin, from what that admin may read."""

    answerer: Answerer
    audience: Audience
    client: WebClient

    def run(self, user: str, response_url: str, names: Sequence[str], text: str) -> None:
        """Answer `text` by each of the models, one message for all, or say that it failed."""
        what = " and ".join(f"`{safe(name)}`" for name in names)
        try:
            question = Question(text, (), self.audience.personal(user))
            tried = [self._tried(question, name) for name in names]
        except Exception as error:
            log.exception("Trying %s failed", what)
            self._tell(user, response_url, f"Trying {what} failed: {_reason(error)}", [])
            return
        said = "\n\n".join(
            [f"Answers of {what}", *(f"*{each.name}*\n{each.text}" for each in tried)]
        )
        self._tell(user, response_url, said, _blocks(text, tried))

    def _tell(self, user: str, response_url: str, text: str, blocks: Sequence[Block]) -> None:
        if respond(response_url, text, blocks, replace=True):
            return
        try:
            direct_message(self.client, user, text, blocks)
        except SlackApiError as error:
            if not blocks or why(error) not in _REFUSED:
                raise
            log.warning("A trial goes out without blocks: %s", why(error))
            direct_message(self.client, user, text)

    def _tried(self, question: Question, name: str) -> Tried:
        try:
            answer = self.answerer.answer(question, name)
        except AnsweringError as error:
            reason = brief(str(error), _LONGEST_ERROR)
            return Tried(name, reason, [_section(f"*{name}*: {reason}")], [])
        took = f"{answer.timings.seconds:.1f} s"
        by = "" if answer.model == name else f" (by `{answer.model}`)"
        text = _cut(answer_text(answer))
        head = _section(f"*{name}*{by}, {answer.status.replace('_', ' ')}, {took}")
        sources = [_context(source_mrkdwn(citation)) for citation in answer.citations[:3]]
        return Tried(name, text, [head, {"type": "markdown", "text": text}], sources)


def _blocks(text: str, tried: Sequence[Tried]) -> list[Block]:
    """The answers, each with those of its sources for which there is room beside all answers."""
    asked = _context(f"Only you see this. Question: {brief(text, _LONGEST_QUESTION)}")
    blocks = [asked]
    taken = [asked, *(block for each in tried for block in each.head)]
    for each in tried:
        sources = fitting([[source] for source in each.sources], taken, "… and {} more sources")
        taken += sources
        blocks += [*each.head, *sources]
    return blocks


def _reason(error: Exception) -> str:
    said = why(error) if isinstance(error, (SlackApiError, OSError)) else str(error)
    return brief(said or type(error).__name__, _LONGEST_ERROR)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ANSWER else f"{text[:_LONGEST_ANSWER].rstrip()} …"


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
