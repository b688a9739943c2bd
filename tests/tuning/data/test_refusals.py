"""Refusals beyond a recipe's share."""

from tuning.data.example import Example
from tuning.data.pair import Pair
from tuning.data.refusals import surplus

NO = "I could not find this."


def examples(answered: int, refused: int) -> list[Example]:
    said = ["27 days."] * answered + [NO] * refused
    return [
        Example(Pair(f"q{at}", "x", "Who?", text), ("Who?", text), f"line {at}")
        for at, text in enumerate(said)
    ]


def test_only_refusals_beyond_the_share_are_left_out() -> None:
    left_out = surplus(examples(60, 60), NO, 0.25)
    assert len(left_out) == 40
    assert min(left_out) >= 60
    assert {reason for reason, _ in left_out.values()} == {"more refusals than the recipe takes"}
    assert surplus(examples(60, 20), NO, 0.25) == {}
    assert surplus(examples(0, 3), NO, 0.25).keys() == {0, 1, 2}


def test_which_are_left_out_depends_on_their_ids_alone() -> None:
    some = examples(20, 20)
    ids = {some[at].pair.id for at in surplus(some, NO, 0.2)}
    turned = some[::-1]
    assert {turned[at].pair.id for at in surplus(turned, NO, 0.2)} == ids
