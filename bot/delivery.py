"""One answer into one message of a thread, streamed, and never posted twice.

Posting is not idempotent. So the intention is noted before, the message's ts as soon as it
exists, and a recovered job first looks for its own message and finishes that one. Native
streaming comes first; where Slack refuses it (rate limit, closed stream, old workspace), the
same message goes on with chat.update.
"""

import logging
import time
from collections.abc import Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from answering.answer import Answer, Citation, Sentence
from bot.blocks import answer_blocks, answer_text, joined, tail_blocks
from bot.slack import why
from bot.state.deliveries import Deliveries
from bot.state.questions import Asked

log = logging.getLogger(__name__)

EVENT_TYPE = "footnote_answer"
"""Metadata by which a message says which question it answers."""

_INTERRUPTED = "_Interrupted. Answering again …_"
_BETWEEN_UPDATES = 1.5
"""Seconds: chat.update allows 50 a minute."""

_LONGEST_UPDATE = 3900
"""Characters of the text beside the blocks, which notifications show: chat.update takes 4,000."""

_ATTEMPTS = 3
_PAUSE = 0.5

_PLAIN: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}

_PASSING = {
    "fatal_error",
    "internal_error",
    "request_timeout",
    "service_unavailable",
    "streaming_state_conflict",
}
"""Refusals that are Slack's own trouble; Slack closes a stream by itself after five minutes."""


def passes(error: BaseException) -> bool:
    """Whether what failed may go by itself: what Slack refuses, it refuses the next time too."""
    if not isinstance(error, SlackApiError) or error.response.status_code >= 429:
        return True
    return error.response.get("error") in _PASSING


class ThreadDelivery:
    """The message that answers `asked`.

    `eager` fails at once on a rate limit, so that streaming can fall back; `patient` waits
    it out, for what must arrive; `poster` waits too, but never repeats a call that may have
    been carried out.
    """

    def __init__(
        self,
        asked: Asked,
        deliveries: Deliveries,
        eager: WebClient,
        patient: WebClient,
        poster: WebClient,
    ) -> None:
        self._asked = asked
        self._deliveries = deliveries
        self._eager = eager
        self._patient = patient
        self._poster = poster
        self._ts = ""
        self._streaming = False
        self._said: list[Sentence] = []
        self._updated = 0.0

    def begin(self) -> bool:
        """Find out where an earlier run of this job got to; False if it had finished."""
        earlier = self._deliveries.begin(self._asked.id, self._asked.channel)
        if earlier is None:
            return True
        if earlier.final:
            return False
        self._ts = earlier.ts or self._own_message()
        if self._ts:
            self._settle()
        return True

    def say(self, sentence: Sentence, _citations: Sequence[Citation]) -> None:
        """Show one more sentence now."""
        before = joined(self._said)
        self._said.append(sentence)
        more = joined(self._said)[len(before) :]
        try:
            if not self._ts:
                # With what an earlier try, which failed, did not get out.
                self._start(joined(self._said))
            elif not self._streaming:
                self._update_now_and_then()
            elif more:
                self._eager.chat_appendStream(
                    channel=self._asked.channel, ts=self._ts, markdown_text=more
                )
        except (SlackApiError, OSError) as error:
            # The final message carries everything, so showing progress may fail.
            log.info("Streaming %s stopped: %s", self._asked.id, why(error))
            if self._streaming:
                # While the stream is open, Slack lets nobody change its message.
                self._stop_stream()

    def finish(self, answer: Answer) -> None:
        """Make the message whole; after this a recovered job leaves it alone."""
        earlier = self._deliveries.get(self._asked.id)
        if earlier is not None and earlier.final:
            return
        if not (self._streaming and self._stop(answer)):
            blocks = answer_blocks(answer, self._asked.id)
            self._put(answer_text(answer), blocks)
        self._deliveries.finished(self._asked.id)

    def withdraw(self) -> None:
        """The question is gone: take back what was shown of an answer."""
        if self._ts:
            self._stop_stream()
            self._patient.chat_delete(channel=self._asked.channel, ts=self._ts)
        self._deliveries.finished(self._asked.id)

    def clear(self) -> None:
        """The answer went out elsewhere: what an interrupted run left in the thread goes."""
        try:
            self.withdraw()
        except (SlackApiError, OSError) as error:
            log.warning("What %s left in its thread stays: %s", self._asked.id, why(error))

    def stop(self) -> None:
        """The asker pressed stop: end with what was shown."""
        text = joined(self._said)
        if text or self._ts:
            self._stop_stream()
            self._put(f"{text}\n\n_Stopped._".strip(), None)
        self._deliveries.finished(self._asked.id)

    def _start(self, shown: str) -> None:
        try:
            response: Any = self._eager.chat_startStream(
                channel=self._asked.channel,
                thread_ts=self._asked.thread_ts,
                recipient_team_id=self._asked.team,
                recipient_user_id=self._asked.user,
                markdown_text=shown,
            )
            ts = str(response["ts"])
            # Another question that looks for its own message may have taken this one.
            self._streaming = self._claim(ts)
            self._ts = ts if self._streaming else ""
        except (SlackApiError, OSError) as error:
            log.info("No stream for %s: %s", self._asked.id, why(error))
            self._ts = self._own_message() if _may_have_happened(error) else ""
            if self._ts:
                # It may begin with what another question said: it is replaced, not continued.
                self._stop_stream()
        if not self._ts:
            self._post(shown, None)
        self._updated = time.monotonic()

    def _update_now_and_then(self) -> None:
        if time.monotonic() - self._updated >= _BETWEEN_UPDATES:
            text = joined(self._said)
            self._eager.chat_update(
                channel=self._asked.channel,
                ts=self._ts,
                text=text[:_LONGEST_UPDATE],
                # Without blocks Slack would go on showing the former ones.
                blocks=[{"type": "markdown", "text": text}],
            )
            self._updated = time.monotonic()

    def _stop(self, answer: Answer) -> bool:
        """End the stream with its blocks; False if the message must be replaced instead."""
        if tuple(self._said) != answer.sentences:
            self._stop_stream()
            return False
        # Said with the end, so that nobody sees an answer that ended without its note.
        rest = answer_text(answer)[len(joined(answer.sentences)) :]
        try:
            self._patient.chat_stopStream(
                channel=self._asked.channel,
                ts=self._ts,
                markdown_text=rest or None,
                blocks=tail_blocks(answer, self._asked.id),
                metadata=self._metadata(),
            )
        except (SlackApiError, OSError) as error:
            log.info("Stream of %s was closed: %s", self._asked.id, why(error))
            self._stop_stream()
            return False
        return True

    def _put(self, text: str, blocks: Sequence[dict[str, Any]] | None) -> None:
        """Replace the message if there is one, else post it."""
        if not (self._ts and self._replaced(text, blocks)):
            self._post(text, blocks)

    def _replaced(self, text: str, blocks: Sequence[dict[str, Any]] | None) -> bool:
        """Give the message new content; False if it is gone."""
        for again in (True, False):
            try:
                self._patient.chat_update(
                    channel=self._asked.channel,
                    ts=self._ts,
                    text=text[:_LONGEST_UPDATE],
                    blocks=list(blocks or [{"type": "markdown", "text": text}]),
                    metadata=self._metadata(),
                )
            except SlackApiError as error:
                code = error.response.get("error")
                if code in ("message_not_found", "cant_update_message"):
                    return False
                if code != "streaming_state_conflict" or not again:
                    raise
                # Slack did not end the stream when it was told to.
                self._stop_stream()
            else:
                return True
        raise AssertionError("unreachable")

    def _post(self, text: str, blocks: Sequence[dict[str, Any]] | None) -> None:
        """Post once, and note it: after a server error, look before trying again."""
        for attempt in range(_ATTEMPTS):
            try:
                response = self._poster.chat_postMessage(
                    channel=self._asked.channel,
                    thread_ts=self._asked.thread_ts,
                    text=text,
                    blocks=list(blocks or [{"type": "markdown", "text": text}]),
                    metadata=self._metadata(),
                    **_PLAIN,
                )
            except (SlackApiError, OSError) as error:
                if not _may_have_happened(error) or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(_PAUSE * (attempt + 1))
                self._ts = self._own_message(streams=False)
            else:
                self._ts = str(response["ts"])
                self._claim(self._ts)
            if self._ts:
                return

    def _metadata(self) -> dict[str, Any]:
        return {"event_type": EVENT_TYPE, "event_payload": {"question": self._asked.id}}

    def _claim(self, ts: str) -> bool:
        return self._deliveries.posted(self._asked.id, self._asked.channel, ts)

    def _own_message(self, streams: bool = True) -> str:
        """The ts of a message, claimed, that was posted before it could be noted.

        A stream carries no metadata: then it is a message of the bot in this thread, after
        the question, that answers no other question.
        """
        named, unnamed = [], []
        for message in self._later_messages():
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") != EVENT_TYPE:
                unnamed.append(str(message["ts"]))
            elif metadata["event_payload"].get("question") == self._asked.id:
                named.append(str(message["ts"]))
        candidates = named + unnamed if streams else named
        return next((ts for ts in candidates if self._claim(ts)), "")

    def _later_messages(self) -> list[dict[str, Any]]:
        """The bot's messages in the thread after the question."""
        response = self._patient.conversations_replies(
            channel=self._asked.channel,
            ts=self._asked.thread_ts,
            oldest=self._asked.ts,
            include_all_metadata=True,
            limit=200,
        )
        me = self._patient.auth_test()["user_id"]
        return [
            message
            for message in response["messages"]
            if message.get("user") == me and float(message["ts"]) > float(self._asked.ts)
        ]

    def _settle(self) -> None:
        """Mark what an interrupted run left behind."""
        self._stop_stream()
        try:
            self._patient.chat_update(
                channel=self._asked.channel,
                ts=self._ts,
                text=_INTERRUPTED,
                blocks=[{"type": "markdown", "text": _INTERRUPTED}],
            )
        except SlackApiError as error:
            log.info("Could not mark %s: %s", self._asked.id, error.response.get("error"))
            if error.response.get("error") == "message_not_found":
                self._ts = ""

    def _stop_stream(self) -> None:
        try:
            self._patient.chat_stopStream(channel=self._asked.channel, ts=self._ts)
        except (SlackApiError, OSError) as error:
            # Most often it is no stream any more, which is what was wanted.
            log.debug("stopStream of %s: %s", self._asked.id, why(error))
        self._streaming = False


def _may_have_happened(error: SlackApiError | OSError) -> bool:
    """Whether the call may have been carried out, though it failed."""
    return isinstance(error, OSError) or error.response.status_code >= 500
