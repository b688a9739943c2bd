"""Question -> Answer, from what is curated."""

import datetime
import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from answering.answer import Answer, Citation, Sentence, Timings
from answering.curated.matching import match
from answering.curated.pinned import CuratedAnswer, CuratedAnswers
from answering.plain import plain
from answering.question import Question
from answering.units import collapse, units
from indexing.readers import Readers
from indexing.sentences import in_sentences

if TYPE_CHECKING:  # The process that faces Slack imports this package, and must start fast.
    from indexing.store import PassageStore

_SUPPORTS = 20
"""Passages looked through for the one that a curated sentence quotes."""


class CuratedBook:
    """Looks questions up in `curated`. Safe to share by threads."""

    def __init__(self, curated: CuratedAnswers, store: "PassageStore") -> None:
        self._curated = curated
        self._store = store

    def find(
        self,
        question: Question,
        model: str = "",
        today: datetime.date | None = None,
    ) -> Answer | None:
        """The curated answer to `question`, or None. `today`: for tests of the review date."""
        began = time.perf_counter()
        found = match(question, self._curated.all(), self._store.embedder)
        if found is None:
            return None
        quoted = _quoted(found, self._store, question.audience) if found.sources else {}
        named = [each for each in found.sources if each not in {c.source for c in quoted.values()}]
        titles = _titles(named, self._store, question.audience) if named else []
        today = today or datetime.date.today()
        return as_answer(found, model, time.perf_counter() - began, today, quoted, titles)


def as_answer(
    curated: CuratedAnswer,
    model: str,
    seconds: float,
    today: datetime.date,
    quoted: Mapping[str, Citation] | None = None,
    titles: Sequence[str] = (),
) -> Answer:
    """What the reader gets; the note names the owner, the review date and `titles`.

    `quoted`: a citation for each line or sentence that stands word for word in a source.
    """
    quoted = quoted or {}
    sentences = tuple(
        Sentence(text, tuple(quoted[piece].number for piece in _pieces(text) if piece in quoted))
        for text in _sentences(curated.text)
    )
    return Answer(
        sentences=sentences,
        citations=tuple(quoted.values()),
        status="answered",
        model=model,
        timings=Timings(seconds, seconds),
        kind="curated",
        note=_note(curated, today, titles),
    )


def _note(curated: CuratedAnswer, today: datetime.date, titles: Sequence[str]) -> str:
    note = f"Curated by {curated.owner}"
    if curated.review_by:
        note += f", to be reviewed by {curated.review_by.day} {curated.review_by:%B %Y}"
    if curated.overdue(today):
        note += " (overdue for review)"
    return f"{note}." + (f" See also: {'; '.join(titles)}." if titles else "")


def _sentences(text: str) -> list[str]:
    """Sentences of one line; several lines stay as they were laid out."""
    if "\n" in text:
        return [text]
    return [part.strip() for part in in_sentences(text) if part.strip()]


_MARK = re.compile(r"^\s*(?:[-*+>]|\d+[.)]|#{1,6})\s+")
_FEWEST = 4
"""Words: fewer stand in many documents by chance."""


def _pieces(text: str) -> list[str]:
    """What may stand in a source word for word: each line without its mark, cut into sentences."""
    lines = [collapse(_MARK.sub("", line)) for line in text.splitlines()]
    parts = [part.strip() for line in lines for part in in_sentences(line)]
    return [part for part in parts if len(part.split()) >= _FEWEST]


def _quoted(
    curated: CuratedAnswer, store: "PassageStore", audience: Readers
) -> dict[str, Citation]:
    found: dict[str, Citation] = {}
    for piece in dict.fromkeys(_pieces(curated.text)):
        hits = store.search_keywords(piece, audience, _SUPPORTS)
        for node in store.passages([hit.passage_id for hit in hits], audience):
            metadata = node.metadata
            if metadata["source_label"] not in curated.sources:
                continue
            said = collapse(plain(piece).text)
            quote = next((unit.quote for unit in units(node.text) if said in unit.text), "")
            if quote:
                found[piece] = Citation(
                    number=len(found) + 1,
                    title=metadata["title"],
                    url=metadata["url"],
                    quote=quote,
                    passage_id=int(node.node_id),
                    source=metadata["source_label"],
                    heading=metadata["heading"],
                    page=metadata["page"],
                )
                break
    return found


def _titles(labels: Sequence[str], store: "PassageStore", audience: Readers) -> list[str]:
    """Titles of those documents that `audience` may know of."""
    known = {each.label: each for each in store.documents(audience)}
    return [f"{known[each].title} ({each})" for each in labels if each in known]
