"""Language models that a service runs, as LlamaIndex LLMs; imported when first used."""

import importlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from llama_index.core.llms import LLM

from answering.errors import ModelError
from answering.model_settings import ModelSettings

_NO_KEY = "none"
"""What a server without keys is sent; clients insist on one."""

_NOT_FOR_CLASSES = ("adapter", "model", "base_url", "key")
"""Settings that a class of LlamaIndex has under names of its own, if at all."""


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

    made: LLM = OpenAILike(
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
        additional_kwargs={"stream_options": {"include_usage": True}, **settings.options},
    )
    return made


def _anthropic(settings: ModelSettings, key: str) -> LLM:
    from llama_index.llms.anthropic import Anthropic

    made: LLM = Anthropic(
        model=settings.model,
        base_url=settings.base_url or None,
        api_key=key,
        max_tokens=settings.max_new_tokens,
        temperature=0.0,
        timeout=settings.timeout,
        max_retries=settings.retries,
        additional_kwargs=dict(settings.options),
    )
    return made


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
