import pytest

from tuning.data.pair import DataError, Pair
from tuning.data.splitting import split, split_of


def pairs(documents: int, each: int = 3) -> list[Pair]:
    return [Pair(f"{d}-{n}", f"doc {d}", "a", "b") for d in range(documents) for n in range(each)]


def test_a_document_is_in_one_split_and_new_ones_move_none() -> None:
    before, after = split(pairs(100), 1), split(pairs(300), 1)
    for name, chosen in before.items():
        assert set(chosen) <= set(after[name])
    documents = [{pair.document for pair in chosen} for chosen in after.values()]
    assert sum(map(len, documents)) == len(set.union(*documents)) == 300
    assert [round(len(each) / 300, 1) for each in documents] == [0.8, 0.1, 0.1]


def test_another_seed_is_another_split() -> None:
    assert split(pairs(50), 1) != split(pairs(50), 2)


def test_an_empty_split_names_a_seed_that_works() -> None:
    seed = next(s for s in range(100) if len({split_of(f"doc {d}", s) for d in range(5)}) < 3)
    with pytest.raises(DataError, match=r"no document of 5 falls into .*: use --seed \d+") as told:
        split(pairs(5), seed)
    other = int(str(told.value).partition("use --seed ")[2].partition(",")[0])
    assert all(split(pairs(5), other).values())


def test_fewer_documents_than_splits_are_told() -> None:
    with pytest.raises(DataError, match=r"come from 1 document, and .* need one each"):
        split(pairs(1, 50))
    with pytest.raises(DataError, match="come from 2 documents"):
        split(pairs(2, 50))
