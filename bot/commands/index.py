"""`footnote index`: generations of the index, listed, compared, brought back."""

import json
import time
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.common import Config, Home, fail, settings_for, told
from bot.commands.reindex import print_skipped

index = typer.Typer(
    name="index", help="What the index holds, and what it held before.", no_args_is_help=True
)

AsJson = Annotated[bool, typer.Option("--json", help="The last line on stdout is JSON.")]
SourceName = Annotated[str, typer.Argument(help="A source, as `footnote index list` names it.")]


@index.command(name="list")
def list_(
    home: Home,
    config: Config = None,
    source: Annotated[str, typer.Argument(help="Only this source.")] = "",
    as_json: AsJson = False,
) -> None:
    """The generations that are kept, newest first."""
    settings = settings_for(home, config)
    with told():
        from indexing.history import list_generations
        from indexing.removal import names
        from indexing.schema import open_engine

        engine = open_engine(settings.database("index"))
        found = list_generations(engine, source)
    if as_json:
        print(json.dumps([asdict(each) for each in found]))
        return
    if not found:
        fail("Nothing is indexed yet; `footnote reindex` does that.")
    table = Table("Source", "Generation", "Made", "By", "Documents", "+", "~", "-", box=None)
    for each in found:
        made = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.made_at))
        counts = [each.documents, each.added, each.changed, each.removed]
        number = f"{each.number} (live)" if each.live else str(each.number)
        table.add_row(each.source, number, made, each.kind, *map(str, counts))
    Console().print(table)
    unknown = [name for name in names(engine) if name not in settings.file.sources]
    if settings.file.sources and unknown and not source:
        print(
            f"Not in footnote.toml: {', '.join(unknown)}. They are searched, but not reindexed; "
            "`footnote index remove SOURCE` takes one out."
        )


@index.command()
def diff(
    home: Home,
    source: SourceName,
    older: Annotated[
        int | None, typer.Argument(help="A generation; the one before the live one.")
    ] = None,
    newer: Annotated[int | None, typer.Argument(help="A generation; the live one.")] = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """What came, changed and went between two generations."""
    settings = settings_for(home, config)
    with told():
        from indexing.history import diff as compare
        from indexing.history import live_generation
        from indexing.schema import open_engine

        engine = open_engine(settings.database("index"))
        newer = live_generation(engine, source) if newer is None else newer
        older = newer - 1 if older is None else older
        changes = compare(engine, source, older, newer)
    if as_json:
        listed = [{"kind": c.kind, "source": c.key, "title": c.title} for c in changes]
        print(json.dumps({"older": older, "newer": newer, "changes": listed}))
        return
    print(f"{source}: generation {older} → {newer}")
    for change in changes:
        mark = {"added": "+", "changed": "~", "removed": "-"}[change.kind]
        print(f"{mark} {change.key}  {change.title}")
    if not changes:
        print("No document differs.")


@index.command()
def rollback(
    home: Home,
    source: SourceName,
    generation: Annotated[
        int | None, typer.Argument(help="A generation; the one before the live one.")
    ] = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """Bring back the content of an earlier generation, with the readers of today.

    The source's schedule rests until the next explicit reindex.
    """
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store, configured_sources
        from indexing.history import PastSource, live_generation
        from indexing.reindex import Run, reindex

        store = build_store(settings)
        number = live_generation(store.client, source) - 1 if generation is None else generation
        places = {(each.kind, each.location): each for each in configured_sources(settings)}
        past = PastSource(store.client, source, number)
        today = places.get((past.kind, past.location))
        if today is not None:
            past = PastSource(store.client, source, number, today.access)
        report = reindex(store, past, Run(kind="rollback"))
    if as_json:
        print(json.dumps(report.as_json()))
        return
    print(
        f"{source} is back at generation {number}: {report.added} documents returned, "
        f"{report.changed} changed back, {report.removed} left. "
        "Its schedule rests until the next reindex of it."
    )
    print_skipped(report)


@index.command()
def cancel(home: Home, source: SourceName, config: Config = None) -> None:
    """Ask a running reindex of a source to end; nothing changes then."""
    settings = settings_for(home, config)
    with told():
        from indexing.reindex import cancel as ask_to_end
        from indexing.schema import open_engine

        if not ask_to_end(open_engine(settings.database("index")), source):
            fail(f"There is no source {source!r} in the index.", 2)
    print(f"Asked the reindex of {source} to end.")


@index.command()
def remove(home: Home, source: SourceName, config: Config = None) -> None:
    """Remove a source with all its documents and earlier generations, for good."""
    settings = settings_for(home, config)
    with told():
        from indexing.removal import remove_source
        from indexing.schema import open_engine

        gone = remove_source(open_engine(settings.database("index")), source)
    print(f"Removed {source}: {gone} document{'s' if gone != 1 else ''}.")
    if source in settings.file.sources:
        print(f"[sources.{source}] is still in footnote.toml: the next reindex reads it again.")


@index.command()
def erase(
    home: Home,
    document: Annotated[
        str, typer.Argument(help="A document's path, as it is cited, or SOURCE:PATH.")
    ],
    config: Config = None,
) -> None:
    """Remove a document from the index and from every earlier generation, for good.

    Delete it in its source first: the next reindex would find it again.
    """
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store
        from indexing.history import erase as erase_everywhere

        store = build_store(settings)
        owners = store.owners(document)
        if not owners:
            fail(f"There is no document {document!r} in any generation.", 2)
        if len(owners) > 1:
            labels = ", ".join(owner.label for owner in owners)
            fail(f"{document!r} names several documents: erase one of {labels}.", 2)
        gone = erase_everywhere(store.client, owners[0].source_id, owners[0].key)
    print(f"Erased {document}: {gone} version{'s' if gone != 1 else ''}.")
