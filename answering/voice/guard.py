"""Whether a styled text says what the plain one does: if not, the plain one goes out."""

import re

from answering.checking.facts import facts
from answering.voice.facts_kept import MARK, exact_kept, facts_kept
from answering.voice.form_kept import form_kept
from answering.voice.limits_kept import limits_kept
from answering.voice.owners_kept import owners_kept
from answering.voice.relations_kept import relations_kept
from answering.voice.things_kept import things_kept

_ADDRESS_END = re.compile(r"(\w+://\S*?[^\s.,;:!?)])([.,;:!?)]+)(?=\s|$)")
"""A full stop after an address would be taken for a part of it, and the next word for a name."""


def changed(plain: str, styled: str, *, prompt: str = "", company: str = "") -> list[str]:
    """What `styled` lost, added or altered of `plain`; nothing when it may go out.

    `prompt` is what the model was asked with, to find it repeated; `company` the name that
    "we" may stand for.
    """
    wrong = list(form_kept(_bare(plain), _bare(styled), prompt))
    wrong += exact_kept(plain, styled)
    mine, theirs = facts(_bare(plain)), facts(_bare(styled))
    wrong += facts_kept(mine, theirs, company)
    wrong += owners_kept(mine, theirs)
    wrong += limits_kept(mine, theirs)
    wrong += relations_kept(mine, theirs)
    wrong += things_kept(mine, theirs)
    return list(dict.fromkeys(wrong))


def _bare(text: str) -> str:
    """`text` without citation marks, which are compared by themselves."""
    return _ADDRESS_END.sub(r"\1 \2", MARK.sub("", text))
