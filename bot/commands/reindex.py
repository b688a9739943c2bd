"""`footnote reindex`"""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    from indexing.reindex import Progress, ReindexReport, Run
    from indexing.sources.base import Source
    from indexing.store import PassageStore

log = logging.getLogger(__name__)

_SHOWN = 20
"""Documents that were skipped, and are named in the terminal."""


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
        from indexing.reindex import Run

        sources = _named(settings, folder or [], passages or []) or _configured(
            settings, source or []
        )
        store = build_store(settings)
        with _bar(progress_json) as showing:
            runs = ((each, Run(full, scheduled, progress=showing(each.name))) for each in sources)
            report, failed = bring_up_to_date(store, runs)
    told_of = report.as_json() | ({"failed": failed} if failed else {}) if report else None
    if told_of and as_json:
        print(json.dumps(told_of))
    elif told_of:
        from bot.jobs.reindex import summary

        print(summary(told_of))
        print_skipped(report)
    if failed:
        fail("\n".join(failed))


def print_skipped(report: "ReindexReport | None") -> None:
    """What was left out, and why; the report as JSON has all of it."""
    skipped = report.skipped if report else ()
    for each in skipped[:_SHOWN]:
        print(f"skipped {each.source}: {each.reason}")
    if len(skipped) > _SHOWN:
        print(f"… and {len(skipped) - _SHOWN} more; --json names them.")


def bring_up_to_date(
    store: "PassageStore", runs: "Iterable[tuple[Source, Run]]"
) -> "tuple[ReindexReport | None, list[str]]":
    """Reindex each source by its run: what that did, None if nothing was done, and what failed.

    One source's failure leaves the others alone; a cancelled one ends the work. RebuildError
    and AnsweringError, which are about the whole index, go to the caller.
    """
    from answering.errors import AnsweringError
    from indexing.lock import BusyError
    from indexing.rebuild import RebuildError
    from indexing.reindex import CancelledError, reindex
    from indexing.sources.base import SourceError

    report: ReindexReport | None = None
    failed: list[str] = []
    for source, run in runs:
        try:
            done = reindex(store, source, run)
            report = report + done if report else done
        except (RebuildError, AnsweringError):
            raise
        except (SourceError, BusyError) as error:
            failed.append(str(error))
        except CancelledError as error:
            rest = f"The reindex was cancelled at {source.name}; what came before it stands."
            failed.append(rest if report else str(error))
            break
        except Exception as error:
            log.exception("%s failed", source.name)
            # Only its kind: what an error of a database says quotes the documents.
            failed.append(f"{source.name} ended with {type(error).__name__}; the log says more.")
    return report, failed


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
