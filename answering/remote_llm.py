"""Language models that a service runs, as LlamaIndex LLMs; imported when first used."""

import importlib
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import httpx
from llama_index.core.llms import LLM

from answering.errors import ModelError
from answering.in_time import Patience
from answering.model_settings import ModelSettings

_TIMES = 6
"""The `timeout`, so often, is what a whole reply may take."""

_AGAIN = "x-should-retry"
"""By this header services tell both clients whether to try again."""

_NO_KEY = "none"
"""What a server without keys is sent; clients insist on one."""

_NOT_FOR_CLASSES = ("adapter", "model", "base_url", "key")
"""Settings that a class of LlamaIndex has under names of its own, if at all."""


def patience(settings: ModelSettings) -> Patience | None:
    """How long to wait for a service; None where `timeout` is not the one of its client."""
    if settings.kind not in ("openai", "anthropic"):
        return None
    # The client itself tries again.
    first = settings.timeout * (settings.retries + 1)
    return Patience(first, settings.timeout, settings.timeout * _TIMES)


def remote_llm(name: str, settings: ModelSettings, environment: Mapping[str, str]) -> LLM:
    """The client of model `name`. ModelError says which setting is missing; nothing is sent."""
    if settings.kind == "llama_index":
        _check_settings(name, settings)
    key = environment.get(settings.key_variable, "")
    if settings.key_variable and not key:
        raise ModelError(f"The model {name!r} needs a key: set {settings.key_variable}.")
    options = {
        option: _from_environment(name, option, value, environment)
        for option, value in settings.options.items()
    }
    settings = replace(settings, options=options)
    if settings.kind == "openai":
        return _openai(settings, key or _NO_KEY)
    if settings.kind == "anthropic":
        return _anthropic(settings, key or _NO_KEY)
    return _imported(name, settings)


def _openai(settings: ModelSettings, key: str) -> LLM:
    from llama_index.llms.openai_like import OpenAILike
    from openai import omit

    options = {"stream_options": {"include_usage": True}, **settings.options}
    if "max_completion_tokens" in options:
        # Services refuse both; the client still has to know the limit.
        options["max_tokens"] = omit
    made = OpenAILike(
        model=settings.model,
        api_base=settings.base_url or None,
        api_key=key,
        is_chat_model=True,
        context_window=settings.context_window,
        max_tokens=settings.max_new_tokens,
        temperature=0.0,
        timeout=settings.timeout,
        max_retries=settings.retries,
        reuse_client=True,
        additional_kwargs=options,
    )
    _limit(made._get_client(), settings.timeout)
    llm: LLM = made
    return llm


def _anthropic(settings: ModelSettings, key: str) -> LLM:
    from answering.anthropic_llm import AnthropicLLM

    made = AnthropicLLM(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=key,
        context_window=settings.context_window,
        max_tokens=settings.max_new_tokens,
        temperature=0.0,
        timeout=settings.timeout,
        max_retries=settings.retries,
        additional_kwargs=dict(settings.options),
    )
    _limit(made._client, settings.timeout)
    llm: LLM = made
    return llm


class _Limited(httpx.SyncByteStream):
    """The body of a response; httpx.ReadTimeout where it comes for more than so many seconds."""

    def __init__(self, body: httpx.SyncByteStream, seconds: float) -> None:
        self._body = body
        self._ends = time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        for part in self._body:
            if time.monotonic() > self._ends:
                raise httpx.ReadTimeout("The reply goes on for too long.")
            yield part

    def close(self) -> None:
        self._body.close()


def _limit(client: Any, timeout: float) -> None:
    """Let no reply to the `client` go on for ever: who has left it would keep its connection.

    Nor does it try again later than anybody waits for it, which would be paid for, too.
    """

    def limit(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Limited(response.stream, timeout * _TIMES)
        if _pause(response) > timeout:
            response.headers[_AGAIN] = "false"

    # A client made here would not close itself, and a transport would go past the proxies.
    client._client.event_hooks = {"response": [limit]}


def _pause(response: httpx.Response) -> float:
    """Seconds that a service wants to be left alone; a date is read as a long time."""
    told = response.headers.get("retry-after", "0")
    try:
        return float(told)
    except ValueError:
        return math.inf


def _check_settings(name: str, settings: ModelSettings) -> None:
    for key in _NOT_FOR_CLASSES:
        if getattr(settings, key):
            raise ModelError(
                f"The model {name!r} has `{key}`, which a class of LlamaIndex is not given; write "
                'what the class takes into its options, a key as "env:NAME".'
            )


def _from_environment(name: str, key: str, value: Any, environment: Mapping[str, str]) -> Any:
    """`env:NAME` is the variable NAME: secrets do not belong into files."""
    if isinstance(value, Mapping):
        return {
            inner: _from_environment(name, f"{key}.{inner}", each, environment)
            for inner, each in value.items()
        }
    if isinstance(value, list):
        return [_from_environment(name, key, each, environment) for each in value]
    if not isinstance(value, str) or not value.startswith("env:"):
        return value
    variable = value.removeprefix("env:")
    if not environment.get(variable):
        raise ModelError(f"The model {name!r} takes {key} from the environment: set {variable}.")
    return environment[variable]


def _imported(name: str, settings: ModelSettings) -> LLM:
    module, _, attribute = settings.path.rpartition(".")
    try:
        made = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise ModelError(
            f"The model {name!r} names the class {settings.path!r}, which cannot be imported; "
            "install its package, or correct `path`."
        ) from error
    llm = made(**settings.options)
    if not isinstance(llm, LLM):
        raise ModelError(f"The model {name!r} names {settings.path!r}, which is no LlamaIndex LLM.")
    return llm
