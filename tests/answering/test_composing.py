"""Which sentences become the answer, with the packaged models."""

import pytest

from answering.composing import compose
from answering.extractive import said as said_of
from answering.ranking import SentenceRanker
from answering.spans.model import SpanModel
from indexing.embedder import Embedder

ABROAD = (
    "Hybrid and remote work › Working from abroad\n\n"
    "You may work from another country for up to 30 working days a year. "
    "Your manager and the People team say yes or no."
)
BUYING = (
    "Buying things › Who may approve\n\n"
    "| Amount | Approval |\n|---|---|\n| Up to €250 | You |\n| Up to €1,000 | Your manager |"
)


FIRST_START = (
    "New laptop and accounts › First start\n\n"
    "7. Set up the VPN: see its own page.\n"
    "8. Open Perch and check that your name and address are right."
)
VPN = (
    "Connect to the VPN › Set it up once\n\n"
    "1. Open Software on your laptop and install Burrow. On your own phone it is not available.\n"
    "2. Start it and choose Sign in with Gate. A browser window opens.\n"
    "3. Touch your security key when it blinks.\n"
    "4. Pick the entrance nearest to you: utrecht, lisbon or frankfurt.\n"
    "5. Press Connect. The leaf in the corner turns green within ten seconds.\n"
    "6. Open the page of your name. It should greet you."
)
CONTENTS = (
    "Security › Guides\n\n"
    "- [Report a vulnerability](vulnerability.md)\n"
    "- [How to report a security incident to the security team](incident.md)"
)
INCIDENTS = (
    "Security incidents › Reporting\n\n"
    "Whoever notices a security incident reports it by mail to security@example.com."
)
SEVERITY = (
    "Support › Severity of a ticket\n\n"
    "The severity of a ticket is one of these levels:\n\n"
    "- p0: a ticket about a failed deployment\n- p1: a ticket about a slow service"
)
COUNTRIES = (
    "Moving › Where teammates work\n\n"
    "Teammates may not work from another country that is on this list:\n\n"
    "# Approval\n\nYou may work from another country for 30 days if your manager agrees."
)
VALUES = (
    "The values interview › Format\n\n"
    "- Interviewers: two teammates. They are from another team. Both ask.\n"
    "- Our values are key to our success as a company. They come first. All know them.\n"
    "- Duration: half an hour. Five minutes are for questions. Be in time."
)


@pytest.fixture(scope="module")
def ranker() -> SentenceRanker:
    return SentenceRanker(Embedder())


def said(ranker: SentenceRanker, question: str, *given: str) -> str:
    passages = given or (ABROAD, BUYING)
    found = compose(question, ranker.rank(question, passages), passages)
    return "\n".join(said_of(each.unit) for each in found)


def test_a_table_of_another_page_is_no_guess(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How long may I work from abroad, and who approves it?")
    assert "30 working days" in answer
    assert "€250" not in answer


LEAVING = tuple(
    f"Leaving › Notice\n\n| Country | Yours | Ours |\n|---|---|---|\n{rows}"
    for rows in (
        "| Sweden | 1 month | 2 months |\n| Poland | 3 months | 4 months |",
        "| Spain | 15 days | 30 days |\n| France | | 2 months |",
        "| Italy | 20 days | 40 days |",
    )
)
BONUS = "Leaving › Notice\n\n| Grade | Yours | Pay |\n|---|---|---|\n| G1 | half | no |"
PLACES = ("Sweden", "Poland", "Spain", "France", "Italy")


def test_a_table_that_was_cut_comes_whole_and_no_other_with_it(ranker: SentenceRanker) -> None:
    answer = said(ranker, "What notice must we give people?", *LEAVING, BONUS, LEAVING[0])
    assert [answer.count(f"{country} –") for country in PLACES] == [1] * 5
    assert "half" not in answer


def test_of_a_table_a_row_that_is_asked_for_by_name_comes_alone(ranker: SentenceRanker) -> None:
    answer = said(ranker, "What is the notice in Poland?", *LEAVING)
    assert answer == "Poland – Yours: 3 months; Ours: 4 months"


def test_a_word_that_a_row_happens_to_have_is_no_name(ranker: SentenceRanker) -> None:
    where = (
        "Work › Places\n\n| Kind | Place |\n|---|---|\n"
        "| Office | Three days a week in the office |\n| Hybrid | Two days a week in the office |"
    )
    answer = said(ranker, "How many days a week am I in the office?", where)
    assert "Three days" in answer
    assert "Two days" in answer


def test_a_rest_that_is_too_long_to_read_is_left_out(ranker: SentenceRanker) -> None:
    long = LEAVING[1] + "".join(f"\n| Land {at} | {'as agreed ' * 9} | |" for at in range(12))
    answer = said(ranker, "What notice must we give people?", LEAVING[0], long)
    assert "Sweden" in answer
    assert "as agreed" not in answer


def test_it_comes_when_it_is_asked_for(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How long may I work from abroad, and who approves €1,000?")
    assert "30 working days" in answer
    assert "€1,000" in answer


def test_the_rest_of_a_list_that_was_cut_is_not_the_way_to_go(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How do I set up VPN on my phone?", VPN, FIRST_START)
    assert "phone it is not available" in answer
    assert "Open Perch" not in answer


def test_links_are_not_how_something_is_done(ranker: SentenceRanker) -> None:
    answer = said(ranker, "How do I report a security incident?", CONTENTS, INCIDENTS)
    assert "Whoever notices a security incident reports it by mail" in answer
    assert "Report a vulnerability" not in answer


def test_a_line_of_a_list_is_not_said_beside_the_list(ranker: SentenceRanker) -> None:
    answer = said(ranker, "What is the severity of a ticket about a slow service?", SEVERITY)
    assert answer.count("p1: a ticket about a slow service") == 1
    assert answer.startswith("The severity of a ticket is one of these levels:")
    assert answer.count("these levels:") == 1


def test_a_line_that_begins_like_another_is_another(ranker: SentenceRanker) -> None:
    limits = (
        "Hotels › Limits\n\n- Hotel limit in Lisbon: €15\n\nThe limits, for some:\n\n"
        "- Hotel limit in Lisbon: €150 for directors"
    )
    answer = said(ranker, "Is there a hotel limit in Lisbon?", limits)
    assert "Hotel limit in Lisbon: €15\n" in f"{answer}\n"


@pytest.mark.parametrize(
    "question", ["What is the procedure for connecting to the VPN?", "How do I connect to the VPN?"]
)
def test_numbered_steps_belong_together(ranker: SentenceRanker, question: str) -> None:
    answer = said(ranker, question, VPN)
    assert "1. Open Software" in answer
    assert "6. Open the page" in answer


@pytest.mark.parametrize(
    "announced",
    ["```\nsystemctl restart worker\n```", "- systemctl restart worker", "The one of today."],
)
def test_what_is_announced_follows(ranker: SentenceRanker, announced: str) -> None:
    page = (
        f"Worker › Restarting\n\nRestart the worker with this command:\n\n{announced}\n\n"
        "The worker restarts every night by itself."
    )
    answer = said(ranker, "Which command restarts the worker?", page)
    assert "Restart the worker with this command:" in answer
    assert announced.strip("-` \n") in answer


def test_what_announces_something_that_is_not_there_is_left_out(ranker: SentenceRanker) -> None:
    answer = said(ranker, "Can I work from another country?", COUNTRIES)
    assert answer == "You may work from another country for 30 days if your manager agrees."


def test_alone_it_is_better_than_nothing(ranker: SentenceRanker) -> None:
    lead = COUNTRIES.partition("# Approval")[0].strip()
    assert said(ranker, "Can I work from another country?", lead).endswith("on this list:")


def test_of_a_list_that_is_prose_what_was_found_is_said(ranker: SentenceRanker) -> None:
    answer = said(ranker, "What are our company values?", VALUES)
    assert "Our values are key to our success as a company." in answer
    assert "half an hour" not in answer


def test_a_list_of_things_comes_whole(ranker: SentenceRanker) -> None:
    holidays = (
        "Holidays\n\n- New Year's Day holiday: January 1\n- Labour Day holiday: May 1\n"
        "- Whit Monday holiday: in May or June\n- Reunification Day holiday: October 3\n"
        "- Christmas: December 25 and 26"
    )
    assert "December 25" in said(ranker, "What holidays does the company observe?", holidays)
    assert "October" not in said(ranker, "What status has Labour Day?", holidays)


OFFICE = (
    "Office rules › Conduct\n\nEmployees must not:\n\n"
    "- bring dogs to the office,\n- smoke on the balcony. Vapes are smoke, too,\n- sublet desks."
)


def test_an_item_is_said_behind_its_lead(ranker: SentenceRanker) -> None:
    answer = said(ranker, "May I bring my dog to the office?", OFFICE)
    assert answer == "Employees must not: bring dogs to the office"


def test_a_later_sentence_of_an_item_follows_the_one_before_it(ranker: SentenceRanker) -> None:
    answer = said(ranker, "Are vapes smoke?", OFFICE)
    assert answer == "Employees must not: smoke on the balcony. Vapes are smoke, too"


def test_several_items_of_one_lead_come_as_the_list(ranker: SentenceRanker) -> None:
    bikes = (
        "Bike leasing › Who\n\nThe offer to lease a bike is not open to:\n\n"
        "1. Interns who lease a bike\n2. Contractors who lease a bike"
    )
    assert said(ranker, "Who can lease a bike?", bikes) == (
        "The offer to lease a bike is not open to:\n"
        "1. Interns who lease a bike\n2. Contractors who lease a bike"
    )


def test_steps_are_said_behind_their_lead_once(ranker: SentenceRanker) -> None:
    steps = "Passwords › Reset\n\nTo reset your password:\n\n1. Open Gate.\n2. Choose Reset."
    answer = said(ranker, "How do I reset my password?", steps)
    assert answer == "To reset your password:\n1. Open Gate.\n2. Choose Reset."


def test_a_part_of_an_item_is_not_said_beside_its_list(ranker: SentenceRanker) -> None:
    review = (
        "Pay review › Once a year\n\nA pay review looks at three things, in this order:\n\n"
        "1. **Your level.** Are you doing the work of the next one?\n"
        "2. **Your place in the band.** Two people should not be far apart.\n"
        "3. **The cost of living**, from the index in January."
    )
    answer = said(ranker, "What does a pay review look at?", review)
    assert answer.count("Your place in the band.") == 1
    assert answer.startswith("A pay review looks at three things, in this order:\n1. Your level.")


ROTA = (
    "On call › Rota\n\n| Week | Duty manager | Stand-in |\n|---|---|---|\n"
    "| 45 | Ida Holm | Per Lund |\n| 46 | Jon Berg | Ida Holm |\n| 47 | Per Lund | Jon Berg |"
)
CONTACTS = (
    "Contacts › Head office\n\n| Name | Extension | Looks after |\n|---|---|---|\n"
    "| Ana Lima | 4411 | Payroll |\n| Bo Kern | 4412 | Claims |\n| Cem Oz | 4413 | Visitors |"
)


@pytest.mark.parametrize(
    ("question", "table", "row"),
    [
        (
            "who is the duty manager in week 46",
            ROTA,
            "46 – Duty manager: Jon Berg; Stand-in: Ida Holm",
        ),
        (
            "what's the extension of payroll",
            CONTACTS,
            "Ana Lima – Extension: 4411; Looks after: Payroll",
        ),
    ],
)
def test_a_row_that_the_question_tells_from_the_others_comes_alone(
    ranker: SentenceRanker, question: str, table: str, row: str
) -> None:
    assert said(ranker, question, table) == row


@pytest.mark.parametrize(
    ("question", "text", "both"),
    [
        (
            "Is internet at home paid?",
            "Internet at home is paid up to 30 € a month. Not for interns. Phones come from IT.",
            "Internet at home is paid up to 30 € a month. Not for interns.",
        ),
        (
            "Is the lunch allowance 12 EUR?",
            "Bo proposed to raise the lunch allowance to 12 EUR. Rejected. Next: the party.",
            "Bo proposed to raise the lunch allowance to 12 EUR. Rejected.",
        ),
        (
            "Who can settle a claim of 20,000 euros?",
            "Claims handlers settle a claim of up to 5,000 euros. Up to 50,000 euros the general "
            "counsel decides. Lunch is at noon.",
            "Claims handlers settle a claim of up to 5,000 euros. Up to 50,000 euros the general "
            "counsel decides.",
        ),
        (
            "Do I need approval for a trip of 500 €?",
            "You need no approval for trips below 200 €. All others need it. Lunch is at noon.",
            "You need no approval for trips below 200 €. All others need it.",
        ),
        (
            "Do I need a doctor's note?",
            "You need no doctor's note for two days. From the third day on you do. Get well soon.",
            "You need no doctor's note for two days. From the third day on you do.",
        ),
        (
            "Do visitors wear a helmet in the yard?",
            "Visitors wear a helmet in the yard. They need not wear one in the offices.",
            "Visitors wear a helmet in the yard. They need not wear one in the offices.",
        ),
    ],
)
def test_what_takes_a_sentence_back_is_said_with_it(
    ranker: SentenceRanker, question: str, text: str, both: str
) -> None:
    assert both in " ".join(said(ranker, question, f"Rules › Money\n\n{text}").splitlines())


def test_a_sentence_comes_with_what_it_leans_back_on(ranker: SentenceRanker) -> None:
    fees = (
        "Demurrage › Rates\n\nA container is free of charge for five days. "
        "After that demurrage is 90 euros a day. The office opens at nine."
    )
    answer = said(ranker, "What does demurrage cost a day?", fees)
    assert answer.index("five days") < answer.index("90 euros")


def test_a_question_of_a_page_is_answered_not_repeated(ranker: SentenceRanker) -> None:
    page = (
        "Software › Questions\n\n**Can I install my own software?**\n\nNo.\n\nLicences cost money."
    )
    answer = said(ranker, "Can I install my own software?", page)
    assert answer.splitlines()[0] == "No."
    assert "?" not in answer


def test_a_verb_with_an_object_asks_for_no_list(ranker: SentenceRanker) -> None:
    notes = (
        "Fleet › Meeting\n\n- Ragnhild is replaced by the Sigrid while she is in the dry dock.\n"
        "- The canteen has a new menu.\n- The lift is repaired."
    )
    answer = said(ranker, "What replaces the Ragnhild in the dry dock?", notes)
    assert "Sigrid" in answer
    assert "canteen" not in answer


def test_a_follow_up_asks_for_its_own_kind_of_answer(ranker: SentenceRanker) -> None:
    fair = "Events › Fair\n\nThe summer fair is on 19 June. The summer fair is organised by Oskar."
    asked = "When is the fair?\nwho organises it in summer?"
    assert said(ranker, asked, fair).startswith("The summer fair is organised by Oskar")


def test_what_is_struck_through_is_not_seen_by_the_span_model() -> None:
    ranker, question = SentenceRanker(Embedder(), SpanModel()), "How much is a hotel in Berlin?"
    text = "~~Hotels in Berlin are paid up to 180 € a night.~~ The canteen opens at noon."
    struck = ranker.rank(question, [f"Travel › Hotels\n\n{text}"]).margin
    valid = ranker.rank(question, [f"Travel › Hotels\n\n{text.replace('~~', '')}"]).margin
    assert struck is not None
    assert valid is not None
    assert struck < valid - 3


SENIORITY = (
    "Leaving › Notice\n\n| Years of service | Notice period |\n|---|---|\n"
    "| less than 2 years | 1 month |\n| 2 to 5 years | 2 months |\n| 5 to 8 years | 3 months |\n"
    "| 8 years and more | 4 months |"
)
VISA = (
    "Travel › Visa\n\n| Country | Visa needed | Processing time |\n|---|---|---|\n"
    "| China | yes | 4 weeks |\n| South Africa | no | - |\n| South Korea | yes | 2 weeks |"
)
PARTS = (
    "Shop › Prices\n\n| Part | Size | Price |\n|---|---|---|\n"
    "| Frame | S | 100 € |\n| | L | 140 € |\n| Panel | S | 50 € |\n| | M | 60 € |"
)
PLANS = (
    "Storage › Plans\n\n| Plan | Users | Price per month |\n|---|---|---|\n"
    "| Team | 10 | 20 € |\n| Team Plus | 50 | 60 € |\n| Enterprise | all | on request |"
)


def test_a_unit_names_no_tier(ranker: SentenceRanker) -> None:
    answer = said(ranker, "What is my notice period if I have been here 3 years?", SENIORITY)
    assert [line.split(" – ")[0] for line in answer.splitlines()] == [
        "- less than 2 years", "- 2 to 5 years", "- 5 to 8 years", "- 8 years and more",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "table", "row"),
    [
        ("How long does the visa for China take?\nAnd for South Africa?", VISA, "South Africa"),
        ("What does the Team plan cost per month?", PLANS, "Team"),
        ("What does Team Plus cost per month?", PLANS, "Team Plus"),
    ],
)
def test_the_row_with_the_whole_name_is_meant(
    ranker: SentenceRanker, question: str, table: str, row: str
) -> None:
    answer = said(ranker, question, table)
    assert answer.startswith(f"{row} – ")
    assert "\n" not in answer


@pytest.mark.parametrize(
    ("question", "table"),
    [
        ("Do I need a visa for North Korea?", VISA),
        ("How much is a panel in size L?", PARTS),
    ],
)
def test_a_row_of_another_name_is_not_taken_for_it(
    ranker: SentenceRanker, question: str, table: str
) -> None:
    rows = table.count("\n|") - 2
    assert len(said(ranker, question, table).splitlines()) == rows


def test_a_sentence_with_what_takes_it_back_is_said_once(ranker: SentenceRanker) -> None:
    pets = (
        "Office › Pets\n\n**Can I bring my dog?**\n\nYes, on Fridays, if your room agrees. "
        "Not in the lab.\n\n**May I smoke?**\n\nOn the balcony."
    )
    answer = said(ranker, "Can I bring my dog?", pets)
    assert answer == "Yes, on Fridays, if your room agrees. Not in the lab."


def test_an_item_that_leads_in_to_others_comes_with_the_list(ranker: SentenceRanker) -> None:
    lab = (
        "Lab › Forbidden in the lab\n\n- Open shoes\n- Working alone:\n"
        "    - after 20:00\n    - on weekends"
    )
    answer = said(ranker, "May I work alone in the lab after 20:00?", lab)
    assert answer.splitlines()[-3:] == [
        "- Working alone:", "    - after 20:00", "    - on weekends",
    ]  # fmt: skip
