"""Slack clients, made in one place."""

import os
from http.client import HTTPException
from typing import Any
from urllib.parse import urlparse

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import (
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def why(error: SlackApiError | OSError) -> str:
    """What went wrong with a call: Slack's code for it, or what became of the connection."""
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return str(error) or type(error).__name__


class _Client(WebClient):
    """A reply that is cut on the way is trouble with the connection like any other."""

    def api_call(self, *arguments: Any, **options: Any) -> Any:
        """As the SDK's, which lets `http.client`'s own errors through: they are no OSError."""
        try:
            return super().api_call(*arguments, **options)
        except HTTPException as error:
            raise ConnectionError(f"Slack's reply was cut: {error!r}") from error


def make_client(
    token: str, api_url: str = "", patient: bool = False, repeats: bool = True
) -> WebClient:
    """A client for `token`. `api_url` (ends in `/api/`) replaces Slack's.

    A `patient` one waits out rate limits; it sleeps in the calling thread, so only workers use
    it. One that `repeats` also tries again after server errors, which is for calls that do no
    harm when done twice: posting is not one of them.
    """
    client = _Client(
        token=token,
        base_url=api_url or WebClient.BASE_URL,
        # The SDK's own ones repeat calls whose connection was lost, carried out or not.
        retry_handlers=None if repeats else [],
    )
    if api_url and urlparse(api_url).hostname in _LOOPBACK:
        # HTTPS_PROXY would send calls to this very machine to the proxy.
        client.proxy = None
        os.environ.setdefault("NO_PROXY", "127.0.0.1,localhost")
    if patient:
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=5))
        if repeats:
            client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=2))
    return client
