"""Asks a suite's questions in one arm."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

from answering import judge
from answering.answer import Answer, Timings
from answering.answerer import Answerer
from answering.asked import Case
from answering.errors import AnsweringError
from answering.search import search
from evaluation.arms.arm import Arm
from evaluation.arms.closed_book import answer_alone
from evaluation.arms.tally import Tally
from evaluation.arms.trial import Trial
from evaluation.quotes import SourceTexts
from evaluation.suite import Suite
from indexing.store import PassageStore

log = logging.getLogger(__name__)


class Asker:
    """Asks the questions of `suite`, one at a time, over the index in `store`.

    `answerer` must let no model stand in for another, and count into `tally`.
    """

    def __init__(self, suite: Suite, store: PassageStore, answerer: Answerer, tally: Tally) -> None:
        self._suite = suite
        self._store = store
        self._answerer = answerer
        self._tally = tally
        self._texts = SourceTexts(suite, store)
        self._found: dict[Case, tuple[str, ...]] = {}

    def trials(self, arm: Arm) -> Iterator[Trial]:
        """One trial per case, in order, as each is answered; one that errs is one as well."""
        for case in self._suite.cases:
            self._tally.reset()
            began = time.perf_counter()
            try:
                answer = self._answer(arm, case)
            except Exception as error:
                answer = _failure(error, arm.model, time.perf_counter() - began)
            trial = Trial(
                case,
                self._sources(case) if arm.retrieval else (),
                answer,
                self._texts.verbatim(answer),
                asked=arm.generative and self._tally.calls > 0,
                tokens_in=self._tally.tokens_in,
                tokens_out=self._tally.tokens_out,
                cost=self._tally.cost,
            )
            if trial.failed:
                # It rests, and would not be asked; the next question shall not be lost.
                self._answerer.registry.probe(arm.model)
            yield trial

    def _answer(self, arm: Arm, case: Case) -> Answer:
        question = case.asked()
        if arm.retrieval:
            return self._answerer.answer(question, arm.model)
        completed = judge.whole(question, self._store)
        return answer_alone(completed, self._answerer.registry, arm.model)

    def _sources(self, case: Case) -> tuple[str, ...]:
        """What retrieval finds, the same in every arm."""
        if case not in self._found:
            found = search(self._store, case.asked(), 10, self._answerer.reranker)
            self._found[case] = tuple(each.source for each in found)
        return self._found[case]


def as_shipped(
    tuned: tuple[Trial, ...], extractive: tuple[Trial, ...], stands_in: bool
) -> tuple[Trial, ...]:
    """What the bot says: where a model wrote nothing that is supported, quotes stand in for it.

    They are the extractive arm's own, of the same passages, and come after the model's time.
    `stands_in`: whether they do so for a model that fails, too.
    """
    return tuple(
        _stood_in(mine, quoted) if mine.nothing_supported or (mine.failed and stands_in) else mine
        for mine, quoted in zip(tuned, extractive, strict=True)
    )


def _stood_in(mine: Trial, quoted: Trial) -> Trial:
    before, after = mine.answer.timings.seconds, quoted.answer.timings
    timings = Timings(before + after.seconds, before + after.first_token_seconds)
    return replace(mine, answer=replace(quoted.answer, timings=timings), verbatim=quoted.verbatim)


def _failure(error: Exception, model: str, seconds: float) -> Answer:
    """No answer. What is nobody's setting to mend is in the log with its traceback."""
    if isinstance(error, AnsweringError):
        said = str(error)
    else:
        log.error("A question could not be answered by %s", model, exc_info=error)
        said = f"{type(error).__name__} while answering."
    return Answer((), (), "error", model, Timings(seconds, seconds), error=said)
