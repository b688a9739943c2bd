"""views.open, push, update, publish."""

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.model import Json


def open_(house: House, args: Arguments) -> Json:
    """Open a modal for whoever just did something."""
    user = house.triggers.use(_trigger(args))
    return {"view": house.views.open(user, args.data("view"))}


def push(house: House, args: Arguments) -> Json:
    """Open a modal on top of the one that is open."""
    user = house.triggers.use(_trigger(args))
    return {"view": house.views.open(user, args.data("view"), push=True)}


def update(house: House, args: Arguments) -> Json:
    """Replace a modal that is open."""
    view_id, external_id = args.text("view_id"), args.text("external_id")
    return {"view": house.views.update(args.data("view"), view_id, external_id, args.text("hash"))}


def publish(house: House, args: Arguments) -> Json:
    """Set a user's Home."""
    user = args.required("user_id")
    return {"view": house.views.publish(user, args.data("view"), args.text("hash"))}


def _trigger(args: Arguments) -> str:
    trigger = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger:
        raise ApiError("invalid_arguments")
    return trigger
