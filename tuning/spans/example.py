"""One thing to learn from: a question, a passage, and where in it the answer stands."""

from dataclasses import dataclass, replace

Range = tuple[int, int]
"""Characters of a text: the first, and the one after the last."""


@dataclass(frozen=True)
class Passage:
    """A paragraph of the article `title`."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Example:
    """`answer` is a range of `text`; None: `text` does not answer the question."""

    question: str
    passage: Passage
    text: str
    answer: Range | None

    def cut(self, begin: int, end: int) -> "Example":
        """The example with only this range of its text, which must hold the answer."""
        answer = (self.answer[0] - begin, self.answer[1] - begin) if self.answer else None
        return replace(self, text=self.text[begin:end], answer=answer)
