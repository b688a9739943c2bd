"""Does a sentence deny what its source affirms, or the other way round?

Negations are counted clause by clause, opposites ("before"/"after") where each side has one of
the pair; an even sum of differences says the same ("is not allowed" and "is prohibited").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.checking.lists import words
from answering.checking.measures import CARDINALS
from answering.checking.opposites import opposed
from answering.checking.tokens import Token
from answering.checking.wording import content

_CUES = frozenset(
    words(
        """
    not never no none nobody nothing nowhere neither nor without unless hardly barely cannot
    seldom rarely lack lacks lacked lacking don'ts donts
    nicht kein keine keinen keiner nie niemals ohne ne pas jamais sans nunca jamás sin não sem
    geen niet nooit zonder non senza nessun nessuno nessuna inte ingen inget aldrig utan ikke aldri
    uden uten ei eivät eikä ilman не нет без никогда нельзя nem nincs nélkül niciodată fără değil
    yok asla
    不 没 沒 未 无 無 非
    """
    )
)
"""Only words that mean nothing else in another language: "mai" is a month in German, and "nu" is
"now" in Dutch and Swedish. A sentence is too short to tell its language."""

_NEUTRAL = re.compile(
    r"\b(?:no \w+ than|not \w+ than(?= (?:\w+ )?#)|"
    r"whether or not|or not|not only|not just|no matter|no doubt|not necessarily only)\b"
)
"""They hold a negation word, but deny nothing; those with a number are its bound."""

_BOUND = re.compile(
    r"\b(?:at (?:least|most|the latest)|up to|"
    r"or (?:more|less|fewer|longer|older|above|below|under)|"
    r"(?:(?:more|less|fewer|longer|shorter|older|younger|later|earlier|greater|larger|higher|lower|"
    r"smaller) than|over|above|under|below|within|beyond|minimum(?: of)?|maximum(?: of)?)"
    r"(?= (?:\w+ )?#))"
)
"""The limits of numbers: `quantities` compares them."""

_PHRASES = re.compile(r"\b(?:instead of|rather than|except(?: for| that)?|other than)\b")
"""They deny what follows."""

_LONGER = 0.6
"""Shared words that a further clause must bring to be read together with the others."""

_STRETCH = 4
"""Clauses of the source at most that one clause of a sentence may sum up."""

_CLAUSES = frozenset(
    words(
        """
    but while whereas because although though if unless when whenever so aber weil wenn pero
    porque aunque mais parce
    """
    )
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a text: its concepts, its words, and how many times it denies."""

    concepts: frozenset[str]
    words: tuple[str, ...]
    cues: int

    def __add__(self, other: "Clause") -> "Clause":
        return Clause(
            self.concepts | other.concepts, self.words + other.words, self.cues + other.cues
        )


def clauses(tokens: Sequence[Token], *, row: bool = False) -> list[Clause]:
    """The clauses of a text; the cells of a table's row, whose first names it."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        ends = token.kind == "break" and (token.text.strip() in (";", "–") if row else True)
        if (ends or (token.norm in _CLAUSES and not row)) and parts[-1]:
            parts.append([])
        parts[-1].append(token)
    made = [_clause(part) for part in parts]
    return [clause for clause in made if clause.words]


def _clause(tokens: Sequence[Token]) -> Clause:
    words = [
        "#" if token.kind == "number" or token.norm in CARDINALS else token.norm
        for token in tokens
        if token.kind in ("word", "number")
    ]
    plain = _BOUND.sub(" ", _NEUTRAL.sub(" ", " ".join(words)))
    cues = _cues(plain)
    return Clause(frozenset(content(tokens)), tuple(plain.split()), cues)


def contradicts(
    said: Sequence[Clause],
    source: Sequence[Clause],
    anchors: Sequence[Clause],
    bounds: int = 0,
    *,
    row: bool = False,
) -> str:
    """Why `said` cannot rest on `source`, or "".

    `anchors` (heading, a list's lead, a row's first cell) belong to every clause; `bounds` is
    how many limits are turned round ("at least" for "at most"). The cells of a `row` are not
    read together, except with the first.
    """
    cells = [source[0] + cell for cell in source[1:]] or source
    for clause in said:
        if len(clause.concepts) < (2 if len(said) > 1 else 1) and not clause.cues:
            continue
        best = _best(clause, cells if row else source, 1 if row else _STRETCH)
        if best is None:
            continue
        for anchor in anchors:
            if anchor.cues and (clause.concepts & anchor.concepts) - best.concepts:
                best = best + anchor
        if _differs(clause, best, bounds):
            return _explained(clause, best)
    return ""


def _best(clause: Clause, source: Sequence[Clause], longest: int) -> Clause | None:
    """The stretch of neighbouring clauses that shares most with `clause`, the shortest of them."""
    best, best_score = None, 0.0
    for first in range(len(source)):
        stretch = source[first]
        for last in range(first, min(first + longest, len(source))):
            stretch = source[first] if last == first else stretch + source[last]
            shared = len(clause.concepts & stretch.concepts)
            words = len(set(clause.words) & set(stretch.words))
            score = shared + 0.2 * words - _LONGER * (last - first)
            if score > best_score:
                best, best_score = stretch, score
    return best


def _differs(said: Clause, source: Clause, bounds: int) -> bool:
    """Whether an odd number of things is turned round."""
    turned, excused = opposed(said.words, source.words)
    return says_opposite(said.cues - source.cues, turned + bounds, excused)


def says_opposite(cues: int, turned: int, excused: bool) -> bool:
    """Whether so many more denials and opposites turn the meaning round.

    A denial undoes an opposite ("not optional" is required), two opposites do not undo each
    other. `excused`: a word that denies by itself ("forbidden") may stand for a denial.
    """
    if cues % 2 == 0:
        return turned > 0
    return turned > 1 or (turned == 0 and not excused)


def denials(words: Sequence[str]) -> int:
    """How many of the `words` deny, as they stand."""
    said = re.sub(r"\bwhether or not\b|\bno \w+ than\b", " ", " ".join(words))
    return _cues(said)


def _cues(text: str) -> int:
    """How many words and phrases deny; "nor" only goes on where something before it does."""
    found = [word for word in text.split() if word in _CUES]
    return sum(word != "nor" or at == 0 for at, word in enumerate(found)) + len(
        _PHRASES.findall(text)
    )


def _explained(said: Clause, source: Clause) -> str:
    if said.cues != source.cues:
        return f"the source {'denies' if source.cues % 2 else 'does not deny'} this"
    return "a word is turned into its opposite"
