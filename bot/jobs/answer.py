"""The job that answers one message."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

import prompts
from answering.answer import Answer, Sentence
from answering.answerer import Answerer
from answering.errors import AnsweringError
from answering.question import Question
from bot.audience import Audience
from bot.delivery import ThreadDelivery
from bot.private import answer_privately, tell
from bot.state.choices import Choices
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked, Questions
from bot.status import working
from bot.thread import history
from indexing.readers import Readers

log = logging.getLogger(__name__)

_GONE = {
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "thread_not_found",
    "message_not_found",
}
"""Nobody is there to be answered any more."""


@dataclass(frozen=True)
class AnswerJob:
    """Everything that answering a message needs."""

    answerer: Answerer
    questions: Questions
    deliveries: Deliveries
    choices: Choices
    audience: Audience
    eager: WebClient
    patient: WebClient
    poster: WebClient
    outsiders: bool

    def run(self, question_id: str) -> None:
        """Answer the question, whatever an earlier, interrupted run has done of it already."""
        asked = self.questions.get(question_id)
        if asked is None:
            log.info("%s has expired", question_id)
            return
        try:
            self._answer(asked)
        except SlackApiError as error:
            if error.response.get("error") not in _GONE:
                raise
            log.warning("%s cannot be answered: %s", asked.id, error.response.get("error"))

    def apologise(self, question_id: str) -> None:
        """Say that it went wrong: someone who asked always gets an answer or a reason."""
        asked = self.questions.get(question_id)
        if asked is None:
            return
        failed = self._spoken(prompts.load("failed"), "error")
        if asked.kind == "message":
            delivery = self._delivery(asked)
            if delivery.begin():
                delivery.finish(failed)
        else:
            self.deliveries.begin(asked.id, asked.channel)
            if self.deliveries.finished(asked.id):
                tell(self.patient, asked, failed.text)

    def _answer(self, asked: Asked) -> None:
        made, private = self.questions.answer(asked.id) or (None, False)
        if asked.kind != "message":
            answer = made or self._make(asked, None)
            answer_privately(asked, answer, "", self.deliveries, self.patient)
            return
        delivery = self._delivery(asked)
        if not delivery.begin():
            return
        if made is not None and private:
            # An earlier run ended between keeping it and sending it.
            self._answer_alone(asked, made)
            return
        with working(self.eager, asked):
            answer = made or self._make(asked, delivery)
        if self.questions.cancelled(asked.id):
            self._end(asked, delivery)
            return
        better = self._for_the_asker_alone(asked, answer)
        if better is None:
            delivery.finish(answer)
        else:
            self._answer_alone(asked, better)

    def _answer_alone(self, asked: Asked, answer: Answer) -> None:
        """Nothing in public: even "I found it but you may not see it" would tell too much."""
        answer_privately(asked, answer, prompts.load("private"), self.deliveries, self.patient)

    def _delivery(self, asked: Asked) -> ThreadDelivery:
        return ThreadDelivery(asked, self.deliveries, self.eager, self.patient, self.poster)

    def _make(self, asked: Asked, delivery: ThreadDelivery | None) -> Answer:
        if not self.outsiders and self.audience.is_outside(asked):
            return self._keep(asked, self._spoken(prompts.load("outsider")))
        if asked.files and not asked.text:
            return self._keep(asked, self._spoken(prompts.load("attachment")))
        if not asked.text:
            return self._keep(asked, self._spoken(prompts.load("greeting")))
        answer = self._ask(asked, self.audience.of(asked), delivery)
        if asked.files:
            answer = replace(answer, note=f"{answer.note} {prompts.load('attachment')}".strip())
        return self._keep(asked, answer)

    def _ask(
        self, asked: Asked, audience: Readers, delivery: ThreadDelivery | None = None
    ) -> Answer:
        question = Question(asked.text, history(self.patient, asked), audience)
        model, note = self._model(asked.channel)
        following: dict[str, Any] = {}
        if delivery is not None:
            following["on_sentence"] = delivery.say
            following["stopped"] = lambda: self.questions.cancelled(asked.id)
        try:
            answer = self.answerer.answer(question, model, **following)
        except AnsweringError as error:
            log.exception("%s: the model failed", asked.id)
            return self._spoken(str(error), "error")
        return replace(answer, note=f"{note} {answer.note}".strip())

    def _model(self, channel: str) -> tuple[str, str]:
        """The model for `channel`, and a note if it stands in for one that is not there.

        The table is read when the bot starts; a choice may be of an entry added since, or gone.
        """
        registry = self.answerer.registry
        chosen = self.choices.model(channel) or registry.default
        if chosen in registry.names():
            return chosen, ""
        why = f"{chosen} was not in footnote.toml when the bot started"
        log.warning("%s; %s answers", why, registry.default)
        return registry.default, prompts.load("stand_in").format(why=why, model=registry.default)

    def _for_the_asker_alone(self, asked: Asked, answer: Answer) -> Answer | None:
        """A better answer from what only the asker may read, when the public one is empty."""
        if answer.status != "not_found" or answer.kind != "documents":
            return None
        if self.audience.is_direct(asked.channel):
            return None
        own = self.audience.personal(asked.user)
        if own <= self.audience.of(asked):
            return None
        better = self._ask(asked, own)
        if better.status != "answered":
            return None
        self.questions.save_answer(asked.id, better, private=True)
        return better

    def _end(self, asked: Asked, delivery: ThreadDelivery) -> None:
        """Deleted questions get nothing, stopped ones what was shown so far."""
        if self._still_there(asked):
            delivery.stop()
        else:
            delivery.withdraw()

    def _still_there(self, asked: Asked) -> bool:
        found = self.patient.conversations_replies(
            channel=asked.channel, ts=asked.thread_ts, oldest=asked.ts, inclusive=True, limit=10
        )
        # Of a deleted message that has replies, Slack keeps an empty one.
        return any(
            message["ts"] == asked.ts and message.get("subtype") != "tombstone"
            for message in found["messages"]
        )

    def _keep(self, asked: Asked, answer: Answer) -> Answer:
        self.questions.save_answer(asked.id, answer, private=asked.kind != "message")
        return answer

    def _spoken(self, text: str, status: str = "answered") -> Answer:
        return Answer(
            sentences=(Sentence(text),),
            citations=(),
            status="error" if status == "error" else "answered",
            model="",
            error=text if status == "error" else "",
            kind="smalltalk",
        )
