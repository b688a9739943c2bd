"""How well one answer is cited: its sources, its quotes, its sentences.

Each gives (counted, out of): a report adds both up over its questions and divides.
"""

from evaluation.outcome import Outcome

Share = tuple[float, float]
_NOTHING: Share = (0.0, 0.0)


def source_precision(outcome: Outcome) -> Share:
    """The share of the answer's cited sources that are gold; nothing where none is cited."""
    cited = _cited(outcome)
    return (len(cited & outcome.gold) / len(cited), 1.0) if cited else _NOTHING


def source_recall(outcome: Outcome) -> Share:
    """The share of the case's sources that the answer cites."""
    sources = set(outcome.case.sources)
    return (len(_cited(outcome) & sources) / len(sources), 1.0) if outcome.answered else _NOTHING


def cites_gold(outcome: Outcome) -> Share:
    """Whether the answer cites a gold source."""
    return (float(bool(_cited(outcome) & outcome.gold)), 1.0) if outcome.answered else _NOTHING


def verbatim(outcome: Outcome) -> Share:
    """Its citations whose quote stands word for word in the source; out of all of them."""
    return float(sum(outcome.verbatim)), float(len(outcome.verbatim))


def supported(outcome: Outcome) -> Share:
    """Its sentences with a citation, out of all. Remarks, which claim nothing, do not count."""
    if not outcome.answered or outcome.answer.kind != "documents":
        return _NOTHING
    sentences = list(outcome.answer.sentences)
    if outcome.answer.status == "partial":
        while sentences and not sentences[-1].citations:
            sentences.pop()  # What it says of the parts it found nothing about.
    return float(sum(bool(sentence.citations) for sentence in sentences)), float(len(sentences))


def _cited(outcome: Outcome) -> set[str]:
    return {citation.source for citation in outcome.answer.citations} if outcome.answered else set()
