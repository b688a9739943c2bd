"""What can go wrong in the workspace, in Slack's own words.

WorkspaceError
├── ApiError        a Web API call is refused: `{"ok": false, "error": code}`
└── RateLimited     HTTP 429 with Retry-After
"""


class WorkspaceError(Exception):
    """Anything the workspace refuses."""


class ApiError(WorkspaceError):
    """A refused call. `code` is Slack's error code; `details` join the reply."""

    def __init__(self, code: str, **details: object):
        super().__init__(code)
        self.code = code
        self.details = details

    def reply(self) -> dict[str, object]:
        """The JSON that the caller gets."""
        return {"ok": False, "error": self.code, **self.details}


class RateLimited(WorkspaceError):
    """Too many calls; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int):
        super().__init__("ratelimited")
        self.retry_after = retry_after


def invalid_blocks(*messages: str) -> ApiError:
    """Blocks that Slack would not take, with the reasons where a developer looks for them."""
    return ApiError(
        "invalid_blocks",
        errors=list(messages),
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )
