"""The voice of one answer: which sentences it says, and what happens when it cannot."""

import logging
from collections.abc import Collection
from dataclasses import replace

import prompts
from answering.answer import Sentence
from answering.errors import ModelError
from answering.generative import GenerativeSynthesizer
from answering.model_failures import explained, is_of_one_request
from answering.models import ModelRegistry
from answering.voice.voicing import Voice, Voiced, is_speakable, voice_of

log = logging.getLogger(__name__)


class Speaker:
    """Says the cited sentences of `model`'s answer in the voice that its entry names, if any.

    What the voice cannot say stays plain: where it failed once, for the rest of the answer.
    """

    def __init__(
        self, registry: ModelRegistry, model: str, local_only: Collection[str], company: str = ""
    ) -> None:
        self._registry = registry
        self._local_only = frozenset(local_only)
        self._company = company
        self.name = registry.settings(model).voice
        self._voiced: list[Voiced] = []
        self.note = ""

    @property
    def said(self) -> int:
        """Sentences that the voice was asked to say."""
        return len(self._voiced)

    @property
    def kept_plain(self) -> int:
        """Those of them that went out as they were."""
        return sum(each.kept_plain for each in self._voiced)

    @property
    def used(self) -> str:
        """The voice, if any sentence was said with it."""
        return self.name if self.said > self.kept_plain else ""

    def speak(self, sentence: Sentence, places: Collection[str]) -> Sentence:
        """`sentence` in the voice, or as it is; `places` are the sources that it cites."""
        if not self.name or self.note or not sentence.citations or not is_speakable(sentence.text):
            return sentence
        try:
            if self._registry.settings(self.name).outside and set(places) & self._local_only:
                return sentence
            self._registry.check(self.name)
            voiced = self._voice().say(sentence.text, self._voiced)
        except ModelError as error:
            self._give_up(str(error))
        except Exception as error:
            reason = explained(error)
            # Not the error itself: a service's message may quote its key.
            log.warning("The voice %s %s", self.name, reason)
            self._registry.failed(self.name, reason, rests=not is_of_one_request(error))
            self._give_up(reason)
        else:
            self._voiced.append(voiced)
            return replace(sentence, text=voiced.text)
        return sentence

    def close(self) -> None:
        """Have what was said counted; the answer is over."""
        if self.said:
            self._registry.voiced(self.name, self.said, self.kept_plain)

    def _voice(self) -> Voice:
        synthesizer = self._registry.synthesizer(self.name)
        if not isinstance(synthesizer, GenerativeSynthesizer):
            raise ModelError("is no language model and cannot say anything in a tone")
        return voice_of(synthesizer, self._registry.settings(self.name).tone, self._company)

    def _give_up(self, why: str) -> None:
        self.note = prompts.load("voiceless").format(voice=self.name, why=why)
