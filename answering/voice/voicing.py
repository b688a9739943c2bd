"""One sentence said again by a language model, unless something that matters changed."""

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from llama_index.core.llms import ChatMessage

import prompts
from answering.generative import GenerativeSynthesizer
from answering.messages import from_model, from_user
from answering.voice.form_kept import longest
from answering.voice.guard import changed
from answering.voice.roles_kept import roles_kept

_SENTENCE = re.compile(r"""[^\n]*[\w)"'”’\]`%°€$][.!…。！]["'”’)]*\s*(?:\[\d+\]\s*)*\Z""")
"""One line that ends like a sentence: no heading, no row of a table, no lead of a list."""
_BLOCK = re.compile(r"\s*(?:[-*+•|>#]|\d{1,9}[.)]\s|```|~~~)")
"""How steps, tables, headings and code begin."""
_QUOTES = {'"': '"', "“": "”", "'": "'"}

Pieces = Callable[[Sequence[ChatMessage]], Generator[str, None, None]]
"""What is asked, and what of the reply is there already -> the rest of it in pieces, as
`GenerativeSynthesizer.pieces` gives it."""


@dataclass(frozen=True)
class Voiced:
    """A plain sentence, what goes out for it, what the model said, and why that does not go out, if
    it does not."""

    plain: str
    text: str
    styled: str
    rejected: tuple[str, ...] = ()

    @property
    def kept_plain(self) -> bool:
        """Whether the plain sentence goes out."""
        return bool(self.rejected)


class Voice:
    """Says sentences in the tone of `template`, a text with the slot `{text}`.

    `company` is the name that "we" may stand for. With `goes_on` a sentence is said as the next of
    those before it, so that they fit together.
    """

    def __init__(
        self, pieces: Pieces, template: str, company: str = "", goes_on: bool = False
    ) -> None:
        self._pieces = pieces
        self._template = template
        self._company = company
        self._goes_on = goes_on

    def say(self, plain: str, before: Sequence[Voiced] = ()) -> Voiced:
        """`plain` in this voice; where the guard finds a change, as it is.

        `before` is what has been said of the same answer. Raises whatever the model does.
        """
        styled = self._reply(plain, before if self._goes_on else ())
        rejected = self._wrong(plain, styled)
        return Voiced(plain, plain if rejected else styled, styled, rejected)

    def _wrong(self, plain: str, styled: str) -> tuple[str, ...]:
        prompt = self._template.replace(prompts.SLOT, "")
        found = changed(plain, styled, prompt=prompt, company=self._company)
        # Apart from the guard of facts: people who write pairs know who is to do it.
        return (*found, *roles_kept(plain, styled, self._company))

    def _reply(self, plain: str, before: Sequence[Voiced]) -> str:
        """The first line of the reply: a small model may go on with an example of its own."""
        text, whole = "", " ".join([*(each.plain for each in before), plain])
        messages = [from_user(self._template.replace(prompts.SLOT, whole))]
        if before:
            messages.append(from_model(" ".join(each.text for each in before)))
        with closing(self._pieces(messages)) as reply:
            for piece in reply:
                text = (text + piece).lstrip()
                if "\n" in text or len(text.split()) > longest(plain) + 1:
                    break
        return _unquoted(text.partition("\n")[0].strip(), plain)


def is_speakable(text: str) -> bool:
    """Whether `text` is a sentence; tables, steps, code and headings stay plain."""
    return bool(_SENTENCE.match(text)) and not _BLOCK.match(text)


def voice_of(synthesizer: GenerativeSynthesizer, tone: str, company: str = "") -> Voice:
    """The voice of a model that is asked with the tone `tone`, or as adapters are if empty."""
    template = prompts.load(f"tones/{tone}" if tone else "tone")
    return Voice(synthesizer.pieces, template, company, synthesizer.goes_on)


def _unquoted(text: str, plain: str) -> str:
    """Without the quotation marks that models put around what they were asked to write."""
    quoted = len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[0] != plain[:1]
    return text[1:-1].strip() if quoted else text
