"""Voices as people configure and measure them."""

import json
from pathlib import Path

import pytest

from bot.model_table import build_table
from bot.settings import Settings, SettingsError
from bot.state.spending import Spending
from bot.state.tables import open_state
from tests.bot.test_settings import write
from tests.command_line import footnote

FRIENDLY = Path(__file__).parents[2] / "samples" / "voice" / "friendly"
ENTRY = """
[answers]
company = "Fernleaf"
model = "quotes"

[models.quotes]
kind = "extractive"
voice = "friendly"

[models.friendly]
kind = "llama_index"
path = "tests.answering.voice.said_llm.SaidLLM"
local = true
options = { replaced = { "60 days" = "90 days", "is " = "'s " } }
"""


def test_a_voice_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    done = footnote(
        "tune", "voice", "--home", str(write(tmp_path, ENTRY)), "--data", str(FRIENDLY),
        "--model", "friendly", "--limit", "8", "--json", str(file), COLUMNS="120",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "facts retained before the guard" in done.stdout
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["texts"] == len(told["pairs"]) == 8
    assert told["style_real"]["value"] > 0.7
    assert 0 < told["stopped"] < 1
    assert 0 <= told["unchanged"] < 1
    assert told["facts_before_guard"] < told["facts_after_guard"] == 1
    (claims,) = [pair for pair in told["pairs"] if "60 days" in pair["neutral"]]
    assert "90 days" in claims["said"]
    assert "within 60 days. [1] Nothing older than six months 's paid" in claims["out"]
    assert claims["rejected"]
    assert Spending(open_state(Settings(tmp_path).database("state"))).used("friendly").calls > 8


def test_measuring_keeps_to_the_budget(tmp_path: Path) -> None:
    home = str(write(tmp_path, f"{ENTRY}daily_tokens = 300"))
    asked = ("tune", "voice", "--home", home, "--data", str(FRIENDLY), "--model", "friendly")
    for _ in range(2):
        done = footnote(*asked)
        assert done.exit_code == 1
        assert "The model 'friendly' has used its 300 tokens of today." in done.stderr


@pytest.mark.parametrize(
    ("model", "data", "named"),
    [
        ("friendli", str(FRIENDLY), "There is no model 'friendli'"),
        ("friendly", "nowhere", "validation.jsonl cannot be read"),
        ("quotes", str(FRIENDLY), "it is no language model"),
    ],
)
def test_what_cannot_be_measured_ends_in_one_sentence(
    tmp_path: Path, model: str, data: str, named: str
) -> None:
    home = str(write(tmp_path, ENTRY))
    done = footnote("tune", "voice", "--home", home, "--data", data, "--model", model)
    assert done.exit_code in (1, 2)
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('voice = "friendli"', "models.smol.voice names 'friendli'"),
        ('voice = "extractive"', "models.smol.voice names 'extractive'"),
        ('voice = "smol"', "models.smol.voice names 'smol'"),
        ('tone = "freindly"', "models.smol.tone names 'freindly'"),
        ('tone = "friendly"\nexamples = "a.jsonl"', "models.smol.examples: a voice is not shown"),
        ('examples = "gone.jsonl"', "models.smol.examples: there is no file gone.jsonl"),
    ],
)
def test_a_wrong_voice_or_tone_is_named(tmp_path: Path, line: str, named: str) -> None:
    entry = f'[models.smol]\nkind = "transformers"\npath = "x"\n{line}'
    with pytest.raises(SettingsError, match=named.replace(".", r"\.")):
        Settings(write(tmp_path, entry))


def test_the_packaged_model_may_be_a_voice(tmp_path: Path) -> None:
    entry = '[models.quotes]\nkind = "extractive"\nvoice = "smollm2"'
    assert Settings(write(tmp_path, entry)).models["quotes"].voice == "smollm2"


def test_status_tells_how_many_sentences_stayed_plain(tmp_path: Path) -> None:
    settings = Settings(write(tmp_path, ENTRY))
    assert "`friendly` says them in its tone." in build_table(settings).status()
    state = open_state(settings.database("state"))
    Spending(state).voiced("friendly", 3, 1)
    Spending(state).voiced("friendly", 2, 0)
    Spending(state).voiced("other", 9, 9)
    assert "1 of 5 sentences kept plain today" in build_table(settings).status()
    state.dispose()
