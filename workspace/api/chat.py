"""chat.postMessage, update, delete, postEphemeral, getPermalink."""

from workspace.api.content import LONGEST_UPDATE, read_content, read_metadata
from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.messages import bot_message
from workspace.model import Json, Message


def post_message(house: House, args: Arguments) -> Json:
    """Say something in a place the bot is in."""
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    content = read_content(args)
    message = bot_message(state, channel.id, content.text, content.blocks)
    message.thread_ts = args.text("thread_ts")
    message.metadata = read_metadata(args)
    message.unfurl_links = args.flag("unfurl_links")
    message.unfurl_media = args.flag("unfurl_media")
    house.messages.post(message)
    if message.thread_ts:
        house.sessions.posted(channel.id, message.thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": state.shown(message)}


def update(house: House, args: Arguments) -> Json:
    """Give one of the bot's own messages new content."""
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    message = own_message(house, channel.id, args.required("ts"), "cant_update_message")
    if message.streaming:
        raise ApiError("streaming_state_conflict")
    content = read_content(args, LONGEST_UPDATE)
    changes: Json = {"text": content.text}
    # Without blocks the old ones stay only when the text stays too; Slack drops them.
    changes["blocks"] = content.blocks
    if args.has("metadata"):
        changes["metadata"] = read_metadata(args)
    house.messages.replace(message, state.app.bot_user_id, **changes)
    shown = state.shown(message)
    return {"channel": channel.id, "ts": message.ts, "text": content.text, "message": shown}


def delete(house: House, args: Arguments) -> Json:
    """Remove one of the bot's own messages."""
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    message = own_message(house, channel.id, args.required("ts"), "cant_delete_message")
    house.streams.forget(message)
    house.messages.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(house: House, args: Arguments) -> Json:
    """Say something that only one member of the place sees."""
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    user = args.required("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    content = read_content(args)
    message = bot_message(state, channel.id, content.text, content.blocks)
    message.thread_ts, message.ephemeral_to = args.text("thread_ts"), user
    house.messages.post(message)
    return {"message_ts": message.ts}


def get_permalink(house: House, args: Arguments) -> Json:
    """An address of a message."""
    state = house.state
    channel = state.channel(args.required("channel"), state.app.bot_user_id)
    message = state.message(channel.id, args.required("message_ts"))
    link = f"{house.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def own_message(house: House, channel_id: str, ts: str, otherwise: str) -> Message:
    """A message of the bot that everyone sees. Raises ApiError message_not_found, otherwise."""
    message = house.state.message(channel_id, ts)
    if message.ephemeral_to:
        raise ApiError("message_not_found")
    if message.bot_id != house.state.app.bot_id:
        raise ApiError(otherwise)
    return message
