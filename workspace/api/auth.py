"""auth.test, api.test, team.info, bots.info, apps.connections.open."""

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Json


def auth_test(house: House, _args: Arguments) -> Json:
    """Who the token stands for."""
    app, team = house.state.app, house.state.team
    return {
        "url": f"{house.url}/",
        "team": team.name,
        "user": house.state.user(app.bot_user_id).name,
        "team_id": team.id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(_house: House, args: Arguments) -> Json:
    """The arguments, or the error that was asked for."""
    if error := args.text("error"):
        raise ApiError(error, args=args.values)
    return {"args": {name: value for name, value in args.values.items() if name != "token"}}


def team_info(house: House, _args: Arguments) -> Json:
    """The team."""
    return {"team": house.state.team.as_slack()}


def bots_info(house: House, args: Arguments) -> Json:
    """The app's bot."""
    app = house.state.app
    if args.text("bot", app.bot_id) != app.bot_id:
        raise ApiError("bot_not_found")
    bot = {"id": app.bot_id, "app_id": app.id, "user_id": app.bot_user_id, "name": app.name}
    return {"bot": {**bot, "deleted": False, "updated": 1700000000, "icons": {}}}


def connections_open(house: House, _args: Arguments) -> Json:
    """Where to open a socket."""
    base = house.url.replace("http", "ws", 1)
    return {"url": f"{base}/link?ticket={house.sockets.ticket()}&app_id={house.state.app.id}"}
