"""The vector index: FAISS, following the passages by their ids."""

import faiss
import numpy as np
import numpy.typing as npt

from indexing.embedder import Vectors

Ids = npt.NDArray[np.int64]


class VectorIndex:
    """Exact inner-product search over unit vectors, so scores are cosines."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    def add(self, ids: Ids, vectors: Vectors) -> None:
        """Add (n,) ids with their (n, dimension) vectors."""
        self._index.add_with_ids(np.ascontiguousarray(vectors), ids)

    def remove(self, ids: Ids) -> None:
        """Forget these ids."""
        self._index.remove_ids(faiss.IDSelectorBatch(ids))

    def search(self, vector: Vectors, top: int, allowed: Ids | None) -> list[tuple[int, float]]:
        """(id, cosine), best first, among the `allowed` ids only; None allows all."""
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        scores, ids = self._index.search(vector[np.newaxis], top, params=parameters)
        return [
            (int(found), float(score))
            for found, score in zip(ids[0], scores[0], strict=True)
            if found >= 0
        ]
