"""Examples that would teach nothing, or the wrong thing, out; each with the reason."""

from collections.abc import Callable, Mapping, Sequence

from tuning.data import duplicates
from tuning.data.example import Example
from tuning.data.outliers import outliers
from tuning.data.refusals import surplus as refusals_beyond
from tuning.data.row import Drop
from tuning.data.scripts import is_symbols, wrong_scripts

_BROKEN = ("\ufffd", "Ã©", "Ã¨", "Ã¤", "Ã¶", "Ã¼", "Ã±", "â€™", "â€œ", "â€“", "Â\xa0")
"""What is left of letters that were read in the wrong encoding."""
_BYTES_A_TOKEN = 4
"""About, in English: long before a tokenizer counts, this says what cannot fit."""

Reason = tuple[str, str]
Finding = Callable[[Sequence[Example]], Mapping[int, Reason]]


def clean(
    examples: Sequence[Example],
    max_length: int,
    refusal: str = "",
    refusals: float = 1.0,
) -> tuple[tuple[Example, ...], tuple[Drop, ...]]:
    """What is kept, in its order, and what is dropped.

    `max_length` counts tokens; of the examples completed by `refusal` a share of `refusals` stays.
    """

    def too_long(those: Sequence[Example]) -> dict[int, Reason]:
        sizes = {at: _tokens(example) for at, example in enumerate(those)}
        return {
            at: ("longer than the recipe reads", f"about {size} tokens of {max_length}")
            for at, size in sizes.items()
            if size > max_length
        }

    def surplus(those: Sequence[Example]) -> Mapping[int, Reason]:
        return refusals_beyond(those, refusal, refusals) if refusals < 1 else {}

    # Copies go before anything is compared with the rest: a hundred of one would be the usual.
    steps: tuple[Finding, ...] = (_errors, _exact, _near, too_long, outliers, _scripts, surplus)
    drops: list[Drop] = []
    for step in steps:
        found = step(examples)
        drops += [Drop(examples[at].place, *found[at]) for at in sorted(found)]
        examples = [example for at, example in enumerate(examples) if at not in found]
    return tuple(examples), tuple(drops)


def _errors(examples: Sequence[Example]) -> dict[int, Reason]:
    found = {at: _error(example) for at, example in enumerate(examples)}
    return {at: (reason, "") for at, reason in found.items() if reason}


def _error(example: Example) -> str:
    *given, completion = example.texts
    if not example.pair.completion or not "".join(given).strip():
        return "the prompt or the completion is empty"
    if any(each in text for text in example.texts for each in _BROKEN):
        return "broken characters: it was read in the wrong encoding"
    if is_symbols(example.texts):
        return "mostly symbols, no language"
    if completion.split() in [text.split() for text in given]:
        return "the completion repeats the prompt"
    return ""


def _exact(examples: Sequence[Example]) -> dict[int, Reason]:
    return _copies(examples, duplicates.exact(examples), "the same as an earlier one")


def _near(examples: Sequence[Example]) -> dict[int, Reason]:
    return _copies(examples, duplicates.near(examples), "nearly the same as an earlier one")


def _copies(
    examples: Sequence[Example], found: Mapping[int, int], reason: str
) -> dict[int, Reason]:
    return {at: (reason, examples[first].place) for at, first in found.items()}


def _scripts(examples: Sequence[Example]) -> dict[int, Reason]:
    found = wrong_scripts(examples)
    return {at: ("not in the script of the others", script) for at, script in found.items()}


def _tokens(example: Example) -> int:
    return len((example.pair.prompt + example.pair.completion).encode()) // _BYTES_A_TOKEN
