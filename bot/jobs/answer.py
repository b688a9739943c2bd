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
from bot.delivery import ThreadDelivery, passes
from bot.private import answer_privately, tell_once
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

_READ_ONLY = "restricted_action"
"""How Slack's codes begin for places where not everyone may write."""


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
            code = str(error.response.get("error"))
            if code not in _GONE and not (
                code.startswith(_READ_ONLY) and self._answer_elsewhere(asked)
            ):
                raise
            log.warning("%s cannot be answered in its place: %s", asked.id, code)

    def apologise(self, question_id: str) -> None:
        """Say that it went wrong: someone who asked always gets an answer or a reason."""
        asked = self.questions.get(question_id)
        if asked is None:
            return
        failed = self._spoken(prompts.load("failed"), "error")
        if asked.kind != "message" or not self._say_in_thread(asked, failed):
            tell_once(asked, failed.text, None, self.deliveries, self.poster)

    def _say_in_thread(self, asked: Asked, failed: Answer) -> bool:
        """False where Slack refuses it for good."""
        delivery = self._delivery(asked)
        try:
            if delivery.begin():
                delivery.finish(failed)
        except SlackApiError as error:
            if passes(error):
                raise
            log.warning("%s got no reply in its thread: %s", asked.id, error.response.get("error"))
            return False
        return True

    def _answer(self, asked: Asked) -> None:
        made, private = self.questions.answer(asked.id) or (None, False)
        if asked.kind != "message":
            answer = made or self._make(asked, None)
            answer_privately(asked, answer, "", self.deliveries, self.poster)
            return
        delivery = self._delivery(asked)
        if not delivery.begin():
            return
        if made is None or not private:
            with working(self.eager, asked):
                answer = made or self._make(asked, delivery)
                better = self._for_the_asker_alone(asked, answer)
        else:
            # An earlier run ended between keeping it and sending it.
            better = made
        if self.questions.cancelled(asked.id):
            self._end(asked, delivery)
        elif better is not None:
            self._answer_alone(asked, better)
            delivery.clear()
        else:
            delivery.finish(answer)

    def _answer_alone(self, asked: Asked, answer: Answer) -> None:
        """Nothing in public: even "I found it but you may not see it" would tell too much."""
        answer_privately(asked, answer, prompts.load("private"), self.deliveries, self.poster)

    def _answer_elsewhere(self, asked: Asked) -> bool:
        """Nobody may write in the asker's thread; False where there is no answer yet."""
        kept = self.questions.answer(asked.id)
        if kept is None:
            return False
        if not self.questions.cancelled(asked.id):
            preface = prompts.load("refused").format(place=f"<#{asked.channel}>")
            answer_privately(asked, kept[0], preface, self.deliveries, self.poster)
        return True

    def _delivery(self, asked: Asked) -> ThreadDelivery:
        return ThreadDelivery(asked, self.deliveries, self.eager, self.patient, self.poster)

    def _make(self, asked: Asked, delivery: ThreadDelivery | None) -> Answer:
        if not self.outsiders and self.audience.is_outside(asked):
            return self._keep(asked, self._spoken(prompts.load("outsider")))
        if asked.text:
            return self._keep(asked, self._ask(asked, self.audience.of(asked), delivery))
        said = "attachment" if self._has_files(asked) else "greeting"
        return self._keep(asked, self._spoken(prompts.load(said)))

    def _ask(
        self, asked: Asked, audience: Readers, delivery: ThreadDelivery | None = None
    ) -> Answer:
        question = Question(asked.text, history(self.patient, asked), audience)
        model, note = self._model(asked.channel)
        following: dict[str, Any] = {"stopped": lambda: self.questions.cancelled(asked.id)}
        if delivery is not None:
            following["on_sentence"] = delivery.say
        try:
            answer = self.answerer.answer(question, model, **following)
        except AnsweringError as error:
            log.exception("%s: the model failed", asked.id)
            return self._spoken(str(error), "error")
        # No model writes small talk and what people pinned.
        remarks = [note if answer.kind == "documents" else "", answer.note]
        if self._has_files(asked):
            remarks.append(prompts.load("attachment"))
        return replace(answer, note=" ".join(filter(None, remarks)))

    def _has_files(self, asked: Asked) -> bool:
        """Asked as late as can be: of a mention, Slack tells its files in an event of their own."""
        known = self.questions.get(asked.id)
        return bool((known or asked).files)

    def _model(self, channel: str) -> tuple[str, str]:
        """The model for `channel`, and a note if it stands in for one that is not there.

        The table is read when the bot starts; a choice may be of an entry added since, or gone.
        """
        registry = self.answerer.registry
        wanted = [*self.choices.models(channel), registry.default]
        there = next(name for name in wanted if name in registry.names())
        if there == wanted[0]:
            return there, ""
        why = f"{wanted[0]} was not in footnote.toml when the bot started"
        log.warning("%s; %s answers", why, there)
        return there, prompts.load("stand_in").format(why=why, model=there)

    def _for_the_asker_alone(self, asked: Asked, answer: Answer) -> Answer | None:
        """A better answer from what only the asker may read, when the public one is empty."""
        if answer.status != "not_found" or answer.kind != "documents":
            return None
        if self.questions.cancelled(asked.id):
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
