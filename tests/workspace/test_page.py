"""The page in a real Chromium, with the real bot behind it."""

import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_sdk import WebClient

from bot.state.choices import Choices
from bot.state.tables import open_state
from tests.bot.conftest import ALEX, EMMA, HANNAH, HELP, Bot, bot, make_bot  # noqa: F401
from workspace.seed import BOT_TOKEN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

PATIENCE = 90_000
"""Milliseconds: the bot answers at a low priority, beside other tests."""

if os.environ.get("FOOTNOTE_REQUIRE_BROWSER"):
    assert CHROMIUM, "FOOTNOTE_REQUIRE_BROWSER is set, but there is no chromium."
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no chromium: the page was not tested")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser, bot: Bot) -> Iterator[Page]:  # noqa: F811
    made = browser.new_page()
    made.set_default_timeout(PATIENCE)
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.goto(f"{bot.workspace.url}/?user={EMMA}&channel={HELP}")
    expect(made.locator("body[data-ready]")).to_be_visible()
    yield made
    made.close()
    assert problems == []


def say(page: Page, text: str) -> None:
    box = page.get_by_test_id("composer")
    box.fill(text)
    box.press("Enter")


def test_a_question_is_answered_in_a_thread_with_its_sources(page: Page) -> None:
    say(page, "@Footnote How many days of vacation do I get?")
    thread = page.get_by_test_id("thread-panel")
    expect(thread).to_contain_text("27 days")
    source = thread.get_by_test_id("source").first
    expect(source).to_contain_text("Vacation › Days")
    expect(source.locator("a")).to_have_attribute("href", re.compile("Vacation.md$"))
    thread.get_by_test_id("feedback-positive").click()
    expect(thread.get_by_test_id("ephemeral")).to_contain_text("Thanks")
    page.get_by_test_id("thread-composer").fill("and how far ahead do I ask for it?")
    page.get_by_test_id("thread-composer").press("Enter")
    expect(thread).to_contain_text("two weeks ahead")


def test_commands_complete_and_answer_privately(page: Page) -> None:
    box = page.get_by_test_id("composer")
    box.press_sequentially("/a")
    expect(page.get_by_test_id("command-option").first).to_contain_text("/ask")
    box.press("Tab")
    expect(box).to_have_value("/ask ")
    box.press_sequentially("What is the hotel limit in Utrecht?")
    box.press("Enter")
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("150 €")


def test_an_unknown_command_is_told(page: Page) -> None:
    say(page, "/nonsense")
    expect(page.get_by_test_id("toast")).to_contain_text("/ask")


def test_the_user_can_be_switched(page: Page) -> None:
    page.get_by_test_id("user-switcher").select_option(HANNAH)
    expect(page.get_by_test_id("channel-people-ops")).to_be_visible()
    page.get_by_test_id("user-switcher").select_option(EMMA)
    expect(page.get_by_test_id("channel-ask-footnote")).to_be_visible()
    expect(page.get_by_test_id("channel-people-ops")).to_have_count(0)


def test_the_app_offers_prompts_and_a_home(page: Page) -> None:
    page.get_by_test_id("channel-Footnote").click()
    page.get_by_test_id("suggested-prompt").first.click()
    expect(page.get_by_test_id("thread-panel")).to_contain_text(
        "I answer questions from the company's documents"
    )
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("Footnote")


def test_an_admin_sees_the_models_and_switches(browser: Browser, bot: Bot) -> None:  # noqa: F811
    # Chosen without loading it; what is switched to is at hand.
    choices = Choices(open_state(f"sqlite:///{bot.home / 'state.db'}"))
    choices.use_model("smollm2", "test")
    made = browser.new_page()
    made.set_default_timeout(PATIENCE)
    made.goto(f"{bot.workspace.url}/?user={ALEX}&channel={HELP}")
    made.get_by_test_id("admin-home").click()
    home = made.locator("#home")
    expect(home).to_contain_text("Answers come from smollm2.")
    expect(home).to_contain_text("• extractive – quotes the best supporting sentences")
    menu = home.get_by_label("Choose a model")
    expect(menu).to_have_value("smollm2")
    menu.select_option("extractive")
    expect(home).to_contain_text("From the next question on, answers come from extractive.")
    expect(home).to_contain_text("➤ extractive")
    expect(home.get_by_label("Choose a model")).to_have_value("extractive")
    made.close()


def test_who_is_no_admin_has_no_menu_of_models(page: Page) -> None:
    expect(page.get_by_test_id("admin-home")).to_have_count(0)
    page.get_by_test_id("channel-Footnote").click()
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("Answers come from")
    expect(page.locator("#home select")).to_have_count(0)


def test_text_never_becomes_markup(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)> <javascript:alert(1)|click> *bold* <b>x</b>")
    message = page.get_by_test_id("message").last
    expect(message).to_contain_text("<img src=x onerror=alert(1)>")
    expect(message.locator("strong").last).to_have_text("bold")
    assert message.locator("img, b").count() == 0
    assert message.locator("a[href^=javascript]").count() == 0


def test_what_others_say_appears_by_itself(page: Page, bot: Bot) -> None:  # noqa: F811
    bot.people.post(ALEX, HELP, "Lunch is ready")
    expect(page.get_by_test_id("message").last).to_contain_text("Lunch is ready")


def test_a_list_in_a_list_is_shown_inside_it(page: Page, bot: Bot) -> None:  # noqa: F811
    text = "- Terminal:\n    - planners\n    - others, on\n      Sundays\n- Office\n  and store"
    block = {"type": "markdown", "text": text}
    client = WebClient(token=BOT_TOKEN, base_url=bot.workspace.api_url)
    client.chat_postMessage(channel=HELP, text="A list", blocks=[block])
    outer = page.get_by_role("list").filter(has_text="Terminal").first
    expect(outer.locator("> li")).to_have_count(2)
    expect(outer.locator("> li > ul > li")).to_have_text(["planners", "others, on Sundays"])
    expect(outer.locator("> li").last).to_have_text("Office and store")


def test_odd_lines_are_shown_whole(page: Page, bot: Bot) -> None:  # noqa: F811
    text = "# Head\u2028of\rall\n\n- Outer\n    - inner\n  and more text"
    client = WebClient(token=BOT_TOKEN, base_url=bot.workspace.api_url)
    client.chat_postMessage(
        channel=HELP, text="Odd lines", blocks=[{"type": "markdown", "text": text}]
    )
    expect(page.get_by_role("heading", name="Head", exact=True)).to_be_visible()
    expect(page.get_by_role("list").filter(has_text="Outer").first).to_contain_text("and more text")


def test_what_is_edited_is_what_was_typed(page: Page) -> None:
    say(page, "R&D < 5")
    message = page.get_by_test_id("message").last
    expect(message).to_contain_text("R&D < 5")
    shown: list[str] = []
    page.on("dialog", lambda dialog: (shown.append(dialog.default_value), dialog.dismiss()))
    message.hover()
    message.get_by_role("button", name="Edit").click()
    assert shown == ["R&D < 5"]
