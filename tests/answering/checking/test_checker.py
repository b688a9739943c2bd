import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from answering.checking.headings import headed
from answering.extractive import said
from answering.units import Unit, units
from tests.answering.checking.made import false_ones, names_in, true_ones
from tests.answering.checking.pages import HANDBOOK, checker, handbook_page

WRITTEN = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text("utf-8").splitlines()
]

LEAVE = (
    "Employees get **25 days** of vacation a year. They may carry over at most five of them. "
    "Jonas Petrik keeps the list, and Amara Diallo approves exceptions.\n\n"
    "Bring on your first day:\n\n- Your passport\n- The signed contract\n\n"
    "| City | Hotel limit | Daily rate |\n|---|---|---|\n| Lisbon | €140 | €48 |\n"
    "| Utrecht | €150 | €58 |\n"
)


@pytest.mark.parametrize("supported", [True, False])
def test_sentences_that_people_wrote(supported: bool) -> None:
    wanted = [line for line in WRITTEN if line["supported"] is supported]
    wrong = [
        line["text"]
        for line in wanted
        if bool(handbook_page(line["source"]).check(line["text"]).support) is not supported
    ]
    assert len(wanted) >= 100
    assert len(wrong) <= 0.05 * len(wanted), wrong


def test_sentences_made_from_the_samples() -> None:
    rng = random.Random(3)
    names = names_in(path.read_text("utf-8") for path in HANDBOOK.rglob("*.md"))
    right: dict[bool, list[bool]] = defaultdict(list)
    wrong = []
    for path in sorted(HANDBOOK.rglob("*.md"))[::2]:
        page = handbook_page(str(path.relative_to(HANDBOOK)))
        for text in _sentences(page.nodes[0].node.get_content()):
            for kept, made in ((True, true_ones(text, rng)), (False, false_ones(text, names, rng))):
                for one in made:
                    as_it_should = bool(page.check(one.text).support) is kept
                    right[kept].append(as_it_should)
                    if not as_it_should:
                        wrong.append((one.kind, one.text))
    for kept in (True, False):
        assert len(right[kept]) >= 80
        assert sum(right[kept]) >= 0.95 * len(right[kept]), wrong


def _sentences(passage: str) -> list[str]:
    found = [unit.text for unit in units(passage) if unit.kind in ("sentence", "item")]
    return [text for text in found if len(text.split()) > 5]


def test_every_unit_supports_itself() -> None:
    """With the heading that denies it, where one does."""
    for path in HANDBOOK.rglob("*.md"):
        page = handbook_page(str(path.relative_to(HANDBOOK)))
        for number, node in enumerate(page.nodes):
            for each in units(node.node.get_content()):
                unit = headed(each, node.node.metadata["heading"])
                if not any(character.isalnum() for character in unit.text):
                    continue
                found = page.check(said(unit) if unit.headed else unit.text, [number]).support
                assert [one.unit.text for one in found] == [unit.text]


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        ("You get 25 vacation days a year.", ["Employees get **25 days** of vacation a year."]),
        ("The hotel limit in Utrecht is €150.", ["| Utrecht | €150 | €58 |"]),
        ("On your first day, bring the signed contract.", ["The signed contract"]),
        (
            "Employees get 25 days of vacation a year, and they may carry over at most 5.",
            [
                "Employees get **25 days** of vacation a year.",
                "They may carry over at most five of them.",
            ],
        ),
    ],
)
def test_the_units_that_say_it_are_cited(sentence: str, quotes: list[str]) -> None:
    found = checker(LEAVE).check(sentence).support
    assert [one.unit.quote for one in found] == quotes


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        (
            "Employees get 45 days of vacation a year.",
            "45 days stands where the source has 25 days",
        ),
        ("Employees do not get 25 days of vacation a year.", "the source says the opposite"),
        ("They may carry over at least five of them.", "the source says the opposite"),
        (
            "Amara Diallo keeps the list, and Jonas Petrik approves exceptions.",
            "Amara Diallo stands where the source has Jonas Petrik",
        ),
        ("Vacation is 25 weeks a year.", "the number 25 weeks is not in the source"),
        ("In Lisbon the hotel limit is €150.", "the number 150 is not in the source"),
        ("In Lisbon the hotel limit is €48.", "48 belongs to something else in the source"),
        ("Sabbaticals must be approved by the board.", "no sentence of the passages says this"),
    ],
)
def test_the_reason_names_what_is_wrong(sentence: str, reason: str) -> None:
    verdict = checker(LEAVE).check(sentence)
    assert not verdict.support
    assert verdict.reason == reason


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        ("Store it at −20 °C.", "Store it at 20 °C.", False),
        ("Version 1.2.3 is current.", "Version 1.2.4 is current.", False),
        ("The fee is 1.5 million euros.", "The fee is €1,500,000.", True),
        ("The PIN is 0042.", "The PIN is 42.", False),
        ("The PIN is 0042.", "The PIN is: 0042.", True),
        ("The bus leaves at 7:30.", "The bus leaves at 19:30.", False),
        ("Call 112 at once.", "Call 113 at once.", False),
        ("See https://docs.example.org/a for more.", "See https://docs.example.org/b.", False),
        ("Nobody may enter without a badge.", "Nobody may enter with a badge.", False),
        ("The lab opens at 08:30.", "The lab opens at 8:30 am.", True),
        ("The lab opens at 08:30.", "The lab opens at 8:30 pm.", False),
        ("Im Jahr 2015 kamen 300 Gäste nach Köln.", "2015 kamen 300 Gäste nach Köln.", True),
        ("Im Jahr 2015 kamen 300 Gäste nach Köln.", "2015 kamen 300 Gäste nach Bonn.", False),
        ("El 3 de marzo abre la tienda.", "El 4 de marzo abre la tienda.", False),
        ("他在1998年赢得了3场比赛。", "他在1999年赢得了3场比赛。", False),
        ("他在1998年赢得了3场比赛。", "他在1998年赢得了3场比赛。", True),
    ],
)
def test_what_decides_is_small(source: str, sentence: str, supported: bool) -> None:
    assert bool(checker(source).check(sentence).support) is supported


def test_a_preferred_passage_is_cited_first() -> None:
    same = "Employees get 25 days of vacation a year."
    found = checker(same, same).check(same, preferred=[1]).support
    assert [one.passage for one in found] == [1]


def test_a_unit_is_what_is_cited() -> None:
    found = checker(LEAVE).check("The daily rate in Lisbon is 48 euros.").support
    assert [type(one.unit) for one in found] == [Unit]


def test_what_stands_elsewhere_supports_nothing() -> None:
    """A link's name is no sentence: "See [Report a security incident](…)" says not to whom."""
    page = checker("See [Report a security incident](incident.md).\n\nTell #security at once.")
    assert not page.check("You report a security incident to the police.").support
    assert page.check("See Report a security incident.").support
    assert page.check("Tell #security at once.").support
    listed = checker("We pay for:\n\n- [Language courses](courses.md)\n- [A gym](gym.md)\n")
    assert listed.check("We pay for language courses.").support


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        ("Q: May I install my own software?\n\nA: No.", "You may install software.", False),
        ("Can I expense a taxi?\n\nOnly with approval.", "You can expense a taxi.", False),
        ("Is the gym free for guests? No, guests pay 8 €.", "The gym is free for guests.", False),
        ("Is the gym free for guests? No, guests pay 8 €.", "Guests pay 8 €.", True),
        ("Is the gym free for guests?", "Is the gym free to guests?", True),
        ("Do we use Linear?\n\nYes.", "We use Linear.", True),
        ("How long is the leave?\n\n16 weeks.", "The leave is 16 weeks long.", True),
        ("Stolen or lost? Tell #security.", "Tell #security if it is stolen or lost.", True),
    ],
)
def test_a_question_says_nothing_without_its_answer(
    source: str, sentence: str, supported: bool
) -> None:
    assert bool(checker(source).check(sentence).support) is supported


@pytest.mark.parametrize(
    ("source", "sentence", "supported"),
    [
        ("Neither interns nor contractors get a bonus.", "Interns get a bonus.", False),
        ("Neither interns nor contractors get a bonus.", "Contractors get a bonus.", False),
        ("Neither interns nor contractors get a bonus.", "Interns do not get a bonus.", True),
        ("Neither interns nor contractors get a bonus.", "Contractors get no bonus.", True),
        ("Interns get neither a bonus, nor a car, nor a bike.", "Interns get a car.", False),
        ("No one but the CFO may sign leases.", "Everyone may sign leases.", False),
        ("No one but the CFO may sign leases.", "Only the CFO may sign leases.", True),
        ("Only the CFO may sign leases.", "Nobody except the CFO may sign leases.", True),
        ("Contractors seldom get a badge.", "Contractors get a badge.", False),
        ("Contractors seldom get a badge.", "Contractors often get a badge.", False),
        ("Contractors seldom get a badge.", "Contractors rarely get a badge.", True),
        ("Visitors lack access to the lab.", "Visitors have access to the lab.", False),
        ("Visitors lack access to the lab.", "Visitors have no access to the lab.", True),
        ("Prices are net of VAT.", "Prices include VAT.", False),
        ("Prices are net of VAT.", "Prices do not include VAT.", True),
        ("We pay within 30 working days.", "We pay within 30 calendar days.", False),
        ("We pay within 30 working days.", "We pay within 30 business days.", True),
        ("Free parking is available at weekends.", "Free parking on weekdays.", False),
        ("| Cost | Paid |\n|---|---|\n| Fines | ❌ |\n| Taxis | ✓ |", "Fines are paid.", False),
        ("| Cost | Paid |\n|---|---|\n| Fines | ❌ |\n| Taxis | ✓ |", "Taxis are paid.", True),
        ("Late refunds are refused.", "Late refunds are granted.", False),
        ("Push the door to open it.", "Pull the door to open it.", False),
    ],
)
def test_words_that_turn_the_sense(source: str, sentence: str, supported: bool) -> None:
    assert bool(checker(source).check(sentence).support) is supported
