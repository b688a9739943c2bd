"""One text, searched by meaning and by words; both scores become one that keeps its scale.

A rank fusion would turn a cosine of 0.67 into 0.017, and nothing could be judged by it.
"""

from dataclasses import dataclass, replace

from indexing.readers import Readers
from indexing.store import PassageStore

DENSE_SHARE = 0.6
"""Weight of meaning against words. Between 0.5 and 0.7 hit@5 hardly moves."""


@dataclass(frozen=True)
class Evidence:
    """How well one passage fits: `cosine` -1..1, `keywords` 0..1 (of the best), `fused`."""

    cosine: float
    keywords: float
    fused: float

    def raised(self, bonus: float) -> "Evidence":
        """The same with `bonus` on top of the fused score."""
        return replace(self, fused=self.fused + bonus)


Pool = dict[int, Evidence]
"""Passage id -> evidence."""


def search(store: PassageStore, text: str, audience: Readers, size: int) -> Pool:
    """The `size` best passages of each search for `text`, fused."""
    vector = store.embedder.embed_query(text)
    dense = {hit.passage_id: hit.score for hit in store.search_dense(vector, audience, size)}
    words = {hit.passage_id: hit.score for hit in store.search_keywords(text, audience, size)}
    best_cosine = max(max(dense.values(), default=0.0), 0.1)
    best_words = max(words.values(), default=0.0)
    floor = min(dense.values(), default=0.0)
    pool = {}
    for passage_id in dense.keys() | words.keys():
        cosine = dense.get(passage_id, floor)
        share = words.get(passage_id, 0.0) / best_words if best_words else 0.0
        fused = DENSE_SHARE * cosine / best_cosine + (1 - DENSE_SHARE) * share
        pool[passage_id] = Evidence(cosine, share, fused)
    return pool


def merged(whole: Pool, part: Pool, weight: float) -> Pool:
    """Both pools as one; what fits `part` counts `weight` of what it counts there."""
    joined = dict(whole)
    for passage_id, found in part.items():
        known = joined.get(passage_id)
        fused = weight * found.fused
        if known is None:
            joined[passage_id] = replace(found, fused=fused)
        elif fused > known.fused:
            joined[passage_id] = replace(known, fused=fused)
    return joined
