"""`footnote tune voice`: how well a model has a voice, and whether facts survive it."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.common import Config, Home, fail, settings_for, told
from bot.commands.reading import written

if TYPE_CHECKING:
    from answering.voice.voicing import Voice, Voiced
    from evaluation.style import StyleFigures
    from evaluation.voice_pairs import VoicePair


@dataclass(frozen=True)
class Spoken:
    """A pair, what the model made of its neutral text, sentence by sentence as in an answer, and
    what would have gone out. `rejected`: what the guard found in any of the sentences."""

    id: str
    document: str
    neutral: str
    styled: str
    said: str
    out: str
    rejected: tuple[str, ...]
    seconds: float


def voice(
    home: Home,
    data: Annotated[
        Path, typer.Option("--data", help="A folder with validation.jsonl and test.jsonl.")
    ],
    model: Annotated[str, typer.Option("--model", help="The entry that speaks.")],
    config: Config = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write figures and all texts here.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Only so many texts, for a first look.")
    ] = None,
) -> None:
    """Say the test split in a model's voice: style, facts before and after the guard, overlap."""
    from evaluation.style import folds, style_figures
    from evaluation.voice_pairs import HELD_OUT, PairsError, load_pairs

    settings = settings_for(home, config)
    if model not in settings.models:
        fail(f"There is no model {model!r}; the models are: {', '.join(settings.models)}.", 2)
    try:
        held_out = [pair for split in HELD_OUT for pair in load_pairs(data, split)]
        pairs = load_pairs(data, "test")[:limit]
        folds(held_out)  # Before a model is loaded: whether the pairs will do.
    except PairsError as error:
        fail(str(error), 2)
    with told():
        from answering.voice.voicing import voice_of
        from bot.wiring import build_registry
        from indexing.embedder import Embedder

        registry = build_registry(settings, Embedder(settings.file.index.embedder))
        _check(registry, model)
        synthesizer = _language_model(registry, model)
        tone, company = settings.models[model].tone, settings.file.answers.company
        spoken = _spoken(
            voice_of(synthesizer, tone, company), pairs, partial(_check, registry, model)
        )
    figures = style_figures(held_out, {each.id: each.out for each in spoken})
    report = _report(spoken, figures)
    _show(model, report)
    if json_file:
        with written(json_file) as handle:
            pairs_said = [asdict(each) for each in spoken]
            json.dump(
                {"model": model, **report, "pairs": pairs_said},
                handle,
                ensure_ascii=False,
                indent=1,
            )


def _check(registry: Any, model: str) -> None:
    from answering.errors import ModelError

    try:
        registry.check(model)
    except ModelError as error:
        fail(f"The model {model!r} {error}.")


def _language_model(registry: Any, model: str) -> Any:
    from answering.generative import GenerativeSynthesizer

    problem = registry.probe(model)
    synthesizer = None if problem else registry.synthesizer(model)
    if not isinstance(synthesizer, GenerativeSynthesizer):
        fail(f"The model {model!r} cannot speak: {problem or 'it is no language model'}.")
    return synthesizer


def _spoken(
    voice: "Voice", pairs: "Sequence[VoicePair]", check: Callable[[], None]
) -> list[Spoken]:
    """What `voice` makes of the pairs; `check` ends it where its model should not be asked."""
    from answering.generative import sentences

    found = []
    with typer.progressbar(pairs, label="Saying", file=sys.stderr) as shown:
        for pair in shown:
            began = time.perf_counter()
            voiced: list[Voiced] = []
            for sentence in sentences([pair.neutral]):
                check()
                voiced.append(voice.say(sentence, voiced))
            took = time.perf_counter() - began
            found.append(
                Spoken(**asdict(pair), said=" ".join(each.styled for each in voiced),
                       out=" ".join(each.text for each in voiced),
                       rejected=tuple(why for each in voiced for why in each.rejected),
                       seconds=took)
            )  # fmt: skip
    return found


def _report(spoken: Sequence[Spoken], style: "StyleFigures") -> dict[str, Any]:
    """The figures as plain data."""
    from evaluation.retained import retained
    from tuning.training.overlap import bleu, rouge_l

    out, expected = [each.out for each in spoken], [each.styled for each in spoken]
    return {
        "texts": len(spoken),
        "style_real": asdict(style.styled),
        "style_neutral": asdict(style.neutral),
        "style_output": asdict(style.outputs) if style.outputs else None,
        "style_ratio": style.ratio,
        "facts_before_guard": _mean(retained(each.neutral, each.said) for each in spoken),
        "facts_after_guard": _mean(retained(each.neutral, each.out) for each in spoken),
        "stopped": _mean(bool(each.rejected) for each in spoken),
        "unchanged": _mean(each.out == each.neutral for each in spoken),
        "bleu": bleu(out, expected),
        "rouge_l": rouge_l(out, expected),
        "seconds": _mean(each.seconds for each in spoken),
    }


def _mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted)


def _show(model: str, report: dict[str, Any]) -> None:
    table = Table(f"{model}, {report['texts']} texts", "", "95% interval", box=None)
    rows = {
        "style_real": "real styled texts told as styled",
        "style_neutral": "neutral texts told as neutral",
        "style_output": "outputs told as styled",
        "style_ratio": "the same, of what real ones reach",
        "facts_before_guard": "facts retained before the guard",
        "facts_after_guard": "facts retained after it",
        "stopped": "with a sentence that the guard stopped",
        "unchanged": "left as they were",
        "bleu": "BLEU (0-100)",
        "rouge_l": "ROUGE-L",
        "seconds": "seconds a text",
    }
    for key, label in rows.items():
        value = report[key]
        if isinstance(value, dict):
            known = value["low"] is not None
            interval = f"{value['low']:.3f} – {value['high']:.3f}" if known else ""
            table.add_row(label, f"{value['value']:.3f}", interval)
        else:
            table.add_row(label, f"{value:.3f}", "")
    Console(highlight=False).print(table)
