"""chat.startStream, appendStream, stopStream."""

from workspace.api.chat import own_message
from workspace.api.content import read_chunks, read_metadata
from workspace.arguments import Arguments
from workspace.blocks import check_blocks
from workspace.errors import ApiError
from workspace.house import House
from workspace.messages import bot_message
from workspace.model import Json, Message


def start(house: House, args: Arguments) -> Json:
    """Start a message that grows, in a thread."""
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    if args.has("metadata") or args.has("blocks"):
        raise ApiError("invalid_arguments")
    thread_ts = args.required("thread_ts")
    if not channel.is_im:
        _check_recipient(house, args)
    message = bot_message(state, channel.id, "", [])
    message.thread_ts = thread_ts
    house.streams.start(message, read_chunks(args))
    house.sessions.posted(channel.id, thread_ts)
    return {"channel": channel.id, "ts": message.ts}


def append(house: House, args: Arguments) -> Json:
    """Let it grow."""
    message = _streaming(house, args)
    chunks = read_chunks(args)
    if not chunks:
        raise ApiError("no_text")
    house.streams.append(message, chunks)
    return {"channel": message.channel, "ts": message.ts}


def stop(house: House, args: Arguments) -> Json:
    """Finish it, with blocks below and metadata."""
    message = _streaming(house, args)
    blocks = check_blocks(args.data("blocks") or [])
    house.streams.stop(message, read_chunks(args), blocks, read_metadata(args))
    if status := args.text("session_status"):
        house.sessions.set_session(message.channel, message.thread_ts, status, "")
    shown = house.state.shown(message)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def _streaming(house: House, args: Arguments) -> Message:
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    return own_message(house, channel.id, args.required("ts"), "message_not_owned_by_app")


def _check_recipient(house: House, args: Arguments) -> None:
    if not args.has("recipient_team_id"):
        raise ApiError("missing_recipient_team_id")
    if not args.has("recipient_user_id"):
        raise ApiError("missing_recipient_user_id")
    if args.text("recipient_team_id") != house.state.team.id:
        raise ApiError("team_not_found")
    house.state.user(args.text("recipient_user_id"))
