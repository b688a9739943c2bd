"""What the page shows: the team, channels and messages, as one of its people sees them."""

from collections.abc import Sequence

from workspace.house import House
from workspace.model import Channel, Json
from workspace.page_sockets import page_message


class PageReading:
    """Reads; each takes the query and gives a JSON reply."""

    def __init__(self, house: House, admin_pages: Sequence[str] = ()):
        self._house = house
        self._admin_pages = admin_pages
        self._state = house.state

    def bootstrap(self, query: Json) -> Json:
        """Everything a page needs to start as one user."""
        state, app = self._state, self._state.app
        me = state.user(query.get("user", "")).id
        people = [
            {
                "id": user.id,
                "name": user.real_name,
                "title": user.title,
                "is_bot": user.is_bot,
                "color": f"#{user.color}",
                "is_admin": user.is_admin,
                "is_guest": user.is_restricted,
            }
            for user in state.users.values()
        ]
        direct = state.direct(me, app.bot_user_id)
        prompts = self._house.sessions.prompts.get(direct.id, {}).get("prompts") or [
            {"title": title, "message": message} for title, message in app.suggested_prompts
        ]
        return {
            "team": {"id": state.team.id, "name": state.team.name},
            "users": people,
            "me": me,
            "channels": [self._shown_channel(channel, me) for channel in state.channels.values()
                         if state.can_see(channel, me)],
            "commands": [
                {
                    "command": each.command,
                    "description": each.description,
                    "usage_hint": each.usage_hint,
                }
                for each in app.commands
            ],
            "shortcuts": [{"name": each.name, "callback_id": each.callback_id}
                          for each in app.shortcuts],
            "bot": {
                "user_id": app.bot_user_id, "name": app.name, "description": app.description,
            },
            "suggested_prompts": prompts,
            "admin_pages": list(self._admin_pages) if state.user(me).is_admin else [],
        }  # fmt: skip

    def history(self, query: Json) -> Json:
        """What one user sees of a channel, or of one thread in it; oldest first."""
        state = self._state
        user = state.user(query.get("user", "")).id
        channel = state.channel(query.get("channel", ""), user)
        thread_ts = query.get("thread_ts")
        shown = [
            page_message(state, message)
            for message in state.visible(channel.id, user)
            if (thread_ts in (message.ts, message.thread_ts) if thread_ts
                else not message.is_reply)
        ]  # fmt: skip
        return {"messages": shown}

    def home(self, query: Json) -> Json:
        """The app's Home as this user has it, if it was ever published."""
        return {"view": self._house.views.homes.get(query.get("user", ""))}

    def _shown_channel(self, channel: Channel, me: str) -> Json:
        shown: Json = {
            "id": channel.id,
            "name": channel.name,
            "is_private": channel.is_private,
            "is_im": channel.is_im,
            "is_member": me in channel.members,
            "topic": channel.topic,
            "members": list(channel.members),
        }
        if channel.is_im:
            shown["user"] = next((each for each in channel.members if each != me), me)
        return shown
