"""Adapters that training wrote, as the files that llama.cpp loads; converted once and kept."""

import hashlib
import json
import math
import re
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from answering.errors import ModelError
from answering.llama.base_file import Shape
from answering.llama.kept_file import kept

Array = NDArray[np.float32]

_INTERLEAVED = frozenset({"llama"})
"""Architectures whose queries and keys llama.cpp keeps with the halves of each pair of rotated
values side by side, where transformers keeps them half a head apart."""
_IN_ORDER = frozenset({"qwen2", "qwen3", "phi3", "gemma", "gemma2", "gemma3", "olmo2"})
_NOT_APPLIED = ("use_dora", "rank_pattern", "alpha_pattern")
_TENSOR = re.compile(r"(?:base_model\.model\.)?(.+)\.lora_([AB])\.weight")


def lora_file(folder: Path, base: Shape, cache: Path) -> Path:
    """The adapter in `folder`, which peft wrote for a model of the shape `base`.

    Raises ModelError for what llama.cpp cannot apply.
    """
    try:
        written = (folder / "adapter_config.json").read_bytes()
        config = json.loads(written)
        weights = folder / "adapter_model.safetensors"
        made_of = written + repr(base).encode() + weights.read_bytes()
        digest = hashlib.sha256(made_of).hexdigest()[:12]
    except OSError as error:
        raise ModelError(f"There is no adapter in {folder}: {error.strerror}.") from error
    except ValueError as error:
        raise ModelError(f"The adapter in {folder} is damaged: {error}.") from error
    if not isinstance(config, dict):
        raise ModelError(f"The adapter in {folder} is damaged: adapter_config.json is no object.")
    target = cache / f"{folder.name}-{digest}.gguf"
    return kept(target, lambda partial: _convert(config, weights, base, partial))


def is_converted(base: Shape) -> bool:
    """Whether adapters for such a base can be converted, as far as the base decides it."""
    in_order = base.architecture in _IN_ORDER
    interleaved = base.architecture in _INTERLEAVED and base.heads > 0 and base.heads_kv > 0
    return base.blocks > 0 and (in_order or interleaved)


def _convert(config: dict[str, Any], weights: Path, base: Shape, target: Path) -> None:
    # With patterns, each layer has a strength of its own.
    if config.get("peft_type") != "LORA" or any(map(config.get, _NOT_APPLIED)):
        raise ModelError(
            f"llama.cpp applies plain LoRA and nothing else; give the model of {weights.parent} "
            'kind = "transformers".'
        )
    architecture = base.architecture
    if not is_converted(base):
        raise ModelError(
            f"Adapters for this kind of {architecture} are not converted; give the model of "
            f'{weights.parent} kind = "transformers".'
        )
    kind = next(each for each, name in gguf.MODEL_ARCH_NAMES.items() if name == architecture)
    names = gguf.get_tensor_name_map(kind, base.blocks)
    writer = gguf.GGUFWriter(target, architecture)
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, _alpha(config, weights.parent))
    tensors = _tensors(weights)
    for name, values in sorted(tensors.items()):
        found = _TENSOR.fullmatch(name)
        place = names.get_name(found.group(1)) if found else None
        if found is None or place is None:
            raise ModelError(f"The adapter in {weights.parent} has {name}, which has no place.")
        if not _fits(name, tensors, base.sizes.get(f"{place}.weight", [])):
            raise ModelError(
                f"The adapter in {weights.parent} was trained for another model: {name} has the "
                f"size {' x '.join(map(str, values.shape))}."
            )
        tensor = values.astype(np.float32)
        if found.group(2) == "B" and architecture in _INTERLEAVED:
            tensor = _reordered(tensor, place, base)
        writer.add_tensor(f"{place}.weight.lora_{found.group(2).lower()}", tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _alpha(config: dict[str, Any], folder: Path) -> float:
    """llama.cpp divides by the rank; rank-stabilised adapters are divided by its root."""
    try:
        rank, alpha = float(config["r"]), float(config["lora_alpha"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(
            f"The adapter in {folder} is damaged: adapter_config.json needs the numbers r and "
            "lora_alpha."
        ) from error
    return alpha * math.sqrt(rank) if config.get("use_rslora") else alpha


def _fits(name: str, tensors: dict[str, Array], size: list[int]) -> bool:
    """Whether a tensor and its other half, A (rank, read) and B (written, rank), change `size`."""
    halves = (tensors.get(re.sub(r"lora_[AB]", f"lora_{half}", name)) for half in "AB")
    first, second = (half.shape if half is not None else () for half in halves)
    return first[1:] + second[:1] == tuple(size) and first[:1] == second[1:]


def _tensors(weights: Path) -> dict[str, Array]:
    try:
        return load_file(weights)
    except SafetensorError as error:
        raise ModelError(f"The adapter in {weights.parent} is damaged: {error}.") from error


def _reordered(tensor: Array, place: str, base: Shape) -> Array:
    """Rows of shape (heads * width, rank) as llama.cpp keeps those of queries and keys."""
    heads = {"attn_q": base.heads, "attn_k": base.heads_kv}.get(place.rpartition(".")[2])
    if heads is None:
        return tensor
    rows, rank = tensor.shape
    halves = tensor.reshape(heads, 2, rows // heads // 2, rank)
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows, rank))
