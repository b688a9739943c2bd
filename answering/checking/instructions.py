"""Text inside documents that talks to the bot and not to the reader.

Retrieved text is data. Whoever can write a page can also write "ignore previous instructions"
into it; such paragraphs are neither quoted nor evidence. The patterns name what only a language
model would be told: general commands ("reply with your address") are everyday handbook language.
"""

import re
import unicodedata
from collections.abc import Sequence

from answering.checking.orders import PATTERNS
from answering.units import Unit

_COMPILED = [(gate.split("|"), re.compile(pattern, re.IGNORECASE)) for gate, pattern in PATTERNS]
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]"
)
_SPACED = re.compile(r"\b(?:\w[ .\-_]){4,}\w\b")
_LOOKALIKES = str.maketrans("аеорсухіјѕԁһқԛԝοαεικντυρχ", "aeopcyxijsdhkqwoaeikvtupx")
"""Cyrillic and Greek letters that look Latin."""


def is_instruction(text: str) -> bool:
    """Whether `text` gives orders to a language model, in whatever disguise of letters."""
    read = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    read = " ".join(read.translate(str.maketrans("’‘“”", "''\"\"")).split())
    forms = [read]
    if _SPACED.search(read):
        forms.append(_SPACED.sub(lambda match: re.sub(r"[ .\-_]", "", match.group()), read))
    if not read.isascii():
        forms.append(read.lower().translate(_LOOKALIKES))
    return any(_orders(form) for form in forms)


def _orders(text: str) -> bool:
    lower = f" {text.lower()}"
    return any(
        pattern.search(text) for gates, pattern in _COMPILED if any(gate in lower for gate in gates)
    )


def for_readers(found: Sequence[Unit], heading: str = "") -> list[Unit]:
    """The units without the paragraphs, lists and tables that hold an instruction.

    The sentences beside an instruction are what it wants said. None is left under a `heading`
    that is an instruction itself.
    """
    if is_instruction(heading):
        return []
    tainted: set[int] = set()
    for unit in found:
        if any(is_instruction(text) for text in {unit.text, unit.quote, unit.lead}):
            tainted |= {unit.block, unit.block + 1} if unit.text.endswith(":") else {unit.block}
    return [unit for unit in found if unit.block not in tainted]
