"""The base model's file, in a quantisation that this machine reads quickly."""

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

import gguf
from gguf import GGMLQuantizationType as Kind

from answering.errors import ModelError
from answering.llama.kept_file import kept

log = logging.getLogger(__name__)

_SLOW = frozenset({Kind.Q4_1, Kind.Q5_0, Kind.Q5_1})
"""llama.cpp has quick kernels for prompts in other kinds, not in these: 155 tokens a second for
Q4_1 on two cores where Q8_0, which loses nothing that they hold, reaches 290."""
_Q8_0 = 7
"""The number of that file type in GGUF's list."""
_MATRIX = 2
"""Dimensions."""
_ENDS = 1 << 20
"""Bytes of either end of a file that, with its size and time, tell it from others."""


@dataclass(frozen=True)
class Shape:
    """What converting an adapter needs to know of its base; `slow` if its kind is.

    Counts are 0 where the file does not tell one number for all layers. `sizes` are those of the
    tensors that adapters change, by name: values read, values written.
    """

    architecture: str
    blocks: int
    heads: int
    heads_kv: int
    slow: bool
    sizes: dict[str, list[int]]


def base_file(path: Path, cache: Path) -> tuple[Path, Shape]:
    """`path`, or a copy of it that is read more quickly, and its shape.

    Both are found out once, which takes 7 s for 135M parameters, most of it for the vocabulary,
    and kept in `cache`. Raises ModelError if it is no GGUF file.
    """
    name, reader = _name(path), once(lambda: _reader(path))
    shape = _kept_shape(cache / f"{name}.json", lambda: _shape(reader()))
    if not shape.slow:
        return path, shape
    return kept(cache / f"{name}.Q8_0.gguf", lambda partial: _requantise(reader(), partial)), shape


def base_shape(path: Path, cache: Path) -> Shape:
    """The shape alone, without a copy. Raises ModelError if it is no GGUF file."""
    return _kept_shape(cache / f"{_name(path)}.json", lambda: _shape(_reader(path)))


def _name(path: Path) -> str:
    try:
        return f"{path.stem}-{digest(path)}"
    except FileNotFoundError as error:
        raise ModelError(f"The model file {path} does not exist.") from error
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.") from error


def digest(path: Path) -> str:
    """Of its size, time and ends: all of a model may be gigabytes. Raises OSError."""
    told = path.stat()
    with path.open("rb") as file:
        ends = file.read(_ENDS)
        file.seek(max(0, told.st_size - _ENDS))
        ends += file.read()
    return hashlib.sha256(f"{told.st_size} {told.st_mtime_ns} ".encode() + ends).hexdigest()[:12]


def _kept_shape(path: Path, find: Callable[[], Shape]) -> Shape:
    """The shape in the file `path`; where none can be read, what `find` finds, kept if possible."""
    try:
        return Shape(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        shape = find()
    try:
        path.unlink(missing_ok=True)
        kept(path, lambda partial: _write(partial, asdict(shape)))
    except OSError as error:
        log.warning("What %s is was not kept: %s.", path.stem, error.strerror)
    return shape


def _reader(path: Path) -> gguf.GGUFReader:
    try:
        return gguf.GGUFReader(path)
    except (OSError, ValueError, IndexError, KeyError) as error:
        raise ModelError(f"{path} is no GGUF file: {error}.") from error


def _shape(reader: gguf.GGUFReader) -> Shape:
    def told(key: str) -> Any:
        field = reader.fields.get(key)
        return None if field is None else field.contents()

    def count(key: str) -> int:
        value = told(f"{architecture}.{key}")
        return value if isinstance(value, int) else 0

    architecture = str(told("general.architecture") or "")
    heads, kv = count("attention.head_count"), "attention.head_count_kv"
    heads_kv = heads if told(f"{architecture}.{kv}") is None else count(kv)
    slow = any(tensor.tensor_type in _SLOW for tensor in reader.tensors)
    sizes = {each.name: list(map(int, each.shape)) for each in reader.tensors}
    matrices = {name: size for name, size in sizes.items() if len(size) == _MATRIX}
    return Shape(architecture, count("block_count"), heads, heads_kv, slow, matrices)


def _write(target: Path, value: Any) -> None:
    target.write_text(json.dumps(value), encoding="utf-8")


def _requantise(reader: gguf.GGUFReader, target: Path) -> None:
    architecture = "general.architecture"
    writer = gguf.GGUFWriter(target, str(reader.fields[architecture].contents()))
    for name, field in reader.fields.items():
        # The writer writes these itself.
        if name.startswith("GGUF.") or name == architecture:
            continue
        value = _Q8_0 if name == "general.file_type" else field.contents()
        listed = field.types[0] == gguf.GGUFValueType.ARRAY
        writer.add_key_value(
            name, value, field.types[0], sub_type=field.types[-1] if listed else None
        )
    for tensor in reader.tensors:
        if tensor.tensor_type not in _SLOW:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        values = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        writer.add_tensor(tensor.name, gguf.quants.quantize(values, Kind.Q8_0), raw_dtype=Kind.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
