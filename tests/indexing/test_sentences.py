import time

import pytest

from indexing.sentences import in_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two?", ["One. ", "Two?"]),
        ("It comes with `./run it`, today. Ask.", ["It comes with `./run it`, today. ", "Ask."]),
        ("Run ../lib/x now. Ask.", ["Run ../lib/x now. ", "Ask."]),
        ("Stop .Go.", ["Stop .", "Go."]),
        ("Wait . Then go.", ["Wait . ", "Then go."]),
    ],
)
def test_a_dot_that_begins_a_name_ends_no_sentence(text: str, expected: list[str]) -> None:
    assert in_sentences(text) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Resturlaub verfällt am 31. März, es sei denn, der Vorgesetzte stimmt zu. ",
        "Die Frist endet zum 30.\nJuni. ",
        "Das Gehalt kommt am 25. Tag des Monats. ",
        "Bahnfahrten werden in der 2. Klasse erstattet. ",
        "Bahnfahrten 2. Klasse zahlen wir. ",
        "Der 1. Vorsitzende leitet das Treffen. ",
        "Das 13. und 14. Gehalt kommen im Juni. ",
        "Sie gilt ab dem 3. Kind. ",
        "Im 2. Lehrjahr gibt es mehr. ",
        "Sie gilt ab dem 3. Quartal. ",
        "Vom 24.12. bis 31.12. bleibt zu. ",
        "Møtet er den 5. mai. ",
        "Er liegt unter 5 Mio. Euro. ",
        "Nach § 3 Abs. 2 gilt das. ",
        "Es sind ca. 30 Tage inkl. Samstag. ",
    ],
)
def test_a_date_or_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert in_sentences(f"{sentence}Danach nicht.") == [sentence, "Danach nicht."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It opens at 9. ", "The door is red."),
        ("Room 12. ", "Stockholm is cold."),
        ("Wir haben 5 Mio. ", "Danach nicht."),
        ("Am 3.\n\n", "März ist kalt."),
        ("Das Gehalt kommt am 25. ", "Im Dezember kommt es am 20."),
        ("Die Frist endet am 3. ", "Danach nicht."),
        ("Wir sitzen in Raum 3. ", "Kinder sind willkommen."),
    ],
)
def test_a_number_may_end_one(first: str, second: str) -> None:
    parts = in_sentences(first + second)
    assert parts[-1] == second
    assert "".join(parts) == first + second


def test_nothing_is_lost() -> None:
    text = "  One.\n\nTwo ./x y.  Three.  "
    assert "".join(in_sentences(text)) == text


@pytest.mark.parametrize("joined", ["see ./a. ./b ", "ca. 5 Nr. 1 ", "am 1. und 2. Mai "])
def test_a_sentence_without_an_end_takes_no_hours(joined: str) -> None:
    text = joined * 10_000
    began = time.perf_counter()
    assert "".join(in_sentences(text)) == text
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "end", ["am 31. März.", "das 13. und 14. Gehalt.", "ca. 30.", "5 Mio. Euro.", "`./run`."]
)
def test_a_long_part_goes_on_as_a_short_one_does(end: str) -> None:
    for length in range(60):
        text = f"{'x' * length} {end}"
        assert in_sentences(text) == [text]
