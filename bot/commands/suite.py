"""`footnote suite build` and `footnote suite corrections`"""

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.common import AsUser, Config, Home, fail, settings_for, told
from bot.commands.reading import audience_of

if TYPE_CHECKING:
    from bot.settings import Settings
    from evaluation.building.build import Built
    from evaluation.building.candidate import Candidate
    from evaluation.building.corpus import Corpus
    from indexing.readers import Readers
    from indexing.store import PassageStore

suite = typer.Typer(
    name="suite", help="Suites of questions made from your own documents.", no_args_is_help=True
)

Output = Annotated[Path, typer.Option("--output", help="The folder of the suite.")]

_EMPTY = "Nothing is indexed that may be used; run `footnote reindex` first."
_MORE_THAN_NEEDED = 2
"""Questions that a model writes for each that is wanted: kinds take what suits them."""


@suite.command()
def build(
    home: Home,
    output: Output,
    config: Config = None,
    questions: Annotated[int, typer.Option("--questions", min=1, max=10_000)] = 100,
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another choice.")] = 0,
    model: Annotated[
        str | None, typer.Option("--model", help="A language model that writes the questions.")
    ] = None,
    as_user: AsUser = "",
) -> None:
    """Make a suite from the live index: what everyone may read, or what --as USER may."""
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store
        from evaluation.building.build import build as make
        from evaluation.building.corpus import read
        from evaluation.building.folder import FolderError, check_output, write

        try:
            check_output(output)
            store, readers = build_store(settings), audience_of(settings, as_user)
            corpus = read(store, readers)
            if not corpus.texts:
                fail(_EMPTY)
            written, dropped = (
                _by_model(settings, store, corpus, readers, model, questions, seed)
                if model
                else (None, Counter[str]())
            )
            built = make(corpus, questions, seed, written)
            if not built.cases:
                fail("The rules found no question in these documents; they read English prose.")
            cases = (case.as_json() for case in built.cases)
            write(output, cases, built.texts, _closed(settings, store))
        except FolderError as error:
            fail(str(error), 2)
    _summarise(built, dropped, output)
    if as_user:
        print(f"{output} holds what {as_user} may read: keep it where only they can see it.")


@suite.command()
def corrections(
    home: Home,
    output: Output,
    config: Config = None,
    include_private: Annotated[
        bool,
        typer.Option("--include-private", help="Questions from direct messages and /ask too."),
    ] = False,
) -> None:
    """Add what people corrected after a thumb down to a suite, each question once."""
    settings = settings_for(home, config)
    with told():
        from bot.state.corrections import Corrections
        from bot.state.tables import open_state
        from bot.wiring import build_store
        from evaluation.building.corpus import read
        from evaluation.building.folder import FolderError, has_documents, write_passages
        from evaluation.building.regression import append, regression, sources_named
        from indexing.readers import PUBLIC

        state = open_state(settings.database("state"))
        found, hidden = Corrections(state).usable(include_private)
        if hidden:
            print(
                f"{hidden} left out: asked in a direct message or by /ask. "
                "--include-private takes their texts along."
            )
        if not found:
            print("There is no correction to add.")
            return
        store = build_store(settings)
        documents = store.documents(PUBLIC)
        cases = [
            regression(
                each.question_id,
                each.question,
                each.history,
                each.correction.right,
                sources_named(each.correction.source, documents),
                answerable=not each.correction.silent,
            )
            for each in found
        ]
        try:
            output.mkdir(exist_ok=True)
            if not has_documents(output):
                corpus = read(store, PUBLIC)
                if not corpus.texts:
                    fail(_EMPTY)
                write_passages(output, corpus.texts, _closed(settings, store))
            added = append(output, cases)
        except FolderError as error:
            fail(str(error), 2)
        except OSError as error:
            fail(f"{output} cannot be written: {error.strerror}.", 2)
    print(f"{added} added to {output}, {len(cases) - added} stood there already.")


def _by_model(
    settings: "Settings",
    store: "PassageStore",
    corpus: "Corpus",
    readers: "Readers",
    model: str,
    questions: int,
    seed: int,
) -> tuple[list["Candidate"], Counter[str]]:
    from answering.generative import GenerativeSynthesizer
    from bot.wiring import build_registry
    from evaluation.building.by_model import candidates

    if model not in settings.models:
        fail(f"There is no model {model!r}; the models are: {', '.join(settings.models)}.", 2)
    closed = _closed(settings, store)
    if closed and settings.models[model].outside:
        fail(
            f"{model} may not be sent what stands in {', '.join(closed)}; choose a local model.", 2
        )
    registry = build_registry(settings, store.embedder)
    if not isinstance(registry.synthesizer(model), GenerativeSynthesizer):
        fail(f"{model} is no language model; leave --model out, and rules write the questions.", 2)
    write = partial(registry.complete, model)
    return candidates(write, corpus, store, readers, _MORE_THAN_NEEDED * questions, seed)


def _closed(settings: "Settings", store: "PassageStore") -> list[str]:
    """The sources whose texts stay inside."""
    from bot.wiring import local_only

    known = {each.name for each in store.stats().sources} | set(settings.file.sources)
    return sorted(local_only(settings, store) & known)


def _summarise(built: "Built", dropped: Counter[str], output: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    table = Table("Type", "Wanted", "Made", box=None)
    for kind, count in built.counts().items():
        table.add_row(kind, str(built.wanted[kind]), str(count))
    console.print(table)
    for reason, count in (built.dropped + dropped).most_common():
        console.print(f"{count} dropped: {reason}")
    wanted, made = sum(built.wanted.values()), len(built.cases)
    if made < wanted:
        console.print(f"{wanted - made} fewer than asked for: these documents give no more.")
    console.print(f"{made} questions about {len(built.texts)} documents in {output}")
