"""Where a model is loaded from. That a converted one answers is tested where models answer."""

from pathlib import Path

import pytest

from answering.converted_llm import transformers_folder


def test_folders_and_hub_names_are_taken_as_they_are(tmp_path: Path) -> None:
    assert transformers_folder(str(tmp_path / "model"), tmp_path / "cache") == tmp_path / "model"
    assert str(transformers_folder("someone/model", tmp_path / "cache")) == "someone/model"
    assert not (tmp_path / "cache").exists()


def test_what_was_converted_is_not_converted_again(tmp_path: Path) -> None:
    # Not a model at all: reading it would fail.
    (tmp_path / "tiny.Q4.gguf").write_bytes(b"")
    copy = tmp_path / "cache" / "tiny.Q4"
    copy.mkdir(parents=True)
    (copy / "config.json").write_text("{}")
    assert transformers_folder(str(tmp_path / "tiny.Q4.gguf"), tmp_path / "cache") == copy


def test_a_conversion_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"not a model")
    with pytest.raises(Exception, match=r"magic|GGUF"):
        transformers_folder(str(tmp_path / "tiny.gguf"), tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
    with pytest.raises(FileNotFoundError, match=r"none\.gguf does not exist"):
        transformers_folder(str(tmp_path / "none.gguf"), tmp_path / "cache")
