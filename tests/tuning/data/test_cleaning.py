import random
from itertools import combinations

from tests.tuning.data.made import good_rows
from tuning.data import duplicates
from tuning.data.cleaning import clean
from tuning.data.example import Example
from tuning.data.pair import Pair
from tuning.data.shingles import Shingles, likeness

GOOD = [(row["prompt"], row["completion"]) for row in good_rows(60)]


def example(*texts: str) -> Example:
    pair = Pair("x", "x", " ".join(texts[:-1]), texts[-1])
    return Example(pair, texts, texts[-1][:30], given=sum(map(len, texts[:-1])))


def reasons(*more: tuple[str, ...], max_length: int = 1024) -> list[str]:
    kept, drops = clean([example(*texts) for texts in (*GOOD, *more)], max_length)
    assert len(kept) + len(drops) == len(GOOD) + len(more)
    assert [each.texts for each in kept][: len(GOOD)] == GOOD
    return [drop.reason for drop in drops]


def test_good_examples_are_all_kept() -> None:
    assert reasons() == []


def test_errors_are_dropped() -> None:
    assert reasons(
        ("Who?", ""),
        ("   ", "Something that is said."),
        ("Where is the caf\ufffd of the office?", "On floor 1."),
        ("Where is the office?", "In the cafÃ©."),
        ("Say this again, please.", "Say  this again, please."),
        ("$$$ ^^^ ~~~ === &&&", "%% ^^ ~~ ++ @@ $$ 1"),
    ) == [
        "the prompt or the completion is empty",
        "the prompt or the completion is empty",
        "broken characters: it was read in the wrong encoding",
        "broken characters: it was read in the wrong encoding",
        "the completion repeats the prompt",
        "mostly symbols, no language",
    ]


def test_copies_are_dropped_and_name_the_first() -> None:
    prompt, completion = GOOD[0]
    long = " ".join(f"w{number}" for number in range(60))
    one, two = (long, f"{completion} {long}"), (long, f"{completion} {long} indeed")
    _, drops = clean([example(prompt, completion), example(f" {prompt.upper()}", completion)], 1024)
    assert [drop.detail for drop in drops] == [completion[:30]]
    assert reasons(GOOD[3], one, two) == [
        "the same as an earlier one",
        "nearly the same as an earlier one",
    ]


def test_questions_about_one_passage_are_no_copies() -> None:
    passage = " ".join(f"word{number}" for number in range(200))
    one = example(passage, "Who built the hall?", "I could not find this.")
    two = example(passage, "When was it built, and why?", "I could not find this.")
    assert duplicates.near([one, two]) == {}
    assert duplicates.near([one, example(passage + " end", *one.texts[1:])]) == {1: 0}


def test_the_index_finds_what_comparing_all_finds() -> None:
    made = random.Random(3)
    words = [f"w{number}" for number in range(12)]
    texts = [tuple(" ".join(made.choices(words, k=made.randint(1, 30))) for _ in "ab")
             for _ in range(60)]  # fmt: skip
    for _ in range(120):
        texts.append(tuple(_altered(text, made) for text in made.choice(texts)))
    found = duplicates.near([example(*each) for each in texts])
    sets = Shingles.of([text for each in texts for text in each])
    alike: dict[int, int] = {}
    for at, other in combinations(range(len(texts)), 2):
        likest = min(
            likeness(sets.of_text(2 * at + n), sets.of_text(2 * other + n)) for n in (0, 1)
        )
        if likest >= 0.85 and at not in alike:
            alike.setdefault(other, at)
    assert found == alike
    assert 20 < len(found) < 160


def _altered(text: str, made: random.Random) -> str:
    words = text.split()
    if made.random() < 0.4:
        words[made.randrange(len(words))] = "new"
    return " ".join(words)


def test_what_is_far_from_the_others_is_dropped() -> None:
    long = ". ".join(f"Sentence {number} of a very long reply" for number in range(60))
    assert reasons(("Where is it, again?", long)) == [
        "the completion's length is far from the others'"
    ]
    assert reasons(("Where is it, again?", long), max_length=300) == [
        "longer than the recipe reads"
    ]


def test_kinds_are_measured_apart() -> None:
    short = [Example(Pair("x", "x", *texts), texts, "", "tone", len(texts[0])) for texts in GOOD]
    pages = [" ".join(f"{number} word{step}" for step in range(90)) for number in range(50)]
    long = [Example(Pair("x", "x", "Page", page), ("Page", page), "", "domain", 4)
            for page in pages[:20]]  # fmt: skip
    assert clean([*short, *long], 1024)[1] == ()


def test_a_lone_script_is_wrong_and_a_mixture_of_two_is_not() -> None:
    greek = [(prompt, f"Είναι στον όροφο {number} και δεν είναι αλλού, λένε όλοι {number * 7}.")
             for number, (prompt, _) in enumerate(GOOD)]  # fmt: skip
    assert reasons(("Where may the other lamp be?", greek[1][1])) == [
        "not in the script of the others"
    ]
    kept, _ = clean([example(*texts) for texts in (*GOOD[:20], *greek[20:40])], 1024)
    assert {each.texts[1][0] for each in kept} == {"I", "Ε"}


def test_nothing_at_all_is_no_error() -> None:
    assert clean([], 1024) == ((), ())


def test_refusals_beyond_the_share_are_dropped_last() -> None:
    no = "I could not find this."
    asked = [(f"Is {row[0]} said anywhere?", no) for row in GOOD[:40]]
    _, drops = clean([example(*texts) for texts in (*GOOD, *asked)], 1024, no, 0.25)
    assert [drop.reason for drop in drops] == ["more refusals than the recipe takes"] * 20
