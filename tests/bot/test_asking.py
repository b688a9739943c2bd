"""People ask; the real bot answers through the real workspace."""

from tests.bot.conftest import BOT, EMMA, HANNAH, HELP, Bot
from workspace.client import Json


def shown(message: Json) -> str:
    """All text of a message as a person sees it, blocks included."""
    parts = []
    for block in message.get("blocks") or []:
        if block["type"] == "markdown":
            parts.append(block["text"])
        if block["type"] == "section":
            parts.append(block["text"]["text"])
        for element in block.get("elements") or []:
            if isinstance(element.get("text"), str):
                parts.append(element["text"])
    return "\n".join(parts) or str(message["text"])


def ask(
    bot: Bot, text: str, user: str = EMMA, channel: str = HELP, thread: str | None = None
) -> Json:
    ts = bot.people.post(user, channel, text, thread)
    return bot.people.wait_for_reply(channel, thread or ts, user, 120, lambda m: m["ts"] > ts)


def test_a_mention_is_answered_in_its_thread_with_sources(bot: Bot) -> None:
    reply = ask(bot, f"{BOT} How many days of vacation do I get?")
    text = shown(reply)
    assert "27 days" in text
    assert "[1] <https://docs.fernleaf.example/Time%20off/Vacation.md|Vacation › Days>" in text
    assert "“Every employee gets 27 days of vacation a year.”" in text
    assert "Check the sources" in text
    assert reply["thread_ts"]
    (buttons,) = [b for b in reply["blocks"] if b["type"] == "context_actions"]
    assert buttons["elements"][0]["type"] == "feedback_buttons"


def test_a_direct_message_is_answered(bot: Bot) -> None:
    reply = ask(bot, "What is the hotel limit in Utrecht?", channel=bot.people.direct(EMMA))
    assert "150 €" in shown(reply)


def test_a_follow_up_needs_no_mention(bot: Bot) -> None:
    ts = bot.people.post(EMMA, HELP, f"{BOT} What is the hotel limit per night in Lisbon?")
    first = bot.people.wait_for_reply(HELP, ts, EMMA, 120)
    assert "140 €" in shown(first)
    second = ask(bot, "and in Utrecht?", thread=ts)
    assert "150 €" in shown(second)


def test_a_message_to_a_colleague_in_the_thread_is_left_alone(bot: Bot) -> None:
    ts = bot.people.post(EMMA, HELP, f"{BOT} What is the hotel limit per night in Lisbon?")
    bot.people.wait_for_reply(HELP, ts, EMMA, 120)
    bot.people.post(EMMA, HELP, f"<@{HANNAH}> is that right?", ts)
    bot.people.post(EMMA, HELP, "<!subteam^S0IT|@it> can you check the hotels?", ts)
    bot.people.post(EMMA, HELP, "<!here> who knows a hotel?", ts)
    later = ask(bot, f"{BOT} thanks!", thread=ts)
    assert "welcome" in shown(later)
    replies = bot.people.replies(EMMA, HELP, ts)
    assert len([m for m in replies if m.get("bot_id")]) == 2


def test_what_the_documents_do_not_say_is_refused_with_the_closest(bot: Bot) -> None:
    text = shown(ask(bot, f"{BOT} Which planets have rings of ice?"))
    assert "could not find" in text
    assert "come closest" in text


def test_a_channel_is_a_filter_as_slack_sends_it(bot: Bot) -> None:
    text = shown(ask(bot, f"{BOT} How many days of vacation do I get in <#C0DRAWN|design>?"))
    assert "I looked only in #design." in text


def test_small_talk_gets_a_friendly_line(bot: Bot) -> None:
    assert "Ask me anything" in shown(ask(bot, f"{BOT} hello!"))
    assert "Ask me anything" in shown(ask(bot, BOT))


def test_hr_pages_reach_hr_alone(bot: Bot) -> None:
    question = "What does a senior engineer earn a year in the salary bands?"
    hannah = ask(bot, question, HANNAH, bot.people.direct(HANNAH))
    assert "96,000" in shown(hannah)
    emma = ask(bot, question, EMMA, bot.people.direct(EMMA))
    assert "96,000" not in shown(emma)
    assert "Salar" not in shown(emma)
    # In public even HR gets it for her eyes alone.
    ts = bot.people.post(HANNAH, HELP, f"{BOT} {question}")
    private = bot.people.wait_for_reply(HELP, ts, HANNAH, 120)
    assert private["ephemeral"]
    assert "96,000" in shown(private)
    assert "Only you can see this" in shown(private)
    assert all("96,000" not in shown(m) for m in bot.people.replies(EMMA, HELP, ts))


def test_an_edited_and_a_deleted_question_break_nothing(bot: Bot) -> None:
    edited = bot.people.post(EMMA, HELP, f"{BOT} What is the hotel limit in Lisbon?")
    bot.people.edit(EMMA, HELP, edited, f"{BOT} What is the hotel limit in Utrecht?")
    deleted = bot.people.post(EMMA, HELP, f"{BOT} Which trains are preferred?")
    bot.people.delete(EMMA, HELP, deleted)
    assert "€" in shown(bot.people.wait_for_reply(HELP, edited, EMMA, 120))
    assert "10:00" in shown(ask(bot, f"{BOT} By when do I tell my team that I am sick?"))
    assert "Traceback" not in bot.log()


def test_the_token_in_the_environment_is_nothing_to_warn_of(bot: Bot) -> None:
    ask(bot, f"{BOT} What is the hotel limit in Utrecht?")
    assert "`token` will be unused" not in bot.log()


def test_texts_stay_out_of_the_log(bot: Bot) -> None:
    ask(bot, f"{BOT} Does the zebra-crossing budget cover vacation days?")
    assert "zebra" not in bot.log()


def test_votes_are_stored_and_thanked_for(bot: Bot) -> None:
    from bot.state.tables import open_state
    from bot.state.votes import Votes

    reply = ask(bot, f"{BOT} How many days of vacation do I get?")
    block = next(b for b in reply["blocks"] if b["type"] == "context_actions")
    value = block["elements"][0]["positive_button"]["value"]
    before = bot.people.history(EMMA, HELP)
    bot.people.click(EMMA, HELP, reply["ts"], "feedback", value)
    votes = Votes(open_state(f"sqlite:///{bot.home / 'state.db'}"))
    assert votes.count().get("up", 0) >= 1
    seen = bot.people.wait_for_reply(HELP, reply["thread_ts"], EMMA, 10, lambda m: m["ephemeral"])
    assert "Thanks" in seen["text"]
    assert before is not None


def test_the_app_home_and_prompts_are_there(bot: Bot) -> None:
    from workspace.client import wait_until

    bot.people.open_home(EMMA)
    view = wait_until(lambda: bot.people.home(EMMA), 10, "the App Home")
    assert view["blocks"][0]["text"]["text"] == "Footnote"
    bot.people.open_home(EMMA, "messages")
    wait_until(
        lambda: bot.people.calls("assistant.threads.setSuggestedPrompts") or None, 10, "prompts"
    )
