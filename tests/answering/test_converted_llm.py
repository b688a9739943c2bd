"""Where a model is loaded from. That a converted one answers is tested where models answer."""

from pathlib import Path

import pytest

from answering.converted_llm import transformers_folder
from answering.llama.base_file import digest


def test_folders_and_hub_names_are_taken_as_they_are(tmp_path: Path) -> None:
    assert transformers_folder(str(tmp_path / "model"), tmp_path / "cache") == tmp_path / "model"
    assert str(transformers_folder("someone/model", tmp_path / "cache")) == "someone/model"
    assert not (tmp_path / "cache").exists()


def converted(gguf: Path, cache: Path) -> Path:
    """The copy of `gguf`, as if it had been made before."""
    copy = cache / f"{gguf.stem}-{digest(gguf)}"
    copy.mkdir(parents=True)
    (copy / "config.json").write_text("{}")
    return copy


def test_what_was_converted_is_not_converted_again(tmp_path: Path) -> None:
    # Not a model at all: reading it would fail.
    gguf = tmp_path / "tiny.Q4.gguf"
    gguf.write_bytes(b"one")
    copy = converted(gguf, tmp_path / "cache")
    assert transformers_folder(str(gguf), tmp_path / "cache") == copy


def test_another_file_of_the_same_name_has_a_copy_of_its_own(tmp_path: Path) -> None:
    copies, cache = set(), tmp_path / "cache"
    for folder in ("a", "b"):
        gguf = tmp_path / folder / "model.gguf"
        gguf.parent.mkdir()
        gguf.write_bytes(folder.encode())
        copies.add(converted(gguf, cache))
        assert transformers_folder(str(gguf), cache) in copies
    gguf.write_bytes(b"a newer one")
    copies.add(converted(gguf, cache))
    assert transformers_folder(str(gguf), cache) in copies
    assert len(copies) == 3


def test_a_conversion_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"not a model")
    with pytest.raises(Exception, match=r"magic|GGUF"):
        transformers_folder(str(tmp_path / "tiny.gguf"), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
    with pytest.raises(FileNotFoundError, match=r"none\.gguf does not exist"):
        transformers_folder(str(tmp_path / "none.gguf"), tmp_path / "cache")
