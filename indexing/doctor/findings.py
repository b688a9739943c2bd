"""What the doctor says: findings about documents, and the state of each source."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal[
    "contradiction",
    "duplicate",
    "near duplicate",
    "failed",
    "empty",
    "too long",
    "stale",
    "never used",
]

MEANING: dict[Kind, str] = {
    "contradiction": "Two documents give different numbers for what looks like the same thing.",
    "duplicate": "The same text stands in two documents.",
    "near duplicate": "Two documents say nearly the same.",
    "failed": "A file could not be read.",
    "empty": "A file has no text.",
    "too long": "A passage is longer than the embedder reads; its end cannot be found by meaning.",
    "stale": "A document has not been updated for long, or calls itself outdated.",
    "never used": "No answer has cited or offered this document.",
}


@dataclass(frozen=True)
class Finding:
    """Something a person should look at. `other` is the second document, where there is one."""

    kind: Kind
    source: str
    title: str
    detail: str
    other: str = ""
    cited: int = 0
    """How many answers have cited the document: the wrong ones that are cited matter most."""


@dataclass(frozen=True)
class SourceState:
    """How fresh a source is; times in seconds since 1970."""

    name: str
    kind: str
    documents: int
    passages: int
    indexed_at: float | None
    failed_at: float | None
    failure: str
    paused: bool


@dataclass(frozen=True)
class Diagnosis:
    """All of it, as one reader may know it.

    `lengths` are tokens of passages; `ages` days since the documents' last update, where known.
    """

    sources: tuple[SourceState, ...]
    findings: tuple[Finding, ...]
    lengths: tuple[int, ...]
    ages: tuple[int, ...]
    embedder: str
    answered: int

    def counts(self) -> Mapping[Kind, int]:
        """How many findings there are of each kind, every kind named."""
        return {kind: sum(f.kind == kind for f in self.findings) for kind in MEANING}

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "embedder": self.embedder,
            "answered": self.answered,
            "sources": [asdict(source) for source in self.sources],
            "counts": dict(self.counts()),
            "findings": [asdict(finding) for finding in self.findings],
        }
