"""What models have read and written, counted where somebody keeps count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

_CHARACTERS = 4
"""Of a token, where a service does not say what it counted."""

CUT = frozenset({"length", "max_tokens", "model_length"})
"""What services call the limit of tokens, where it ended a reply."""

WELL = frozenset({"stop", "eos", "eos_token", "end_turn", "stop_sequence", "complete"})
"""What they say of a reply that is whole; anything else, a filter for one, broke it off."""


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


def why_ended(raw: Any) -> str | None:
    """Why a reply ended, as a service says it in `raw`, a response.

    "" where it may go on; None where the response says nothing of that.
    """
    choice = next(iter(_get(raw, "choices") or ()), None)
    if choice is not None:
        return str(_get(choice, "finish_reason") or "").lower()
    reason = _get(_get(raw, "delta"), "stop_reason")
    return str(reason) if reason else None


def _get(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else getattr(value, key, None)
