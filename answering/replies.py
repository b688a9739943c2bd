"""Answers that do not come out of a document: small talk, refusals, questions back."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from llama_index.core.schema import NodeWithScore

import prompts
from answering.answer import Answer, Closest, Sentence, Timings

_CLOSEST = 3

Contacts = Mapping[str, str]
"""Source name -> the person or channel to ask about it; "" -> whom to ask about all else."""


def smalltalk(text: str, model: str, began: float) -> Answer:
    """A friendly line. `began` as by `time.perf_counter`."""
    return replace(_said(text, model, began), status="answered", kind="smalltalk")


def empty(model: str, began: float) -> Answer:
    """Nothing is indexed at all."""
    return replace(_said(prompts.load("empty_index"), model, began), kind="empty")


def clarifying(question: str, nodes: Sequence[NodeWithScore], model: str, began: float) -> Answer:
    """One question back, with the documents that it chooses between."""
    reply = _said(question, model, began)
    return replace(reply, kind="clarify", closest=closest(nodes))


def not_found(
    nodes: Sequence[NodeWithScore],
    model: str,
    began: float,
    contacts: Contacts,
    confidence: float | None = None,
    remark: str = "",
) -> Answer:
    """An honest refusal: the documents that come closest, and whom to ask."""
    reply = _said(prompts.load("not_found"), model, began)
    source = str(nodes[0].node.metadata.get("source", "")) if nodes else ""
    contact = contacts.get(source) or contacts.get("", "")
    advice = prompts.load("ask_instead").format(contact=contact) if contact else ""
    note = " ".join(part for part in (remark, advice) if part)
    return replace(reply, closest=closest(nodes), note=note, confidence=confidence)


def closest(nodes: Sequence[NodeWithScore]) -> tuple[Closest, ...]:
    """The documents of `nodes`, best first, each once."""
    found: dict[str, Closest] = {}
    for node in nodes:
        metadata = node.node.metadata
        source = str(metadata["source_label"])
        found.setdefault(
            source, Closest(source, str(metadata["title"]), str(metadata.get("url", "")))
        )
    return tuple(found.values())[:_CLOSEST]


def _said(text: str, model: str, began: float) -> Answer:
    seconds = time.perf_counter() - began
    return Answer(
        sentences=(Sentence(text),),
        citations=(),
        status="not_found",
        model=model,
        timings=Timings(seconds, seconds),
    )
