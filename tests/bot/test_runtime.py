"""Jobs as DBOS runs them, in a process of their own."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import insert, select

from bot.jobs.runtime import _STARTS
from bot.state.tables import open_state, outbox, starts

WORKER = """
import sys, threading
from types import SimpleNamespace as Some

from bot.jobs.runtime import Jobs
from bot.state.tables import open_state

home = sys.argv[1]
ended = threading.Event()


def said(what):
    print(what, flush=True)
    if "innocent" in what:
        ended.set()


def nothing(*_args):
    pass


answer = Some(
    run=lambda id: said(f"answered {id}"),
    apologise=lambda id: said(f"gave up {id}"),
    questions=Some(expire=lambda days: [], answer=nothing),
)
reindex = Some(run=nothing, roll_back=nothing, cancel=nothing, children=Some(end=nothing))
jobs = Jobs(
    f"sqlite:///{home}/jobs.db",
    open_state(f"sqlite:///{home}/state.db"),
    answer,
    reindex,
    Some(run=nothing),
    Some(run=nothing),
    Some(start=nothing, stop=nothing, tick=nothing),
    90,
)
jobs.start()
ended.wait(60)
jobs.stop()
"""


def test_one_question_stops_no_other(tmp_path: Path) -> None:
    state = open_state(f"sqlite:///{tmp_path / 'state.db'}")
    accepted = [
        ("later", "of_a_later_version", "[]"),
        ("poison", "answer", '["poison"]'),
        ("innocent", "answer", '["innocent"]'),
    ]
    with state.begin() as connection:
        # It was begun so often, and each time it ended its worker.
        connection.execute(insert(starts).values(job_id="poison", times=_STARTS))
        for job_id, workflow, arguments in accepted:
            row = {"job_id": job_id, "workflow": workflow, "arguments": arguments}
            connection.execute(insert(outbox).values(queue="answers", **row))
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert sorted(done.stdout.splitlines()) == ["answered innocent", "gave up poison"], done.stderr
    with state.connect() as connection:
        assert list(connection.scalars(select(starts.c.job_id))) == []
        assert list(connection.scalars(select(outbox.c.job_id))) == ["later"]
    state.dispose()
