"""One training example, and the error of data that cannot be used."""

from dataclasses import dataclass


class DataError(Exception):
    """The data cannot be used; one sentence for people, with the way out."""


@dataclass(frozen=True)
class Pair:
    """`prompt` is the whole message of the user, `completion` the reply of the assistant.

    A model's chat template is applied when it is trained. Pairs of one `document` stay in one
    split.
    """

    id: str
    document: str
    prompt: str
    completion: str
