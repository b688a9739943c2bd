"""Whole trainings."""

import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open

from tests.tuning.training.conftest import recipe
from tuning.data.pair import DataError, Pair
from tuning.data.prepared import write
from tuning.training.errors import TrainingError
from tuning.training.progress import Progress
from tuning.training.run import train

KILLED_AT = 5
"""Its loss is told before its checkpoint is written."""

KILLED = """
import os, signal, sys
from pathlib import Path
import torch
from tests.tuning.training.conftest import recipe
from tuning.training.run import train

torch.set_num_threads(1)

def progress(now):
    if now.step >= int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

prepared, base, output = map(Path, sys.argv[1:4])
train(prepared, recipe(method="lora"), base, output, False, progress, replies=1)
"""


@pytest.fixture(scope="module")
def unbroken(
    prepared: Path, base: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], list[Progress]]:
    output = tmp_path_factory.mktemp("unbroken") / "greetings"
    told: list[Progress] = []
    record = train(
        prepared, recipe(method="lora"), base, output, False, told.append, replies=2,
        data_licence="CC0", command="footnote tune run --recipe x",
    )  # fmt: skip
    return output, record, told


def test_the_loss_falls_and_progress_says_so(
    unbroken: tuple[Path, dict[str, Any], list[Progress]],
) -> None:
    _, record, told = unbroken
    losses = [each["loss"] for each in record["losses"] if "loss" in each]
    assert losses[-1] < losses[0] - 0.05
    assert record["validation_loss"] == min(
        each["validation_loss"] for each in record["losses"] if "validation_loss" in each
    )
    last = told[-1]
    assert (last.step, last.of, last.seconds_left) == (8, 8, 0)
    assert record["test"]["tuned"]["loss"] < record["test"]["base"]["loss"]


def test_the_folder_holds_the_adapter_its_record_and_its_card(
    unbroken: tuple[Path, dict[str, Any], list[Progress]], base: Path
) -> None:
    output, record, _ = unbroken
    names = {each.name for each in output.iterdir()}
    assert names == {
        "adapter_model.safetensors", "adapter_config.json", "training.json", "MODEL_CARD.md",
    }  # fmt: skip
    assert all(each.stat().st_mode & 0o777 == 0o644 for each in output.glob("*.safetensors"))
    assert json.loads((output / "training.json").read_text()) == record
    card = (output / "MODEL_CARD.md").read_text()
    for said in (
        "How we greet.", f"`{base.name}`", "CC0", "footnote tune run --recipe x",
        f"{record['test']['tuned']['perplexity']:.2f}", "| learning_rate | 0.01 |",
        record["data"]["test"]["sha256"][:16], "Few test pairs (6)",
    ):  # fmt: skip
        assert said in card


def test_an_ended_training_is_not_done_again(
    unbroken: tuple[Path, dict[str, Any], list[Progress]], prepared: Path, base: Path
) -> None:
    output, record, _ = unbroken
    assert train(prepared, recipe(method="lora"), base, output, True) == record
    with pytest.raises(TrainingError, match="is not empty"):
        train(prepared, recipe(method="lora"), base, output)
    with pytest.raises(TrainingError, match="begun with another recipe"):
        train(prepared, recipe(method="full"), base, output, True)


def test_a_killed_training_goes_on_to_the_same_validation_loss(
    unbroken: tuple[Path, dict[str, Any], list[Progress]],
    prepared: Path,
    base: Path,
    tmp_path: Path,
) -> None:
    output = tmp_path / "greetings"
    arguments = [str(prepared), str(base), str(output), str(KILLED_AT)]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], stderr=subprocess.PIPE, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert not (output / "training.json").exists()
    checkpoints = output / "checkpoints"
    assert (checkpoints / "checkpoint-4").is_dir()
    # As if it had been killed again while it wrote the next one.
    cut = checkpoints / "checkpoint-5"
    cut.mkdir()
    (cut / "adapter_config.json").write_text("{")

    steps: list[Progress] = []
    record = train(prepared, recipe(method="lora"), base, output, True, steps.append, replies=1)
    assert min(each.step for each in steps) == KILLED_AT
    expected = unbroken[1]
    assert record["validation_loss"] == pytest.approx(expected["validation_loss"], rel=0.01)
    assert record["losses"][-1] == pytest.approx(expected["losses"][-1], rel=0.01)
    assert record["test"]["tuned"]["loss"] == pytest.approx(
        expected["test"]["tuned"]["loss"], rel=0.01
    )
    assert not checkpoints.exists()


def test_training_stops_when_validation_gets_worse_and_keeps_the_best(
    base: Path, tmp_path: Path
) -> None:
    # Whatever is learned about greetings makes a text without their words less likely.
    greetings = tuple(Pair(str(n), str(n), "Greet me.", "Good morning!") for n in range(20))
    other = (Pair("other", "other", "Greet me.", "zinc quartz basalt gneiss " * 8),)
    splits: Any = {"train": greetings, "validation": other, "test": other}
    write(tmp_path / "prepared", splits, {"recipe": "greetings"})
    patient = recipe(method="last_layers", last_layers=1, patience=2, max_steps=30, warmup=0.0)
    record = train(tmp_path / "prepared", patient, base, tmp_path / "out", replies=1)
    assert record["steps"] == record["best_step"] + 2 * 3 < 30
    assert record["test"]["tuned"]["loss"] == pytest.approx(record["validation_loss"], rel=1e-4)


def test_a_recipe_that_cannot_be_followed_leaves_room_for_the_next(
    prepared: Path, base: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    with pytest.raises(TrainingError, match=r"freezes 'layers\.7'"):
        train(prepared, recipe(frozen=("layers.7",)), base, output)
    with pytest.raises(TrainingError, match="longer than 5 tokens"):
        train(prepared, recipe(max_length=5), base, output)
    record = train(prepared, recipe(), base, output, max_steps=1, replies=1)
    assert record["steps"] == 1
    with safe_open(output / "model.safetensors", framework="pt") as file:
        assert file.keys()
    assert (output / "tokenizer.json").exists()


@pytest.mark.parametrize(("method", "room"), [("full", 1 << 20), ("lora", 36 << 10)])
def test_a_full_disk_is_one_sentence(
    prepared: Path, base: Path, tmp_path: Path, method: str, room: int
) -> None:
    output = tmp_path / "out"
    with _files_of_at_most(room), pytest.raises(TrainingError) as error:
        train(prepared, recipe(method=method), base, output, max_steps=1, replies=1)
    assert f"{output} cannot be written: " in str(error.value)
    assert "--resume" in str(error.value)
    # What was cut off counts for nothing.
    record = train(prepared, recipe(method=method), base, output, True, max_steps=1, replies=1)
    assert record["steps"] == 1


def test_an_output_that_cannot_be_made_is_one_sentence(
    prepared: Path, base: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TrainingError, match="file/out cannot be written: Not a directory"):
        train(prepared, recipe(), base, tmp_path / "file" / "out")


def test_what_is_missing_is_named_before_any_training(
    prepared: Path, base: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    with pytest.raises(DataError, match="holds no prepared data"):
        train(tmp_path, recipe(), base, output)
    with pytest.raises(TrainingError, match="was prepared for the recipe greetings"):
        train(prepared, recipe(name="grounded"), base, output)
    with pytest.raises(TrainingError, match="There is no model to tune"):
        train(prepared, recipe(), tmp_path, output)
    assert not output.exists()


@contextmanager
def _files_of_at_most(room: int) -> Iterator[None]:
    """No file may grow beyond `room` bytes: what a full disk does, without filling one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
