"""Modals in a real Chromium: filled in, refused field by field, sent and closed."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.state.corrections import Correction, Corrections
from bot.state.tables import open_state
from tests.bot.conftest import ALEX, EMMA, HELP, Bot, bot, make_bot  # noqa: F401
from tests.workspace.conftest import Echo
from tests.workspace.test_page import PATIENCE, browser, pytestmark, say  # noqa: F401
from workspace.blocks import check_blocks
from workspace.client import Json, WorkspaceRefused, wait_until
from workspace.delivery import Patience
from workspace.errors import ApiError
from workspace.seed import APP_TOKEN, BOT_TOKEN
from workspace.server import RunningWorkspace, Workspace, run_in_thread

REQUIRED = "Please complete this required field."


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[[RunningWorkspace, str], Page]]:  # noqa: F811
    """The page of a workspace as one of its people sees it."""
    made: list[Page] = []
    problems: list[str] = []

    def opening(running: RunningWorkspace, user: str) -> Page:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        made.append(page)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(f"{running.url}/?user={user}&channel={HELP}")
        expect(page.locator("body[data-ready]")).to_be_visible()
        return page

    yield opening
    for page in made:
        page.close()
    assert problems == []


def modal(page: Page) -> Locator:
    """The modal that is shown."""
    return page.locator("#modal[open]")


def error(page: Page, block_id: str) -> Locator:
    """What stands below a field."""
    return page.get_by_test_id(f"error-{block_id}")


def submissions(running: RunningWorkspace) -> int:
    """How often a modal was sent to the app."""
    return [each["type"] for each in running.client.deliveries()].count("view_submission")


# The bot's own


def test_an_answer_is_curated_in_a_form_that_says_what_is_wrong(
    opened: Callable[[RunningWorkspace, str], Page],
    bot: Bot,  # noqa: F811
) -> None:
    page = opened(bot.workspace, ALEX)
    say(page, "/curate")
    form = modal(page)
    expect(form.get_by_role("heading")).to_have_text("Curated answer")
    expect(form.get_by_label("Questions, one a line")).to_be_focused()
    form.get_by_label("Questions, one a line").fill("When is payday?\nwhen do I * my salary")
    form.get_by_label("Owner").fill("Hannah Osei")
    sent = submissions(bot.workspace)
    form.get_by_role("button", name="Keep").click()
    expect(error(page, "text")).to_have_text(REQUIRED)
    expect(error(page, "patterns")).to_be_hidden()
    assert submissions(bot.workspace) == sent

    form.get_by_label("Answer, in Markdown").fill("   ")
    form.get_by_label("Review by").fill("2020-01-31")
    form.get_by_role("button", name="Keep").click()
    expect(error(page, "text")).to_have_text("Write the answer.")
    expect(error(page, "review_by")).to_have_text("The review date 2020-01-31 is in the past.")
    expect(form.get_by_label("Answer, in Markdown")).to_be_focused()
    expect(form.get_by_label("Owner")).to_have_value("Hannah Osei")

    form.get_by_label("Answer, in Markdown").fill("On the **27th** of each month.")
    form.get_by_label("Review by").fill("2999-01-31")
    form.get_by_role("button", name="Keep").click()
    expect(form).to_have_count(0)
    expect(page.get_by_test_id("ephemeral").last).to_contain_text("From the next question on")
    say(page, "@Footnote When is payday?")
    thread = page.get_by_test_id("thread-panel")
    expect(thread).to_contain_text("On the 27th of each month.")
    expect(thread).to_contain_text("📌 Curated by Hannah Osei, to be reviewed by 31 January 2999.")

    page.get_by_role("button", name="Close thread").click()
    say(page, "/curate list")
    listed = page.get_by_test_id("ephemeral").last
    listed.get_by_role("button", name="Edit").click()
    expect(form.get_by_label("Questions, one a line")).to_have_value(
        "When is payday?\nwhen do I * my salary"
    )
    expect(form.get_by_label("Answer, in Markdown")).to_have_value("On the **27th** of each month.")
    expect(form.get_by_label("Review by")).to_have_value("2999-01-31")
    expect(form.get_by_label("Who may read it")).to_have_value("everyone")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    wait_until(lambda: not bot.people.state()["modals"][ALEX] or None, 5, "no modal")

    listed.get_by_role("button", name="Remove").click()
    page.get_by_test_id("confirm").get_by_role("button", name="No").click()
    expect(page.get_by_test_id("confirm")).to_have_count(0)
    expect(listed).to_contain_text("When is payday?")
    listed.get_by_role("button", name="Remove").click()
    page.get_by_test_id("confirm").get_by_role("button", name="Yes").click()
    expect(listed).to_contain_text("Nothing is curated yet")


def test_a_thumb_down_asks_what_would_have_been_right(
    opened: Callable[[RunningWorkspace, str], Page],
    bot: Bot,  # noqa: F811
) -> None:
    page = opened(bot.workspace, EMMA)
    say(page, "@Footnote How many days of vacation do I get?")
    thread = page.get_by_test_id("thread-panel")
    thread.get_by_test_id("feedback-negative").click()
    form = modal(page)
    form.get_by_label("What would have been right?").fill("30 days,\nsince this year")
    form.get_by_label("Where does it stand?").fill("Vacation 2027")
    box = form.get_by_label("The documents do not say")
    expect(box).not_to_be_checked()
    form.get_by_text("Or should there have been no answer?").click()
    expect(box).not_to_be_checked()
    box.check()
    form.get_by_role("button", name="Send").click()
    expect(form).to_contain_text("What you wrote is kept")
    found, _ = Corrections(open_state(f"sqlite:///{bot.home / 'state.db'}")).usable()
    expected = Correction("30 days,\nsince this year", "Vacation 2027", silent=True)
    assert [each.correction for each in found] == [expected]
    form.locator("footer").get_by_role("button", name="Close").click()
    expect(form).to_have_count(0)
    expect(thread.get_by_test_id("feedback-negative")).to_have_attribute("aria-pressed", "true")
    bot.people.post(ALEX, HELP, "Something else")  # Everything is drawn again.
    expect(page.get_by_text("Something else")).to_be_visible()
    expect(thread.get_by_test_id("feedback-negative")).to_have_attribute("aria-pressed", "true")


def test_a_correction_left_empty_is_not_kept(
    opened: Callable[[RunningWorkspace, str], Page],
    bot: Bot,  # noqa: F811
) -> None:
    page = opened(bot.workspace, ALEX)
    say(page, "@Footnote What is the hotel limit in Utrecht?")
    thread = page.get_by_test_id("thread-panel")
    thread.get_by_test_id("feedback-negative").click()
    modal(page).get_by_role("button", name="Send").click()
    expect(modal(page)).to_have_count(0)
    with sqlite3.connect(bot.home / "state.db") as connection:
        kept = connection.execute("SELECT * FROM corrections WHERE user = ?", (ALEX,)).fetchall()
    connection.close()
    assert kept == []


# Any app's


@pytest.fixture
def workspace() -> Workspace:
    """The workspace itself, to hand out trigger ids; less patient than Slack."""
    return Workspace(patience=Patience(ack=1.0))


@pytest.fixture
def running(workspace: Workspace) -> Iterator[RunningWorkspace]:
    started = run_in_thread(workspace)
    yield started
    started.stop()


@pytest.fixture
def slack(running: RunningWorkspace) -> WebClient:
    """Slack's own Web API client with the bot's token."""
    client = WebClient(token=BOT_TOKEN, base_url=running.api_url)
    client.proxy = None
    return client


@pytest.fixture
def app(running: RunningWorkspace, echo_app: Callable[[RunningWorkspace], Echo]) -> Iterator[Echo]:
    made = echo_app(running)
    handler = SocketModeHandler(made.app, APP_TOKEN)
    handler.connect()
    running.client.wait_for_socket()
    yield made
    handler.close()


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    """An input block whose action_id is its block_id."""
    element = {"action_id": block_id, **element}
    return {
        "type": "input", "block_id": block_id, "label": plain(label), "element": element, **more,
    }  # fmt: skip


OPTIONS: list[Json] = [{"text": plain(text), "value": text.lower()} for text in ("Red", "Blue")]
RED, BLUE = OPTIONS
WORDS: Json = {"type": "plain_text_input", "action_id": "typed"}
COLOURS: Json = {"type": "checkboxes", "options": OPTIONS}


def form(*blocks: Json) -> Json:
    """A modal that the echoing app knows: it wants something in `words`."""
    words = field("words", "Your words", {**WORDS, "initial_value": "a & <b>"}, optional=True)
    return {
        "type": "modal",
        "callback_id": "question",
        "title": plain("A question"),
        "submit": plain("Ask"),
        "blocks": [words, *blocks],
    }


def test_every_element_shows_and_sends_its_value(
    opened: Callable[[RunningWorkspace, str], Page],
    workspace: Workspace,
    running: RunningWorkspace,
    slack: WebClient,
    app: Echo,
) -> None:
    page = opened(running, EMMA)
    view = form(
        field("boxes", "Colours", {**COLOURS, "initial_options": [BLUE]}),
        field("radio", "Colour", {**COLOURS, "type": "radio_buttons"}, optional=True),
        field("menu", "A colour", {"type": "static_select", "options": OPTIONS}),
        field("day", "A day", {"type": "datepicker", "initial_date": "2027-03-01"}),
        field("who", "A person", {"type": "users_select"}, hint=plain("Anyone")),
        field("short", "In short", {"type": "plain_text_input", "max_length": 5}, optional=True),
    )
    slack.views_open(trigger_id=workspace.house.triggers.give(EMMA), view=view)
    shown = modal(page)
    expect(shown.get_by_label("Your words")).to_have_value("a & <b>")
    expect(shown).to_contain_text("Your words (optional)")
    expect(shown.get_by_role("checkbox", name="Blue")).to_be_checked()
    expect(shown.get_by_label("A day")).to_have_value("2027-03-01")
    shown.get_by_label("In short").fill("too long")
    shown.get_by_role("button", name="Ask").click()
    expect(error(page, "menu")).to_have_text(REQUIRED)
    expect(error(page, "who")).to_have_text(REQUIRED)
    expect(error(page, "radio")).to_be_hidden()
    expect(error(page, "short")).to_have_text("Please write at most 5 characters; these are 8.")
    shown.get_by_role("checkbox", name="Red").check()
    shown.get_by_label("A colour").select_option(label="Red")
    shown.get_by_label("A person").select_option(label="Hannah Osei")
    shown.get_by_label("In short").fill("")
    shown.get_by_role("button", name="Ask").click()
    expect(shown).to_have_count(0)
    body = app.heard[-1]
    assert body["view"]["state"]["values"] == {
        "words": {"typed": {"type": "plain_text_input", "value": "a & <b>"}},
        "boxes": {"boxes": {"type": "checkboxes", "selected_options": [RED, BLUE]}},
        "radio": {"radio": {"type": "radio_buttons", "selected_option": None}},
        "menu": {"menu": {"type": "static_select", "selected_option": RED}},
        "day": {"day": {"type": "datepicker", "selected_date": "2027-03-01"}},
        "who": {"who": {"type": "users_select", "selected_user": "U0HANNAH"}},
        "short": {"short": {"type": "plain_text_input", "value": None}},
    }


def test_a_modal_that_the_app_does_not_answer_stays_open(
    opened: Callable[[RunningWorkspace, str], Page],
    workspace: Workspace,
    running: RunningWorkspace,
    slack: WebClient,
    app: Echo,
) -> None:
    page = opened(running, EMMA)
    slack.views_open(trigger_id=workspace.house.triggers.give(EMMA), view=form())
    app.silent.set()
    modal(page).get_by_role("button", name="Ask").click()
    expect(page.get_by_test_id("modal-error")).to_contain_text("did not respond in time")
    app.silent.clear()
    modal(page).get_by_label("Your words").fill("")
    modal(page).get_by_role("button", name="Ask").click()
    expect(error(page, "words")).to_have_text("Say something.")
    expect(page.get_by_test_id("modal-error")).to_be_hidden()
    modal(page).get_by_label("Your words").fill("Why?")
    modal(page).get_by_role("button", name="Ask").click()
    expect(modal(page)).to_have_count(0)


def test_the_modal_below_is_shown_when_the_one_on_top_closes(
    opened: Callable[[RunningWorkspace, str], Page],
    workspace: Workspace,
    running: RunningWorkspace,
    slack: WebClient,
) -> None:
    page = opened(running, EMMA)
    slack.views_open(trigger_id=workspace.house.triggers.give(EMMA), view=form())
    above = {**form(), "title": plain("On top")}
    slack.views_push(trigger_id=workspace.house.triggers.give(EMMA), view=above)
    expect(modal(page).get_by_role("heading")).to_have_text("On top")
    page.keyboard.press("Escape")
    expect(modal(page).get_by_role("heading")).to_have_text("A question")
    modal(page).get_by_role("button", name="Close").click()
    expect(modal(page)).to_have_count(0)


def test_errors_for_fields_that_are_not_there_are_refused(
    workspace: Workspace,
    running: RunningWorkspace,
    slack: WebClient,
    app: Echo,
) -> None:
    view = form()
    view["blocks"][0]["block_id"] = "other"
    opened = slack.views_open(trigger_id=workspace.house.triggers.give(EMMA), view=view)["view"]
    with pytest.raises(WorkspaceRefused, match="unknown_block"):
        running.client.submit(EMMA, opened["id"], {"words": {"typed": {"value": ""}}})


@pytest.mark.parametrize(
    "element",
    [
        {**WORDS, "initial_value": 1},
        {**WORDS, "max_length": 3001},
        {**WORDS, "min_length": -1},
        {**COLOURS, "initial_options": [{"text": plain("Red"), "value": "green"}]},
        {**COLOURS, "initial_options": []},
        {**COLOURS, "type": "radio_buttons", "initial_option": {"value": "red"}},
        {"type": "datepicker", "initial_date": "1 March"},
    ],
)
def test_what_a_field_cannot_begin_with_is_refused(element: Json) -> None:
    with pytest.raises(ApiError, match="invalid_blocks"):
        check_blocks([field("a", "A", element)], "modal")
