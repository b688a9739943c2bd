"""A sentence-transformers model by onnxruntime: torch's vectors at less cost on a CPU.

The model is converted once and kept in the user's cache. Neither torch nor transformers is
imported after that, so a process is ready in a second.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from indexing.converted import converted, export, session
from indexing.embedder import Vectors

_BATCH = 8
"""Texts at a time: measured; more only leave the processor's cache."""


class OnnxEncoder:
    """The model in `folder`, in sentence-transformers' layout. Safe to share by threads."""

    def __init__(self, folder: Path) -> None:
        settings = json.loads((folder / "sentence_bert_config.json").read_text())
        self.reads = int(settings["max_seq_length"])
        # Two of them: counting must see all tokens, encoding only those that are read.
        self._counter = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counter.no_truncation()
        self._counter.no_padding()
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(self.reads)
        self._tokenizer.no_padding()
        size = (folder / "model.safetensors").stat().st_size
        self._session = session(
            converted("embedder", f"{folder.name} {size}", lambda path: _convert(folder, path))
        )

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) vectors; texts of like length should stand together."""
        encoded = self._tokenizer.encode_batch(list(texts))
        parts = [self._run(encoded[i : i + _BATCH]) for i in range(0, len(encoded), _BATCH)]
        return np.concatenate(parts)

    def encode_query(self, text: str) -> Vectors:
        """(dimension,) the vector of a question."""
        first: Vectors = self._run([self._tokenizer.encode(text)])[0]
        return first

    def count(self, text: str) -> int:
        """Tokens of `text`, without the two that mark its ends."""
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _run(self, batch: Sequence[Any]) -> Vectors:
        width = max(len(each.ids) for each in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(batch):
            ids[row, : len(each.ids)] = each.ids
            mask[row, : len(each.ids)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _convert(folder: Path, target: Path) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]

    class Pooled(torch.nn.Module):
        """Token ids and their mask in, the sentence's vector out."""

        def __init__(self) -> None:
            super().__init__()
            self.model = SentenceTransformer(str(folder), device="cpu").eval()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            pooled: torch.Tensor = self.model(features)["sentence_embedding"]
            return pooled

    export(Pooled(), ["input_ids", "attention_mask"], ["vector"], target)
