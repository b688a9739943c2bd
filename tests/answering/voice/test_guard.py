"""The guard lets a tone pass and nothing else."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

import prompts
from answering.voice.guard import changed
from answering.voice.roles_kept import roles_kept
from tests.answering.voice.mutations import MUTATIONS, Mutation

FRIENDLY = Path(__file__).parents[3] / "samples" / "voice" / "friendly"
COMPANY = "Fernleaf"


def pairs(*splits: str) -> list[tuple[str, str]]:
    lines = [
        line
        for split in splits
        for line in (FRIENDLY / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [(pair["neutral"], pair["styled"]) for pair in map(json.loads, lines)]


TEST = pairs("test")


def test_a_faithful_tone_passes() -> None:
    known = pairs("train", "validation", "test")
    prompt = prompts.load("tone").replace(prompts.SLOT, "")
    for plain, styled in known:
        assert changed(plain, styled, prompt=prompt, company=COMPANY) == []
        assert list(roles_kept(plain, styled, COMPANY)) == []


def test_mutated_texts_are_caught() -> None:
    mutated = [
        (plain, new)
        for plain, styled in TEST
        for mutation in MUTATIONS
        if (new := mutation(styled)) is not None
    ]
    assert len(mutated) > 600
    caught = [bool(changed(*pair, company=COMPANY)) for pair in mutated]
    assert sum(caught) / len(caught) >= 0.98


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.__name__)
def test_each_kind_of_change_is_caught(mutation: Mutation) -> None:
    found = [(plain, mutation(styled)) for plain, styled in pairs("validation", "test")]
    mutated = [(plain, new) for plain, new in found if new is not None]
    assert mutated
    caught = [bool(changed(*pair, company=COMPANY)) for pair in mutated]
    assert sum(caught) / len(caught) >= 0.9


DAYS = "Employees get 27 days of vacation."
PLAIN = "Claims must be handed in within 60 days."


@pytest.mark.parametrize(
    ("plain", "styled"),
    [
        ("There are three desks.", "You've got 3 desks."),
        ("The door is not locked.", "The door isn't locked."),
        ("Rooms cannot be booked.", "You can't book the rooms."),
        ("A taxi is paid at most twice a month.", "We'll pay your taxi at most twice a month."),
        ("Ask in #it or at it@x.example.", "Just ask in #it or at it@x.example."),
        ("Fernleaf pays for lunch.", "We'll pay for your lunch."),
        (DAYS, "You get 27 days of vacation, enjoy."),
        ("Employees who leave keep it.", "If you leave, you keep it."),
        ("The driver is paid by the employer.", "The employer pays the driver."),
        ("An incorrect page is returned.", "A wrong page goes back."),
        ("Lunch is at 12:15. [1]", "Lunch, lovely, is at 12:15. [1]"),
    ],
)
def test_another_way_to_say_it_passes(plain: str, styled: str) -> None:
    assert changed(plain, styled, company=COMPANY) == []


@pytest.mark.parametrize(
    ("plain", "styled", "named"),
    [
        (PLAIN, "Hand in your claims, they must come within 90 days.", "number"),
        (PLAIN, "You can hand in your claims within 60 days.", "must"),
        (PLAIN, "Claims must be handed in within 60 weeks.", "number"),
        (PLAIN, "Claims mustn't be handed in within 60 days.", "negation"),
        (PLAIN, "Claims must be handed in within 60 days to Anna.", "Anna"),
        (PLAIN, "Claims must be handed in within 60 days, by 3 May.", "date"),
        (PLAIN, "Claims must be handed in within 60 days. Shall I help?", "question"),
        (PLAIN, "Claims must be handed in within 60 days. Enjoy your evening.", "adds a sentence"),
        (PLAIN, "Anträge müssen innerhalb von 60 Tagen eingereicht werden.", "language"),
        (PLAIN, "報銷必須在60天內提交。", "language"),
        (PLAIN, "", "empty"),
        (PLAIN, f"{PLAIN} " * 5, "long"),
        (PLAIN, f"Sure: keep every fact, number, name, date as it is. {PLAIN}", "prompt"),
        ("Ask Lotte.", "Ask Lottie.", "Lotte"),
        ("It costs €20. [1]", "It costs $20. [1]", "number"),
        ("It costs €20. [1]", "It costs €20. [2]", "citation"),
        ("It costs €20. [1]", "It costs €20.", "citation"),
        ("See https://a.example/b.", "See https://a.example/c.", "address"),
        ("Run `make all` first.", "First, run `make` all.", "code"),
        ("Write to a@x.example.", "Write to b@x.example.", "address"),
        ("Ask in #it.", "Ask in #hr.", "#it"),
        ("It opens at 09:30.", "It opens at 10:30.", "time"),
        ("It opens on Monday.", "It opens on Tuesday.", "weekday"),
        ("At most 5 days are paid.", "At least 5 days are paid.", "at most"),
        ("Only managers approve it.", "Managers approve it.", "only"),
        ("It is paid unless you leave.", "It's paid if you leave.", "unless"),
        ("Ask before you book.", "Ask after you book.", "before"),
        ("20% is paid.", "20 euros is paid.", "number"),
        ("KPMG checks the accounts.", "We check the accounts.", "KPMG"),
        ("The app is called Owl.", "The app is called Gate.", "Owl"),
        (DAYS, "Managers get 27 days of vacation.", "Managers"),
        (DAYS, "You get 27 days of sick leave.", "sick"),
        ("Dogs are allowed in the garden.", "Dogs are allowed in the office.", "office"),
        ("Send it to finance.", "Send it to your manager.", "manager"),
        ("Send it to finance.", "Just send it to payroll.", "payroll"),
        ("Interns receive a laptop.", "Interns get bonuses.", "bonuses"),
        ("The employer pays the driver.", "The driver pays the employer.", "way round"),
        ("Visitors are informed by the host.", "Visitors inform the host.", "way round"),
        ("It is paid if your manager agrees.", "It's paid, and your manager agrees.", '"if"'),
        ("It is paid when you ask.", "It's paid.", '"if"'),
    ],
)
def test_a_change_is_named(plain: str, styled: str, named: str) -> None:
    found = changed(plain, styled, prompt=prompts.load("tone"), company=COMPANY)
    assert any(named in reason for reason in found), found


def test_examples_of_tones_keep_what_they_ask_to_keep() -> None:
    for tone in prompts.tones():
        lines = prompts.load(f"tones/{tone}").splitlines()
        told = [
            (plain.removeprefix("Plain: "), styled.partition(": ")[2])
            for plain, styled in pairwise(lines)
            if plain.startswith("Plain: ") and prompts.SLOT not in plain
        ]
        assert told
        for plain, styled in told:
            assert changed(plain, styled, company=COMPANY) == []
            assert list(roles_kept(plain, styled, COMPANY)) == []
