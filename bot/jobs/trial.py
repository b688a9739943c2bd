"""The job behind /model test and /model compare: one question, each model's answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk import WebClient

from answering.answerer import Answerer
from answering.errors import AnsweringError
from answering.question import Question
from bot.audience import Audience
from bot.blocks import Block, answer_text, safe, source_mrkdwn
from bot.private import direct_message, respond


@dataclass(frozen=True)
class TrialJob:
    """Asks models for the eyes of one admin, from what that admin may read."""

    answerer: Answerer
    audience: Audience
    client: WebClient

    def run(self, user: str, response_url: str, names: Sequence[str], text: str) -> None:
        """Answer `text` by each of the models, one message for all."""
        question = Question(text, (), self.audience.personal(user))
        parts = [part for name in names for part in self._answered(question, name)]
        blocks = [_context(f"Only you see this. Question: {safe(text)}"), *parts]
        shown = f"Answers of {' and '.join(names)}"
        if not respond(response_url, shown, blocks, replace=True):
            direct_message(self.client, user, shown, blocks)

    def _answered(self, question: Question, name: str) -> list[Block]:
        try:
            answer = self.answerer.answer(question, name)
        except AnsweringError as error:
            return [_section(f"*{name}*: {safe(str(error))}")]
        took = f"{answer.timings.seconds:.1f} s"
        by = "" if answer.model == name else f" (by `{answer.model}`)"
        sources = [_context(source_mrkdwn(citation)) for citation in answer.citations[:3]]
        return [
            _section(f"*{name}*{by}, {answer.status.replace('_', ' ')}, {took}"),
            {"type": "markdown", "text": answer_text(answer)},
            *sources,
        ]


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
