"""A sentence-transformers model by onnxruntime: torch's vectors at less cost on a CPU.

The model is converted once and kept in the user's cache. Neither torch nor transformers is
imported after that, so a process is ready in a second.
"""

import hashlib
import json
import os
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from indexing.embedder import Vectors

_BATCH = 8
"""Texts at a time: measured; more only leave the processor's cache."""
_OPSET = 17


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
        options = onnxruntime.SessionOptions()
        # Threads that spin for work would take the cores from everybody else.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(_converted(folder)), options, providers=["CPUExecutionProvider"]
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


def _converted(folder: Path) -> Path:
    """The ONNX file of the model in `folder`, made now unless it is there already."""
    weights = (folder / "model.safetensors").stat()
    made_of = f"{folder.name} {weights.st_size} {onnxruntime.__version__} {_OPSET}"
    digest = hashlib.sha256(made_of.encode()).hexdigest()[:16]
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "footnote"
    path = root / f"embedder-{digest}.onnx"
    if not path.exists():
        root.mkdir(parents=True, exist_ok=True)
        # Written aside and moved: another process must never read half a file.
        handle, temporary = tempfile.mkstemp(dir=root, suffix=".part")
        os.close(handle)
        _convert(folder, temporary)
        Path(temporary).replace(path)
    return path


def _convert(folder: Path, target: str) -> None:
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

    example = torch.ones((2, 8), dtype=torch.int64)
    free = {0: "texts", 1: "tokens"}
    with warnings.catch_warnings():
        # The converter that traces is called legacy, but takes 2 s instead of 11, and a test
        # compares its vectors with torch's.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pooled(),
            (example, example),
            target,
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": free, "attention_mask": free},
            opset_version=_OPSET,
            dynamo=False,
        )
