import pytest

from evaluation.arms.findings import Finding, findings
from evaluation.arms.report import ArmsReport
from tests.evaluation.arms.made import report, trials, usual


def named(made: ArmsReport) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings(made)}


def test_retrieval_beats_fine_tuning_alone() -> None:
    made = usual()
    assert made.gains["rouge_l"].value == pytest.approx(
        (made.arms["retrieval_base"].value("rouge_l") or 0)
        / (made.arms["tuned_alone"].value("rouge_l") or 1)
        - 1
    )
    gain = made.gains["rouge_l"]
    assert gain.low is not None
    assert gain.high is not None
    assert 0.16 < gain.low < gain.value < gain.high
    found = named(made)
    assert found["gain_rouge_l"].holds == found["gain_bleu"].holds == "yes"
    assert "ROUGE-L" in found["gain_rouge_l"].sentence


def test_errors_are_compared_with_the_base_model_alone() -> None:
    made = usual()
    assert made.error_ratio is not None
    assert made.error_ratio.value == pytest.approx(12 / 36)
    assert "33%" in named(made)["error_ratio"].sentence


def test_the_best_generative_arm_is_named() -> None:
    assert "is the best" in named(usual())["best"].sentence
    alike = named(usual(retrieval_base=trials(29)))["best"]
    assert (alike.holds, "within noise" in alike.sentence) == ("yes", True)
    behind = named(usual(retrieval_base=trials(40)))["best"]
    assert (behind.holds, "behind" in behind.sentence) == ("no", True)
    # What stands in for a model, and what quotes, are no generative arms.
    others = usual(extractive=trials(40), retrieval_tuned_shipped=trials(40))
    assert named(others)["best"].holds == "yes"


@pytest.mark.parametrize(
    ("tuned", "told"),
    [
        (trials(10), "correct 0.650 without, 0.250 with it"),
        (trials(28, cites=20), "cites gold 1.000 without, 0.500 with it"),
    ],
)
def test_an_adapter_that_makes_facts_worse_is_called_so(tuned: object, told: str) -> None:
    finding = named(usual(retrieval_tuned=tuned))["facts"]  # type: ignore[arg-type]
    assert finding.holds == "warning"
    assert "The adapter makes facts worse" in finding.sentence
    assert told in finding.sentence


def test_a_difference_by_luck_is_no_warning() -> None:
    assert named(usual(retrieval_tuned=trials(25)))["facts"].holds == "yes"


def test_without_a_fine_tuned_model_nothing_is_said_of_it() -> None:
    made = report(base_alone=trials(4), retrieval_base=trials(26), extractive=trials(25))
    assert findings(made) == []
    assert made.compared("base_alone", "retrieval_base", "correct") is not None


def test_a_model_alone_has_no_figures_on_citations() -> None:
    made = usual()
    for name in ("cites_gold", "supported", "nothing_supported"):
        assert made.arms["base_alone"].figures[name] is None
        assert made.arms["retrieval_base"].figures[name] is not None
    assert made.arms["extractive"].figures["nothing_supported"] is None
