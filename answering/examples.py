"""Worked answers that a model is shown before it is asked: it goes on in their manner."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.llms import ChatMessage

from answering.errors import ModelError
from answering.messages import from_model, from_user

Prompt = Callable[[str, Sequence[str]], str]
"""Question and passages -> what a model is asked."""


def load_examples(path: Path, prompt: Prompt) -> list[ChatMessage]:
    """The examples of a file, a JSON object a line, as turns of a conversation.

    A line has a "question", its "passages" ("Title › Heading", an empty line, the text) and the
    "answer", and is asked with `prompt`; or a whole "prompt" and its "completion", as
    `footnote tune` writes them. ModelError names a line that is neither.
    """
    turns: list[ChatMessage] = []
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    turns += _turns(line, prompt, f"{path.name}, line {number}")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"cannot read its examples in {path.name}") from error
    if not turns:
        raise ModelError(f"has no examples in {path.name}")
    return turns


def _turns(line: str, prompt: Prompt, place: str) -> list[ChatMessage]:
    try:
        row: dict[str, Any] = json.loads(line)
        if "prompt" in row:
            return [from_user(_text(row["prompt"])), from_model(_text(row["completion"]))]
        if not isinstance(row["passages"], list):
            raise TypeError
        passages = [_text(each) for each in row["passages"]]
        question, answer = _text(row["question"]), _text(row["answer"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"cannot use its example in {place}: it needs question, passages and answer, "
            "or prompt and completion"
        ) from error
    return [from_user(prompt(question, passages)), from_model(answer)]


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value
