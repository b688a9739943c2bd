"""`footnote tune run` and `footnote tune register`, from rows to a model that answers."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from gguf import GGUFWriter
from transformers.utils import logging

from answering.local_llm import LocalLLM
from bot.settings import Settings
from tests.command_line import footnote

WORDS = (
    "the office opens at nine and closes late on Fridays because people travel home by train "
    "while others ask their manager about vacation days parking bikes laptops keys lunch coffee "
    "meetings holidays expenses hotels receipts desks screens headphones training and books"
)

BEFORE = """# Ours.
retention_days = 30   # a month

[answers]
model = "extractive"

[models.big]   # of the other team
kind = "transformers"
path = "/models/big"
"""


@pytest.fixture(autouse=True, scope="module")
def _as_it_was() -> Iterator[None]:
    verbosity = logging.get_verbosity()
    yield
    logging.set_verbosity(verbosity)
    logging.enable_progress_bar()


@pytest.fixture(scope="module")
def tuned(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands make of thirty rows."""
    folder = tmp_path_factory.mktemp("tuned")
    rows, random = folder / "rows.jsonl", Random(0)
    with rows.open("w") as file:
        for number in range(30):
            prompt, completion = (" ".join(random.sample(WORDS.split(), 6)) for _ in range(2))
            row = {"document": str(number), "prompt": prompt, "completion": completion}
            print(json.dumps(row), file=file)
    done = footnote(
        "tune", "check", "--recipe", "tone", "--data", rows, "--output", folder / "prepared"
    )
    assert done.exit_code == 0, done.output
    done = footnote(
        "tune", "run", "--home", folder, "--recipe", "tone", "--prepared", folder / "prepared",
        "--output", folder / "ours", "--base", base, "--max-steps", 2, "--data-licence", "CC0-1.0",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "step 2/2: loss " in done.output
    assert f"footnote tune register {folder / 'ours'} --name ours" in done.output
    return folder / "ours"


def test_what_was_trained_says_with_what(tuned: Path, base: Path) -> None:
    record = json.loads((tuned / "training.json").read_text())
    assert record["base"]["path"] == str(base)
    assert record["max_steps"] == 2
    assert "`rows.jsonl`, licence: CC0-1.0" in (tuned / "MODEL_CARD.md").read_text()


def test_a_registered_model_is_in_the_file_and_answers(
    tuned: Path, base: Path, tmp_path: Path
) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text(BEFORE)
    done = footnote("tune", "register", tuned, "--name", "ours", "--home", tmp_path)
    assert done.exit_code == 0, done.output
    text = file.read_text()
    assert text.startswith(BEFORE)
    entry = {"kind": "transformers", "path": str(base), "adapter": str(tuned)}
    assert tomllib.loads(text)["models"]["ours"] == entry

    settings = Settings(tmp_path).models["ours"]
    plain = LocalLLM(path=settings.path, cache=str(tmp_path), max_new_tokens=3)
    adapted = plain.model_copy(update={"adapter": settings.adapter})
    adapted.load()
    assert {type(each).__name__ for each in adapted._loaded or ()} >= {"PeftModelForCausalLM"}
    assert isinstance(adapted.complete("Hello").text, str)

    again = footnote("tune", "register", tuned, "--name", "ours", "--home", tmp_path)
    assert (again.exit_code, file.read_text()) == (2, text)
    assert "There is a model 'ours' already" in again.output


def test_a_whole_model_is_registered_by_itself(tmp_path: Path) -> None:
    model = tmp_path / "whole"
    model.mkdir()
    record = {"base": {"path": "/models/tiny.gguf"}, "recipe": {"reads": "sentences"}}
    (model / "training.json").write_text(json.dumps(record))
    file = tmp_path / "own.toml"
    file.write_text("")
    done = footnote(
        "tune", "register", model, "--name", "whole", "--home", tmp_path, "--config", file
    )
    assert done.exit_code == 0, done.output
    entry = {"kind": "transformers", "path": str(model), "reads": "sentences"}
    assert tomllib.loads(file.read_text()) == {"models": {"whole": entry}}


@pytest.mark.parametrize(
    ("method", "architecture", "kind"),
    [("lora", "llama", "llama_cpp"), ("dora", "llama", "transformers"),
     ("lora", "gpt2", "transformers")],
)  # fmt: skip
def test_an_adapter_that_llama_cpp_cannot_apply_runs_in_transformers(
    tmp_path: Path, method: str, architecture: str, kind: str
) -> None:
    gguf, adapter = tmp_path / "tiny.gguf", tmp_path / "ours"
    write_base(gguf, architecture)
    adapter.mkdir()
    (adapter / "adapter_config.json").write_text("{}")
    record = {"base": {"path": str(gguf)}, "recipe": {"method": method}}
    (adapter / "training.json").write_text(json.dumps(record))
    done = footnote("tune", "register", adapter, "--name", "ours", "--home", tmp_path)
    assert done.exit_code == 0, done.output
    assert Settings(tmp_path).models["ours"].kind == kind
    gguf.write_text("no model")
    done = footnote("tune", "register", adapter, "--name", "again", "--home", tmp_path)
    told = "" if method == "dora" else f"{gguf} is no GGUF file"
    assert told in done.output
    assert (done.exit_code == 2) == bool(told)


def write_base(path: Path, architecture: str) -> None:
    """A model file that says its shape and nothing more."""
    writer = GGUFWriter(path, architecture)
    writer.add_block_count(2)
    writer.add_head_count(4)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_examples_are_chosen_measured_and_shown(base: Path, tmp_path: Path) -> None:
    rows, chosen = tmp_path / "rows.jsonl", Random(0)
    texts = [" ".join(chosen.sample(WORDS.split(), 6)) for _ in range(120)]
    with rows.open("w") as file:
        for number, (prompt, completion) in enumerate(zip(texts[::2], texts[1::2], strict=True)):
            row = {"document": str(number // 2), "prompt": prompt, "completion": completion}
            print(json.dumps(row), file=file)
    prepared, ours = tmp_path / "prepared", tmp_path / "ours"
    recipe = ("--recipe", "few_shot")
    done = footnote("tune", "check", *recipe, "--data", rows, "--output", prepared)
    assert done.exit_code == 0, done.output
    where = ("--prepared", prepared, "--output", ours, "--base", base)
    done = footnote("tune", "run", "--home", tmp_path, *recipe, *where)
    assert done.exit_code == 0, done.output
    examples = rows_of(ours / "examples.jsonl")
    trained = rows_of(prepared / "train.jsonl")
    documents = {each["prompt"]: each["document"] for each in trained}
    assert len({documents[each["prompt"]] for each in examples}) == 3
    record = json.loads((ours / "training.json").read_text())
    assert record["shown"] == 3
    assert record["test"]["base"]["loss"] != record["test"]["tuned"]["loss"]
    card = (ours / "MODEL_CARD.md").read_text()
    assert "Nothing was trained." in card
    assert "| | Base | With the examples |" in card

    # Killed before its figures were written, it goes on with the examples that it chose.
    (ours / "checkpoints").mkdir()
    settings = {name: record[name] for name in ("recipe", "data", "base", "max_steps", "seed")}
    (ours / "checkpoints" / "settings.json").write_text(json.dumps(settings))
    (ours / "checkpoints" / "trained.json").write_text('{"shown": 3}')
    (ours / "training.json").unlink()
    done = footnote("tune", "run", "--home", tmp_path, *recipe, *where, "--resume")
    assert done.exit_code == 0, done.output
    assert json.loads((ours / "training.json").read_text())["test"] == record["test"]

    done = footnote("tune", "register", ours, "--name", "ours", "--home", tmp_path)
    assert done.exit_code == 0, done.output
    entry = Settings(tmp_path).models["ours"]
    assert (entry.kind, entry.path, entry.adapter) == ("transformers", str(base), "")
    assert Path(entry.examples) == ours / "examples.jsonl"
    assert entry.reads == "sentences"
    (ours / "examples.jsonl").unlink()
    done = footnote("tune", "register", ours, "--name", "again", "--home", tmp_path)
    assert (done.exit_code, "there is no file" in done.output) == (2, True)


@pytest.mark.parametrize(
    ("before", "name", "said"),
    [
        ('models = {big = {kind = "transformers", path = "/m"}}\n', "ours", "Add this by hand: "),
        ("", "our own", "letters, digits, - and _ only"),
        ("", "smollm2", "There is a model 'smollm2' already"),
        ("colour = 1\n", "ours", "there is no key 'colour'"),
    ],
)
def test_a_file_that_cannot_take_a_model_is_left_as_it_is(
    tuned: Path, tmp_path: Path, before: str, name: str, said: str
) -> None:
    file = tmp_path / "footnote.toml"
    file.write_text(before)
    done = footnote("tune", "register", tuned, "--name", name, "--home", tmp_path)
    assert done.exit_code == 2
    assert said in done.output
    assert (file.read_text(), list(tmp_path.iterdir())) == (before, [file])


def test_problems_are_one_sentence(tuned: Path, tmp_path: Path) -> None:
    prepared = tuned.parent / "prepared"
    given = ("tune", "run", "--home", tmp_path, "--recipe", "tone")
    for arguments, status, said in (
        (("--prepared", tmp_path, "--output", tmp_path / "o"), 2, "holds no prepared data"),
        (("--prepared", prepared, "--output", tuned), 1, "is not empty; name a new folder"),
        (
            ("--prepared", prepared, "--output", tmp_path / "o", "--base", tmp_path / "x.gguf"),
            1,
            "x.gguf; name a folder or a .gguf file",
        ),
    ):
        done = footnote(*given, *arguments)
        assert done.exit_code == status
        assert said in done.output
        assert len(done.output.strip().splitlines()) == 1
    done = footnote("tune", "register", prepared, "--name", "x", "--home", tmp_path)
    assert (done.exit_code, "holds no tuned model" in done.output) == (2, True)
