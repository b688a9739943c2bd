"""conversations.*, users.*, usergroups.* and the rest, through Slack's own client."""

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from workspace.client import WorkspaceClient
from workspace.seed import BOT_TOKEN, demo_seed
from workspace.server import Workspace, run_in_thread


def test_the_bot_lists_what_it_may_know_of(bot: WebClient) -> None:
    found = bot.conversations_list(types="public_channel,private_channel")["channels"]
    assert [each["name"] for each in found] == ["general", "ask-footnote", "people-ops", "random"]
    assert [each["is_member"] for each in found] == [False, True, True, False]
    shared = bot.users_conversations(user="U0EMMA", types="public_channel,private_channel")
    assert "people-ops" not in [each["name"] for each in shared["channels"]]


def test_long_lists_come_in_pages(bot: WebClient) -> None:
    pages = [page["members"] for page in bot.conversations_members(channel="C0HELP", limit=2)]
    assert [len(page) for page in pages] == [2, 2, 1]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        bot.conversations_members(channel="C0HELP", cursor="bm9uc2Vuc2U=")


def test_history_is_for_members(bot: WebClient) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        bot.conversations_history(channel="C0RANDOM")
    with pytest.raises(SlackApiError, match="missing_scope"):
        bot.conversations_join(channel="C0RANDOM")


def test_replies_start_with_the_root(bot: WebClient, people: WorkspaceClient) -> None:
    root = people.post("U0EMMA", "C0HELP", "root")
    reply = people.post("U0ALEX", "C0HELP", "reply", root)
    for ts in (root, reply):
        found = bot.conversations_replies(channel="C0HELP", ts=ts)["messages"]
        assert [each["ts"] for each in found] == [root, reply]
    assert found[0]["reply_count"] == 1
    assert found[1]["parent_user_id"] == "U0EMMA"
    with pytest.raises(SlackApiError, match="thread_not_found"):
        bot.conversations_replies(channel="C0HELP", ts="1.000001")
    later = bot.conversations_replies(channel="C0HELP", ts=root, oldest=reply)["messages"]
    assert [each["ts"] for each in later] == [root]


def test_people_and_groups(bot: WebClient) -> None:
    assert bot.users_info(user="U0GUEST")["user"]["is_ultra_restricted"]
    assert "email" not in bot.users_info(user="U0EMMA")["user"]["profile"]
    assert bot.usergroups_users_list(usergroup="S0HR")["users"] == ["U0HANNAH"]
    with pytest.raises(SlackApiError, match="user_not_found"):
        bot.users_info(user="U0NOBODY")
    with pytest.raises(SlackApiError, match="missing_scope"):
        bot.users_lookupByEmail(email="emma@fernleaf.example")
    with pytest.raises(SlackApiError, match="unknown_method"):
        bot.api_call("users.dance")


def test_scopes_are_the_installations(bot: WebClient) -> None:
    seed = demo_seed()
    poor = replace(seed, app=replace(seed.app, scopes=frozenset({"users:read"})))
    running = run_in_thread(Workspace(poor))
    client = WebClient(token=BOT_TOKEN, base_url=running.api_url)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="C0HELP", text="hi")
    running.stop()
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "chat:write"


def test_status_title_and_prompts(bot: WebClient, people: WorkspaceClient) -> None:
    ts = people.post("U0EMMA", "D0EMMA", "hi")
    bot.assistant_threads_setStatus(channel_id="D0EMMA", thread_ts=ts, status="is searching…")
    bot.agents_sessions_setStatus(
        channel_id="D0EMMA", thread_ts=ts, status="processing", title="Hi"
    )
    thread = next(each for each in people.state()["threads"] if each["thread_ts"] == ts)
    assert (thread["status_text"], thread["status"]) == ("is searching…", "processing")
    bot.chat_postMessage(channel="D0EMMA", text="hello", thread_ts=ts)
    thread = next(each for each in people.state()["threads"] if each["thread_ts"] == ts)
    assert thread["status_text"] == ""
    prompts = [{"title": "A", "message": "What is A?"}]
    bot.assistant_threads_setSuggestedPrompts(channel_id="D0EMMA", thread_ts=ts, prompts=prompts)
    assert "D0EMMA" not in people.state()["suggested_prompts"]
    bot.assistant_threads_setSuggestedPrompts(channel_id="D0EMMA", prompts=prompts)
    assert people.state()["suggested_prompts"]["D0EMMA"]["prompts"] == prompts
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        bot.assistant_threads_setSuggestedPrompts(channel_id="D0EMMA", prompts=prompts * 5)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        bot.agents_sessions_setStatus(channel_id="D0EMMA", thread_ts=ts, status="busy")


def test_reactions(bot: WebClient, people: WorkspaceClient) -> None:
    ts = people.post("U0EMMA", "C0HELP", "nice")
    bot.reactions_add(channel="C0HELP", timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="already_reacted"):
        bot.reactions_add(channel="C0HELP", timestamp=ts, name="eyes")
    assert people.history("U0EMMA", "C0HELP")[-1]["reactions"][0]["name"] == "eyes"
    bot.reactions_remove(channel="C0HELP", timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError, match="no_reaction"):
        bot.reactions_remove(channel="C0HELP", timestamp=ts, name="eyes")


def test_files_are_uploaded_in_three_steps() -> None:
    seed = demo_seed()
    rich = replace(seed, app=replace(seed.app, scopes=seed.app.scopes | {"files:write"}))
    running = run_in_thread(Workspace(rich))
    client = WebClient(token=BOT_TOKEN, base_url=running.api_url)
    client.files_upload_v2(content="a,b", filename="a.csv", channel="C0HELP", title="Table")
    shown = running.client.history("U0EMMA", "C0HELP")[-1]
    running.stop()
    assert shown["files"][0]["title"] == "Table"
