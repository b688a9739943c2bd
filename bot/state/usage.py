"""Which documents answers have named: what the doctor weighs its findings by."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Engine, select

from answering.answer import Answer
from bot.state.tables import answers


@dataclass(frozen=True)
class Usage:
    """Answers that cited a document, and that offered it as close, by its label."""

    answered: int
    cited: Counter[str]
    offered: Counter[str]


def usage(engine: Engine) -> Usage:
    """Counted over the answers that retention has left."""
    cited, offered, count = Counter[str](), Counter[str](), 0
    with engine.connect() as connection:
        for row in connection.execute(select(answers.c.answer)):
            answer = Answer.from_json(json.loads(row.answer))
            cited.update({citation.source for citation in answer.citations})
            offered.update({closest.source for closest in answer.closest})
            count += 1
    return Usage(count, cited, offered)
