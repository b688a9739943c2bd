"""Adapters: small sets of weights that change how a language model writes."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def with_adapter(model: Any, folder: str) -> Any:
    """`model` with the adapter in `folder`, which training wrote for it. OSError, ValueError."""
    from peft import PeftModel

    with peft_quiet():
        return PeftModel.from_pretrained(model, folder)


@contextmanager
def peft_quiet() -> Iterator[None]:
    """Leave out what peft 0.21 causes: it asks transformers for a name that is deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message="`is_gradient_checkpointing` is deprecated", category=FutureWarning
        )
        yield
