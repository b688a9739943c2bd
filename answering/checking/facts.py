"""What a text states that may not be paraphrased away: amounts, dates, times, names, addresses."""

import re
from functools import cached_property, lru_cache

from answering.checking.dates import Date, Time, dates, times, weekday
from answering.checking.lists import words
from answering.checking.measures import UNITS, unit
from answering.checking.names import names
from answering.checking.quantities import Quantity, quantities
from answering.checking.tokens import Token, tokens
from answering.checking.wording import content

_PER = frozenset(["per", "each", "every"])
_WITHIN = frozenset(
    words("after within for in of as is was than before during over on at to with or")
)
_PERIODS = frozenset(
    words("hourly daily nightly weekly fortnightly monthly quarterly yearly annual annually")
)

_PREFIX = re.compile(r"^(?:https?://)?(?:www\.)?(?=\w)")
"""What an address is written with or without."""


class Facts:
    """A text, taken apart where and when it is asked; `begins` as in `tokens`."""

    def __init__(self, text: str, begins: bool = True) -> None:
        self.tokens: tuple[Token, ...] = tokens(text, begins)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The words that carry meaning, as `wording` compares them."""
        return tuple(content(self.tokens))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, in lower case."""
        return frozenset(token.norm for token in self.tokens if token.kind == "word")

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(token.stem for token in self.tokens if token.kind == "word")

    @cached_property
    def initials(self) -> str:
        """The first letter of every word, in order: what abbreviations are made of."""
        return "".join(token.norm[:1] for token in self.tokens if token.kind == "word")

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Days and months."""
        return tuple(dates(self.tokens))

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Times of day."""
        return tuple(times(self.tokens))

    @cached_property
    def weekdays(self) -> tuple[tuple[int, int], ...]:
        """(token, 0 for Monday to 6)."""
        found = ((at, weekday(token)) for at, token in enumerate(self.tokens))
        return tuple((at, day) for at, day in found if day is not None)

    @cached_property
    def _dated(self) -> set[int]:
        spans: tuple[Date | Time, ...] = (*self.dates, *self.times)
        return {at for span in spans for at in range(span.first, span.last + 1)}

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Amounts; what belongs to a date or time is none."""
        return tuple(quantities(self.tokens, self._dated))

    @cached_property
    def names(self) -> tuple[tuple[int, int], ...]:
        """(first, last) token of every name."""
        return tuple(names(self.tokens, self._dated | {at for at, _ in self.weekdays}))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Web and mail addresses, without "https://www."."""
        return frozenset(
            _PREFIX.sub("", token.norm).rstrip(".,;:!?/")
            for token in self.tokens
            if token.kind == "address"
        )

    @cached_property
    def units(self) -> frozenset[str]:
        """Every unit that the text names."""
        return frozenset(unit(token.norm) for token in self.tokens if token.norm in UNITS)

    @cached_property
    def periods(self) -> frozenset[str]:
        """How often: the units in "a month", "weekly"."""
        amounts = {amount.last for amount in self.quantities}
        return frozenset(
            unit(token.norm)
            for at, token in enumerate(self.tokens)
            if token.norm in UNITS
            and at not in amounts
            and (token.norm in _PERIODS or (at > 0 and self._is_per(at - 1)))
        )

    def _is_per(self, at: int) -> bool:
        """Whether the word means "each": "€30 a month", but not "within a month"."""
        word = self.tokens[at].norm
        if word not in ("a", "an"):
            return word in _PER
        before = self.tokens[at - 1] if at else None
        return before is not None and before.norm not in _WITHIN and before.kind != "break"


@lru_cache(maxsize=4096)
def facts(text: str, begins: bool = True) -> Facts:
    """The facts of `text`, remembered."""
    return Facts(text, begins)
