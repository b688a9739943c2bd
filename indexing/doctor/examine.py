"""All checks, put together."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from indexing.access import Access
from indexing.doctor.contradictions import contradictions
from indexing.doctor.duplicates import duplicates
from indexing.doctor.findings import Diagnosis, Finding
from indexing.doctor.inventory import Inventory, Page, take_inventory
from indexing.passages import embedded_text
from indexing.readers import Readers
from indexing.schema import documents, passages
from indexing.store import PassageStore

STALE_AFTER = 365
"""Days without an update after which a document is worth a look."""
_ENOUGH_ANSWERS = 20
"""With fewer answers given, that a document was never used says nothing."""
_OUTDATED = re.compile(r"\b(outdated|deprecated|obsolete|archived?|superseded|old version)\b", re.I)
_EMPTY = re.compile(r"is empty|holds no text|without readable text")
_CHUNK = 2000


def examine(
    store: PassageStore,
    *,
    readers: Readers | None,
    access: Mapping[str, Access],
    cited: Mapping[str, int],
    offered: Mapping[str, int],
    answered: int,
    today: datetime.date,
) -> Diagnosis:
    """The state of the index as `readers` may know it; None may know all.

    `cited` and `offered` count the answers that named a document, by label; `answered` all.
    """
    inventory = take_inventory(store.client, store.embedder.name, readers, access)
    lengths, long = _lengths(store, inventory.pages)
    ages = {page.label: _age(page, today) for page in inventory.pages}
    used = set(cited) | set(offered)
    found = [
        *contradictions(inventory.pages),
        *duplicates(inventory.pages),
        *_skips(inventory),
        *long,
        *_stale(inventory.pages, ages),
        *(_unused(inventory.pages, used) if answered >= _ENOUGH_ANSWERS else ()),
    ]
    counted = [
        Finding(f.kind, f.source, f.title, f.detail, f.other, cited.get(f.source, 0)) for f in found
    ]
    known = tuple(age for age in ages.values() if age is not None)
    order = list(dict.fromkeys(f.kind for f in counted))
    findings = tuple(sorted(counted, key=lambda f: (order.index(f.kind), -f.cited)))
    return Diagnosis(inventory.states, findings, lengths, known, store.embedder.name, answered)


def _lengths(store: PassageStore, pages: Sequence[Page]) -> tuple[tuple[int, ...], list[Finding]]:
    """Tokens of each passage, and those that the embedder cannot read to the end."""
    embedder = store.embedder
    labels = {page.id: page for page in pages}
    lengths: list[int] = []
    found: list[Finding] = []
    statement = select(
        passages.c.document_id, documents.c.title, passages.c.heading, passages.c.text
    ).join(documents)
    ids = list(labels)
    with store.client.connect() as connection:
        for start in range(0, len(ids), _CHUNK):
            chunk = passages.c.document_id.in_(ids[start : start + _CHUNK])
            for row in connection.execute(statement.where(chunk)):
                text = embedded_text(row.title, row.heading, row.text, embedder.count)
                # The two tokens that mark the ends count too.
                tokens = embedder.count(text) + 2
                lengths.append(tokens)
                if tokens > embedder.reads:
                    page = labels[row.document_id]
                    detail = f"“{row.heading or row.text[:40]}” has {tokens} tokens"
                    detail += f"; {embedder.name} reads {embedder.reads}"
                    found.append(Finding("too long", page.label, page.title, detail))
    return tuple(lengths), found


def _skips(inventory: Inventory) -> Iterator[Finding]:
    for skip in inventory.skipped:
        kind = "empty" if _EMPTY.search(skip.reason) else "failed"
        title = skip.label.rpartition("/")[2]
        yield Finding(kind, skip.label, title, skip.reason)  # type: ignore[arg-type]


def _age(page: Page, today: datetime.date) -> int | None:
    try:
        return (today - datetime.date.fromisoformat(page.updated[:10])).days
    except ValueError:
        return None


def _stale(pages: Sequence[Page], ages: Mapping[str, int | None]) -> Iterator[Finding]:
    for page in pages:
        age = ages[page.label]
        if _OUTDATED.search(page.title):
            yield Finding("stale", page.label, page.title, "calls itself outdated in its title")
        elif age is not None and age > STALE_AFTER:
            detail = f"last updated {page.updated[:10]}, {age // 30} months ago"
            yield Finding("stale", page.label, page.title, detail)


def _unused(pages: Sequence[Page], used: set[str]) -> Iterator[Finding]:
    for page in pages:
        if page.label not in used:
            yield Finding("never used", page.label, page.title, "cited and offered in no answer")
