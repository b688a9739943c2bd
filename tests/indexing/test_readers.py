import pytest

from indexing.readers import PUBLIC, ReadersError, parse_readers


def test_nothing_named_means_everyone() -> None:
    assert parse_readers(None) == PUBLIC


def test_labels_of_every_kind() -> None:
    named = ["everyone", "group:S1", "channel:C1", "user:U1"]
    assert parse_readers(named) == frozenset(named)
    assert parse_readers("group:S1") == {"group:S1"}


@pytest.mark.parametrize("value", [[], "hr", ["group:"], ["group:S1", 7], {"group": "S1"}, [None]])
def test_what_is_not_understood_is_refused(value: object) -> None:
    with pytest.raises(ReadersError):
        parse_readers(value)
