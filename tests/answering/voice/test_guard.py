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
ABROAD = "Employees get 30 days in Germany and 23 days in Spain."
SHARED = "The first 50 euros are paid by the employee, the rest by the company."
SENIOR = "After 2 years employees get 28 days, after 5 years 32 days."
PAID = "It is paid within 30 days."


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
        (ABROAD, "In Germany you get 30 days, and in Spain 23 days."),
        (ABROAD, "You get 23 days in Spain and 30 days in Germany."),
        ("Interns get 2 mugs, managers 3.", "It's 2 mugs for interns and 3 for managers."),
        ("A room is free for 3 hours, 5 days ahead.", "5 days ahead, a room is free for 3 hours."),
        (SENIOR, "You get 32 days after 5 years, and 28 days after 2 years."),
        (f"{ABROAD[:-1]}, 20 in Italy.", "It's 20 days in Italy, 30 in Germany, 23 in Spain."),
        (
            "If a trip takes over 8 hours, 14 euros are paid, and 28 euros for 24 hours.",
            "You get 14 euros if your trip takes over 8 hours, and 28 euros for 24 hours.",
        ),
        ("A second visit may be booked within 3 days.", "Book a second visit within 3 days."),
        (PAID, "It's paid in 30 days or less."),
        (PAID, "It's paid in up to 30 days."),
        (PAID, "It's paid in 30 days."),
        ("Send it by 31 March.", "Send it no later than 31 March."),
        ("Most of it is lost.", "It's mostly lost, most of it."),
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
        (ABROAD, "You get 23 days in Germany and 30 days in Spain.", "23 days in the place"),
        ("You get 9 days, in Spain 8.", "In Spain you get 9 days, and 8.", "9 days in the place"),
        ("In Spain: 9 days, in Italy: 8 days.", "In Italy: 9 days, in Spain: 8 days.", "9 days in"),
        ("Staff get 9 mugs and guests 8.", "Staff get 8 mugs and guests 9.", "8 in the place"),
        ("It is 2 weeks at first, 3 afterwards.", "It's 3 weeks at first, 2 afterwards.", "place"),
        ("Within 9 days 5 people may go.", "Within 9 days up to 5 people may go.", '"at most"'),
        (
            "A mug is free for staff and €9 for guests.",
            "A mug is €9 for staff and free for guests.",
            "free in the place",
        ),
        (
            SHARED,
            "The first 50 euros are paid by the company, the rest by the employee.",
            "rest in",
        ),
        ("Oslo opens at 8:00, Rome at 9:00.", "Rome opens at 8:00, Oslo at 9:00.", "9:00 in"),
        (SENIOR, "After 2 years you get 32 days, after 5 years 28 days.", "32 days in the place"),
        (PAID, "It's paid after 30 days.", '"after" in the place of "within"'),
        (PAID, "It's paid before 30 days.", '"before" in the place of "within"'),
        ("Send it by 31 March.", "Send it from 31 March.", '"from" in the place of "by"'),
        ("Send it by 31 March.", "Send it before 31 March.", '"before" in the place of "by"'),
        ("Send it by Friday.", "Send it on Friday.", '"on" in the place of "by"'),
        ("It is paid from the third day.", "It's paid by the third day.", '"by" in the place'),
        ("The rate is doubled.", "The rate is halved.", '"halved" in the place of "doubled"'),
        ("Most costs are paid.", "All costs are paid.", '"all" in the place of "most"'),
        ("Call if it is lost.", "Call when it's found.", '"found" in the place of "lost"'),
        ("It is free if you cancel it.", "It's free if you book it.", '"book" in the place'),
        ("Unused days expire.", "Unused days carry over.", '"carry" in the place of "expire"'),
        ("Bring a passport and a photo.", "Bring a passport or a photo.", '"or" in the place'),
        ("It is paid in 30 working days.", "It's paid in 30 days.", "working days"),
        ("Ask your manager in writing.", "Just ask your manager.", "in writing"),
        ("The code is 0042.", "The code is 42.", "0042"),
        ("It leaves at 7:30.", "It leaves at 19:30.", "19:30"),
        ("You need the written approval of a manager.", "You need the written", "breaks off"),
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
