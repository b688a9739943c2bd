"""Misbehaviour on request: the next calls of a method fail, in a chosen way."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

FaultKind = Literal["429", "500", "lost", "slow", "error"]


@dataclass(frozen=True)
class Fault:
    """How calls of a method ("*": any) fail, and how many of them still will.

    429: refused with Retry-After (`retry_after`, whole seconds). 500: nothing happened, HTTP
    500. lost: it did happen, but the answer is HTTP 500. slow: answered after `seconds`.
    error: `{"ok": false, "error": error}`.
    """

    method: str
    kind: FaultKind
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    error: str = "internal_error"

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"A fault is one of {', '.join(get_args(FaultKind))}: {self.kind}")


class Faults:
    """Faults that wait for their calls."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let the next calls fail so."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Behave again."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault for this call, if one waits; counted down."""
        for index, fault in enumerate(self._waiting):
            if fault.method in ("*", method):
                if fault.times > 1:
                    self._waiting[index] = replace(fault, times=fault.times - 1)
                else:
                    del self._waiting[index]
                return fault
        return None
