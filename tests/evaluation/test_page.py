"""The report in a real Chromium."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from evaluation.page import report_page
from evaluation.report import Report, report_one, report_two
from evaluation.saved import Run
from tests.evaluation.made import outcome, refusal
from tests.workspace.test_page import CHROMIUM, browser  # noqa: F401

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
NOW = datetime.datetime(2026, 1, 2, 3, 4)


def run(name: str) -> Run:
    return Run(
        name,
        f"suite {HOSTILE}",
        name,
        (
            outcome(id="1", question="Right?", confidence=0.9, seconds=0.2, found=("gold.md",)),
            outcome(id="2", question="Wrong?", said=("Thirty.",), confidence=0.8, type=HOSTILE),
            refusal(answerable=True, id="3", question="Refused?", confidence=0.3),
            outcome(False, id="4", question="Guessed?", confidence=0.7, cited=(HOSTILE,)),
            refusal(id="5", question="Unknown?", confidence=0.1),
            outcome(id="6", question=HOSTILE, said=(HOSTILE,), confidence=0.6),
        ),
    )


@pytest.fixture
def one() -> Report:
    return report_one(run("extractive"))


def test_the_page_needs_nothing_from_outside(one: Report) -> None:
    tree = html.fromstring(report_page(one, NOW))
    assert not tree.xpath("//*[@src] | //link | //*[@href and not(starts-with(@href, '#'))]")
    assert len(tree.xpath("//figure//*[local-name() = 'svg']")) == 3
    assert len(tree.xpath("//script")) == 1
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_figures_that_a_suite_lacks_are_left_out() -> None:
    page = html.fromstring(report_page(report_one(Run("m", "s", "m", (outcome(),))), NOW))
    labels = [cell.text for cell in page.xpath("//table[@class='figures']//td[1]")]
    assert "correct" in labels
    assert "AUROC of confidence" not in labels
    assert [title.text for title in page.xpath("//figure/h2")] == ["Latency"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:  # noqa: F811
    made = browser.new_page()
    problems: list[str] = []
    made.on("pageerror", lambda error: problems.append(str(error)))
    made.on("console", lambda message: problems.append(message.text))
    made.on("dialog", lambda dialog: problems.append(dialog.message))
    yield made
    made.close()
    assert problems == []


needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no chromium: the page was not tested")


def opened(page: Page, report: Report, folder: Path) -> None:
    (folder / "report.html").write_text(report_page(report, NOW), encoding="utf-8")
    page.goto((folder / "report.html").as_uri())


@needs_browser
def test_questions_are_filtered_by_their_mistakes(page: Page, one: Report, tmp_path: Path) -> None:
    opened(page, one, tmp_path)
    shown = page.locator(".question:visible")
    expect(shown).to_have_count(6)
    for name, question in (
        ("wrong", "Wrong?"),
        ("refused wrongly", "Refused?"),
        ("answered wrongly", "Guessed?"),
    ):
        button = page.get_by_role("button", name=re.compile(f"^{name} "))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(shown.filter(has_text=question)).to_have_count(1)
    expect(shown).to_have_count(1)
    page.get_by_label("Search the questions").fill("nothing like it")
    expect(page.get_by_text("No such question.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^all ")).click()
    page.get_by_label("Search the questions").fill("RIGHT?")
    expect(shown).to_have_count(1)
    shown.locator("summary").click()
    expect(shown.get_by_text("It is 27.")).to_be_visible()
    expect(shown.locator(".mark")).to_have_text("gold")


@needs_browser
def test_text_never_becomes_markup(page: Page, one: Report, tmp_path: Path) -> None:
    opened(page, one, tmp_path)
    expect(page.locator("img")).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("<img src=x")
    expect(page.locator("summary").last).to_contain_text(HOSTILE)


@needs_browser
def test_two_runs_stand_side_by_side(page: Page, tmp_path: Path) -> None:
    other = run("smollm2")
    changed = outcome(id="2", question="Wrong?", confidence=0.8, type=HOSTILE)
    better = Run(
        "smollm2", other.suite, "smollm2", (other.outcomes[0], changed, *other.outcomes[2:])
    )
    opened(page, report_two(run("extractive"), better), tmp_path)
    row = page.locator("table.figures tr", has=page.get_by_role("cell", name="correct", exact=True))
    expect(row).to_contain_text("+0.250")
    page.get_by_role("button", name=re.compile("^differs ")).click()
    expect(page.locator(".question:visible")).to_have_count(1)
    expect(page.locator(".question:visible .badge").first).to_have_text("wrong")
