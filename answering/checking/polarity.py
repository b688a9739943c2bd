"""Does a sentence deny what its source affirms, or the other way round?

Negations are counted clause by clause, opposites ("before"/"after") where each side has one of
the pair; an even sum of differences says the same ("is not allowed" and "is prohibited").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answering.checking.quantities import CARDINALS
from answering.checking.tokens import Token
from answering.checking.wording import content
from indexing.terms import stem

_CUES = frozenset(
    [
        "not",
        "never",
        "no",
        "none",
        "nobody",
        "nothing",
        "nowhere",
        "neither",
        "nor",
        "without",
        "unless",
        "hardly",
        "barely",
        "cannot",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "keiner",
        "nie",
        "niemals",
        "ohne",
        "ne",
        "pas",
        "jamais",
        "sans",
        "nunca",
        "jamás",
        "sin",
        "não",
        "sem",
    ]
)

_NEUTRAL = re.compile(
    r"\b(?:no(?:t)? (?:later|more|longer|fewer|less|earlier|greater|older|shorter) than|"
    r"whether or not|or not|not only|not just|no matter|no doubt|not necessarily only)\b"
)
"""They hold a negation word, but deny nothing; those with a number are its bound."""

_BOUND = re.compile(
    r"\b(?:at (?:least|most|the latest)|up to|or (?:more|less|fewer|longer|older|above|below|under)|"
    r"(?:(?:more|less|fewer|longer|shorter|older|younger|later|earlier|greater|larger|higher|lower|"
    r"smaller) than|over|above|under|below|within|beyond|minimum(?: of)?|maximum(?: of)?)"
    r"(?= (?:\w+ )?#))"
)
"""The limits of numbers: `quantities` compares them."""

_PHRASES = re.compile(r"\b(?:instead of|rather than|except(?: for| that)?|other than)\b")
"""They deny what follows."""

_OPPOSITES = """
before prior until : after since afterwards
high : low
upto atmost : atleast
more higher above over longer greater : less fewer lower below under shorter
maximum most max : minimum least min
increase rise raise grow grew rose gain : decrease fall reduce drop decline lower shrink fell lose
early earlier earliest : late later latest
first : last
enable activate : disable deactivate
true correct : false wrong incorrect
all every both : some
add : remove
north northern : south southern
east eastern : west western
begin start open opening opens : end finish stop close closing closed
allow permit may can able eligible possible legal : prohibit forbid ban forbidden disallow \
ineligible impossible unable illegal
require must mandatory compulsory obligatory need necessary : optional voluntary unnecessary
accept approve agree : refuse reject deny decline
include cover : exclude
always every often : sometimes rarely seldom occasionally
internal inside indoor : external outside outdoor
public open : private confidential secret
full whole : partial half
paid : unpaid
gross : net
buy purchase : sell
hire : dismiss fire
win won : lose lost
success succeed pass : failure fail
best better : worst worse
large big largest biggest larger bigger : small little smallest smaller
same : different
easy : difficult hard
strong : weak
rich : poor
hot warm : cold
old older : young younger new newer
safe : dangerous unsafe
many much : few little
import : export
majority : minority
direct : indirect
"""

_PREFIX = re.compile(r"^(?:un|in|im|ir|il|non|dis)(?=\w{4})")
_STRETCH = 4
"""Clauses of the source at most that one clause of a sentence may sum up."""

_CLAUSES = frozenset(
    [
        "but",
        "while",
        "whereas",
        "because",
        "although",
        "though",
        "if",
        "unless",
        "when",
        "whenever",
        "so",
        "aber",
        "weil",
        "wenn",
        "pero",
        "porque",
        "aunque",
        "mais",
        "parce",
    ]
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


def _poles() -> dict[str, list[tuple[int, int]]]:
    poles: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(filter(None, _OPPOSITES.strip().splitlines())):
        for side, words in zip((1, -1), line.split(":"), strict=True):
            for word in words.split():
                poles.setdefault(word, []).append((number, side))
                poles.setdefault(stem(word), []).append((number, side))
    return poles


_POLES = _poles()

_DENYING = {
    pair
    for word in ("prohibit", "optional", "refuse", "exclude", "unpaid", "fail")
    for pair, _ in _POLES[word]
}
"""Pairs whose second word says "not" by itself: "is prohibited" for "you cannot"."""


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
    cues = sum(word in _CUES for word in plain.split()) + len(_PHRASES.findall(plain))
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
        if len(clause.concepts) < 2 and not clause.cues:
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
            score = shared + 0.2 * words - 0.35 * (last - first)
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
    return turned == 0 and not excused


def denials(words: Sequence[str]) -> int:
    """How many of the `words` deny, as they stand."""
    said = re.sub(r"\bwhether or not\b|\b(?:no|not) \w+ than\b", " ", " ".join(words))
    return sum(word in _CUES for word in said.split()) + len(_PHRASES.findall(said))


def opposed(said: Sequence[str], source: Sequence[str]) -> tuple[int, bool]:
    """How many opposites are turned round, and whether a negative word stands unpaired."""
    turned, excused = 0, False
    said, source = _limits(said), _limits(source)
    mine, theirs = _sides(said), _sides(source)
    for pair in mine.keys() | theirs.keys():
        here, there = mine.get(pair, {}), theirs.get(pair, {})
        if here and there:
            sides = set(here), set(there)
            if not sides[0] & sides[1] or (
                sides[0] != sides[1] and _misplaced(said, source, here, there)
            ):
                turned += 1
        elif -1 in (here or there) and 1 not in (here or there) and pair in _DENYING:
            excused = True
    have, had = {stem(word) for word in source}, {stem(word) for word in said}
    for words, others, other_stems in ((said, source, have), (source, said, had)):
        for word in words:
            base = _PREFIX.sub("", word)
            if base != word and word not in others and stem(word) not in other_stems:
                turned += stem(base) in other_stems and word not in _POLES
    return turned, excused


def _limits(words: Sequence[str]) -> list[str]:
    """The words, with "up to", "at most" and "at least" as one each."""
    return re.sub(r"\b(up|at) (to|most|least)\b", r"\1\2", " ".join(words)).split()


def _sides(words: Sequence[str]) -> dict[int, dict[int, list[int]]]:
    """pair -> side -> where its words stand."""
    found: dict[int, dict[int, list[int]]] = {}
    for at, word in enumerate(words):
        for pair, side in _POLES.get(word) or _POLES.get(stem(word)) or ():
            found.setdefault(pair, {}).setdefault(side, []).append(at)
    return found


def _misplaced(
    said: Sequence[str],
    source: Sequence[str],
    here: dict[int, list[int]],
    there: dict[int, list[int]],
) -> bool:
    """Whether a word stands where the source has its opposite: the neighbours tell."""
    for side, places in here.items():
        for at in places:
            same = max((_near(said, at, source, o) for o in there.get(side, ())), default=0)
            opposite = max((_near(said, at, source, o) for o in there.get(-side, ())), default=0)
            if opposite > same and opposite >= 2:
                return True
    return False


def _near(said: Sequence[str], at: int, source: Sequence[str], other: int) -> int:
    return sum(
        0 <= at + step < len(said)
        and 0 <= other + step < len(source)
        and said[at + step] == source[other + step]
        for step in (-2, -1, 1, 2)
    )


def _explained(said: Clause, source: Clause) -> str:
    if said.cues != source.cues:
        return f"the source {'denies' if source.cues % 2 else 'does not deny'} this"
    return "a word is turned into its opposite"
