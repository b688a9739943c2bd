"""A question that a rule has made, with what answers it and where that stands."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Wording:
    """A question in its parts: "How long" "is" "the notice period" "during probation".

    `told` is the same order as in a statement ("the notice period is during probation"): what
    an indirect question needs. It is "" for questions that are taken as they stand.
    """

    opener: str
    auxiliary: str = ""
    subject: str = ""
    rest: str = ""
    told: str = ""

    @property
    def direct(self) -> str:
        """The question as it is asked."""
        parts = (self.opener, self.auxiliary, self.subject, self.rest)
        text = " ".join(part for part in parts if part).rstrip(" ?")
        return f"{text[:1].upper()}{text[1:]}?"

    @property
    def indirect(self) -> str:
        """ "how long the notice period is during probation"; "" where nothing is known of it."""
        if not self.told:
            return ""
        return f"{self.opener[:1].lower()}{self.opener[1:]} {self.told}"

    def about(self, subject: str) -> "Wording":
        """The same question about something else."""
        return replace(self, subject=subject, told="")


@dataclass(frozen=True)
class Candidate:
    """`evidence` is a raw slice of the document `label`, white space collapsed."""

    wording: Wording
    answer: str
    evidence: str
    label: str
    title: str
    headings: tuple[str, ...]
    rule: str
    alternatives: tuple[str, ...] = ()
    """Labels of other documents that say the same."""

    @property
    def question(self) -> str:
        """The question as it is asked."""
        return self.wording.direct
