"""Sources, as the index reads them."""

from collections.abc import Callable

from indexing.reindex import ReindexReport, reindex
from indexing.sources.base import Source
from indexing.store import PassageStore


def indexed(store: PassageStore, make: Callable[[], Source]) -> ReindexReport:
    """The first run, after a second one that found everything unchanged."""
    first, again = reindex(store, make()), reindex(store, make())
    assert first.added > 0
    assert (again.unchanged, again.added, again.changed, again.removed) == (first.added, 0, 0, 0)
    return first
