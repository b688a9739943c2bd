"""The span model's weights, kept as what training changed in the packaged encoder.

The encoder is installed anyway, so only differences are shipped: those of matrices as bytes with a
scale for each row, those of vectors in half precision. What training left alone (the words'
embeddings, half of the model) is not in the file. A weight that the encoder lacks counts as zero
there, so its difference is its value.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save

Weights = Mapping[str, npt.NDArray[np.float32]]
"""Values by torch's names for them."""

SHIPPED = Path(__file__).parent / "weights.safetensors"

_ENCODER = "encoder."
"""Stands before the names of the encoder's own weights."""
_TYPES = f"{_ENCODER}embeddings.token_type_embeddings.weight"
_SCALE = ":scale"
"""Ends the name of a matrix's scales."""
_LEVELS = 127


def base_weights(folder: Path) -> Weights:
    """Those of the encoder in `folder`, with its token types once for plain and shared words."""
    stored = load_file(folder / "model.safetensors")
    base = {
        f"{_ENCODER}{name}": np.asarray(value, dtype=np.float32)
        for name, value in stored.items()
        # The pooler is not used; ids of positions are no weights.
        if not name.startswith("pooler.") and not name.endswith("position_ids")
    }
    return base | {_TYPES: np.concatenate([base[_TYPES], base[_TYPES]])}


def save_weights(path: Path, tuned: Weights, base: Weights) -> None:
    """Write how `tuned` differs from `base`; ValueError if it lacks a weight of `base`."""
    if missing := base.keys() - tuned.keys():
        raise ValueError(f"The tuned model lacks {min(missing)}, which its base has.")
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for name, value in tuned.items():
        change = value - base[name] if name in base else value
        if not change.any():
            continue
        if change.ndim == 1:
            stored[name] = change.astype(np.float16)
        else:
            stored[name], stored[name + _SCALE] = _to_bytes(change)
    path.write_bytes(save(stored))


def load_weights(path: Path, base: Weights) -> Weights:
    """All weights of the tuned model: `base` with the changes in `path`."""
    stored = load_file(path)
    tuned = dict(base)
    for name, change in stored.items():
        if name.endswith(_SCALE):
            continue
        if name + _SCALE in stored:
            change = change * stored[name + _SCALE]
        tuned[name] = np.asarray(tuned.get(name, 0) + change, dtype=np.float32)
    return tuned


def _to_bytes(
    matrix: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """The matrix in steps of its rows' (n, 1) scales, none more than half a step off."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / _LEVELS
    steps = np.rint(matrix / np.maximum(scales, np.finfo(np.float32).tiny))
    return steps.astype(np.int8), scales.astype(np.float32)
