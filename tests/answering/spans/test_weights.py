from pathlib import Path

import numpy as np
import pytest

from answering.spans.weights import SHIPPED, base_weights, load_weights, save_weights
from indexing.embedder import packaged_folder

RANDOM = np.random.default_rng(0)


def some(*shape: int) -> np.ndarray:
    return RANDOM.normal(size=shape).astype(np.float32)


def test_changes_come_back_within_half_a_step(tmp_path: Path) -> None:
    base = {"matrix": some(8, 16), "vector": some(8), "same": some(4, 4)}
    change = some(8, 16) * 0.01
    change[3] *= 100
    tuned = {
        "matrix": base["matrix"] + change,
        "vector": base["vector"] + some(8) * 0.01,
        "same": base["same"],
        "head": some(2, 8),
    }
    save_weights(tmp_path / "file", tuned, base)
    back = load_weights(tmp_path / "file", base)

    assert back.keys() == tuned.keys()
    assert np.array_equal(back["same"], base["same"])
    # Each row has its own scale: one that changed much costs the others nothing.
    half_steps = np.abs(change).max(axis=1, keepdims=True) / 127 / 2
    assert (np.abs(back["matrix"] - tuned["matrix"]) <= half_steps + 1e-6).all()
    assert np.abs(back["vector"] - tuned["vector"]).max() < 1e-4
    assert np.abs(back["head"] - tuned["head"]).max() < np.abs(tuned["head"]).max() / 127
    assert all(value.dtype == np.float32 for value in back.values())


def test_what_did_not_change_takes_no_room(tmp_path: Path) -> None:
    base = {"large": some(500, 500), "bias": some(4)}
    save_weights(tmp_path / "file", {**base, "bias": base["bias"] + 1}, base)
    assert (tmp_path / "file").stat().st_size < 500


def test_a_model_that_lost_a_weight_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lacks bias"):
        save_weights(tmp_path / "file", {"a": some(2, 2)}, {"a": some(2, 2), "bias": some(2)})


def test_the_shipped_weights_fit_the_packaged_encoder() -> None:
    base = base_weights(packaged_folder())
    tuned = load_weights(SHIPPED, base)
    words = "encoder.embeddings.word_embeddings.weight"
    assert np.array_equal(tuned[words], base[words])
    assert all(tuned[name].shape == value.shape for name, value in base.items())
    assert {name.partition(".")[0] for name in tuned.keys() - base.keys()} == {"span", "null"}
    assert SHIPPED.stat().st_size < 11_500_000
