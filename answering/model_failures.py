"""Why a model failed, in a sentence that may be shown and logged: no key, no text of others.

What clients raise is not repeated: a service's message about a wrong key quotes the key.
"""

from collections.abc import Iterator

from answering.errors import ModelError

_STATUS = {
    400: "refused the request (400); its limits or the model's name may be wrong",
    401: "refused the key (401)",
    403: "refused the key (403)",
    404: "does not know the model or the address (404)",
    408: "took too long (408)",
    413: "found the request too long (413)",
    422: "refused the request (422); its options may be wrong",
    429: "has had too many requests or no credit is left (429)",
}

_BROKE_OFF = "broke off in the middle of its answer"
_OF_ONE_REQUEST = frozenset({400, 413, 422})


def explained(error: BaseException) -> str:
    """What is wrong with the service, as a predicate: "refused the key (401)"."""
    if isinstance(error, ModelError):
        return str(error)
    status = _status(error)
    if status is not None and status < 400:  # It had begun well.
        return _BROKE_OFF
    if status is not None:
        return _STATUS.get(status) or f"answered with an error ({status})"
    names = {type(cause).__name__ for cause in _causes(error)}
    if any("Timeout" in name for name in names):
        return "did not answer in time"
    if names & {"RemoteProtocolError", "ReadError", "IncompleteRead", "ChunkedEncodingError"}:
        return _BROKE_OFF
    if any("Connect" in name for name in names):
        return "cannot be reached"
    return f"failed ({type(error).__name__})"


def is_of_one_request(error: BaseException) -> bool:
    """Whether the service refused what it was sent: another question may well be answered."""
    return _status(error) in _OF_ONE_REQUEST


def _status(error: BaseException) -> int | None:
    """The HTTP status that the service answered with, if it did."""
    told = (getattr(cause, "status_code", None) for cause in _causes(error))
    return next((status for status in told if isinstance(status, int)), None)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
