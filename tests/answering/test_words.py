from answering.words import coverage, rarity
from indexing.terms import stem, terms


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("reimbursed") == stem("reimbursement") == stem("reimburses")
    assert stem("policies") == stem("policy")


def test_numbers_stay_whole() -> None:
    assert terms("It costs 4,000 € in 2026.") == ["cost", "4000", "2026"]


def test_chinese_is_read_in_pairs() -> None:
    assert terms("年假多少") == ["年假", "假多", "多少"]


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    texts = ["leave for parents", "leave for all", "leave early"]
    weights = rarity(texts)
    assert coverage(["parent"], texts[0], weights) == 1.0
    assert coverage(["leav", "parent"], "parents", weights) > 0.5


def test_an_unknown_word_costs_most() -> None:
    weights = rarity(["leave for parents"] * 5)
    assert coverage(["leav", "zebra"], "leave", weights) <= 0.5


def test_a_related_word_counts_in_part() -> None:
    weights = rarity(["sofas are repaired", "couches are grey", "windows are clean"])
    same, related, other = (
        coverage(["sofa"], text, weights) for text in ("my sofa", "my couch", "my window")
    )
    assert same == 1.0 > related > other == 0.0
