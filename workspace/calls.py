"""Web API calls as they were made, for tests that ask what an app did."""

import time
from dataclasses import asdict, dataclass, field

from workspace.model import Json

MOST = 20_000


@dataclass
class Call:
    """One call: its arguments without tokens, when (Unix seconds), and how it ended."""

    method: str
    arguments: Json
    at: float = field(default_factory=time.time)
    status: int = 0
    error: str = ""

    def as_json(self) -> Json:
        """For the owner's control."""
        return asdict(self)


class Calls:
    """The latest calls, oldest first."""

    def __init__(self) -> None:
        self.made: list[Call] = []

    def add(self, method: str, arguments: Json) -> Call:
        """Note a call; its end is noted on what this returns."""
        shown = {name: value for name, value in arguments.items() if name != "token"}
        call = Call(method, shown)
        self.made.append(call)
        del self.made[:-MOST]
        return call
