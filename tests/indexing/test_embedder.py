import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexing.embedder import Embedder, packaged_folder
from indexing.torch_encoder import TorchEncoder

TEXTS = [
    "Every employee gets 27 days of vacation a year.",
    "年假规定 " * 60,
    "x" * 3000,
    "a",
    "| City | Limit |\n|---|---|\n| Lisbon | 140 € |",
]


def test_onnx_makes_the_vectors_that_torch_makes(embedder: Embedder) -> None:
    torch = TorchEncoder(str(packaged_folder()), "cpu")
    assert np.abs(embedder.load().encode(TEXTS) - torch.encode(TEXTS)).max() < 1e-5
    assert np.abs(embedder.embed_query(TEXTS[0]) - torch.encode_query(TEXTS[0])).max() < 1e-5
    assert [embedder.count(text) for text in TEXTS] == [torch.count(text) for text in TEXTS]
    assert embedder.reads == torch.reads == 256


def test_embedding_needs_no_torch_once_the_model_is_converted(embedder: Embedder) -> None:
    code = (
        "import sys; from indexing.embedder import Embedder; Embedder().embed_query('hi');"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    assert embedder.dimension == 384
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_a_place_for_the_converted_model_torch_does_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "footnote").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = Embedder()
    assert isinstance(made.load(), TorchEncoder)
    assert made.dimension == 384
