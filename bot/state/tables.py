"""The tables of the bot's state. SQLAlchemy Core, the same on SQLite and Postgres."""

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from indexing.database import open_database

metadata = MetaData()

# One row per message addressed to the bot. Its text lives here and nowhere else: jobs carry
# ids, logs carry ids, and retention has one place to clean.
questions = Table(
    "questions",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("team", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("user", String, nullable=False),
    Column("ts", String, nullable=False),
    Column("thread_ts", String, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("files", Integer, nullable=False, default=0),
    Column("response_url", String, nullable=False, default=""),
    Column("shared", Boolean, nullable=False, default=False),
    Column("asked_at", Float, nullable=False, index=True),
    Column("cancelled", Boolean, nullable=False, default=False),
)

# Jobs that were accepted but do not stand in DBOS's queue yet. One insert here is all that
# an acknowledgement waits for; DBOS's own enqueueing took 20 ms, and 200 under load.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", String, nullable=False),
    Column("queue", String, nullable=False),
    Column("workflow", String, nullable=False),
    Column("arguments", Text, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("question_id", String, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("model", String, nullable=False),
    Column("status", String, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("private", Boolean, nullable=False, default=False),
    Column("answered_at", Float, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("question_id", String, primary_key=True),
    Column("channel", String, nullable=False),
    Column("ts", String, nullable=False, default="", index=True),
    Column("final", Boolean, nullable=False, default=False),
)

starts = Table(
    "starts",
    metadata,
    Column("job_id", String, primary_key=True),
    Column("times", Integer, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("question_id", String, primary_key=True),
    Column("user", String, primary_key=True),
    Column("vote", String, nullable=False),
    Column("voted_at", Float, nullable=False),
)

# What somebody who voted down says would have been right; `silent`: the documents do not say.
corrections = Table(
    "corrections",
    metadata,
    Column("question_id", String, primary_key=True),
    Column("user", String, primary_key=True),
    Column("right", Text, nullable=False, default=""),
    Column("source", String, nullable=False, default=""),
    Column("silent", Boolean, nullable=False, default=False),
    Column("at", Float, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# What models used, a row for each answer; kept after the questions are gone.
spending = Table(
    "spending",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("model", String, nullable=False, index=True),
    Column("tokens_in", Integer, nullable=False),
    Column("tokens_out", Integer, nullable=False),
    Column("cost", Float, nullable=False),
    Column("failed", Boolean, nullable=False, default=False),
)

# What voices said, a row for each answer; `kept` is how many sentences the guard kept plain.
voiced = Table(
    "voiced",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("model", String, nullable=False, index=True),
    Column("sentences", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("user", String, nullable=False),
    Column("action", String, nullable=False),
    Column("detail", String, nullable=False),
)

# Lists are JSON; `review_by` is an ISO date or empty. Retention leaves these alone.
curated_answers = Table(
    "curated_answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("patterns", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", String, nullable=False),
    Column("review_by", String, nullable=False, default=""),
    Column("sources", Text, nullable=False),
    Column("readers", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("updated_by", String, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("executor_id", String, primary_key=True),
    Column("seen_at", Float, nullable=False),
)

DEAD_AFTER = 30.0
"""Seconds after a worker was last seen; then others take up what it was doing."""


def open_state(url: str) -> Engine:
    """The state's database at `url`."""
    return open_database(url, metadata)
