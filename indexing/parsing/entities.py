"""Characters that kreuzberg 4.10.4 loses from DOCX: those written as XML entities.

"R&amp;D" comes out of it as "RD". Until a release reads them, each is handed over as a
character that no document uses, and put back afterwards.
"""

import html
import io
import re
import zipfile

_STAND_INS = {"&": "\ue0a0", "<": "\ue0a1", ">": "\ue0a2", '"': "\ue0a3", "'": "\ue0a4"}
_BACK = str.maketrans({stand_in: character for character, stand_in in _STAND_INS.items()})
_ENTITY = re.compile(rb"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_PART = re.compile(r"word/[^/]+\.xml")


def hide_entities(data: bytes) -> bytes:
    """The DOCX file `data` with the characters themselves, or their stand-ins."""
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = {
        entry.filename: source.read(entry)
        for entry in source.infolist()
        if _PART.fullmatch(entry.filename)
    }
    if not any(_ENTITY.search(part) for part in parts.values()):
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            content = parts.get(entry.filename)
            if content is None:
                archive.writestr(entry, source.read(entry))
            else:
                archive.writestr(entry.filename, _ENTITY.sub(_character, content))
    return target.getvalue()


def show_entities(text: str) -> str:
    """`text` with the characters in place of their stand-ins."""
    return text.translate(_BACK)


def _character(match: re.Match[bytes]) -> bytes:
    character = html.unescape(match.group().decode("ascii"))
    return _STAND_INS.get(character, character).encode("utf-8", "replace")
