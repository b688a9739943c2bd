"""The model that training starts from."""

import hashlib
from pathlib import Path
from typing import Any

import torch

from answering.adapters import with_adapter
from answering.converted_llm import transformers_folder
from tuning.training.errors import TrainingError

_CHUNK = 1 << 20


def base_folder(base: Path, cache: Path) -> Path:
    """`base`, or what it was converted to if it is a GGUF file; TrainingError."""
    if not base.exists():
        raise TrainingError(f"There is no model to tune in {base}; name a folder or a .gguf file.")
    try:
        return transformers_folder(str(base), cache)
    except (OSError, ValueError) as error:
        raise TrainingError(f"{base} cannot be converted: {_first(error)}") from error


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in `folder`, which can pad; TrainingError if it has no chat template."""
    from transformers import AutoTokenizer

    try:
        tokenizer = AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError) as error:
        raise TrainingError(f"There is no model to tune in {folder}: {_first(error)}") from error
    if not tokenizer.chat_template:
        raise TrainingError(
            f"The model in {folder} has no chat template; choose one that was made for "
            "instructions, such as SmolLM2-135M-Instruct."
        )
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(folder: Path, adapter: Path | None = None) -> Any:
    """The causal language model in `folder`, with `adapter` if given, on the GPU if there is one.

    32-bit weights; raises TrainingError.
    """
    from transformers import AutoModelForCausalLM

    try:
        model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    except (OSError, ValueError) as error:
        raise TrainingError(f"There is no model to tune in {folder}: {_first(error)}") from error
    if adapter is not None:
        model = with_adapter(model, str(adapter))
    return model.to(device())


def device() -> str:
    """Where training and measuring happen: `cuda` or `cpu`."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def device_name() -> str:
    """`device`, as its maker calls it."""
    return torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"


def digest(*files: Path) -> str:
    """SHA-256 of the files' contents, one after the other."""
    made = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                made.update(chunk)
    return made.hexdigest()


def _first(error: Exception) -> str:
    """The first line of what transformers says, as the end of a sentence."""
    return str(error).splitlines()[0].strip().rstrip(".") + "."
