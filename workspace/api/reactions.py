"""reactions.add, reactions.remove."""

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Json, Message


def add(house: House, args: Arguments) -> Json:
    """React as the bot."""
    react(house, house.state.app.bot_user_id, _message(house, args), args.required("name"), True)
    return {}


def remove(house: House, args: Arguments) -> Json:
    """Take the bot's reaction back."""
    react(house, house.state.app.bot_user_id, _message(house, args), args.required("name"), False)
    return {}


def react(house: House, user: str, message: Message, name: str, adding: bool) -> None:
    """Add or remove a user's reaction. Raises ApiError already_reacted, no_reaction."""
    name = name.strip(":")
    known = {reaction["name"]: list(reaction["users"]) for reaction in message.reactions}
    users = known.setdefault(name, [])
    if adding and user in users:
        raise ApiError("already_reacted")
    if not adding and user not in users:
        raise ApiError("no_reaction")
    users.append(user) if adding else users.remove(user)
    message.reactions = [{"name": each, "users": those, "count": len(those)}
                         for each, those in known.items() if those]  # fmt: skip
    house.pages.message(message)
    house.events.emit(
        {
            "type": "reaction_added" if adding else "reaction_removed",
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": house.state.next_ts(),
        },
        message.channel,
    )


def _message(house: House, args: Arguments) -> Message:
    state = house.state
    channel = state.joined(args.required("channel"), state.app.bot_user_id)
    message = state.message(channel.id, args.required("timestamp"))
    if message.ephemeral_to:
        raise ApiError("message_not_found")
    return message
