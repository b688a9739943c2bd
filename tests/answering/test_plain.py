import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.plain import plain


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("**Bold** and *slanted* words", "Bold and slanted words"),
        ("see [the policy](a/b.md) today", "see the policy today"),
        ('see [the policy](a/b.md "Title") today', "see the policy today"),
        ("see [the policy][ref] today", "see the policy today"),
        ("a [link](http://x.org/a_(b)) ends", "a link ends"),
        ("run `pip install` twice", "run pip install twice"),
        ("snake_case_name stays", "snake_case_name stays"),
        ("2 * 3 * 4 stays", "2 * 3 * 4 stays"),
        ("mail <mailto:hr@example.org> now", "mail mailto:hr@example.org now"),
        ("x<br>y <!-- hidden --> z", "xy  z"),
        ("an escaped \\* star", "an escaped * star"),
        ("a claim[^1] with a note", "a claim with a note"),
        ("call `__init__` and __then__ `a**b**c`", "call __init__ and then a**b**c"),
        ("the `<br>` tag and `\\*`", "the <br> tag and \\*"),
        ("call `handlers[0](event)` [here](x.md)", "call handlers[0](event) here"),
        ("[`code`](x.md) and **`bold`**", "code and bold"),
        ("``a`b`` ends", "a`b ends"),
        ("see [[Vacation policy|Vacations]] and [[Trips]]", "see Vacations and Trips"),
        ("see ![[plan.png]] there", "see  there"),
        ("it is ==marked==, and a == b", "it is marked, and a == b"),
        ("It takes 10<sup>6</sup> steps", "It takes 10<sup>6</sup> steps"),
        ("on the 1<sup>st</sup> day", "on the 1st day"),
        ("14<sup>[1](#n1)</sup> days, or 15<sup>*</sup>", "14 days, or 15"),
        ("It is ~~allowed~~ forbidden", "It is  forbidden"),
        ("~~Run `x` and **wait** ~ here.~~ Go.", " Go."),
        ("<s>25 €</s> <DEL class=a>30 €</DEL> <strike>4</strike> 40 €", "   40 €"),
        ("5 ~~ 6 and `~~x~~` and ~~ 7", "5  6 and ~~x~~ and  7"),
        ("an escaped \\` tick and `code`", "an escaped ` tick and code"),
    ],
)
def test_markup_is_removed(raw: str, read: str) -> None:
    assert plain(raw).text == read


def test_a_slice_of_the_plain_text_stands_in_the_raw_text() -> None:
    raw = "Take **25 days** of [leave](leave.md) each year."
    body = plain(raw)
    start = body.text.index("25")
    assert body.raw_slice(start, start + len("25 days of leave")) == "25 days** of [leave"


@given(
    st.text(alphabet="ab *_`[]()<>~\\\n.!#", max_size=60), st.integers(0, 60), st.integers(0, 60)
)
def test_every_slice_is_verbatim(raw: str, start: int, end: int) -> None:
    body = plain(raw)
    start, end = sorted((min(start, len(body.text)), min(end, len(body.text))))
    assert body.raw_slice(start, end) in raw
