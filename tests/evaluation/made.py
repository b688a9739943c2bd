"""Cases and answers as small as the figure at hand needs them."""

from answering.answer import Answer, Citation, Kind, Sentence, Status, Timings
from answering.asked import Case
from evaluation.outcome import Outcome


def outcome(
    answerable: bool = True,
    *,
    id: str = "1",
    question: str = "Why?",
    type: str = "",
    underspecified: bool = False,
    sources: tuple[str, ...] = ("gold.md",),
    alt_sources: tuple[str, ...] = (),
    answers: tuple[str, ...] = (),
    must_include: tuple[tuple[str, ...], ...] = (("27",),),
    found: tuple[str, ...] = (),
    said: tuple[str, ...] = ("It is 27.",),
    cited: tuple[str, ...] = ("gold.md",),
    verbatim: tuple[bool, ...] | None = None,
    status: Status = "answered",
    kind: Kind = "documents",
    confidence: float | None = None,
    seconds: float = 1.0,
    first: float = 0.5,
) -> Outcome:
    """An answerable question answered right from its gold source, but for what is named.

    Every sentence cites the first of `cited`.
    """
    if status in ("not_found", "error"):
        cited = ()
    case = Case(
        id,
        question,
        answerable=answerable,
        underspecified=underspecified,
        answers=answers,
        sources=sources if answerable else (),
        alt_sources=alt_sources,
        must_include=must_include if answerable else (),
        type=type,
    )
    answer = Answer(
        tuple(Sentence(text, (1,) if cited else ()) for text in said),
        tuple(Citation(n, "Title", "", "quote", n, source) for n, source in enumerate(cited, 1)),
        status,
        "extractive",
        Timings(seconds, first),
        kind=kind,
        confidence=confidence,
    )
    return Outcome(case, found, answer, verbatim or (True,) * len(cited))


REFUSAL = ("I could not find this.",)


def refusal(answerable: bool = False, **named: object) -> Outcome:
    """A refusal, of an unanswerable question unless said otherwise."""
    return outcome(answerable, status="not_found", said=REFUSAL, **named)  # type: ignore[arg-type]
