"""`footnote doctor`"""

import datetime
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands.common import AsUser, Config, Home, fail, settings_for, told
from bot.commands.reading import audience_of, written

_SHOWN = 10


def doctor(
    home: Home,
    config: Config = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write everything here as JSON; - is stdout.")
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", help="Write a page with plots here.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Look at restricted documents too.")
    ] = False,
    as_user: AsUser = "",
) -> None:
    """What is wrong with the documents: contradictions, duplicates, stale and unread pages."""
    if everything and as_user:
        fail("Use either --all or --as USER: everything, or what one person may read.", 2)
    settings = settings_for(home, config)
    with told():
        from bot.wiring import build_store, diagnose

        readers = None if everything else audience_of(settings, as_user)
        found = diagnose(settings, build_store(settings), readers)
    if json_file == Path("-"):
        print(json.dumps(found.as_json(), ensure_ascii=False))
    elif json_file:
        with written(json_file) as handle:
            json.dump(found.as_json(), handle, ensure_ascii=False, indent=1)
    if html_file:
        from indexing.doctor.page import diagnosis_page

        with written(html_file) as handle:
            handle.write(diagnosis_page(found, datetime.datetime.now()))
    if json_file == Path("-"):
        return
    console = Console()
    table = Table("Source", "Documents", "Passages", "State", box=None)
    for source in found.sources:
        state = source.failure or ("rests after a rollback" if source.paused else "")
        table.add_row(source.name, str(source.documents), str(source.passages), escape(state))
    console.print(table)
    for kind, count in found.counts().items():
        console.print(f"\n[bold]{kind}[/bold]: {count}")
        for finding in [f for f in found.findings if f.kind == kind][:_SHOWN]:
            cited = f" (cited {finding.cited}×)" if finding.cited else ""
            console.print(f"  {escape(finding.source)}: {escape(finding.detail)}{cited}")
