"""The base model's file, in a quantisation that this machine reads quickly."""

from pathlib import Path

import gguf
from gguf import GGMLQuantizationType as Kind

from answering.errors import ModelError
from answering.llama.kept_file import kept

_SLOW = frozenset({Kind.Q4_1, Kind.Q5_0, Kind.Q5_1})
"""llama.cpp has quick kernels for prompts in other kinds, not in these: 155 tokens a second for
Q4_1 on two cores where Q8_0, which loses nothing that they hold, reaches 290."""
_Q8_0 = 7
"""The number of that file type in GGUF's list."""


def base_file(path: Path, cache: Path) -> Path:
    """`path`, or a copy of it that is read more quickly, made once (2 s for 135M parameters).

    Raises ModelError if it is no GGUF file.
    """
    try:
        reader = gguf.GGUFReader(path)
    except FileNotFoundError as error:
        raise ModelError(f"The model file {path} does not exist.") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} is no GGUF file: {error}.") from error
    if not any(tensor.tensor_type in _SLOW for tensor in reader.tensors):
        return path
    target = cache / f"{path.stem}.Q8_0.gguf"
    return kept(target, lambda partial: _requantised(reader, partial))


def _requantised(reader: gguf.GGUFReader, target: Path) -> None:
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
