import pytest

from answering import smalltalk
from answering.question import Turn


@pytest.mark.parametrize(
    "text", ["hi", "Hello there!", "hey 👋", "thanks 🙏", "Thank you so much!", "what can you do?"]
)
def test_small_talk_gets_a_line(text: str) -> None:
    assert smalltalk.reply(text)


@pytest.mark.parametrize(
    "text",
    [
        "hey, how much money do I get each year?",
        "Hello, where do I park?",
        "thanks, and how do I claim it?",
        "what can you do about a lost laptop?",
        "help desk opening hours",
        "",
    ],
)
def test_a_question_is_not_small_talk(text: str) -> None:
    assert smalltalk.reply(text) is None


def test_what_points_back_in_a_thread_is_not_about_the_bot() -> None:
    before = (Turn("user", "Can I lease a bike?"), Turn("assistant", "Yes."))
    assert smalltalk.reply("How does this work?")
    assert smalltalk.reply("How does this work?", before) is None
    assert smalltalk.reply("How do you work?", before)
    assert smalltalk.reply("Thanks for the help!", before)
