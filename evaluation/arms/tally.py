"""What the models of a registry take for one question."""

from dataclasses import dataclass, field

from answering.spending import Meter, Spent, Uncounted


@dataclass
class Tally:
    """A meter that passes everything on to `kept`, and remembers it until it is taken."""

    kept: Meter = field(default_factory=Uncounted)
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0

    def today(self, model: str) -> int:
        """Tokens that `model` has used today: a budget holds for an evaluation too."""
        return self.kept.today(model)

    def add(self, model: str, spent: Spent, cost: float, failed: bool = False) -> None:
        """Count one call, at `cost` dollars."""
        self.kept.add(model, spent, cost, failed)
        self.calls += 1
        self.tokens_in += spent.tokens_in
        self.tokens_out += spent.tokens_out
        self.cost += cost

    def voiced(self, model: str, sentences: int, kept_plain: int) -> None:
        """Pass it on: a voice's calls are counted by `add` like all others."""
        self.kept.voiced(model, sentences, kept_plain)

    def reset(self) -> None:
        """Begin the next question."""
        self.calls = self.tokens_in = self.tokens_out = 0
        self.cost = 0.0
