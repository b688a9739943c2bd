"""assistant.threads.setStatus, setTitle, setSuggestedPrompts; agents.sessions.setStatus, rename."""

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Channel, Json
from workspace.sessions import STATUSES

MOST_LOADING_MESSAGES = 10
MOST_PROMPTS = 4
LONGEST_TITLE = 200


def set_status(house: House, args: Arguments) -> Json:
    """Show what the app is doing in a thread; an empty status clears it."""
    channel, thread_ts = _thread(house, args)
    loading = args.data("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > MOST_LOADING_MESSAGES:
        raise ApiError("invalid_arguments")
    house.sessions.show_status(channel.id, thread_ts, args.text("status"), loading)
    return {}


def set_title(house: House, args: Arguments) -> Json:
    """Name a thread."""
    channel, thread_ts = _thread(house, args)
    house.sessions.rename(channel.id, thread_ts, args.required("title"))
    return {}


def set_suggested_prompts(house: House, args: Arguments) -> Json:
    """Suggest prompts in a direct conversation.

    With `thread_ts` Slack answers ok to an agent app and shows nothing; so does this.
    """
    state = house.state
    channel = state.joined(args.required("channel_id"), state.app.bot_user_id)
    prompts = args.data("prompts")
    if not isinstance(prompts, list) or not 0 < len(prompts) <= MOST_PROMPTS:
        raise ApiError("invalid_arguments")
    for prompt in prompts:
        if not isinstance(prompt, dict) or not prompt.get("title") or not prompt.get("message"):
            raise ApiError("invalid_arguments")
    if channel.is_im and not args.has("thread_ts"):
        house.sessions.suggest(channel.id, "", args.text("title"), prompts)
    return {}


def set_session_status(house: House, args: Arguments) -> Json:
    """Set the lifecycle status of a session; "processing" shows a stop button."""
    channel, thread_ts = _thread(house, args)
    status, title = args.required("status"), args.text("title")
    if status not in STATUSES or len(title) > LONGEST_TITLE:
        raise ApiError("invalid_arguments")
    session = house.sessions.set_session(channel.id, thread_ts, status, title)
    reply: Json = {"status": status, "agent_status": status, "title": session.get("title", "")}
    if status == "processing" and "agent_session_stopped" not in house.state.app.events:
        reply["warning"] = "missing_agent_session_stopped_event_subscription"
    return reply


def rename_session(house: House, args: Arguments) -> Json:
    """Give a session another title."""
    channel, thread_ts = _thread(house, args)
    title = args.required("title")
    if len(title) > LONGEST_TITLE:
        raise ApiError("invalid_arguments")
    if (channel.id, thread_ts) not in house.sessions.threads:
        raise ApiError("session_not_found")
    house.sessions.rename(channel.id, thread_ts, title)
    return {"title": title}


def _thread(house: House, args: Arguments) -> tuple[Channel, str]:
    state = house.state
    channel = state.joined(args.required("channel_id"), state.app.bot_user_id)
    thread_ts = args.required("thread_ts")
    house.messages.check_thread(channel.id, thread_ts)
    return channel, thread_ts
