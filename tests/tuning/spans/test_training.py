import subprocess
import sys
from pathlib import Path

import numpy as np

from answering.spans.encoding import SpanEncoder
from answering.spans.network import SpanNetwork
from answering.spans.weights import base_weights, load_weights
from indexing.embedder import packaged_folder
from tests.tuning.spans.made import write_data
from tuning.spans.batches import NOWHERE, item
from tuning.spans.data import load
from tuning.spans.measuring import auc, balanced
from tuning.spans.run import average
from tuning.spans.training import _share


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tuning.spans", *arguments], capture_output=True, text=True
    )


def test_the_command_trains_and_writes_weights_that_fit(tmp_path: Path) -> None:
    output = tmp_path / "weights.safetensors"
    data = write_data(tmp_path)
    done = command("--data", str(data), "--output", str(output), "--steps", "1")
    assert done.returncode == 0, done.stderr
    assert "AUC" in done.stdout
    base = base_weights(packaged_folder())
    tuned = load_weights(output, base)
    changed = {name for name in base if not np.array_equal(tuned[name], base[name])}
    assert "encoder.embeddings.word_embeddings.weight" not in changed
    assert "encoder.encoder.layer.5.output.dense.weight" in changed
    SpanNetwork(packaged_folder()).take(tuned)


def test_a_trial_does_not_replace_the_shipped_weights(tmp_path: Path) -> None:
    done = command("--data", str(tmp_path), "--steps", "3")
    assert done.returncode == 2
    assert "--output" in done.stderr


def test_missing_data_are_named(tmp_path: Path) -> None:
    done = command("--data", str(tmp_path))
    assert done.returncode == 2
    assert "squad2_passages.jsonl is missing" in done.stderr


def test_the_target_is_the_tokens_of_the_answer(tmp_path: Path) -> None:
    encoder = SpanEncoder(packaged_folder())
    for example in load(write_data(tmp_path)).learned:
        made = item(example, encoder)
        assert made is not None
        first, last = made.target
        if example.answer is None:
            assert made.target == (NOWHERE, NOWHERE)
            continue
        offsets = made.encoding.offsets
        begin, end = offsets[first - made.encoding.first][0], offsets[last - made.encoding.first][1]
        assert (begin, end) == example.answer


def test_an_answer_beyond_what_is_read_teaches_nothing(tmp_path: Path) -> None:
    short = SpanEncoder(packaged_folder(), length=18)
    answerable, unanswerable = load(write_data(tmp_path)).learned[:2]
    assert item(answerable, short) is None
    assert item(unanswerable, short) is not None


def test_the_rate_rises_and_falls_to_nothing() -> None:
    shares = [_share(step, 100) for step in range(101)]
    assert shares[0] == 0.1
    assert max(shares) == 1.0
    assert shares.index(1.0) == 9
    assert shares[100] == 0.0
    assert shares[10:] == sorted(shares[10:], reverse=True)


def test_figures_of_made_margins() -> None:
    yes, no = np.array([3.0, 1.0]), np.array([2.0, 1.0])
    assert auc(yes, no) == (1 + 1 + 0 + 0.5) / 4
    assert balanced(yes, no) == (0.5 + 1) / 2


def test_the_average_is_of_each_weight() -> None:
    made = average([{"a": np.float32([1, 2])}, {"a": np.float32([3, 2])}])
    assert made["a"].tolist() == [2, 2]
    assert made["a"].dtype == np.float32
