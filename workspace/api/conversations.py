"""conversations.list, info, members, open, join, history, replies; users.conversations."""

from collections.abc import Iterable

from workspace.api.pages import page
from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Channel, Json, Message

TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im"}
FAMILY = {"channel": "channels", "group": "groups", "im": "im"}


def list_(house: House, args: Arguments) -> Json:
    """Places the bot may know of."""
    return _listed(house, args, house.state.channels.values())


def of_user(house: House, args: Arguments) -> Json:
    """Places that a user and the bot share; of the bot alone where no user is named."""
    bot = house.state.app.bot_user_id
    user = house.state.user(args.text("user", bot)).id
    shared = [channel for channel in house.state.channels.values() if user in channel.members]
    # Private places are named only where the bot is in them too; public ones always.
    return _listed(house, args, shared)


def _listed(house: House, args: Arguments, channels: Iterable[Channel]) -> Json:
    bot = house.state.app.bot_user_id
    wanted = {TYPES.get(name.strip(), "")
              for name in args.text("types", "public_channel").split(",")}  # fmt: skip
    for kind in sorted(wanted - {""}):
        _need(house, kind, "read")
    shown = [channel.as_slack(bot) for channel in channels
             if channel.type in wanted and house.state.can_see(channel, bot)]  # fmt: skip
    return page(args, "channels", shown, most=1000)


def info(house: House, args: Arguments) -> Json:
    """One place."""
    channel = house.state.channel(args.required("channel"), house.state.app.bot_user_id)
    _need(house, channel.type, "read")
    return {"channel": channel.as_slack(house.state.app.bot_user_id)}


def members(house: House, args: Arguments) -> Json:
    """User ids of a place's members."""
    channel = house.state.channel(args.required("channel"), house.state.app.bot_user_id)
    _need(house, channel.type, "read")
    return page(args, "members", list(channel.members), most=1000)


def open_(house: House, args: Arguments) -> Json:
    """The direct conversation with one user."""
    bot = house.state.app.bot_user_id
    if args.has("channel"):
        return {"channel": house.state.channel(args.text("channel"), bot).as_slack(bot)}
    users = [user for user in args.required("users").split(",") if user]
    if len(users) != 1:
        raise ApiError("method_not_supported_for_channel_type")
    known = bot if users[0] == bot else house.state.user(users[0]).id
    if known == bot:
        raise ApiError("cannot_dm_bot")
    channel = house.state.direct(known, bot)
    shown = channel.as_slack(bot) if args.flag("return_im") else {"id": channel.id}
    return {"channel": shown}


def join(house: House, args: Arguments) -> Json:
    """Join a public channel."""
    bot = house.state.app.bot_user_id
    channel = house.state.channel(args.required("channel"), bot)
    if channel.type != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    if bot not in channel.members:
        channel.members.append(bot)
    return {"channel": channel.as_slack(bot)}


def history(house: House, args: Arguments) -> Json:
    """A place's messages, newest first, without replies."""
    channel = _readable(house, args)
    found = [message for message in house.state.visible(channel.id, "")
             if not message.is_reply]  # fmt: skip
    return _shown(house, args, list(reversed(_between(found, args))))


def replies(house: House, args: Arguments) -> Json:
    """A root message and its thread, oldest first."""
    channel = _readable(house, args)
    named = house.state.messages.get(channel.id, {}).get(args.required("ts"))
    if named is None or named.ephemeral_to:
        raise ApiError("thread_not_found")
    thread = house.state.replies(channel.id, named.thread_ts or named.ts)
    root = house.state.messages[channel.id].get(named.thread_ts or named.ts)
    rest = _between(thread, args)
    return _shown(house, args, [root, *rest] if root else rest)


def _readable(house: House, args: Arguments) -> Channel:
    channel = house.state.joined(args.required("channel"), house.state.app.bot_user_id)
    _need(house, channel.type, "history")
    return channel


def _between(messages: list[Message], args: Arguments) -> list[Message]:
    oldest, latest = args.text("oldest") or "0", args.text("latest") or "9999999999"
    inclusive = args.flag("inclusive") or False
    return [
        message
        for message in messages
        if float(oldest) < float(message.ts) < float(latest)
        or (inclusive and message.ts in (oldest, latest))
    ]


def _shown(house: House, args: Arguments, messages: list[Message]) -> Json:
    shown = [house.state.shown(message) for message in messages]
    if not args.flag("include_all_metadata"):
        # Slack leaves the payload out unless it is asked for.
        for message in shown:
            message.pop("metadata", None)
    reply = page(args, "messages", shown, most=999)
    return {**reply, "has_more": bool(reply["response_metadata"]["next_cursor"])}


def _need(house: House, kind: str, what: str) -> None:
    scope = f"{FAMILY[kind]}:{what}"
    if scope not in house.state.app.scopes:
        provided = ",".join(sorted(house.state.app.scopes))
        raise ApiError("missing_scope", needed=scope, provided=provided)
