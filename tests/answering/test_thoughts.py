"""What is thought aloud before a reply."""

import pytest

from answering.errors import ModelError
from answering.thoughts import Thoughts


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        (["<think>30 days?</think>", "25 days."], "25 days."),
        (["\n<th", "ink>30", " days?</", "think>25", " days."], "25 days."),
        (["<think>30 days?"], ""),
        (["<think>30 days? </thi"], ""),
        (["<think></think>"], ""),
        (["25", " days <think>are</think> due."], "25 days <think>are</think> due."),
        (["<", "25 days."], "<25 days."),
        (["<th"], "<th"),
        ([" ", "25 days."], " 25 days."),
        ([], ""),
    ],
)
def test_thoughts_at_the_head_are_left_out(pieces: list[str], said: str) -> None:
    for cut in (pieces, list("".join(pieces))):
        thoughts = Thoughts()
        assert "".join([*map(thoughts.without, cut), thoughts.rest()]) == said


@pytest.mark.parametrize("pieces", [["30 days?</think>25 days."], ["30 days?</th", "ink>25"]])
def test_thoughts_without_a_beginning_are_no_reply(pieces: list[str]) -> None:
    for cut in (pieces, list("".join(pieces))):
        thoughts = Thoughts()
        with pytest.raises(ModelError, match="thinks aloud"):
            list(map(thoughts.without, cut))
