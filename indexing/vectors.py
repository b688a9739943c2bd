"""The vector index: FAISS, following the passages by their ids.

Its type is chosen by size, from the figures in docs/benchmarks/search.md: all vectors are
compared up to a quarter of a million; beyond that only those in the nearest cells, as many
cells as this index's own vectors need to be found again.
"""

from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from indexing.embedder import Vectors

Ids = npt.NDArray[np.int64]

_LARGEST_FLAT = 250_000
_FLAT_AGAIN = 150_000
"""Lower than the limit above: an index at the limit must not be remade back and forth."""
_CHUNK = 50_000
_PER_CELL = 40
"""Vectors that each cell is learnt from."""
_RECALL = 0.998
"""Share of the exact best ten that must be found, measured on stored vectors."""
_SAMPLE = 200
_FURTHER = 8
"""A question lies further from passages than they from each other: look into more cells. At a
million passages 4 times as many found 0.989 of the best ten, 8 times 0.997."""


class Allowed:
    """The ids that a search may find; made once for each audience."""

    def __init__(self, ids: Ids) -> None:
        self.count = len(ids)
        # A bit for each id up to the largest: looked up once for each vector compared.
        bits = np.zeros(int(ids.max()) + 1 if len(ids) else 1, dtype=bool)
        bits[ids] = True
        packed: Any = np.packbits(bits, bitorder="little")
        self.selector = faiss.IDSelectorBitmap(packed)  # type: ignore[call-arg]


class VectorIndex:
    """Inner-product search over unit vectors, so scores are cosines. Half precision: the
    order of neighbours is that of full precision, at half the memory."""

    def __init__(self, dimension: int, largest_flat: int = _LARGEST_FLAT) -> None:
        self.dimension = dimension
        self._largest_flat = largest_flat
        self._index: Any = self._flat()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def cells(self) -> int:
        """How many cells the vectors are sorted into; 0 when all are compared."""
        return int(self._index.nlist) if self._is_cells else 0

    @property
    def _is_cells(self) -> bool:
        return isinstance(self._index, faiss.IndexIVF)

    def _flat(self) -> faiss.IndexIDMap2:
        kind = faiss.ScalarQuantizer.QT_fp16
        plain = faiss.IndexScalarQuantizer(self.dimension, kind, faiss.METRIC_INNER_PRODUCT)
        return faiss.IndexIDMap2(plain)

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add (n,) ids with their (n, dimension) vectors."""
        self._index.add_with_ids(np.ascontiguousarray(vectors), ids)

    def remove(self, ids: Ids) -> None:
        """Forget these ids."""
        self._index.remove_ids(faiss.IDSelectorBatch(ids))

    def settle(self) -> None:
        """Take the type that fits the size; to be called after additions and removals."""
        if not self._is_cells and len(self) > self._largest_flat:
            self._index = self._sorted_into_cells()
        elif self._is_cells and len(self) < self._largest_flat * _FLAT_AGAIN // _LARGEST_FLAT:
            self._index = self._moved(self._flat(), self._index.invlists)

    def search(self, vector: Vectors, top: int, allowed: Allowed | None) -> list[tuple[int, float]]:
        """(id, cosine), best first, among the `allowed` ids only; None allows all."""
        scores, ids = self._index.search(vector[np.newaxis], top, params=self._how(allowed))
        return [
            (int(found), float(score))
            for found, score in zip(ids[0], scores[0], strict=True)
            if found >= 0
        ]

    def _how(self, allowed: Allowed | None) -> Any:
        selector = allowed.selector if allowed else None
        if not self._is_cells:
            return faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]
        # The fewer ids may be seen, the further apart their neighbours lie.
        share = max(1, allowed.count) / len(self) if allowed else 1.0
        cells = min(self.cells, int(self._index.nprobe / share))
        return faiss.SearchParametersIVF(sel=selector, nprobe=cells)  # type: ignore[call-arg]

    def _sorted_into_cells(self) -> faiss.IndexIVFScalarQuantizer:
        flat = self._index
        count = len(self)
        cells = 2 ** int(np.log2(2 * np.sqrt(count)))
        made = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(self.dimension),
            self.dimension,
            cells,
            faiss.ScalarQuantizer.QT_fp16,
            faiss.METRIC_INNER_PRODUCT,
            False,
        )
        rng = np.random.default_rng(0)
        chosen = np.sort(rng.choice(count, min(count, cells * _PER_CELL), replace=False))
        made.train(np.stack([flat.index.reconstruct(int(at)) for at in chosen]))
        ids = faiss.vector_to_array(flat.id_map)
        for start in range(0, count, _CHUNK):
            size = min(_CHUNK, count - start)
            made.add_with_ids(flat.index.reconstruct_n(start, size), ids[start : start + size])
        sample = rng.choice(count, min(count, _SAMPLE), replace=False)
        queries = np.stack([flat.index.reconstruct(int(at)) for at in sample])
        needed = _cells_needed(made, queries, flat.search(queries, 10)[1])
        made.nprobe = min(cells, _FURTHER * needed)
        return made

    def _moved(self, target: faiss.IndexIDMap2, lists: faiss.InvertedLists) -> faiss.IndexIDMap2:
        for cell in range(lists.nlist):
            size = lists.list_size(cell)
            if not size:
                continue
            ids = faiss.rev_swig_ptr(lists.get_ids(cell), size).copy()
            codes = faiss.rev_swig_ptr(lists.get_codes(cell), size * lists.code_size)
            rows = codes.view(np.float16).reshape(size, self.dimension)
            target.add_with_ids(rows.astype(np.float32), ids)
        return target


def _cells_needed(index: faiss.IndexIVFScalarQuantizer, queries: Vectors, exact: Ids) -> int:
    """The fewest cells to look into, in powers of two, so that enough of `exact` is found."""
    cells = 8
    while cells < index.nlist:
        index.nprobe = cells
        found = index.search(queries, exact.shape[1])[1]
        hits = [len(set(a) & set(b)) for a, b in zip(found.tolist(), exact.tolist(), strict=True)]
        if sum(hits) >= _RECALL * exact.size:
            return cells
        cells *= 2
    return int(index.nlist)
