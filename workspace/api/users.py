"""users.info, users.list, users.lookupByEmail, usergroups.list, usergroups.users.list."""

from workspace.api.pages import page
from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Json, User


def info(house: House, args: Arguments) -> Json:
    """One person."""
    return {"user": _shown(house, house.state.user(args.required("user")))}


def list_(house: House, args: Arguments) -> Json:
    """Everyone."""
    everyone = [_shown(house, user) for user in house.state.users.values()]
    return page(args, "members", everyone, most=1000)


def lookup_by_email(house: House, args: Arguments) -> Json:
    """The person with an address."""
    email = args.required("email").lower()
    for user in house.state.users.values():
        if user.email.lower() == email:
            return {"user": _shown(house, user)}
    raise ApiError("users_not_found")


def groups(house: House, args: Arguments) -> Json:
    """The user groups."""
    shown = [
        {
            "id": group.id,
            "team_id": house.state.team.id,
            "handle": group.handle,
            "name": group.handle,
            "user_count": len(group.users),
            **({"users": list(group.users)} if args.flag("include_users") else {}),
        }
        for group in house.state.usergroups.values()
    ]
    return {"usergroups": shown}


def group_members(house: House, args: Arguments) -> Json:
    """User ids of a group's members."""
    group = house.state.usergroups.get(args.required("usergroup"))
    if group is None:
        raise ApiError("no_such_subteam")
    return {"users": list(group.users)}


def _shown(house: House, user: User) -> Json:
    may_read_email = "users:read.email" in house.state.app.scopes
    return user.as_slack(house.state.team.id, with_email=may_read_email)
