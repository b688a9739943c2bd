"""What is shown and kept."""

import io
import json
from dataclasses import replace

from lxml import html
from rich.console import Console

from evaluation.arms.as_json import as_json
from evaluation.arms.circumstances import Circumstances
from evaluation.arms.findings import findings
from evaluation.arms.page import arms_page
from evaluation.arms.recommendation import recommend
from evaluation.arms.terminal import told
from tests.evaluation.arms.made import trials, usual

HOSTILE = "<img src=x onerror=alert(1)></script>"
REPORT = replace(usual(retrieval_tuned=trials(10)), suite=f"suite [red]{HOSTILE}")
FOUND = findings(REPORT)
TOLD = Circumstances()
RECOMMENDED = recommend(REPORT, TOLD)


def test_the_page_needs_nothing_from_outside_and_escapes() -> None:
    tree = html.fromstring(arms_page(REPORT, FOUND, RECOMMENDED))
    assert not tree.xpath("//*[@src] | //link | //script | //img")
    assert HOSTILE in tree.xpath("string(//h1)")
    assert len(tree.xpath("//figure//*[local-name() = 'svg']")) == 6
    identifiers = tree.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in tree.xpath("//table//tr[td]")}
    assert rows["correct"] == ["0.100", "0.150", "0.650", "0.250", "0.750", "0.625"]
    assert rows["cites gold"][:2] == ["–", "–"]
    bad = [each.text for each in tree.xpath("//li[@class='finding bad']")]
    assert any(text.startswith("! The adapter makes facts worse") for text in bad)
    assert len(tree.xpath("//details")) == 50


def test_the_terminal_shows_figures_findings_and_what_to_run() -> None:
    console = Console(width=120, record=True, file=io.StringIO())
    for each in told(REPORT, FOUND, RECOMMENDED):
        console.print(each, highlight=False)
    text = console.export_text()
    assert "suite [red]<img" in text
    (correct,) = (line for line in text.splitlines() if line.split()[:1] == ["correct"])
    assert correct.split()[1:] == ["0.100", "0.150", "0.650", "0.250", "0.750", "0.625"]
    assert "! The adapter makes facts worse" in " ".join(text.split())
    assert RECOMMENDED.sentence in text


def test_everything_is_kept_and_answers_only_if_wanted() -> None:
    whole = json.loads(json.dumps(as_json(REPORT, FOUND, TOLD, RECOMMENDED)))
    tuned = next(arm for arm in whole["arms"] if arm["name"] == "retrieval_tuned")
    assert tuned["figures"]["correct"]["value"] == 0.25
    assert len(tuned["answers"]) == 50
    assert tuned["answers"][0]["verdict"] == "right"
    assert whole["circumstances"]["documents_change"] == "weekly"
    assert whole["gains"]["bleu"]["value"] > 0
    brief = as_json(REPORT, FOUND, TOLD, RECOMMENDED, answers=False)
    assert all("answers" not in arm for arm in brief["arms"])
