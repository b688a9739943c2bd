"""A language model writes the questions; what it writes passes the same sieve, and one more."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files

from answering.question import Question
from answering.search import search
from evaluation.building.candidate import Candidate, Wording
from evaluation.building.corpus import Corpus, Section
from evaluation.building.matching import stands_in
from evaluation.building.sieve import Sieve
from indexing.readers import Readers
from indexing.store import PassageStore

_REPLY = re.compile(r"(?:Question:\s*)?(?P<question>[^\n]+\?)\s*\n+\s*Answer:\s*(?P<answer>[^\n]+)")
_LONGEST = 1500
"""Characters of a section that the model reads: what fits a small model's prompt."""
_FEWEST_WORDS = 25
_TOP = 10


def candidates(
    write: Callable[[str], str],
    corpus: Corpus,
    store: PassageStore,
    readers: Readers,
    count: int,
    seed: int,
) -> tuple[list[Candidate], Counter[str]]:
    """Up to `count` questions and what was dropped, one section after another.

    `write` has a language model reply to a prompt.

    The answer must stand in the text, and retrieval must find the document by the question.
    """
    sections = [each for each in corpus.sections if len(_text(each).split()) >= _FEWEST_WORDS]
    random.Random(seed).shuffle(sections)  # noqa: S311 - nothing secret
    sieve, kept = Sieve(corpus), dict[str, Candidate]()
    template = (files("evaluation.building") / "question.txt").read_text(encoding="utf-8")
    for section in sections:
        if len(kept) >= count:
            break
        reply = write(template.format(text=_text(section)))
        candidate = next(_read(reply, section), None)
        if candidate is None:
            sieve.dropped["the model's answer does not stand in the text"] += 1
        elif not _found(candidate, store, readers):
            sieve.dropped["retrieval does not find the document"] += 1
        else:
            sieve.offer(candidate, kept)
    return list(kept.values()), sieve.dropped


def _text(section: Section) -> str:
    above = " > ".join((section.title, *section.headings))
    return f"{above}\n\n" + "\n\n".join(block.raw for block in section.blocks)[:_LONGEST]


def _read(reply: str, section: Section) -> Iterator[Candidate]:
    """The candidate of the model's reply, with the unit of `section` that holds its answer."""
    match = _REPLY.search(reply)
    if not match:
        return
    answer = match["answer"].strip().strip('"“”').rstrip(".")
    for unit in section.units:
        if unit.kind not in ("list", "table") and stands_in(answer, unit.quote):
            wording = Wording(match["question"].strip().rstrip("?"))
            yield Candidate(
                wording, answer, unit.quote, section.label, section.title, section.headings, "model"
            )


def _found(candidate: Candidate, store: PassageStore, readers: Readers) -> bool:
    question = Question(candidate.question, audience=readers)
    return candidate.label in {found.source for found in search(store, question, _TOP)}
