import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.schema import Document
from slack_sdk import WebClient

from indexing.access import Access
from indexing.document import Skipped
from indexing.sources.base import Item, SourceError, Unchanged, Versions
from indexing.sources.slack.export import ExportLimits, SlackExportSource
from indexing.sources.slack.source import SlackSource
from indexing.sources.slack.thread import Names, decoded
from indexing.store import PassageStore
from tests.indexing.reindexing import indexed
from workspace import seed
from workspace.client import WorkspaceClient
from workspace.server import RunningWorkspace, Workspace, run_in_thread

EMMA, HANNAH, ALEX = seed.EMMA.id, seed.HANNAH.id, seed.ALEX.id
HELP, PEOPLE = "C0HELP", "C0PEOPLE"


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    started = run_in_thread(Workspace())
    yield started
    started.stop()


@pytest.fixture
def people(running: RunningWorkspace) -> WorkspaceClient:
    return running.client


def source(running: RunningWorkspace, **more: Any) -> SlackSource:
    return SlackSource("chat", token=seed.BOT_TOKEN, base_url=running.api_url, **more)


def documents(found: list[Item]) -> dict[str, Document]:
    return {item.metadata["key"]: item for item in found if isinstance(item, Document)}


def versions(found: list[Item]) -> Versions:
    return {key: document.metadata["version"] for key, document in documents(found).items()}


def test_a_thread_is_one_document(running: RunningWorkspace, people: WorkspaceClient) -> None:
    root = people.post(EMMA, HELP, "How do I reset the printer on floor two?")
    people.post(ALEX, HELP, "Hold its button; see https://it.example/p?a=1&b=2", root)
    people.post(EMMA, HELP, f"Thanks <@{ALEX}>, asking in <#{HELP}> works", root)
    (document,) = documents(list(source(running).items({}))).values()
    day = time.strftime("%Y-%m-%d", time.gmtime(float(root)))
    assert document.id_ == f"chat/{HELP}/{root}"
    assert document.text == (
        f"{day}\n\n"
        "**Emma Lindqvist**: How do I reset the printer on floor two?\n\n"
        "**Alex Moreau**: Hold its button; see https://it.example/p?a=1&b=2\n\n"
        "**Emma Lindqvist**: Thanks @Alex Moreau, asking in #ask-footnote works"
    )
    assert document.metadata["title"] == (
        "#ask-footnote: How do I reset the printer on floor two? Hold …"
    )
    assert document.metadata["updated"] == day
    place = f"{running.url}/archives/{HELP}"
    assert document.metadata["url"] == f"{place}/p{root.replace('.', '')}"


def test_private_channels_are_for_their_members(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    people.post(EMMA, HELP, "The office is closed on the first of May.")
    people.post(HANNAH, PEOPLE, "Senior engineers earn 96,000 a year.")
    people.post(EMMA, "C0GENERAL", "The bot is not in this channel at all.")
    access = Access(frozenset({"group:S0HR"}))
    found = documents(list(source(running, access=access).items({}))).values()
    by_place = {document.metadata["key"].split("/")[0]: document.metadata for document in found}
    assert set(by_place) == {HELP, PEOPLE}
    assert by_place[HELP]["readers"] == ["group:S0HR"]
    assert not by_place[HELP]["declared"]
    assert by_place[PEOPLE]["readers"] == [f"channel:{PEOPLE}"]
    assert by_place[PEOPLE]["declared"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<!date^1767225600^{date}>", "2026-01-01T00:00:00+00:00"),
        ("<!date^1767225600^{date}|New Year>", "New Year"),
        ("<!date^now^{date}>", "!date^now^{date}"),
        ("<!date^99999999999999^x>", "!date^99999999999999^x"),
        ("<!date^99999999999999999999^x>", "!date^99999999999999999999^x"),
    ],
)
def test_dates_are_shown_where_they_are_dates(text: str, shown: str) -> None:
    assert decoded(text, Names(str, str)) == shown


def test_noise_is_left_out(running: RunningWorkspace, people: WorkspaceClient) -> None:
    bot = WebClient(seed.BOT_TOKEN, running.api_url)
    bot.chat_postMessage(channel=HELP, text="I am a bot and this is what I say.")
    people.post(EMMA, HELP, "ok thanks a lot")
    asked = people.post(EMMA, HELP, f"<@{seed.BOT.id}> how many days of vacation do I get?")
    bot.chat_postMessage(channel=HELP, text="You get 27 days of vacation.", thread_ts=asked)
    assert list(source(running).items({})) == []
    people.post(HANNAH, HELP, "Part-timers get fewer, by their share.", asked)
    (document,) = documents(list(source(running).items({}))).values()
    assert "27 days" not in document.text
    assert document.text.endswith("**Hannah Osei**: Part-timers get fewer, by their share.")


def test_every_change_of_a_thread_is_seen(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    texts = ("same", "edited", "edited below", "answered", "deleted", "deleted below")
    roots = {text: people.post(EMMA, HELP, f"This thread will be {text}.") for text in texts}
    replies = {text: people.post(ALEX, HELP, "A reply.", root) for text, root in roots.items()}
    known = versions(list(source(running).items({})))
    assert len(known) == len(texts)
    assert list(source(running).items(known)) == [Unchanged(key) for key in known]
    people.edit(EMMA, HELP, roots["edited"], "This thread has been edited.")
    people.edit(ALEX, HELP, replies["edited below"], "Another reply.")
    people.post(HANNAH, HELP, "One more.", roots["answered"])
    people.delete(ALEX, HELP, replies["deleted"])
    people.delete(EMMA, HELP, roots["deleted"])
    people.delete(ALEX, HELP, replies["deleted below"])
    found = list(source(running).items(known))
    changed = {key.split("/")[1]: each.text for key, each in documents(found).items()}
    assert set(changed) == {roots["edited"], roots["edited below"], roots["answered"],
                            roots["deleted below"]}  # fmt: skip
    assert "has been edited" in changed[roots["edited"]]
    assert "Another reply." in changed[roots["edited below"]]
    assert "**Hannah Osei**: One more." in changed[roots["answered"]]
    assert "A reply." not in changed[roots["deleted below"]]
    unchanged = [item.key for item in found if isinstance(item, Unchanged)]
    assert unchanged == [f"{HELP}/{roots['same']}"]


def test_a_channel_that_becomes_private_is_read_again(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    people.post(EMMA, HELP, "The office is closed on the first of May.")
    known = versions(list(source(running).items({})))
    people.control("channel", id=HELP, name="ask-footnote", members=[EMMA, seed.BOT.id],
                   is_private=True)  # fmt: skip
    (document,) = documents(list(source(running).items(known))).values()
    assert document.metadata["readers"] == [f"channel:{HELP}"]


def test_replies_outlive_their_deleted_root(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    root = people.post(EMMA, HELP, "Where is the key to the archive?")
    people.post(ALEX, HELP, "It hangs behind the door of room four.", root)
    people.delete(EMMA, HELP, root)
    (document,) = documents(list(source(running).items({}))).values()
    assert document.metadata["key"] == f"{HELP}/{root}"
    assert document.text.endswith("\n\n**Alex Moreau**: It hangs behind the door of room four.")


def test_long_channels_are_read_to_their_end(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    for number in range(205):
        people.post(EMMA, HELP, f"This is the news number {number} of many.")
    root = people.post(EMMA, HELP, "This is the root.")
    for number in range(205):
        people.post(ALEX, HELP, f"Reply {number}.", root)
    found = documents(list(source(running).items({})))
    assert len(found) == 206
    assert found[f"{HELP}/{root}"].text.count("**Alex Moreau**") == 205
    assert len(people.calls("users.info")) == 2


def test_channels_are_chosen_by_name_or_id(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    people.post(EMMA, HELP, "The office is closed on the first of May.")
    people.post(HANNAH, PEOPLE, "Senior engineers earn 96,000 a year.")
    for chosen, place in (("#ask-footnote", HELP), (PEOPLE, PEOPLE)):
        (key,) = documents(list(source(running, channels=[chosen]).items({})))
        assert key.startswith(place)
    with pytest.raises(SourceError, match="The bot is not in #general: invite it there"):
        list(source(running, channels=["general"]).items({}))


def test_old_threads_are_left_out(running: RunningWorkspace, people: WorkspaceClient) -> None:
    people.post(EMMA, HELP, "The office is closed on the first of May.")
    # It was said just now: long ago for a source that looks ahead to tomorrow.
    assert [len(list(source(running, days=days).items({}))) for days in (0, 1, -1)] == [1, 1, 0]


def test_rate_limits_are_waited_out(running: RunningWorkspace, people: WorkspaceClient) -> None:
    people.post(EMMA, HELP, "The office is closed on the first of May.")
    for method in ("conversations.history", "users.info"):
        people.fault(method, "429", retry_after=1)
    assert len(list(source(running).items({}))) == 1


def test_what_cannot_be_listed_completely_is_not_listed(
    running: RunningWorkspace, people: WorkspaceClient
) -> None:
    root = people.post(EMMA, HELP, "The office is closed on the first of May.")
    people.post(ALEX, HELP, "And on the second.", root)
    for method in ("auth.test", "users.conversations", "conversations.history",
                   "conversations.replies", "users.info"):  # fmt: skip
        people.fault(method, "error", error="fatal_error")
        with pytest.raises(SourceError, match="Slack refuses chat: fatal_error"):
            list(source(running).items({}))
    people.fault("users.conversations", "error", error="missing_scope")
    with pytest.raises(SourceError, match="without the scope"):
        list(source(running).items({}))
    people.fault("conversations.replies", "error", error="thread_not_found")
    assert list(source(running).items({})) == []
    wrong = SlackSource("chat", WebClient("xoxb-wrong", running.api_url))
    with pytest.raises(SourceError, match="invalid_auth"):
        list(wrong.items({}))
    nobody = SlackSource("chat", WebClient("xoxb-hush", "http://127.0.0.1:1/api/"))
    with pytest.raises(SourceError, match="cannot be reached") as error:
        list(nobody.items({}))
    assert "hush" not in f"{error.value} {nobody.location}"


USERS = [
    {"id": "U1", "name": "emma", "profile": {"display_name": "Emma"}},
    {"id": "U2", "name": "alex", "profile": {"display_name": "", "real_name": "Alex Moreau"}},
    {"id": "U3", "name": "helper", "is_bot": True},
]
FIRST = [
    {"ts": "1767225600.000100", "user": "U1", "text": "<@U2> where is the *new* archive?",
     "thread_ts": "1767225600.000100"},
    {"ts": "1767225700.000100", "user": "U1", "subtype": "channel_join",
     "text": "has joined it as of now"},
    {"ts": "1767225800.000100", "user": "U3", "text": "I am a bot and I say so."},
]  # fmt: skip
SECOND = [
    {"ts": "1767312000.000100", "user": "U2", "thread_ts": "1767225600.000100",
     "text": "In room 4 &amp; 5: <https://x.example/a|the map>, ask <!subteam^S1|@it> "
             "or <mailto:a@x.example|a@x.example>"},
]  # fmt: skip
SALARIES = [{"ts": "1767312000.000100", "user": "U1", "text": "Salaries rise by 4% in June."}]
EXPORT = {
    "users.json": USERS,
    "channels.json": [{"id": "C1", "name": "help"}],
    "groups.json": [{"id": "G1", "name": "people"}],
    "dms.json": [{"id": "D1", "members": ["U1", "U2"]}],
    "mpims.json": [],
    "help/2026-01-01.json": FIRST,
    "help/2026-01-02.json": SECOND,
    "people/2026-01-02.json": SALARIES,
    "D1/2026-01-02.json": [
        {"ts": "1767312000.000100", "user": "U1", "text": "Just for you, dear."}
    ],
}


def export(folder: Path, files: dict[str, Any], **more: Any) -> SlackExportSource:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, str) else json.dumps(content))
    return SlackExportSource("chat", path, **more)


def test_an_export_gives_the_same_documents(tmp_path: Path) -> None:
    found = list(export(tmp_path, EXPORT).items({}))
    thread, salaries = documents(found).values()
    assert thread.id_ == "chat/C1/1767225600.000100"
    assert thread.metadata["title"] == "#help: @Alex Moreau where is the *new* archive? In room 4 …"
    assert thread.metadata["updated"] == "2026-01-02"
    assert thread.text == (
        "2026-01-01\n\n**Emma**: @Alex Moreau where is the *new* archive?\n\n"
        "2026-01-02\n\n**Alex Moreau**: In room 4 & 5: the map (https://x.example/a), "
        "ask @it or a@x.example"
    )
    assert (salaries.metadata["readers"], salaries.metadata["declared"]) == (["channel:G1"], True)
    skipped = [item for item in found if isinstance(item, Skipped)]
    assert skipped == [Skipped("dms.json", "direct messages are left out")]


def test_a_newer_export_changes_what_has_changed(tmp_path: Path) -> None:
    known = versions(list(export(tmp_path, EXPORT).items({})))
    again = [item for item in export(tmp_path, EXPORT).items(known) if isinstance(item, Unchanged)]
    assert [item.key for item in again] == list(known)
    more = [{"ts": "1767400000.000100", "user": "U1", "text": "Found it, thank you.",
             "thread_ts": "1767225600.000100"}]  # fmt: skip
    newer = EXPORT | {"help/2026-01-03.json": more, "people/2026-01-02.json": []}
    found = list(export(tmp_path, newer).items(known))
    (thread,) = documents(found).values()
    assert thread.text.endswith("**Emma**: Found it, thank you.")
    assert not [item for item in found if isinstance(item, Unchanged)]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"users.json": USERS}, "it holds no channels.json"),
        (EXPORT | {"help/2026-01-02.json": "{"}, "no Slack export"),
        (EXPORT | {"help/2026-01-02.json": '{"a": 1}'}, "is not a list of objects"),
        (EXPORT | {"help/2026-01-02.json": " " * 60_000}, "larger than 50000 bytes"),
        (EXPORT | {f"x/{n}.json": " " * 40_000 for n in range(4)}, "more than 150000 bytes"),
        (EXPORT | {f"x/{n}.json": "" for n in range(20)}, "more than 20 files"),
    ],
)
def test_a_strange_export_is_refused(tmp_path: Path, files: dict[str, Any], reason: str) -> None:
    limits = ExportLimits(files=20, file=50_000, total=150_000)
    with pytest.raises(SourceError, match=reason):
        list(export(tmp_path, files, limits=limits).items({}))


def test_what_is_no_zip_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        list(SlackExportSource("chat", tmp_path / "none.zip").items({}))
    (tmp_path / "text.zip").write_text("text")
    with pytest.raises(SourceError, match="cannot be read"):
        list(SlackExportSource("chat", tmp_path / "text.zip").items({}))


def test_a_workspace_is_indexed(
    store: PassageStore, running: RunningWorkspace, people: WorkspaceClient
) -> None:
    people.post(ALEX, HELP, "The printer on floor two is reset with its button.")
    indexed(store, lambda: source(running))


def test_an_export_is_indexed(store: PassageStore, tmp_path: Path) -> None:
    indexed(store, lambda: export(tmp_path, EXPORT))
