"""`footnote reindex`"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bot.commands.common import Config, Home, fail, settings_for, told


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
        from bot.wiring import build_store, configured_sources
        from indexing.lock import BusyError
        from indexing.reindex import Progress, ReindexReport, Run
        from indexing.reindex import reindex as bring_up_to_date
        from indexing.sources.base import Source, SourceError
        from indexing.sources.folder import FolderSource
        from indexing.sources.jsonl import JsonlSource

        sources: list[Source] = [
            FolderSource(path.expanduser().resolve().name or "folder", path)
            for path in folder or []
        ]
        sources += [JsonlSource(path.stem, path) for path in passages or []]
        # A configured location keeps its readers and addresses, however it is named here.
        known_places = {(each.kind, each.location): each for each in configured_sources(settings)}
        sources = [known_places.get((each.kind, each.location), each) for each in sources]
        if not sources:
            sources = list(known_places.values())
            known = [known.name for known in sources]
            for name in source or []:
                if name not in known:
                    fail(f"There is no source {name!r}; footnote.toml has: {', '.join(known)}.", 2)
            sources = [known for known in sources if not source or known.name in source]
        if not sources:
            fail(
                "Nothing to index: name a --folder or --passages, or configure [sources.NAME] "
                "in footnote.toml.",
                2,
            )
        store = build_store(settings)
        report = ReindexReport()
        done, failed = 0, list[str]()
        bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=progress_json or not sys.stderr.isatty(),
        )
        with bar:
            for each in sources:
                task = bar.add_task(each.name, total=None)

                def show(seen: Progress, task: object = task, name: str = each.name) -> None:
                    if progress_json:
                        line = {"source": name, **asdict(seen)}
                        print(json.dumps(line), file=sys.stderr, flush=True)
                    bar.update(
                        task,  # type: ignore[arg-type]
                        description=f"{name}: {seen.what}",
                        completed=seen.done,
                        total=seen.total or None,
                    )

                run = Run(full, scheduled, progress=show)
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
