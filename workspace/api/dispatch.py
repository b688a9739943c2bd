"""One Web API call from request to reply: token, fault, limit, scope, then the method itself."""

import asyncio

from aiohttp import web

from workspace.api.methods import METHODS, Method
from workspace.arguments import Arguments, read_arguments
from workspace.calls import Call
from workspace.errors import ApiError, RateLimited
from workspace.faults import Fault
from workspace.house import House
from workspace.model import App, Json


async def call_method(house: House, request: web.Request) -> web.Response:
    """`/api/METHOD`, by GET or POST."""
    name = request.match_info["method"]
    try:
        args = await read_arguments(request)
    except ApiError as error:
        return web.json_response(error.reply())
    call = house.calls.add(name, args.values)
    response = await _respond(house, call, request, args)
    call.status = response.status
    return response


async def _respond(house: House, call: Call, request: web.Request, args: Arguments) -> web.Response:
    try:
        method = METHODS.get(call.method)
        if method is None:
            raise ApiError("unknown_method", req_method=call.method)
        _check_token(house.state.app, method, request, args)
        fault = house.faults.take(call.method)
        if fault is not None and (failed := await _fail(fault)) is not None:
            call.error = fault.kind
            return failed
        house.limits.check(call.method, args.text("channel"))
        _check_scope(house.state.app, method)
        reply: Json = {"ok": True, **method.handler(house, args)}
        if fault is not None and fault.kind == "lost":
            call.error = "lost"
            return _server_error()
    except RateLimited as limit:
        call.error = "ratelimited"
        return _rate_limited(limit.retry_after)
    except ApiError as error:
        call.error = error.code
        reply = error.reply()
    scopes = ",".join(sorted(house.state.app.scopes))
    return web.json_response(reply, headers={"X-OAuth-Scopes": scopes})


def _check_token(app: App, method: Method, request: web.Request, args: Arguments) -> None:
    if method.token == "none":  # noqa: S105
        return
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    # Never from the address, where tokens end up in logs; Slack stopped taking them there too.
    sent = "" if "token" in request.query else args.text("token")
    token = bearer.strip() if kind.lower() == "bearer" else sent
    if not token:
        raise ApiError("not_authed")
    if token not in (app.bot_token, app.app_token):
        raise ApiError("invalid_auth")
    if token != (app.bot_token if method.token == "bot" else app.app_token):  # noqa: S105
        raise ApiError("not_allowed_token_type")


def _check_scope(app: App, method: Method) -> None:
    if method.scope and method.scope not in app.scopes:
        provided = ",".join(sorted(app.scopes))
        raise ApiError("missing_scope", needed=method.scope, provided=provided)


async def _fail(fault: Fault) -> web.Response | None:
    """The failure, or None where the call goes on."""
    match fault.kind:
        case "429":
            return _rate_limited(fault.retry_after)
        case "500":
            return _server_error()
        case "slow":
            await asyncio.sleep(fault.seconds)
        case "error":
            return web.json_response({"ok": False, "error": fault.error})
    return None


def _rate_limited(retry_after: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"},
        status=429,
        headers={"Retry-After": str(retry_after)},
    )


def _server_error() -> web.Response:
    return web.Response(status=500, text="Internal Server Error")
