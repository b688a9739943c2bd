"""`footnote reindex`"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bot.commands.common import Config, Home, fail, settings_for, told
from bot.settings import Settings

if TYPE_CHECKING:
    from indexing.reindex import Progress
    from indexing.sources.base import Source


def reindex(
    home: Home,
    config: Config = None,
    folder: Annotated[
        list[Path] | None, typer.Option("--folder", help="Index this folder.")
    ] = None,
    passages: Annotated[
        list[Path] | None, typer.Option("--passages", help="Index the lines of this JSONL file.")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this source of footnote.toml.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Embed everything again.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="The last line on stdout is a JSON report.")
    ] = False,
    scheduled: Annotated[bool, typer.Option("--scheduled", hidden=True)] = False,
    progress_json: Annotated[
        bool, typer.Option("--progress-json", help="Progress as JSON lines on stderr.", hidden=True)
    ] = False,
) -> None:
    """Bring the index up to date: a folder, a file of passages, or the configured sources."""
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store
        from indexing.lock import BusyError
        from indexing.reindex import ReindexReport, Run
        from indexing.reindex import reindex as bring_up_to_date
        from indexing.sources.base import SourceError

        sources = _named(settings, folder or [], passages or []) or _configured(
            settings, source or []
        )
        store = build_store(settings)
        report = ReindexReport()
        done, failed = 0, list[str]()
        with _bar(progress_json) as showing:
            for each in sources:
                run = Run(full, scheduled, progress=showing(each.name))
                try:
                    report += bring_up_to_date(store, each, run)
                    done += 1
                except (SourceError, BusyError) as error:
                    # The other sources have nothing to do with it.
                    failed.append(str(error))
    told_of = report.as_json() | ({"failed": failed} if failed else {})
    if done and as_json:
        print(json.dumps(told_of))
    elif done:
        from bot.jobs.reindex import summary

        print(summary(told_of))
    if failed:
        fail("\n".join(failed))


def _named(settings: Settings, folders: Sequence[Path], files: Sequence[Path]) -> "list[Source]":
    """What the command line names. A configured place keeps its readers and addresses, however
    it is named here."""
    from bot.wiring import configured_sources
    from indexing.sources.base import Source
    from indexing.sources.folder import FolderSource
    from indexing.sources.jsonl import JsonlSource

    named: list[Source] = [
        FolderSource(path.expanduser().resolve().name or "folder", path) for path in folders
    ]
    named += [JsonlSource(path.stem, path) for path in files]
    known = {(each.kind, each.location): each for each in configured_sources(settings)}
    return [known.get((each.kind, each.location), each) for each in named]


def _configured(settings: Settings, names: Sequence[str]) -> "list[Source]":
    """The sources of footnote.toml, or those of them that `names` has; ends if there are none."""
    from bot.wiring import configured_sources

    configured = {each.name: each for each in configured_sources(settings)}
    if not configured:
        fail(
            "Nothing to index: name a --folder or --passages, or configure [sources.NAME] "
            "in footnote.toml.",
            2,
        )
    for name in names:
        if name not in configured:
            fail(f"There is no source {name!r}; footnote.toml has: {', '.join(configured)}.", 2)
    return [each for name, each in configured.items() if not names or name in names]


@contextmanager
def _bar(as_json: bool) -> "Iterator[Callable[[str], Callable[[Progress], None]]]":
    """Shows a source's progress: as JSON lines on stderr, or as a bar if that is a terminal."""
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=as_json or not sys.stderr.isatty(),
    )

    def showing(name: str) -> "Callable[[Progress], None]":
        task = bar.add_task(name, total=None)

        def show(seen: "Progress") -> None:
            if as_json:
                print(json.dumps({"source": name, **asdict(seen)}), file=sys.stderr, flush=True)
            bar.update(
                task,
                description=f"{name}: {seen.what}",
                completed=seen.done,
                total=seen.total or None,
            )

        return show

    with bar:
        yield showing
