"""What a reasoning model thinks before it replies, which is not part of its reply."""

from answering.errors import ModelError

_OPEN, _CLOSE = "<think>", "</think>"


class Thoughts:
    """Leaves out what stands between <think> and </think> at the head of one reply.

    The tags may come in pieces. Thoughts without an end leave nothing; without a beginning,
    which some servers put into the prompt, they cannot be told from the reply until they end:
    a ModelError.
    """

    def __init__(self) -> None:
        self._held = ""
        self._said = ""
        self._over = False

    def without(self, piece: str) -> str:
        """What of the reply is sure to be none, with this piece; what is held back comes later."""
        if self._over:
            return self._no_thought(piece)
        self._held += piece
        head = self._held.lstrip()
        if _OPEN.startswith(head[: len(_OPEN)]) and _CLOSE not in head:
            return ""
        self._over = True
        begun = head.startswith(_OPEN)
        return self._no_thought(head.partition(_CLOSE)[2] if begun else self._held)

    def rest(self) -> str:
        """What was held back of a reply that is over, such as a lone "<"."""
        held = "" if self._over or self._held.lstrip().startswith(_OPEN) else self._held
        self._over = True
        return held

    def _no_thought(self, piece: str) -> str:
        self._said += piece
        if _CLOSE in self._said[-len(piece) - len(_CLOSE) :] and _OPEN not in self._said:
            raise ModelError(
                f"thinks aloud, and its server sends no {_OPEN} before; have the server take "
                "thoughts out of the reply"
            )
        return piece
