"""Pages as the checker gets them."""

import re
from functools import lru_cache
from pathlib import Path

from llama_index.core.schema import NodeWithScore, TextNode

from answering.checking.checker import Checker
from indexing.document import split_front_matter
from indexing.passages import cut

HANDBOOK = Path(__file__).parents[3] / "samples" / "handbook"


def checker(*texts: str, title: str = "Rules", heading: str = "") -> Checker:
    """A checker of these passages."""
    return Checker([_node(number, text, title, heading) for number, text in enumerate(texts)])


@lru_cache
def handbook_page(source: str) -> Checker:
    """A checker of all passages of a page of the sample handbook."""
    _, text = split_front_matter((HANDBOOK / source).read_text(encoding="utf-8"))
    first = re.search(r"^# (.+)$", text, re.MULTILINE)
    title = first.group(1) if first else source
    # Four characters a token: what the embedder would count, nearly.
    passages = cut(text, title, lambda piece: len(piece) // 4)
    return Checker([_node(n, made.text, title, made.heading) for n, made in enumerate(passages)])


def _node(number: int, text: str, title: str, heading: str) -> NodeWithScore:
    metadata = {"title": title, "heading": heading}
    return NodeWithScore(node=TextNode(id_=str(number), text=text, metadata=metadata), score=1.0)
