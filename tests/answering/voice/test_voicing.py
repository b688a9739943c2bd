"""What a voice model says of one sentence, and what is left plain."""

from collections.abc import Generator, Sequence

import pytest
from llama_index.core.llms import ChatMessage

import prompts
from answering.generative import GenerativeSynthesizer
from answering.reading_ahead import ReadingAhead
from answering.voice.roles_kept import roles_kept
from answering.voice.voicing import Voice, is_speakable, voice_of
from tests.answering.voice.said_llm import SaidLLM

PLAIN = "Claims must be handed in within 60 days."


def contents(messages: Sequence[ChatMessage]) -> list[str]:
    return [str(each.content) for each in messages]


def voice(llm: SaidLLM, tone: str = "") -> Voice:
    return voice_of(GenerativeSynthesizer(llm), tone)


def test_a_faithful_sentence_goes_out() -> None:
    voiced = voice(SaidLLM(opening="Easy to forget: ", replaced={"Claims": "claims"})).say(PLAIN)
    assert voiced.text == "Easy to forget: claims must be handed in within 60 days."
    assert voiced.rejected == ()


def test_a_changed_one_stays_plain_and_says_why() -> None:
    voiced = voice(SaidLLM(replaced={"60": "90"})).say(PLAIN)
    assert voiced.text == PLAIN
    assert "90" in voiced.styled
    assert any("60" in reason for reason in voiced.rejected)
    assert voiced.kept_plain


@pytest.mark.parametrize(
    ("plain", "styled"),
    [
        ("Fines are paid by the driver.", "We pay fines by the driver."),
        ("Nothing older than six months is paid.", "You pay nothing older than six months."),
        ("The plan must be approved by Ines.", "You must approve the plan by Ines."),
        ("Mails to staff must be approved by the chief.", "You must approve mails to staff."),
        ("An account is locked after 6 attempts.", "You'll lock an account after 6 attempts."),
        ("Overtime must be approved by the day manager.", "You must approve overtime."),
        ("The sum must be right.", "You must be right."),
        ("Leave must be approved by mail team leads.", "You must approve leave."),
    ],
)
def test_nobody_does_what_they_did_not(plain: str, styled: str) -> None:
    assert list(roles_kept(plain, styled))


@pytest.mark.parametrize(
    ("plain", "styled"),
    [
        ("Employees get 27 days.", "You get 27 days."),
        ("Claims must be handed in within 60 days.", "You must hand in claims within 60 days."),
        ("Fernleaf pays for trips.", "We pay for trips."),
        ("Our plan is ready.", "Your plan's ready."),
        ("Claims must be sent by the end of May.", "You must send claims by the end of May."),
        ("Unused days can be bought in May.", "You can buy unused days in May."),
        ("It can be held by phone. [1]", "You can hold it by phone. [1]"),
        ("We pay for it.", "We pay for it."),
    ],
)
def test_who_is_meant_may_be_spoken_to(plain: str, styled: str) -> None:
    assert not list(roles_kept(plain, styled, "Fernleaf"))


def test_a_model_that_goes_on_is_cut_at_the_line() -> None:
    voiced = voice(SaidLLM(replaced={"days.": "days.\n\nPlain: Another."})).say(PLAIN)
    assert voiced.text == PLAIN
    assert voiced.rejected == ()


def test_a_model_that_never_ends_is_stopped() -> None:
    asked: list[str] = []

    def endless(messages: Sequence[ChatMessage]) -> Generator[str, None, None]:
        asked.append(contents(messages)[0])
        while len(asked) < 1_000:
            asked.append("again ")
            yield "again "

    voiced = Voice(endless, "Say: {text}").say(PLAIN)
    assert voiced.text == PLAIN
    assert "is too long" in voiced.rejected
    assert len(asked) < 50


def test_a_sentence_is_said_as_the_next_of_those_before_it() -> None:
    asked: list[list[str]] = []

    def said(messages: Sequence[ChatMessage]) -> Generator[str, None, None]:
        asked.append(contents(messages))
        yield PLAIN if len(messages) > 1 else "Good to know: lunch is at noon."

    goes_on = Voice(said, "Say: {text}", goes_on=True)
    first = goes_on.say("Lunch is at noon.")
    assert goes_on.say(PLAIN, [first]).text == PLAIN
    assert asked[1] == [f"Say: Lunch is at noon. {PLAIN}", "Good to know: lunch is at noon."]
    Voice(said, "Say: {text}").say(PLAIN, [first])
    assert asked[2] == [f"Say: {PLAIN}"]


def test_quotation_marks_around_the_whole_are_taken_off() -> None:
    assert voice(SaidLLM(opening='"', replaced={"days.": 'days."'})).say(PLAIN).text == PLAIN


def test_a_tone_is_a_file_with_a_slot() -> None:
    prompted: list[str] = []

    def said(messages: Sequence[ChatMessage]) -> Generator[str, None, None]:
        prompted.append(contents(messages)[-1])
        yield PLAIN

    for tone in prompts.tones():
        assert Voice(said, prompts.load(f"tones/{tone}")).say(PLAIN).text == PLAIN
        assert f"Plain: {PLAIN}\n" in prompted[-1]
        assert prompts.SLOT not in prompted[-1]


@pytest.mark.parametrize(
    "text", [PLAIN, "It's “open”.", "Run `rs test`.", "It costs €20.", "It is 5 p.m. (CET)."]
)
def test_sentences_are_said(text: str) -> None:
    assert is_speakable(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. Open Gate.\n2. Choose a password.",
        "- Bring your badge.",
        "| City | Limit |",
        "Lisbon – Limit per night: 140 €",
        "# Vacation.",
        "Vacation days",
        "Bring the following:",
        "```\nrs test.\n```",
        "    rs test",
    ],
)
def test_tables_steps_code_and_headings_are_not(text: str) -> None:
    assert not is_speakable(text)


def test_reading_ahead_gives_all_and_ends_where_it_is_told() -> None:
    assert list(ReadingAhead(["a", "b"])) == ["a", "b"]
    closed: list[bool] = []

    def drafts():  # type: ignore[no-untyped-def]
        try:
            while True:
                yield "on"
        finally:
            closed.append(True)

    reading = ReadingAhead(drafts())
    assert next(iter(reading)) == "on"
    reading.close()
    list(reading)
    assert closed == [True]


def test_reading_ahead_raises_what_was_raised() -> None:
    def drafts():  # type: ignore[no-untyped-def]
        yield "one"
        raise RuntimeError("gone")

    reading = iter(ReadingAhead(drafts()))
    assert next(reading) == "one"
    with pytest.raises(RuntimeError, match="gone"):
        next(reading)
