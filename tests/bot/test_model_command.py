"""`footnote model`: the same table and the same switch as in Slack."""

import getpass
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select
from typer.testing import CliRunner

from answering.model_settings import ModelSettings, built_in
from bot.commands.model import model as commands
from bot.inbox import Inbox
from bot.listeners.models import USAGE, Models
from bot.model_table import ModelTable
from bot.state.choices import Choices
from bot.state.spending import Spending
from bot.state.tables import open_state, outbox
from tests.bot.conftest import BOT, EMMA, HELP, Bot
from tests.bot.test_asking import ask, shown
from tests.bot.test_settings import process

QUESTION = "How many days of vacation do I get?"


def footnote(home: Path, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(commands, [command, "--home", str(home), *rest])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a model that works and one that does not."""
    (tmp_path / "footnote.toml").write_text(
        '[models.quick]\nkind = "llama_index"\npath = "tests.bot.quick_llm.QuickLLM"\n'
        '[models.broken]\nkind = "llama_index"\npath = "no.such.Thing"\n'
    )
    return tmp_path


def audit(home: Path) -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(home / "state.db")
    rows = connection.execute("SELECT user, action, detail FROM audit ORDER BY id").fetchall()
    connection.close()
    return rows


def test_what_there_is_and_what_answers(home: Path) -> None:
    listed = footnote(home, "list").stdout.splitlines()
    assert listed[0].startswith("➤ `extractive` – quotes")
    assert "• `quick` – tests.bot.quick_llm.QuickLLM, outside this company" in listed
    entries = json.loads(footnote(home, "list", "--json").stdout)
    assert [each["name"] for each in entries] == [*built_in(), "quick", "broken"]
    assert [each["name"] for each in entries if each["in_use"]] == ["extractive"]
    assert "Answers come from `extractive`" in footnote(home, "status").stdout


def test_listing_imports_nothing_heavy(home: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from bot.commands.model import model; "
        f"model(['list', '--home', {str(home)!r}], standalone_mode=False); "
        "print([m for m in ('torch', 'transformers', 'llama_index', 'onnxruntime', 'faiss') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_switch_is_probed_kept_and_noted(home: Path) -> None:
    assert "answers come from `quick`" in footnote(home, "use", "quick").stdout
    done = footnote(home, "use", "extractive", "--channel", "C1")
    assert "answers in C1 come from `extractive`" in done.stdout
    assert "Channels with a model of their own: C1 `extractive`" in footnote(home, "status").stdout
    status = json.loads(footnote(home, "status", "--channel", "C1", "--json").stdout)
    assert (status["model"], status["channels"]) == ("extractive", {"C1": "extractive"})
    assert "\n➤ `quick`" in footnote(home, "list").stdout
    done = footnote(home, "use", "default", "--channel", "C1")
    assert "the workspace's model again" in done.stdout
    assert json.loads(footnote(home, "status", "--json").stdout)["channels"] == {}
    assert "come from `extractive`, as configured" in footnote(home, "use", "default").stdout
    assert "\n• `quick`" in footnote(home, "list").stdout
    user = f"{getpass.getuser()} (command line)"
    assert audit(home) == [
        (user, "model use", "quick"),
        (user, "model use", "extractive in C1"),
        (user, "model use", "the workspace's in C1"),
        (user, "model use", "the configured one"),
    ]


def test_a_model_that_does_not_work_changes_nothing(home: Path) -> None:
    done = footnote(home, "use", "broken")
    assert done.exit_code == 1
    assert "`broken` does not work, so nothing was switched" in done.stderr
    assert "no.such.Thing" in done.stderr
    assert audit(home) == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["use", "gpt-9"], "no model `gpt-9`; the models are: `extractive`, `smollm2`, "),
        (["use", "quick", "--channel", "#help"], "not '#help'"),
        (["status", "--channel", "help"], "not 'help'"),
        (["compare", "quick", "gpt-9", QUESTION], "no model `gpt-9`"),
    ],
)
def test_what_there_is_not_is_told_in_one_sentence(
    home: Path, arguments: list[str], named: str
) -> None:
    done = footnote(home, *arguments)
    assert done.exit_code == 2
    assert named in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_chosen_model_that_is_gone_is_named(home: Path) -> None:
    footnote(home, "use", "quick")
    (home / "footnote.toml").write_text("")
    status = footnote(home, "status").stdout
    assert "Answers come from `extractive`" in status
    assert "`quick` was chosen, which footnote.toml no longer has" in status
    assert json.loads(footnote(home, "status", "--json").stdout)["model"] == "extractive"


def test_where_a_channels_model_is_gone_the_workspaces_answers(home: Path) -> None:
    footnote(home, "use", "quick")
    choices = Choices(open_state(f"sqlite:///{home / 'state.db'}"))
    choices.use_model("gone", "U1", "C1")
    status = footnote(home, "status", "--channel", "C1").stdout
    assert "Answers come from `quick`" in status
    assert "`gone` was chosen, which footnote.toml no longer has" in status


@pytest.mark.parametrize("command", ["test", "compare quick quick"])
def test_models_are_tried_with_the_question_as_people_see_it(tmp_path: Path, command: str) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    table = ModelTable(
        {"quick": ModelSettings("extractive")}, "quick", Choices(state), Spending(state)
    )
    said: list[str] = []
    sent = {"user_id": "U1", "channel_id": "C1", "team_id": "T1", "trigger_id": "1"}
    listener = Models(Inbox(state), table, {"U1"}, tmp_path)
    for question in (
        "what was decided on R&amp;D in <#C9|design>, see <https://x.example/y|the list>?",
        "<@U7>",
    ):
        text = f"{command} {question}"
        listener.on_model(said.append, {**sent, "response_url": "", "text": text})
    with state.connect() as connection:
        (arguments,) = connection.scalars(select(outbox.c.arguments))
    assert json.loads(arguments)[-1] == "what was decided on R&D in #design, see the list?"
    assert said[1] == USAGE


def test_a_running_bot_follows_and_both_models_can_be_tried(quick_bot: Bot) -> None:
    place = str(quick_bot.home)
    done = process("model", "use", "quick-5", "--channel", HELP, "--home", place)
    assert done.returncode == 0, done.stderr
    assert "Model: quick-5." in shown(ask(quick_bot, f"{BOT} {QUESTION}", EMMA))
    arguments = ["compare", "extractive", "quick-5", QUESTION, "--home", place]
    first, second = json.loads(process("model", *arguments, "--json").stdout)
    assert (first["asked"], first["model"]) == ("extractive", "extractive")
    assert (second["asked"], second["model"]) == ("quick-5", "quick-5")
    assert "27 days" in first["text"]
    assert "27 days" in second["text"]
    tried = process("model", "test", QUESTION, "--channel", HELP, "--home", place).stdout
    assert tried.startswith("quick-5, answered, ")
    assert "[1] Vacation › Days" in tried
    process("model", "use", "default", "--channel", HELP, "--home", place)
    assert "Model: extractive." in shown(ask(quick_bot, f"{BOT} {QUESTION}", EMMA))


def test_a_model_added_behind_the_bots_back_leaves_nobody_without_an_answer(
    quick_bot: Bot,
) -> None:
    file = quick_bot.home / "footnote.toml"
    file.write_text(f'{file.read_text()}\n[models.later]\nkind = "extractive"\n')
    done = process("model", "use", "later", "--channel", HELP, "--home", str(quick_bot.home))
    assert done.returncode == 0, done.stderr
    answer = shown(ask(quick_bot, f"{BOT} {QUESTION}", EMMA))
    assert "27 days" in answer
    assert "later was not in footnote.toml when the bot started" in answer
    assert "This answer is by extractive." in answer
    process("model", "use", "default", "--channel", HELP, "--home", str(quick_bot.home))
