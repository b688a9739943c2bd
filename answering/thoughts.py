"""What a reasoning model thinks before it replies, which is not part of its reply."""

_OPEN, _CLOSE = "<think>", "</think>"


class Thoughts:
    """Leaves out what stands between <think> and </think> at the head of one reply.

    The tags may come in pieces. Thoughts without an end leave nothing.
    """

    def __init__(self) -> None:
        self._held = ""
        self._over = False

    def without(self, piece: str) -> str:
        """What of the reply is sure to be none, with this piece; what is held back comes later."""
        if self._over:
            return piece
        self._held += piece
        head = self._held.lstrip()
        if _OPEN.startswith(head[: len(_OPEN)]) and _CLOSE not in head:
            return ""
        self._over = True
        return head.partition(_CLOSE)[2] if head.startswith(_OPEN) else self._held

    def rest(self) -> str:
        """What was held back of a reply that is over, such as a lone "<"."""
        held = "" if self._over or self._held.lstrip().startswith(_OPEN) else self._held
        self._over = True
        return held
