"""`footnote evaluate`"""

import datetime
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.arms import Wanted, evaluate_arms, models_for
from bot.commands.common import Config, Home, fail, settings_for, table_console, told
from bot.commands.reading import written
from bot.settings import Settings
from evaluation.arms.circumstances import Change, Circumstances

if TYPE_CHECKING:
    from evaluation.saved import Run


def evaluate(
    home: Home,
    suite: Annotated[
        Path | None, typer.Option("--suite", help="A folder with questions and documents.")
    ] = None,
    config: Config = None,
    model: Annotated[str | None, typer.Option("--model", help="A model of the registry.")] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="A B", help="Two models, or runs kept with --json."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write figures and answers here.")
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", help="Write a page with plots here.")
    ] = None,
    given: Annotated[
        bool,
        typer.Option("--given", help="Give models the right passage, not what was found."),
    ] = False,
    judged: Annotated[
        bool, typer.Option("--judged", help="With --given: ask the bot's judge first, as it does.")
    ] = False,
    arms: Annotated[
        bool, typer.Option("--arms", help="Compare retrieval, fine-tuning, both, and neither.")
    ] = False,
    base: Annotated[str | None, typer.Option("--base", help="With --arms: plain model.")] = None,
    tuned: Annotated[
        str | None, typer.Option("--tuned", help="With --arms: the same, fine-tuned.")
    ] = None,
    sample: Annotated[
        int, typer.Option("--sample", min=0, help="With --arms: that many questions; 0 for all.")
    ] = 0,
    voice_data: Annotated[
        Path | None, typer.Option("--voice-data", help="With --arms: pairs that show the voice.")
    ] = None,
    documents_change: Annotated[
        Change | None,
        typer.Option("--documents-change", help="With --arms: how often; weekly unless said."),
    ] = None,
    sources_needed: Annotated[
        bool | None,
        typer.Option("--sources-needed/--no-sources-needed", help="With --arms: name sources."),
    ] = None,
    latency: Annotated[
        float | None, typer.Option("--latency", min=0.0, help="With --arms: seconds, for 95%.")
    ] = None,
    pairs: Annotated[
        int | None, typer.Option("--pairs", min=0, help="With --arms: examples to train on.")
    ] = None,
) -> None:
    """Index a suite apart from the live index, ask its questions, score the answers."""
    if given and arms:
        fail("Use either --given or --arms.", 2)
    if judged and not given:
        fail("Only --given takes --judged.", 2)
    if sum(map(bool, (model, compare, arms))) > 1:
        fail("Use either --model NAME or --compare A B, or --arms.", 2)
    settings = settings_for(home, config)
    if arms:
        if suite is None:
            fail("Name the questions: footnote evaluate --suite DIR --arms.", 2)
        wanted = Wanted(suite, *models_for(settings, base, tuned), sample, voice_data)
        changes = documents_change or Circumstances.documents_change
        told_by_operator = Circumstances(changes, sources_needed is not False, latency, pairs)
        evaluate_arms(settings, wanted, told_by_operator, json_file, html_file)
        return
    _only_with_arms({
        "--base": base, "--tuned": tuned, "--sample": sample or None, "--voice-data": voice_data,
        "--documents-change": documents_change, "--sources-needed": sources_needed,
        "--latency": latency, "--pairs": pairs,
    })  # fmt: skip
    names = compare or (model or settings.file.answers.model,)
    saved = [name for name in compare or () if name.endswith(".json") and Path(name).is_file()]
    models = [name for name in dict.fromkeys(names) if name not in saved]
    for name in models:
        if name not in settings.models:
            kinds = "model and no saved run" if compare else "model"
            fail(f"There is no {kinds} {name!r}; the models are: {', '.join(settings.models)}.", 2)
    if models and suite is None:
        fail("Name the questions: footnote evaluate --suite DIR.", 2)
    with told():
        from evaluation.report import report_one, report_two
        from evaluation.saved import RunError, load_run
        from evaluation.terminal import tables

        try:
            runs = {name: load_run(Path(name)) for name in saved}
            if suite is not None and models:
                give = partial(_give, judged=judged)
                runs |= (give if given else _ask)(settings, suite, models)
            first, *second = (runs[name] for name in names)
            report = report_two(first, *second) if second else report_one(first)
        except RunError as error:
            fail(str(error), 2)
    console = table_console()
    for table in tables(report):
        console.print(table)
    if json_file:
        with written(json_file) as handle:
            json.dump(report.as_json(), handle, ensure_ascii=False, indent=1)
    if html_file:
        from evaluation.page import report_page

        with written(html_file) as handle:
            handle.write(report_page(report, datetime.datetime.now()))
    failed = sum(outcome.failed for scored in report.runs for outcome in scored.run.outcomes)
    if failed:
        fail(f"{failed} questions could not be answered; --json and --html say why.")


def _only_with_arms(options: Mapping[str, object]) -> None:
    """End the command if one of these is given: without --arms nothing reads them."""
    given = [name for name, value in options.items() if value is not None]
    if given:
        fail(f"Only --arms takes {', '.join(given)}.", 2)


def _ask(settings: Settings, folder: Path, models: Sequence[str]) -> "dict[str, Run]":
    """The suite's questions, asked of each model over the same index."""
    from answering.asked import CasesError
    from bot.commands.suite_index import keep_inside, suite_index
    from bot.wiring import build_answerer
    from evaluation.run import run_suite
    from evaluation.saved import Run
    from evaluation.suite import load_suite

    try:
        suite = load_suite(folder)
    except CasesError as error:
        fail(str(error), 2)
    runs = {}
    keep_inside(settings, suite, models)
    with suite_index(settings, suite) as store:
        # Nor may a model that stands in for another be sent what stays inside.
        closed = {suite.name} if suite.local_only else ()
        answerer = build_answerer(settings, store, pinned=False, closed=closed)
        answerer.warm()
        for model in models:
            problem = answerer.registry.probe(model)
            if problem:
                fail(f"The model {model!r} does not work: {problem}")
            asked = run_suite(suite, store, answerer, model)
            length = len(suite.cases)
            with typer.progressbar(asked, length, model, file=sys.stderr) as outcomes:
                runs[model] = Run(model, suite.name, model, tuple(outcomes))
            _tell_stand_ins(runs[model])
    return runs


def _tell_stand_ins(run: "Run") -> None:
    """The figures are those of what people would get, but not all of it is the model's."""
    others = Counter(outcome.answer.model for outcome in run.outcomes)
    of_its_own = others.pop(run.model, 0)
    if others:
        print(
            f"{others.total()} of {others.total() + of_its_own} questions were answered by "
            f"{', '.join(others)} in the place of {run.model}: it failed, or wrote nothing that "
            "the documents support. --arms shows what it does alone.",
            file=sys.stderr,
        )


def _give(
    settings: Settings, folder: Path, models: Sequence[str], judged: bool
) -> "dict[str, Run]":
    """The suite's questions with their passages, given to each model; `judged` first, or not."""
    from answering.asked import CasesError
    from answering.generative import GenerativeSynthesizer
    from bot.commands.suite_index import keep_inside, suite_index
    from bot.wiring import build_confidence, build_registry
    from evaluation.given import GivenJudge, load_given, run_given
    from evaluation.saved import Run
    from evaluation.suite import load_suite
    from indexing.embedder import Embedder

    try:
        suite = load_suite(folder)
    except CasesError as error:
        fail(str(error), 2)
    keep_inside(settings, suite, models)
    cases = load_given(suite)
    registry, runs = build_registry(settings, Embedder(settings.file.index.embedder)), {}
    with suite_index(settings, suite) if judged else nullcontext() as store:
        judge = None
        if store is not None:
            judge = GivenJudge(store, registry.ranker, build_confidence(settings))
        for model in models:
            problem = registry.probe(model)
            synthesizer = None if problem else registry.synthesizer(model)
            if not isinstance(synthesizer, GenerativeSynthesizer):
                why = problem or "it only quotes"
                fail(f"The model {model!r} cannot be given a passage: {why}.")
            asked = run_given(cases, registry, model, judge)
            with typer.progressbar(asked, len(cases), model, file=sys.stderr) as outcomes:
                runs[model] = Run(model, suite.name, model, tuple(outcomes))
    return runs
