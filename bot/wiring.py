"""What answers and indexes, put together by hand; the jobs of a worker are in `bot.jobs.wiring`."""

import datetime
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from answering.answerer import Answerer
from answering.confidence import Confidence
from answering.curated import CuratedBook
from answering.models import ModelRegistry
from answering.retrieval.reranker import Reranker
from bot.settings import Settings, SettingsError
from bot.state.curated import Curated
from bot.state.spending import Spending
from bot.state.tables import open_state
from bot.state.usage import usage
from indexing.access import Access, Rule
from indexing.doctor.examine import examine
from indexing.doctor.findings import Diagnosis
from indexing.embedder import Embedder
from indexing.local_only import Place, local_only_names
from indexing.readers import Readers, ReadersError, parse_readers
from indexing.sources.base import Source
from indexing.sources.registry import SourceSettingsError, make_source
from indexing.store import PassageStore

_NUMBERS = range(2, 10)
"""As the index gives them to sources of one name."""
_OWN_PLACE = {
    "slack": ", with the `channels` of each",
    "git": ", with another `branch` or `folder`",
    "web": ", with a longer `url`",
}


def build_store(settings: Settings, url: str = "") -> PassageStore:
    """The index of this installation, or the one at `url`."""
    embedder = Embedder(settings.file.index.embedder)
    return PassageStore(url or settings.database("index"), embedder)


def build_registry(settings: Settings, embedder: Embedder) -> ModelRegistry:
    """The models of the configuration, none of them loaded."""
    return ModelRegistry(
        embedder,
        settings.home / "models",
        settings.models,
        settings.file.answers.model,
        Spending(open_state(settings.database("state"))),
    )


def build_answerer(
    settings: Settings,
    store: PassageStore,
    pinned: bool = True,
    confidence: Confidence | None = None,
    closed: Collection[str] = (),
) -> Answerer:
    """An answerer over `store` with the models of the configuration.

    `pinned`: whether curated answers win; a suite measures the documents alone. `confidence`
    stands in for the configured one; the sources `closed` stay inside, besides those configured.
    """
    answers = settings.file.answers
    contacts = {name: source.ask for name, source in settings.file.sources.items() if source.ask}
    return Answerer(
        store,
        build_registry(settings, store.embedder),
        build_curated(settings, store) if pinned else None,
        contacts | {"": answers.ask},
        build_reranker(settings),
        local_only(settings, store) | set(closed),
        company=answers.company,
        confidence=confidence or build_confidence(settings),
    )


def local_only(settings: Settings, store: PassageStore) -> set[str]:
    """The names of the sources whose texts stay here.

    What a section left behind when it was pointed elsewhere may still be indexed, under its
    name and a number; what it brought in under another name, under that one.
    """
    sections = settings.file.sources
    closed = {name for name, source in sections.items() if source.local_only}
    left = {f"{name}-{number}" for name in closed for number in _NUMBERS}
    indexed = local_only_names(
        store.client, _places(settings, closed), _places(settings, set(sections) - closed)
    )
    return closed | (left - set(sections)) | indexed


def _places(settings: Settings, names: Collection[str]) -> set[Place]:
    """Where these sections are read. One that is wrong is read nowhere."""
    found: set[Place] = set()
    for name in names:
        with suppress(SettingsError):
            made = _configured(settings, name)
            found.add((made.kind, made.location))
    return found


def build_confidence(settings: Settings) -> Confidence:
    """How sure is sure enough, as configured."""
    return Confidence(**settings.file.answers.confidence.model_dump())


def build_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder of footnote.toml, if it names one."""
    name = settings.file.answers.reranker
    return Reranker(name) if name else None


def build_curated(settings: Settings, store: PassageStore) -> CuratedBook:
    """What admins have pinned, to be asked before the documents."""
    return CuratedBook(Curated(open_state(settings.database("state"))), store)


def configured_sources(settings: Settings) -> list[Source]:
    """The sources of footnote.toml; SettingsError names what is wrong with one."""
    made = [_configured(settings, name) for name in settings.file.sources]
    _check_places(made)
    return made


def _configured(settings: Settings, name: str) -> Source:
    """The source of one section."""
    entry = settings.file.sources[name]
    base = settings.config.parent if settings.config else Path()
    try:
        rules = [Rule(rule.path, parse_readers(rule.readers)) for rule in entry.access]
        access = Access(parse_readers(entry.readers), rules, name, entry.local_only)
        cache = settings.home / "sources"
        return make_source(name, entry.kind, entry.options, access, base, cache)
    except ReadersError as error:
        raise SettingsError(f"sources.{name}: {error}.") from error
    except SourceSettingsError as error:
        raise SettingsError(str(error)) from error


def _check_places(made: list[Source]) -> None:
    """Raises SettingsError where two sources are one to the index."""
    taken: dict[tuple[str, str], str] = {}
    for each in made:
        first = taken.setdefault((each.kind, each.location), each.name)
        if first != each.name:
            raise SettingsError(
                f"sources.{first} and sources.{each.name} read the same place, {each.location}, "
                "and would remove each other's documents: make them one section, or let each "
                f"read a place of its own{_OWN_PLACE.get(each.kind, '')}."
            )


def diagnose(settings: Settings, store: PassageStore, readers: Readers | None) -> Diagnosis:
    """What the doctor says to somebody with the labels `readers`; None may know all."""
    used = usage(open_state(settings.database("state")))
    return examine(
        store,
        readers=readers,
        access={source.location: source.access for source in configured_sources(settings)},
        cited=used.cited,
        offered=used.offered,
        answered=used.answered,
        today=datetime.date.today(),
    )
