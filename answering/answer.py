"""What is said: sentences, each with the numbers of the citations that support it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["answered", "partial", "not_found", "error"]
Kind = Literal["documents", "smalltalk", "empty", "curated", "clarify"]


@dataclass(frozen=True)
class Citation:
    """A passage that supports a sentence; `quote` stands word for word in the source."""

    number: int
    title: str
    url: str
    quote: str
    passage_id: int
    source: str
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True)
class Sentence:
    """One sentence as the person reads it. `citations` are `Citation.number`s."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Closest:
    """A document worth a look when nothing supports an answer."""

    source: str
    title: str
    url: str = ""


@dataclass(frozen=True)
class Timings:
    """Seconds; model loading is in neither."""

    seconds: float = 0.0
    first_token_seconds: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The whole answer. `kind` tells apart what did not come from documents at all."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    status: Status
    model: str
    timings: Timings = Timings()
    closest: tuple[Closest, ...] = ()
    error: str = ""
    kind: Kind = "documents"
    note: str = ""
    """A remark for the reader beside the answer, such as which model stood in for another."""
    confidence: float | None = None
    """Probability (0..1) that the passages answer the question; None where none was judged."""
    voice: str = ""
    """The model that said the sentences in its tone; empty where they are as they were written."""
    kept_plain: int = 0
    """Sentences that stayed plain because their styled form changed something."""

    @property
    def text(self) -> str:
        """What the person reads, without markers and source list."""
        return join_sentences(sentence.text for sentence in self.sentences)

    def to_json(self) -> dict[str, Any]:
        """Plain data; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Answer":
        """The answer that `to_json` wrote."""
        return cls(
            sentences=tuple(
                Sentence(item["text"], tuple(item["citations"])) for item in data["sentences"]
            ),
            citations=tuple(Citation(**item) for item in data["citations"]),
            status=data["status"],
            model=data["model"],
            timings=Timings(**data["timings"]),
            closest=tuple(Closest(**item) for item in data["closest"]),
            error=data["error"],
            kind=data["kind"],
            note=data["note"],
            confidence=data.get("confidence"),
            voice=data.get("voice", ""),
            kept_plain=data.get("kept_plain", 0),
        )


def join_sentences(texts: Iterable[str]) -> str:
    """Sentences as one text: a space between them, a new line before and after what has lines."""
    joined, before = "", ""
    for text in texts:
        if joined:
            lines = "\n" in before or "\n" in text or text.startswith(("- ", "1. ", "• "))
            joined += "\n" if lines else " "
        joined += text
        before = text
    return joined
