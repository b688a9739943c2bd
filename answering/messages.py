"""Turns of a conversation with a language model."""

from collections.abc import Iterable, Sequence

from llama_index.core.llms import ChatMessage


def from_user(text: str) -> ChatMessage:
    """What a person, or the bot for one, says to a model."""
    return ChatMessage(role="user", content=text)


def from_model(text: str) -> ChatMessage:
    """What a model says; at the end of a conversation, what it is to go on with."""
    return ChatMessage(role="assistant", content=text)


def joined(messages: Iterable[ChatMessage]) -> str:
    """All of it as one text, for models that know no turns."""
    return "\n\n".join(message.content or "" for message in messages)


def as_dicts(messages: Sequence[ChatMessage]) -> list[dict[str, str]]:
    """The messages as chat templates and llama.cpp take them."""
    return [{"role": each.role.value, "content": each.content or ""} for each in messages]
