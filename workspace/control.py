"""The owner's control: make the workspace misbehave, and look at what happened.

Under `/control/`, for whoever knows the token. A browser never does: the token is in no page,
and requests with an Origin are refused.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from workspace.delivery import Patience
from workspace.errors import ApiError
from workspace.faults import Fault
from workspace.house import House
from workspace.http_delivery import HttpDelivery
from workspace.model import Channel, Json, User
from workspace.page_sockets import page_message

HEADER = "X-Workspace-Control"


class Control:
    """Handlers under `/control/`, each taking the JSON body and giving a JSON reply."""

    def __init__(self, house: House, token: str):
        self._house = house
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        """Everything under `/control/`."""
        posts: list[Callable[[Json], Awaitable[Json]]] = [
            self.fault, self.behave, self.duplicate, self.drop_sockets, self.close_stream,
            self.limits, self.patience, self.http, self.user, self.channel, self.members,
        ]  # fmt: skip
        gets: list[Callable[[Json], Json]] = [self.calls, self.deliveries, self.state]
        return [
            *(web.post(f"/control/{each.__name__}", self._writes(each)) for each in posts),
            *(web.get(f"/control/{each.__name__}", self._reads(each)) for each in gets),
        ]

    async def fault(self, body: Json) -> Json:
        """`{method, kind, times, retry_after, seconds, error}`: the next calls fail so."""
        self._house.faults.add(Fault(**body))
        return {}

    async def behave(self, _body: Json) -> Json:
        """No faults and no duplicates any more."""
        self._house.faults.clear()
        self._house.deliverer.copies = 1
        return {}

    async def duplicate(self, body: Json) -> Json:
        """`{times}`: deliver every event that often from now on."""
        self._house.deliverer.copies = max(1, int(body["times"]))
        return {}

    async def drop_sockets(self, body: Json) -> Json:
        """`{how}`: end the app's sockets: "announce", "close" (the default) or "cut"."""
        await self._house.sockets.drop(body.get("how", "close"))
        return {}

    async def close_stream(self, body: Json) -> Json:
        """`{channel, ts}`: end a stream as Slack does after five minutes."""
        self._house.streams.close(self._house.state.message(body["channel"], body["ts"]))
        return {}

    async def limits(self, body: Json) -> Json:
        """`{on: true | false | "streams"}`: rate limits for all methods, none, or streams."""
        on = body["on"]
        self._house.limits.strictness = "streams" if on == "streams" else "all" if on else "off"
        return {}

    async def patience(self, body: Json) -> Json:
        """`{ack, retries}`: seconds to wait for an ack, and before each further attempt."""
        current = self._house.deliverer.patience
        retries = tuple(body.get("retries", current.retries))
        self._house.deliverer.patience = Patience(body.get("ack", current.ack), retries)
        return {}

    async def http(self, body: Json) -> Json:
        """`{request_url}`: deliver by HTTP from now on, once the URL has been verified."""
        app = self._house.state.app
        delivery = HttpDelivery(body["request_url"], app.signing_secret)
        if not await delivery.verify(app.verification_token, self._house.deliverer.patience.ack):
            raise ApiError("url_verification_failed")
        self._house.deliverer.transport = delivery
        return {}

    async def user(self, body: Json) -> Json:
        """A new person, with the fields of `model.User`."""
        user = User(**body)
        self._house.state.users[user.id] = user
        self._house.state.direct(user.id, self._house.state.app.bot_user_id)
        return {"id": user.id}

    async def channel(self, body: Json) -> Json:
        """A new channel, with the fields of `model.Channel`."""
        channel = Channel(**body)
        self._house.state.channels[channel.id] = channel
        return {"id": channel.id}

    async def members(self, body: Json) -> Json:
        """`{channel, members}`: who is in a channel from now on."""
        self._house.state.channels[body["channel"]].members[:] = body["members"]
        return {}

    def calls(self, query: Json) -> Json:
        """The app's Web API calls, oldest first; `?method=` filters."""
        wanted = query.get("method")
        made = self._house.calls.made
        return {"calls": [call.as_json() for call in made if wanted in (None, call.method)]}

    def deliveries(self, _query: Json) -> Json:
        """Attempts to deliver something to the app, oldest first, with their latencies."""
        return {"deliveries": [each.as_json() for each in self._house.deliverer.attempts]}

    def state(self, _query: Json) -> Json:
        """Everything that was said, to whomever, and how many sockets are open."""
        state = self._house.state
        messages = {
            channel_id: [
                {**page_message(state, message), "ephemeral_to": message.ephemeral_to,
                 "unfurl_links": message.unfurl_links, "unfurl_media": message.unfurl_media}
                for message in those.values()
            ]
            for channel_id, those in state.messages.items()
        }  # fmt: skip
        threads = [
            {"channel": channel, "thread_ts": thread_ts, **thread}
            for (channel, thread_ts), thread in self._house.sessions.threads.items()
        ]
        return {
            "messages": messages,
            "threads": threads,
            "homes": self._house.views.homes,
            "modals": self._house.views.modals,
            "suggested_prompts": self._house.sessions.prompts,
            "sockets": self._house.sockets.connections,
        }

    def _allow(self, request: web.Request) -> None:
        given = request.headers.get(HEADER, "")
        if "Origin" in request.headers or not hmac.compare_digest(given, self._token):
            raise web.HTTPForbidden(text="The control needs its token.")

    def _writes(
        self, handler: Callable[[Json], Awaitable[Json]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            self._allow(request)
            try:
                body: Any = await request.json() if request.can_read_body else {}
                return web.json_response({"ok": True, **await handler(body)})
            except ApiError as error:
                return web.json_response(error.reply(), status=400)
            except (ValueError, TypeError, KeyError) as error:
                return web.json_response({"ok": False, "error": str(error)}, status=400)

        return handle

    def _reads(
        self, handler: Callable[[Json], Json]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            self._allow(request)
            return web.json_response({"ok": True, **handler(dict(request.query))})

        return handle
