"""A language model asked without any passage: what it knows by itself."""

import re
import time
from collections.abc import Sequence
from contextlib import closing

from llama_index.core.llms import ChatMessage

import prompts
from answering.answer import Answer, Sentence, Timings
from answering.composing import SENTENCES
from answering.errors import ModelError
from answering.generative import Ending, GenerativeSynthesizer, sentences
from answering.messages import from_user
from answering.model_failures import explained, is_of_one_request
from answering.models import ModelRegistry

_UNKNOWN = re.compile(
    r"(?:i(?:'m| am)? (?:am )?(?:sorry|afraid)[,.:]? (?:but )?|unfortunately,? )?"
    r"(?:i (?:could not|couldn't|cannot|can't|did not|didn't) (?:find|answer|say|tell|provide)\b|"
    r"i (?:really )?(?:do not|don't) (?:know|have (?:any |enough |access|specific |that |the )*"
    r"(?:information|knowledge|data|details|access|answer))|"
    r"i(?: am|'m) (?:not (?:sure|certain|aware|able|familiar)|unable|unaware)|"
    r"(?:the answer|this|it|that) is (?:not known|unknown) to me|"
    r"(?:unknown|no idea|not sure)\b)",
    re.IGNORECASE,
)
"""How a reply begins that says that its writer does not know."""


def is_refusal(reply: str) -> bool:
    """Whether `reply` says first that it does not know."""
    said = reply.strip().strip("\"'“”").replace("’", "'")
    return bool(_UNKNOWN.match(said))


def answer_alone(question: str, registry: ModelRegistry, model: str) -> Answer:
    """What `model` says to `question`, as many sentences as an answer from passages may have.

    Nothing of it is checked, and nothing cited. ModelError when it cannot be asked.
    """
    registry.check(model)
    synthesizer = registry.synthesizer(model)
    if not isinstance(synthesizer, GenerativeSynthesizer):
        raise ModelError(f"The model {model!r} writes nothing without passages.")
    try:
        prompt = prompts.load("closed_book").format(query_str=question)
        return unchecked(synthesizer, [from_user(prompt)], model)
    except Exception as error:
        reason = explained(error)
        registry.failed(model, reason, rests=not is_of_one_request(error))
        raise ModelError(f"{model} {reason}") from error


def unchecked(
    synthesizer: GenerativeSynthesizer, messages: Sequence[ChatMessage], model: str
) -> Answer:
    """What is written to `messages`: at most `SENTENCES`, without citations, true or not."""
    began, first, said, ending = time.perf_counter(), 0.0, list[Sentence](), Ending()
    with closing(synthesizer.pieces(messages, ending)) as pieces:
        for text in sentences(pieces, ending):
            first = first or time.perf_counter() - began
            said.append(Sentence(text))
            if len(said) == SENTENCES:
                break
    seconds = time.perf_counter() - began
    refused = not said or is_refusal(said[0].text)
    return Answer(
        tuple(said) or (Sentence(prompts.load("not_found")),),
        (),
        "not_found" if refused else "answered",
        model,
        Timings(seconds, first or seconds),
    )
