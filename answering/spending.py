"""What models have read and written, counted where somebody keeps count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

_CHARACTERS = 4
"""Of a token, where a service does not say what it counted."""


@dataclass(frozen=True)
class Spent:
    """Tokens of one answer."""

    tokens_in: int
    tokens_out: int


class Meter(Protocol):
    """Keeps count across processes."""

    def today(self, model: str) -> int:
        """Tokens that `model` has used today (UTC)."""
        ...

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        """Count one call, at `cost` dollars."""
        ...

    def voiced(self, model: str, sentences: int, kept_plain: int) -> None:
        """Count the sentences of an answer that `model` said in a tone, and those rejected."""
        ...


class Uncounted:
    """Where nobody keeps count: the command line, tests."""

    def today(self, model: str) -> int:
        """None are known."""
        del model
        return 0

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        """Forget it."""

    def voiced(self, model: str, sentences: int, kept_plain: int) -> None:
        """Forget it."""


def spent_on(prompt: str, reply: str, raw: Any) -> Spent:
    """What the service says in `raw`, its last response; else an estimate from the texts."""
    usage = _get(raw, "usage")
    tokens_in = _get(usage, "prompt_tokens") or _get(usage, "input_tokens")
    tokens_out = _get(usage, "completion_tokens") or _get(usage, "output_tokens")
    return Spent(
        tokens_in if isinstance(tokens_in, int) else len(prompt) // _CHARACTERS,
        tokens_out if isinstance(tokens_out, int) else len(reply) // _CHARACTERS,
    )


def is_cut(raw: Any) -> bool:
    """Whether a service says in `raw`, a response, that the limit of tokens cut its reply."""
    choice = next(iter(_get(raw, "choices") or ()), None)
    told = _get(choice, "finish_reason") or _get(_get(raw, "delta"), "stop_reason")
    return told in ("length", "max_tokens")


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)
