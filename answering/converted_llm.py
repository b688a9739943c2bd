"""GGUF files as folders in transformers' format, converted once and kept.

De-quantising a file and rebuilding its tokenizer costs some 20 seconds, loading the copy 3.
Answering and training read the same copy.
"""

import shutil
import tempfile
from pathlib import Path

from answering.llama.base_file import digest


def transformers_folder(path: str, cache: Path) -> Path:
    """The folder to load `path` from; anything but a `.gguf` file is one already, or a hub name.

    A conversion is made beside `cache`'s copies and moved into place when whole, so that a
    process that is killed, or two at once, never leave half of one. OSError if the file is
    missing or `cache` cannot be written.
    """
    if not path.endswith(".gguf"):
        return Path(path)
    gguf = Path(path)
    if not gguf.is_file():
        raise FileNotFoundError(f"The model file {gguf} does not exist.")
    # Folders hold files of the same name, and a newer one may take the place of an older.
    target = cache / f"{gguf.stem}-{digest(gguf)}"
    if (target / "config.json").exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=cache, prefix=f"{target.name}.", suffix=".partial"))
    try:
        _convert(gguf, partial)
        # tempfile and safetensors write for their owner alone; anyone may run the bot.
        partial.chmod(0o755)
        for each in partial.iterdir():
            each.chmod(0o644)
        _move(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _convert(gguf: Path, folder: Path) -> None:
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype="float32")
    # save_pretrained refuses a model that still says it is quantised.
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.hf_quantizer = None  # type: ignore[assignment]
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _move(partial: Path, target: Path) -> None:
    try:
        partial.replace(target)
    except OSError:
        # Another process was first; its copy is as good.
        if not (target / "config.json").exists():
            raise
