"""A passage as evidence: its units with their facts and their surroundings, parsed once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from llama_index.core.schema import NodeWithScore

from answering.checking.alignment import Item, items
from answering.checking.attachment import Attached, attached, attached_row
from answering.checking.facts import Facts, facts
from answering.checking.grammar import VERBS
from answering.checking.headings import headed
from answering.checking.instructions import for_readers
from answering.checking.leads import restricts, with_lead
from answering.checking.polarity import Clause, clauses
from answering.checking.tokens import readable
from answering.checking.wording import Vocabulary
from answering.units import Unit, units

_LEANS_BACK = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|them|he|his|she|her|such|both|the same|there|"
    r"(?:after|before) (?:that|this)|on top of that)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\[\d+\]")
_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
REPLY = re.compile(r"^(?:a[:.]\s+)?(?:yes|no|not really)\s*[,.:;!–—-]\s+(?=\S)", re.IGNORECASE)
"""It answers a question; what follows is what is said."""
_YES_OR_NO = re.compile(rf"^(?:q[:.]\s+)?(?:{'|'.join(sorted(VERBS))})\b", re.IGNORECASE)
_YES = re.compile(r"^(?:a[:.]\s+)?yes\b", re.IGNORECASE)
_POINTERS = frozenset(["see", "read", "more", "detail", "page"])
"""Concepts that say of a link that it is one."""
_MINUS = re.compile(r"(?<![\w)])-(?=\d)")
_NOT_WORDS = re.compile(r"[^\w€$£¥%°#@+<>=/&*]+")


@dataclass(frozen=True)
class Evidence:
    """What one unit, or several taken together, says, and what its surroundings add."""

    units: tuple[Unit, ...]
    place: str
    """Title, headings, and the sentence before one that leans back on it."""
    others: frozenset[str] = frozenset()
    """Of a table's row: what the other rows are about."""

    @property
    def kind(self) -> str:
        """The kind of its unit; "pair" for two neighbours."""
        return self.units[0].kind if len(self.units) == 1 else "pair"

    @property
    def joined(self) -> bool:
        """Whether it is of several sentences, items or rows."""
        return self.kind in ("list", "table", "pair")

    @cached_property
    def points(self) -> bool:
        """Whether it says no more than where something stands: "See [Report an incident](…)"."""
        return any(map(_points, self.units))

    @cached_property
    def asks(self) -> bool:
        """Whether it only asks, and what answers it is no yes: then it does not say so."""
        asking = [unit.text.endswith("?") for unit in self.units]
        if asking != [True, False]:
            return any(asking)
        asked, answer = (unit.text for unit in self.units)
        return bool(_YES_OR_NO.match(asked)) and not _YES.match(answer)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The texts that support whoever repeats them word for word.

        What a lead denies or restricts says nothing without it.
        """
        texts = [unit.text for unit in self.units]
        leads = [unit.lead for unit in self.units if unit.lead]
        whole = bare(" ".join([*leads[:1], *texts]))
        return (whole,) if self.restricted else (bare(" ".join(texts)), whole)

    @cached_property
    def restricted(self) -> bool:
        """Whether the lead of one of its units denies or restricts it."""
        return any(map(restricts, self.units))

    @cached_property
    def text(self) -> Facts:
        """The facts of the text; with the lead only where that denies or restricts it."""
        texts, told = [], set[str]()
        for unit in self.units:
            held = unit.lead not in told and restricts(unit)
            texts.append(with_lead(unit) if held else _told(unit))
            told |= {unit.lead} if held else set()
        return facts("\n".join(texts))

    @cached_property
    def own(self) -> Facts:
        """The same with the sentences that introduce it."""
        if self.restricted and not self.joined:
            return self.text
        leads = dict.fromkeys(unit.lead for unit in self.units if unit.lead)
        return facts("\n".join([*leads, *map(_told, self.units)]))

    @cached_property
    def around(self) -> Facts:
        """The facts of its place."""
        return facts(self.place)

    @cached_property
    def said(self) -> Vocabulary:
        """The words of `own`."""
        parts = [facts(text) for unit in self.units for text in (unit.lead, _told(unit))]
        return Vocabulary.of(word for part in parts for word in part.concepts)

    @cached_property
    def known(self) -> Vocabulary:
        """The words of `own` and of its place."""
        return Vocabulary.of((*self.said.concepts, *self.around.concepts))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of `text`; of a row its cells, each with the first."""
        row = self.kind in ("row", "table")
        return tuple(clauses(self.text.tokens, row=row))

    @cached_property
    def anchors(self) -> tuple[Clause, ...]:
        """What holds for every clause: the headings, a list's lead, a row's first cell."""
        leads = (unit.lead for unit in self.units)
        made = [c for text in (self.place, *leads) for c in clauses(facts(text).tokens)]
        return (*made, *self.clauses[: self.kind == "row"])

    @cached_property
    def attached(self) -> tuple[Attached, ...]:
        """Its facts among their words, numbered by row, item or sentence."""
        found = []
        lines = [(unit, line) for unit in self.units for line in unit.text.splitlines()]
        for number, (unit, line) in enumerate(lines):
            if unit.kind in ("row", "table"):
                found += attached_row(facts(line.removeprefix("- ")), number)
            else:
                found += [replace(fact, place=number) for fact in attached(facts(line))]
        leads = dict.fromkeys(unit.lead for unit in self.units if unit.lead)
        return (*found, *(fact for lead in leads for fact in attached(facts(lead))))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What a sentence is laid beside; nothing where it is `joined`, or of cells."""
        return () if self.joined or self.kind == "row" else tuple(items(self.text))

    @cached_property
    def marks(self) -> frozenset[str]:
        """The marks of `items`."""
        return frozenset(item.mark for item in self.items)


def bare(text: str) -> str:
    """`text` for comparison word for word: letters, digits and what changes their meaning."""
    said = _MINUS.sub(" minus ", readable(_MARKS.sub("", text)).casefold())
    return _NOT_WORDS.sub(" ", said).strip()


def _told(unit: Unit) -> str:
    """Its text without the "No," that answers a question, and denies nothing of what follows."""
    return REPLY.sub("", unit.text) if unit.kind == "sentence" else unit.text


def _points(unit: Unit) -> bool:
    rest = frozenset(facts(_LINK.sub(" ", unit.quote)).concepts)
    return bool(_LINK.search(unit.quote) and rest) and rest <= _POINTERS


def evidence(node: NodeWithScore) -> list[Evidence]:
    """The passage's units, and each pair of neighbours, as evidence.

    Paragraphs that talk to the bot rather than to the reader are none.
    """
    metadata = node.node.metadata
    place = f"{metadata.get('title', '')}\n{metadata.get('heading', '')}"
    heading = str(metadata.get("heading", ""))
    found = [headed(unit, heading) for unit in units(node.node.get_content())]
    kept = for_readers(found, place)
    made = []
    for at, unit in enumerate(kept):
        before = kept[at - 1] if at else None
        leans = before is not None and before.block == unit.block and _LEANS_BACK.match(unit.text)
        around = f"{place}\n{before.text}" if before is not None and leans else place
        made.append(Evidence((unit,), around))
    made = [replace(one, others=_others(one, made)) if one.kind == "row" else one for one in made]
    single = [one for one in made if not one.joined and one.kind != "code"]
    return made + [
        Evidence((*one.units, *two.units), f"{one.place}\n{two.place}")
        for one, two in pairwise(single)
    ]


def _others(row: Evidence, found: Sequence[Evidence]) -> frozenset[str]:
    """What the other rows of the table are about, in words that this row does not have."""
    rows = [one for one in found if one.kind == "row" and one.units[0].block == row.units[0].block]
    subjects = (one.clauses[0].concepts for one in rows if one is not row and one.clauses)
    return frozenset[str]().union(*subjects) - row.known.concepts


def frequent_names(found: Iterable[Evidence]) -> frozenset[str]:
    """Names that several sentences mention, in lower case: whom "we" may mean."""
    counts: Counter[str] = Counter()
    for one in found:
        if not one.joined:
            spans = one.text.names
            counts.update(
                t.norm for first, last in spans for t in one.text.tokens[first : last + 1]
            )
    return frozenset(name for name, count in counts.items() if count > 1)
