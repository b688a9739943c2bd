import pytest

from evaluation.rouge import rouge_l


def test_the_longest_common_subsequence_counts() -> None:
    # said: police killed gunman (3 tokens), common in order: police, gunman.
    assert rouge_l("the police killed the gunman", ["police ended gunman"]) == pytest.approx(2 / 3)
    # The same words in another order share a subsequence of one.
    assert rouge_l("the gunman kill police", ["police kill the gunman"]) == pytest.approx(1 / 3)


def test_the_best_answer_counts() -> None:
    assert rouge_l("27 days", ["a month", "27 days"]) == 1.0


def test_chinese_is_compared_per_character() -> None:
    assert rouge_l("北京大学", ["北大"]) == pytest.approx(2 * 2 / 6)


def test_nothing_in_common_is_nothing() -> None:
    assert rouge_l("yes", ["no"]) == 0.0
    assert rouge_l("", ["no"]) == 0.0
    assert rouge_l("yes", []) == 0.0
