"""What is wrong with a structure, gathered with where it is wrong."""

from collections.abc import Collection
from typing import Any, TypeGuard


class Findings:
    """Problems of one message or view. Paths are JSON pointers such as `/blocks/0/text`."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, path: str, why: str) -> None:
        """Note a problem."""
        self.problems.append(f"{why} [json-pointer:{path}]")

    def is_object(self, value: object, path: str) -> TypeGuard[dict[str, Any]]:
        """Whether it is a JSON object; noted if not."""
        if not isinstance(value, dict):
            self.add(path, "must be an object")
        return isinstance(value, dict)

    def keys(
        self, value: dict[str, Any], path: str, required: Collection[str], allowed: Collection[str]
    ) -> None:
        """Every required key is there, and none that Slack does not know."""
        for key in required:
            if value.get(key) is None:
                self.add(path, f"missing required field: {key}")
        for key in value:
            if key not in required and key not in allowed and key not in ("type", "block_id"):
                self.add(path, f"additional property: {key}")

    def string(self, value: object, path: str, longest: int, shortest: int = 1) -> None:
        """A string of that many characters; None passes."""
        if value is None:
            return
        if not isinstance(value, str):
            self.add(path, "must be a string")
        elif len(value) < shortest:
            self.add(path, f"must be more than {shortest - 1} characters")
        elif len(value) > longest:
            self.add(path, f"must be less than {longest + 1} characters")

    def items(self, value: object, path: str, most: int, fewest: int = 1) -> list[Any]:
        """A list of that many items; what of it can be looked at further."""
        if not isinstance(value, list):
            self.add(path, "must be an array")
            return []
        if len(value) < fewest:
            self.add(path, f"no fewer than {fewest} items allowed")
        if len(value) > most:
            self.add(path, f"no more than {most} items allowed")
        return value

    def one_of(self, value: object, path: str, allowed: Collection[str]) -> None:
        """One of the allowed words; None passes."""
        if value is not None and value not in allowed:
            self.add(path, f"must be one of {', '.join(sorted(allowed))}")
