import pytest

from indexing.vocabulary import Vocabulary

TEXT = """Employees get a referral bonus and vacation days. The hack week is in the sixth week.
Kubernetes runs our services. Report harassment to the founders. Many people are in a team.
The referral bonus is paid after a hack week. Vacation is paid. Harassment is reported to people.
Many founders report that Kubernetes helps the team. How do I get a bonus? The working computer."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    made = Vocabulary()
    made.learn(TEXT)
    made.settle()
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mnay vacaton days do i get", "how many vacation days do i get"),
        ("whats teh refferal bonsu", "whats the referral bonus"),
        ("wen is the hak week", "wen is the hack week"),
        ("who do i reprot harrassment to", "who do i report harassment to"),
        ("max poeple per team", "max people per team"),
        ("which sevrices run?", "which services run?"),
        ("what is kubernets for?", "what is kubernetes for?"),
    ],
)
def test_slips_become_the_words_of_the_documents(
    vocabulary: Vocabulary, typed: str, meant: str
) -> None:
    assert vocabulary.corrected(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "is there a commuter benefit?",  # a word, though no document has it
        "do we get a dog day?",
        "what does the OKR say?",  # an acronym
        "do I report to Haras?",  # a name
        "Wie viele Urlaubstage bekomme ich?",  # another language
        "it's on the 12th, isn't it",
    ],
)
def test_what_is_no_slip_stays(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.corrected(text) == text
