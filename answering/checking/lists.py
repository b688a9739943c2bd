"""Word lists as plain text, so that a list of forty words is three lines and not forty."""


def words(text: str) -> tuple[str, ...]:
    """The words of `text`, in order."""
    return tuple(text.split())
