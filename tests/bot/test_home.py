"""The App Home: who sees which model, and switching there."""

from pathlib import Path

import pytest
from slack_sdk import WebClient

from answering.model_settings import ModelSettings
from bot.home import CHOOSE_MODEL, HomeTab
from bot.model_table import ModelTable, build_table
from bot.settings import Settings
from bot.state.choices import Choices
from bot.state.spending import Spending
from bot.state.tables import open_state
from tests.bot.conftest import ALEX, EMMA, HELP, Bot
from tests.bot.test_asking import ask, shown
from tests.bot.test_commands import audit
from workspace.blocks import check_blocks
from workspace.client import Json, WorkspaceRefused, wait_until
from workspace.seed import BOT_TOKEN


def home(bot: Bot, user: str, containing: str) -> Json:
    """The Home of `user`, as soon as it says that."""

    def found() -> Json | None:
        view = bot.people.home(user)
        return view if view and containing in shown(view | {"text": ""}) else None

    return wait_until(found, 30, f"a Home with {containing!r}")


def menu(view: Json) -> Json | None:
    """The menu of models, if there is one."""
    menus = [block["accessory"] for block in view["blocks"] if block.get("accessory")]
    return menus[0] if menus else None


def choose(bot: Bot, user: str, view: Json, name: str) -> None:
    option = next(each for each in (menu(view) or {})["options"] if each["value"] == name)
    bot.people.choose_view(user, view["id"], CHOOSE_MODEL, option)


def test_who_is_no_admin_sees_the_model_alone(quick_bot: Bot) -> None:
    quick_bot.people.open_home(EMMA)
    view = home(quick_bot, EMMA, "Answers come from `")
    assert menu(view) is None
    assert "quick-2" not in str(view)
    with pytest.raises(WorkspaceRefused, match="action_not_found"):
        quick_bot.people.choose_view(EMMA, view["id"], CHOOSE_MODEL, {"value": "quick-2"})


def test_an_admin_switches_in_the_home(quick_bot: Bot) -> None:
    quick_bot.people.open_home(ALEX)
    view = home(quick_bot, ALEX, "`quick-2` – tests.bot.quick_llm.QuickLLM, local")
    choose(quick_bot, ALEX, view, "quick-2")
    view = home(quick_bot, ALEX, "From the next question on, answers come from `quick-2`.")
    assert "Answers come from `quick-2`." in shown(view | {"text": ""})
    assert (menu(view) or {})["initial_option"]["value"] == "quick-2"
    assert f"{ALEX} model use quick-2" in audit(quick_bot)
    direct = quick_bot.people.direct(ALEX)
    assert "answers come from `quick-2`" in quick_bot.people.history(ALEX, direct)[-1]["text"]
    reply = ask(quick_bot, "How many days of vacation do I get?", channel=direct, user=ALEX)
    assert "Model: quick-2." in shown(reply)
    choose(quick_bot, ALEX, view, "extractive")
    home(quick_bot, ALEX, "answers come from `extractive`.")


def test_a_model_that_fails_is_told_and_not_left_chosen(quick_bot: Bot) -> None:
    quick_bot.people.open_home(ALEX)
    view = home(quick_bot, ALEX, "`broken`")
    choose(quick_bot, ALEX, view, "broken")
    after = home(quick_bot, ALEX, "`broken` does not work, so nothing was switched")
    assert (menu(after) or {})["initial_option"]["value"] == "extractive"
    # Under the same id Slack would go on showing what was chosen.
    ids = [{block["block_id"] for block in each["blocks"] if "accessory" in block}
           for each in (view, after)]  # fmt: skip
    assert not ids[0] & ids[1]
    assert "use broken" not in audit(quick_bot)


def test_who_is_no_admin_any_more_switches_nothing(quick_bot: Bot) -> None:
    client = WebClient(token=BOT_TOKEN, base_url=quick_bot.workspace.api_url)
    client.proxy = None
    table = build_table(Settings(quick_bot.home))
    HomeTab(table, {EMMA}).publish(client, EMMA, "as an admin")
    choose(quick_bot, EMMA, home(quick_bot, EMMA, "as an admin"), "quick-2")
    assert menu(home(quick_bot, EMMA, "for admins only")) is None
    assert f"{EMMA} model use" not in audit(quick_bot)


def table_of(models: dict[str, ModelSettings], tmp_path: Path) -> ModelTable:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    return ModelTable(models, next(iter(models)), Choices(state), Spending(state))


def test_many_models_with_long_names_stay_within_slacks_limits(tmp_path: Path) -> None:
    far = ModelSettings("openai", model="m" * 90, base_url="https://llm.example/v1")
    names = ["extractive", "x" * 76, *(f"model-{n}<&>" for n in range(150))]
    table = table_of(dict.fromkeys(names, far), tmp_path)
    for number in range(200):
        table.choices.use_model("extractive", "U1", f"C{number:010}")
    view = HomeTab(table, {ALEX}).view(ALEX)
    check_blocks(view["blocks"], "home")
    options = (menu(view) or {})["options"]
    assert len(options) == 100
    assert all(len(each["description"]["text"]) <= 75 for each in options)
    assert "x" * 76 not in [each["value"] for each in options]
    assert "more: `/model list`" in str(view)


def test_what_is_only_a_voice_is_not_offered_to_answer(tmp_path: Path) -> None:
    models = {
        "extractive": ModelSettings("extractive", voice="tuned"),
        "other": ModelSettings("extractive", voice="llm"),
        "tuned": ModelSettings("llama_cpp", path="x.gguf", adapter="friendly"),
        "llm": ModelSettings("openai", model="m", base_url="https://llm.example/v1"),
    }
    table = table_of(models, tmp_path)
    options = (menu(HomeTab(table, {ALEX}).view(ALEX)) or {})["options"]
    assert [each["value"] for each in options] == ["extractive", "other", "llm"]
    assert any(line.startswith("• `tuned`") for line in table.lines())


def test_a_model_that_is_gone_is_still_named(tmp_path: Path) -> None:
    table = table_of({"extractive": ModelSettings("extractive")}, tmp_path)
    table.choices.use_model("gone", "U1")
    view = HomeTab(table, {ALEX}).view(ALEX)
    check_blocks(view["blocks"], "home")
    assert "Answers come from `extractive`. `gone` was chosen" in str(view)
    assert HELP not in str(view)
