"""What is found out about a model file, once."""

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
from gguf import GGMLQuantizationType as Kind

from answering.errors import ModelError
from answering.llama import base_file as module
from answering.llama.base_file import Shape, base_file


def write_model(path: Path, kind: Kind = Kind.Q4_1, seed: int = 0, **keys: Any) -> Path:
    """A model of one tensor."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    writer.add_head_count(keys.get("heads", 4))
    if keys.get("kv", 2):
        writer.add_head_count_kv(keys.get("kv", 2))
    values = np.random.default_rng(seed).normal(size=(64, 64)).astype(np.float32)
    writer.add_tensor("blk.0.attn_q.weight", gguf.quants.quantize(values, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def test_a_slow_kind_is_copied_into_a_quick_one(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf")
    copy, shape = base_file(path, tmp_path / "cache")
    sizes = {"blk.0.attn_q.weight": [64, 64]}
    assert shape == Shape("llama", blocks=2, heads=4, heads_kv=2, slow=True, sizes=sizes)
    (before,), (after,) = gguf.GGUFReader(path).tensors, gguf.GGUFReader(copy).tensors
    assert after.tensor_type == Kind.Q8_0
    held = gguf.quants.dequantize(before.data, Kind.Q4_1)
    assert np.allclose(gguf.quants.dequantize(after.data, Kind.Q8_0), held, atol=0.02)
    assert gguf.GGUFReader(copy).fields["llama.block_count"].contents() == 2


def test_a_quick_kind_is_used_as_it_is(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", Kind.Q8_0)
    assert base_file(path, tmp_path / "cache")[0] == path


def test_what_was_found_out_is_not_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write_model(tmp_path / f"{kind.name}.gguf", kind) for kind in (Kind.Q4_1, Kind.Q8_0)]
    first = [base_file(path, tmp_path / "cache") for path in paths]
    monkeypatch.setattr(module.gguf, "GGUFReader", None)
    assert [base_file(path, tmp_path / "cache") for path in paths] == first


def test_another_model_under_the_same_name_is_another_copy(tmp_path: Path) -> None:
    path, cache = tmp_path / "m.gguf", tmp_path / "cache"
    one, _ = base_file(write_model(path), cache)
    other, _ = base_file(write_model(path, seed=1), cache)
    assert one != other


@pytest.mark.parametrize(
    ("keys", "counted"),
    [
        ({"heads": [4, 2]}, (0, 2)),
        ({"kv": [2, 2]}, (4, 0)),
        ({"kv": None}, (4, 4)),
    ],
)
def test_heads_that_differ_from_layer_to_layer_are_not_counted(
    tmp_path: Path, keys: dict[str, Any], counted: tuple[int, int]
) -> None:
    _, shape = base_file(write_model(tmp_path / "m.gguf", **keys), tmp_path / "cache")
    assert (shape.heads, shape.heads_kv) == counted


def test_what_was_kept_and_cannot_be_read_is_found_out_again(tmp_path: Path) -> None:
    path, cache = write_model(tmp_path / "m.gguf", Kind.Q8_0), tmp_path / "cache"
    first = base_file(path, cache)
    (told,) = cache.iterdir()
    for text in ("", '{"architecture": "llama"}'):
        told.write_text(text)
        assert base_file(path, cache) == first
        assert base_file(path, cache) == first


def test_a_quick_kind_needs_no_place_to_keep_anything(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.gguf", Kind.Q8_0)
    (tmp_path / "cache").write_text("a file, not a folder")
    assert base_file(path, tmp_path / "cache")[0] == path


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    whole = write_model(tmp_path / "m.gguf").read_bytes()
    for cut in (b"no", whole[:90], whole[:200]):
        (tmp_path / "m.gguf").write_bytes(cut)
        with pytest.raises(ModelError, match=r"m\.gguf is no GGUF file"):
            base_file(tmp_path / "m.gguf", tmp_path / "cache")
    with pytest.raises(ModelError, match=r"none\.gguf does not exist"):
        base_file(tmp_path / "none.gguf", tmp_path / "cache")
    with pytest.raises(ModelError, match="cannot be read"):
        base_file(tmp_path, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*"))
