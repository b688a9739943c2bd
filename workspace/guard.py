"""Nobody but this machine's own page and programs: checks of Host and Origin.

The server binds 127.0.0.1 only, but a web page from elsewhere runs on this machine too. It
could point a name at 127.0.0.1 (so the Host must be ours) or send requests blindly (so a
browser's Origin must be ours; programs send none). Images and scripts of a foreign page are
fetched without an Origin, but the browser says where the request comes from.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SAFE = {"GET", "HEAD"}
# The page loads nothing from anywhere else, and nothing may frame it.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws://127.0.0.1:* ws://localhost:*; frame-ancestors 'none'; base-uri 'none'"
)


def own_hosts(request: web.Request) -> set[str]:
    """The names this server answers to, with the port that the request came in on."""
    sockname = request.get_extra_info("sockname")
    port = sockname[1] if sockname else 0
    return {f"127.0.0.1:{port}", f"localhost:{port}"}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign hosts and origins with 403."""
    hosts = own_hosts(request)
    # slack_sdk's own WebSocket client names the host without its port.
    if request.host not in hosts | {"127.0.0.1", "localhost"}:
        raise web.HTTPForbidden(text="This host is not served here.")
    upgrades = request.headers.get("Upgrade", "").lower() == "websocket"
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin not in {f"http://{host}" for host in hosts}
    if foreign and (upgrades or request.method not in SAFE):
        raise web.HTTPForbidden(text="This origin may not act here.")
    elsewhere = request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
    if elsewhere and request.path != "/":
        raise web.HTTPForbidden(text="Only this server's own page may use this.")
    response = await handler(request)
    if not upgrades:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
