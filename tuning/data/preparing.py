"""Data and a recipe -> a prepared folder: load, scrub, clean, split; whole or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tuning.data import prepared
from tuning.data.cleaning import clean
from tuning.data.consent import consenting, listed
from tuning.data.example import Example
from tuning.data.loading import load
from tuning.data.pair import DataError
from tuning.data.row import Drop, Row
from tuning.data.scrubbing import Scrubber
from tuning.data.splitting import Splits, split
from tuning.recipes.filling import fill
from tuning.recipes.recipe import Recipe


@dataclass(frozen=True)
class Report:
    """What became of the rows. `scrubbed` counts what was replaced, in kept rows or not.

    `people` is how many wrote the rows, dropped ones too, as far as the data name them;
    `consent` is whether a list says that they all agreed.
    """

    recipe: str
    data: str
    seed: int
    found: int
    dropped: tuple[Drop, ...]
    scrubbed: Mapping[str, int]
    rows: Mapping[str, int]
    documents: Mapping[str, int]
    people: int = 0
    consent: bool = False

    @property
    def kept(self) -> int:
        """Rows of all splits together."""
        return sum(self.rows.values())

    def reasons(self) -> list[tuple[str, int]]:
        """Why rows were dropped, the commonest reason first."""
        return Counter(drop.reason for drop in self.dropped).most_common()

    def as_json(self) -> dict[str, Any]:
        """What stands in report.json."""
        places: dict[str, list[str]] = {}
        for drop in self.dropped:
            told = f"{drop.place} ({drop.detail})" if drop.detail else drop.place
            places.setdefault(drop.reason, []).append(told)
        return {
            "recipe": self.recipe,
            "data": self.data,
            "seed": self.seed,
            "people": self.people,
            "consent": self.consent,
            "found": self.found,
            "kept": self.kept,
            "dropped": [
                {"reason": reason, "count": count, "places": places[reason]}
                for reason, count in self.reasons()
            ],
            "scrubbed": dict(self.scrubbed),
            "splits": {
                name: {"rows": self.rows[name], "documents": self.documents[name]}
                for name in self.rows
            },
        }


def prepare(
    recipe: Recipe,
    data: Path,
    output: Path,
    seed: int = 0,
    consent: Path | None = None,
    names: Path | None = None,
    channels: Path | None = None,
) -> Report:
    """Write the splits of what is good in `data` to the new folder `output`; raises DataError.

    With `consent`, a file of Slack user ids, only what these people wrote is used. `names` is a
    file of names that are taken out of all texts, `channels` one of the ids of channels that
    everyone may join: of a state.db only what was asked there is used.
    """
    prepared.check_output(output)
    agreed = listed(consent, "consent list") if consent else None
    loaded = load(data, listed(channels, "list of channels") if channels else ())
    scrubber = Scrubber([*loaded.names, *(listed(names, "list of names") if names else ())])
    rows: Sequence[Row] = loaded.rows
    refused: Sequence[Drop] = ()
    if agreed is not None:
        rows, refused = consenting(rows, agreed)
    examples = [fill(recipe, scrubber.row(row)) for row in rows]
    kept, drops = clean(examples, recipe.max_length, recipe.refusal, recipe.refusals)
    dropped = (*loaded.drops, *refused, *drops)
    if len(kept) < recipe.least_rows:
        raise DataError(_too_few(recipe, data, len(kept), dropped))
    splits = split([example.pair for example in kept], seed, _given(kept))
    people = {person for row in rows for person in row.people}
    report = replace(
        _report(recipe, data, seed, splits, dropped, scrubber),
        people=len(people),
        consent=agreed is not None,
    )
    prepared.write(output, splits, report.as_json())
    return report


def _given(examples: Sequence[Example]) -> dict[str, str]:
    """The splits of documents that the data come in; DataError where one stands in two."""
    given: dict[str, str] = {}
    for each in examples:
        if each.split and given.setdefault(each.pair.document, each.split) != each.split:
            raise DataError(
                f"{each.place}: the document {each.pair.document!r} stands in {each.split} and in "
                f"{given[each.pair.document]}; keep each document in one file."
            )
    return given


def _report(
    recipe: Recipe,
    data: Path,
    seed: int,
    splits: Splits,
    dropped: tuple[Drop, ...],
    scrubber: Scrubber,
) -> Report:
    rows = {str(name): len(pairs) for name, pairs in splits.items()}
    return Report(
        recipe=recipe.name,
        data=data.name,
        seed=seed,
        found=sum(rows.values()) + len(dropped),
        dropped=dropped,
        scrubbed=scrubber.counts,
        rows=rows,
        documents={
            str(name): len({pair.document for pair in pairs}) for name, pairs in splits.items()
        },
    )


def _too_few(recipe: Recipe, data: Path, kept: int, dropped: Sequence[Drop]) -> str:
    why = Counter(drop.reason for drop in dropped).most_common(3)
    told = "; ".join(f"{count}: {reason}" for reason, count in why)
    rows = f"{kept + len(dropped)} rows" + (f" ({told})" if told else "")
    return (
        f"Of {rows} in {data} {kept} can be used, and the recipe {recipe.name} needs "
        f"{recipe.least_rows}: add {recipe.least_rows - kept} or more that differ."
    )
