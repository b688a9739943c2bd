"""The documents of an index as the rules read them: sections of units, words and their cases."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from answering.units import Unit, units
from evaluation.building.grammar import DETERMINERS
from indexing.blocks import Block, blocks
from indexing.readers import Readers
from indexing.store import PassageStore
from indexing.terms import terms


@dataclass(frozen=True)
class Text:
    """A document under its label; `text` is its Markdown as indexed."""

    label: str
    title: str
    text: str


@dataclass(frozen=True)
class Section:
    """What stands under one heading path, whole lists and tables besides their parts."""

    label: str
    title: str
    headings: tuple[str, ...]
    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Line:
    """The smallest quotable piece (`quote` as written), its terms, those of what is above it."""

    label: str
    text: str
    quote: str
    terms: frozenset[str]
    above: frozenset[str]


class Corpus:
    """All documents that the suite's readers may read, in the order of their labels."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.texts = tuple(texts)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all documents."""
        return tuple(section for text in self.texts for section in _sections(text))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Sentences, items, rows and code of all documents."""
        return tuple(
            Line(
                section.label,
                unit.text,
                unit.quote,
                frozenset(terms(f"{unit.lead} {unit.text}")),
                frozenset(terms(" ".join((section.title, *section.headings)))),
            )
            for section in self.sections
            for unit in section.units
            if unit.kind not in ("list", "table")
        )

    @cached_property
    def _places(self) -> dict[str, set[int]]:
        """term -> lines that hold it, themselves or in what stands above them."""
        places: dict[str, set[int]] = defaultdict(set)
        for number, line in enumerate(self.lines):
            for term in line.terms | line.above:
                places[term].add(number)
        return places

    def lines_with(self, wanted: Iterable[str], share: float = 1.0) -> list[Line]:
        """Lines that hold at least `share` of the terms `wanted`, their headings included."""
        words = set(wanted)
        counts: Counter[int] = Counter()
        for word in words:
            counts.update(self._places.get(word, ()))
        needed = share * len(words)
        return [self.lines[number] for number in sorted(counts) if counts[number] >= needed]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the documents, in lower case."""
        return frozenset(self._cases)

    @cached_property
    def _cases(self) -> dict[str, Counter[bool]]:
        """word -> how often it begins with a capital within a sentence, and how often not."""
        cases: dict[str, Counter[bool]] = defaultdict(Counter)
        for section in self.sections:
            for unit in section.units:
                if unit.kind in ("sentence", "item"):
                    for word in re.findall(r"[^\W\d_]+", unit.text.partition(" ")[2]):
                        cases[word.lower()][word[0].isupper()] += 1
        return cases

    def within(self, phrase: str) -> str:
        """`phrase` as it would be written within a sentence: no capital that only began one."""
        first, space, others = phrase.partition(" ")
        if first.lower() in DETERMINERS:
            return f"{first.lower()}{space}{others}"
        if first[1:] != first[1:].lower():
            return phrase
        name = others[:1].isupper() or not first.isalpha()
        seen = self._cases.get(first.lower(), Counter())
        if first == "I" or seen[True] > seen[False] or (name and not seen[False]):
            return phrase
        return f"{first[:1].lower()}{first[1:]}{space}{others}"

    def label(self, phrase: str) -> str:
        """The same for a table's label: only a word that is also seen small becomes small."""
        seen = self._cases.get(phrase.partition(" ")[0].lower(), Counter())
        return self.within(phrase) if seen[False] else phrase


def read(store: PassageStore, readers: Readers) -> Corpus:
    """What `readers` may read of the live index."""
    found = sorted(store.documents(readers), key=lambda document: document.label)
    return Corpus(
        Text(each.label, each.title, text)
        for each in found
        if (text := store.show(each.label)) is not None
    )


def _sections(text: Text) -> Iterator[Section]:
    for page in text.text.split("\f"):
        for headings, group in groupby(blocks(page, text.title), key=lambda block: block.headings):
            found = tuple(group)
            read = tuple(units("\n\n".join(block.raw for block in found)))
            yield Section(text.label, text.title, headings, found, read)
