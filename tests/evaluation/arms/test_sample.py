from collections import Counter

from answering.asked import Case
from evaluation.arms.sample import sample

CASES = tuple(
    Case(str(n), "?", type="typo" if n % 4 == 0 else "plain", answerable=n % 3 > 0)
    for n in range(120)
)


def test_the_share_of_each_kind_is_kept() -> None:
    chosen = sample(CASES, 24)
    assert len(chosen) == 24
    whole = Counter((case.type, case.answerable) for case in CASES)
    part = Counter((case.type, case.answerable) for case in chosen)
    assert part == {kind: count / 5 for kind, count in whole.items()}
    assert [int(case.id) for case in chosen] == sorted(int(case.id) for case in chosen)


def test_it_is_the_same_every_time_and_of_the_size_asked_for() -> None:
    assert sample(CASES, 7) == sample(CASES, 7)
    assert len(sample(CASES, 7)) == 7
    assert sample(CASES, 500) == CASES
