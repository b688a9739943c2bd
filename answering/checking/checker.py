"""Sentence + passages -> Verdict: which units support it, or why none does."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from llama_index.core.schema import NodeWithScore

from answering.checking.candidates import Candidate, candidates, misplaced
from answering.checking.evidence import REPLY, Evidence, bare, evidence, frequent_names
from answering.checking.facts import Facts, facts
from answering.checking.missing import missing
from answering.checking.wording import Vocabulary
from answering.units import Unit

_GAIN = 0.1
"""So much more of the words several units must share together than the best of them alone."""

_RIVAL = 0.25
"""A unit that shares so much less than the best does not speak for the sentence."""

_DENIED = 0.15
"""The same beside a unit that has all the facts and says otherwise."""

_PARTS = re.compile(r"(?:,|;| –| —)?\s+(?:and|but|while|whereas|or|y|und|et)\s+|;\s+|,\s+|\n+")
_LEAST = 3
"""Content words and facts that a part of a sentence needs to be checked by itself."""


_NOTHING = "no sentence of the passages says this"


@dataclass(frozen=True)
class Support:
    """A unit of the `passage`-th passage that supports a sentence."""

    passage: int
    unit: Unit


@dataclass(frozen=True)
class Verdict:
    """What supports a sentence, in order; nothing, and then the reason."""

    support: tuple[Support, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Checker:
    """Checks sentences against passages, which it parses once."""

    nodes: Sequence[NodeWithScore]
    asked: str = ""
    """The question, if there is one: a condition that it names need not be said again."""

    @cached_property
    def _evidence(self) -> list[tuple[int, Evidence]]:
        return [(number, item) for number, node in enumerate(self.nodes) for item in evidence(node)]

    @cached_property
    def _frequent(self) -> frozenset[str]:
        return frequent_names(item for _, item in self._evidence)

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How rare each concept is among the units."""
        single = [item for _, item in self._evidence if not item.joined]
        counts = Counter(word for item in single for word in item.said.concepts)
        return {word: math.log(1 + len(single) / count) for word, count in counts.items()}

    def _house(self) -> frozenset[str]:
        """Whom "we" may mean; found only when it is asked."""
        return self._frequent

    def check(self, text: str, preferred: Sequence[int] = ()) -> Verdict:
        """Whether the passages support `text`, and which of their units.

        Word for word is best, then one unit, then two neighbours or a list as a whole, then
        unit by unit for each part of the sentence. Of equals, `preferred` passages win.
        """
        quoted = self.quoted(text, preferred)
        if quoted.support:
            return quoted
        text = REPLY.sub("", text)
        found = self._ordered(preferred)
        possible = self._possible(facts(text), found, facts(f"{text}\n{self.asked}"))
        verdict, closed = self._judge(facts(text), possible)
        if verdict.support or closed:
            return verdict
        return self._parts(text, found, possible) or verdict

    def quoted(self, text: str, preferred: Sequence[int] = ()) -> Verdict:
        """The same if `text` stands word for word in the passages, whatever it says."""
        wanted = bare(text)
        for passage, item in self._ordered(preferred):
            if wanted and wanted in item.quoted:
                return _supported(Candidate(passage, item, 1, 1))
        return Verdict(reason=_NOTHING)

    def _ordered(self, preferred: Sequence[int]) -> list[tuple[int, Evidence]]:
        return sorted(self._evidence, key=lambda entry: entry[0] not in preferred)

    def _parts(
        self, text: str, found: Sequence[tuple[int, Evidence]], possible: Sequence[Candidate]
    ) -> Verdict | None:
        """The sentence cut in two, each part with a source; both must add to the best one."""
        single = [(passage, item) for passage, item in found if not item.joined]
        best = max((c.own for c in possible if not c.item.joined), default=0.0)
        whole = facts(f"{text}\n{self.asked}")
        for cut in _cuttings(text):
            parts = [facts(part, number == 0) for number, part in enumerate(cut)]
            used = [
                self._judge(part, self._possible(part, single, whole))[0].support for part in parts
            ]
            if not all(used):
                continue
            support = tuple(dict.fromkeys(one for part in used for one in part))
            words = Vocabulary.of(
                word
                for one in support
                for word in facts(f"{one.unit.lead}\n{one.unit.text}").concepts
            )
            if len(support) == 1 or words.share(facts(text).concepts) >= best + _GAIN:
                return Verdict(support)
        return None

    def _possible(
        self, said: Facts, found: Sequence[tuple[int, Evidence]], whole: Facts | None = None
    ) -> list[Candidate]:
        # What stands elsewhere is not said here, however well its name fits, and what is only
        # asked is not said at all.
        asks = any(token.text == "?" for token in said.tokens)
        saying = [
            (passage, item)
            for passage, item in found
            if not item.points and (asks or not item.asks)
        ]
        return list(candidates(said, saying, self._weights, whole))

    def _judge(self, said: Facts, possible: Sequence[Candidate]) -> tuple[Verdict, bool]:
        """Whether a candidate supports what is `said`, and whether that is the last word.

        It is where the sentence repeats a source sentence and changes it: no other may lend it
        the number it has changed, nor a neighbour its subject. Else the evidence that shares
        most decides, and several units together only count if they share clearly more than the
        best of them.
        """
        absent, lacking = "", set[Unit]()
        closer = [c for c in possible if c.closes]
        for candidate in possible:
            if any(rival.foreign < candidate.foreign for rival in closer):
                continue
            if candidate.changed == "":
                absent = missing(said, candidate.item, self._house)
                if not absent:
                    return _supported(candidate), True
                lacking |= set(candidate.item.units)
        if closer and not absent:
            return Verdict(reason=closer[0].changed or ""), True
        floor = max((c.score for c in possible), default=0.0) - _RIVAL
        single = max((c.own for c in possible if not c.item.joined), default=0.0)
        reason = absent
        changed = [c for c in possible if c.changed and not c.extended]
        another = {unit for c in changed for unit in c.item.units}
        for candidate in sorted(possible, key=lambda c: (c.item.joined, -c.score)):
            parts = candidate.item.units
            adds = candidate.own >= single + _GAIN or (
                lacking & set(parts) and all(unit.kind != "row" for unit in parts)
            )
            passed_over = candidate.changed is not None or candidate.score < floor
            if passed_over or (candidate.item.joined and (not adds or another & set(parts))):
                continue
            absent = missing(said, candidate.item, self._house)
            against = absent or misplaced(said, candidate)
            if not against:
                return _supported(candidate), True
            if absent:
                lacking |= set(parts)
            else:
                floor = max(floor, candidate.score - _DENIED)
            reason = reason or against
        return Verdict(reason=reason or _NOTHING), False


def support(text: str, node: NodeWithScore) -> tuple[Unit, ...]:
    """The units of one passage that say what `text` says; none if it does not."""
    return tuple(found.unit for found in Checker([node]).check(text).support)


def _supported(candidate: Candidate) -> Verdict:
    return Verdict(tuple(Support(candidate.passage, unit) for unit in candidate.item.units))


def _cuttings(text: str) -> Iterator[tuple[str, str]]:
    """The ways to cut `text` in two parts that both say enough to be checked."""
    for match in _PARTS.finditer(text):
        cut = text[: match.start()], text[match.end() :]
        if all(_says_enough(facts(part)) for part in cut):
            yield cut


def _says_enough(said: Facts) -> bool:
    amounts = len(said.quantities) + len(said.dates) + len(said.times)
    return len(said.concepts) >= 2 and len(said.concepts) + amounts >= _LEAST
