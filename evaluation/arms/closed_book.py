"""A language model asked without any passage: what it knows by itself."""

import re
import time
from collections.abc import Callable, Sequence
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

Asked = Callable[[GenerativeSynthesizer], Sequence[ChatMessage]]
"""The messages for a model."""

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
    prompt = prompts.load("closed_book").format(query_str=question)
    return unchecked(registry, model, lambda _: [from_user(prompt)])


def unchecked(registry: ModelRegistry, model: str, asked: Asked) -> Answer:
    """What `model` writes to what it is `asked`, without citations, true or not.

    ModelError when it cannot be asked.
    """
    registry.check(model)
    synthesizer = registry.synthesizer(model)
    if not isinstance(synthesizer, GenerativeSynthesizer):
        raise ModelError(f"The model {model!r} writes nothing of its own: it only quotes.")
    try:
        return _written(synthesizer, asked(synthesizer), model)
    except Exception as error:
        reason = explained(error)
        registry.failed(model, reason, rests=not is_of_one_request(error))
        raise ModelError(f"{model} {reason}") from error


def _written(
    synthesizer: GenerativeSynthesizer, messages: Sequence[ChatMessage], model: str
) -> Answer:
    """At most `SENTENCES`."""
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
