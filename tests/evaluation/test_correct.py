from evaluation.correct import contains_any, includes_all, normalised, token_f1


def test_squad_normalisation() -> None:
    assert normalised("The  Charter, of (EU) law!") == ["charter", "of", "eu", "law"]


def test_chinese_is_compared_per_character() -> None:
    assert contains_any("他在北京大学学习。", ["北京大学"])
    assert not contains_any("他在北京学习。", ["北京大学"])


def test_containment_respects_word_borders() -> None:
    assert contains_any("It has 140 people.", ["140 people"])
    assert not contains_any("It has 1140 people.", ["140 people"])


def test_every_group_needs_one_spelling() -> None:
    groups = [["4,000", "4000"], ["May"]]
    assert includes_all("$4,000 from may on", groups)
    assert not includes_all("$4,000", groups)


def test_token_f1() -> None:
    assert token_f1("twenty five days", ["twenty five days"]) == 1.0
    assert token_f1("five", ["twenty five days"]) == 0.5
    assert token_f1("none", ["twenty"]) == 0.0
