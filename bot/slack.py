"""Slack clients, made in one place, and what their failures mean."""

import os
from http.client import HTTPException
from urllib.parse import urlparse

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

SlackFailure = (SlackApiError, OSError, HTTPException)
"""Everything that a call of Slack can raise."""

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_INTERNAL = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
"""Slack failed on its own side, perhaps after it had done what was asked."""


class Clients:
    """Three clients for one token; `api_url` (ends in `/api/`) replaces Slack's.

    `eager` fails at once, for what something else can stand in for. `patient` waits out rate
    limits and repeats what failed, for what does no harm when done twice. `once` waits out
    rate limits too, but repeats nothing that may have happened already: posting.

    The latter two sleep in the calling thread, so only workers use them.
    """

    def __init__(self, token: str, api_url: str = "") -> None:
        self.eager = make_client(token, api_url)
        self.eager.retry_handlers.clear()
        self.once = make_client(token, api_url)
        self.once.retry_handlers[:] = [RateLimitErrorRetryHandler(max_retry_count=5)]
        self.patient = make_client(token, api_url)
        self.patient.retry_handlers[:] = [
            ConnectionErrorRetryHandler(max_retry_count=2),
            RateLimitErrorRetryHandler(max_retry_count=5),
            ServerErrorRetryHandler(max_retry_count=2),
        ]


def make_client(token: str, api_url: str = "") -> WebClient:
    """A client for `token`, with the SDK's own habits."""
    client = WebClient(token=token, base_url=api_url or WebClient.BASE_URL)
    if is_local(api_url):
        # HTTPS_PROXY would send calls to this very machine to the proxy.
        client.proxy = None
        os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")
    return client


def is_local(url: str) -> bool:
    """Whether `url` is on this machine, where no proxy leads."""
    return urlparse(url).hostname in _LOOPBACK


def passes(error: BaseException) -> bool:
    """Whether the same call may succeed later: an outage or a rate limit, no refusal."""
    limited = isinstance(error, SlackApiError) and error.response.status_code == 429
    return limited or may_have_happened(error)


def may_have_happened(error: BaseException) -> bool:
    """Whether Slack may have done what was asked although the call failed."""
    if isinstance(error, SlackApiError):
        return error.response.status_code >= 500 or error.response.get("error") in _INTERNAL
    return isinstance(error, (OSError, HTTPException))


def reason(error: BaseException) -> str:
    """Why a call failed, in a word or two, for the log."""
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error") or "")
        status = error.response.status_code
        return f"HTTP {status}" if status != 200 else code
    return str(error) or type(error).__name__
