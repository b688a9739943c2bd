"""files.info, getUploadURLExternal, completeUploadExternal."""

from aiohttp import web

from workspace.arguments import Arguments
from workspace.errors import ApiError
from workspace.house import House
from workspace.messages import bot_message
from workspace.model import Json

LARGEST = 10 * 1024 * 1024


def info(house: House, args: Arguments) -> Json:
    """A file that was uploaded completely."""
    file = house.state.files.get(args.required("file"))
    if file is None or not file.get("complete"):
        raise ApiError("file_not_found")
    return {"file": _shown(file)}


def get_upload_url(house: House, args: Arguments) -> Json:
    """Where to send the bytes."""
    length = args.number("length", 0)
    if not 0 < length <= LARGEST:
        raise ApiError("invalid_arguments")
    file_id = house.state.next_id("F")
    name = args.required("filename")
    house.state.files[file_id] = {"id": file_id, "name": name, "title": name, "size": length}
    return {"upload_url": f"{house.url}/upload/{file_id}", "file_id": file_id}


async def receive(house: House, request: web.Request) -> web.Response:
    """`POST /upload/ID`: the bytes, as they are or as a form's file."""
    file = house.state.files.get(request.match_info["file"])
    if file is None or "bytes" in file:
        raise web.HTTPNotFound(text="This upload address is unknown or used.")
    file["bytes"] = await request.read()
    return web.Response(text=f"OK - {len(file['bytes'])}")


def complete_upload(house: House, args: Arguments) -> Json:
    """Finish uploads, and share them where a channel is named."""
    done = []
    for entry in args.data("files") or []:
        file = house.state.files.get(str(entry.get("id", "")))
        if file is None or "bytes" not in file:
            raise ApiError("file_not_found")
        file |= {"complete": True, "title": entry.get("title") or file["title"]}
        done.append(_shown(file))
    if not done:
        raise ApiError("invalid_arguments")
    if args.has("channel_id"):
        state = house.state
        channel = state.joined(args.text("channel_id"), state.app.bot_user_id)
        message = bot_message(state, channel.id, args.text("initial_comment"), [])
        message.thread_ts, message.files = args.text("thread_ts"), done
        house.messages.post(message)
    return {"files": done}


def _shown(file: Json) -> Json:
    return {key: value for key, value in file.items() if key not in ("bytes", "complete")}
