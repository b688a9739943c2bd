"""What kreuzberg 4.10.4 loses from DOCX, or takes for what stands there.

"R&amp;D" comes out of it as "RD", "Berlin<tab>180" as "Berlin180", and what is hidden, was moved
away or is struck through in bold as if it were said. Until a release reads these, each is handed
over in a way that it understands; characters of XML as some that no document uses, and put back
afterwards.
"""

import html
import io
import re
import zipfile

_STAND_INS = {"&": "\ue0a0", "<": "\ue0a1", ">": "\ue0a2", '"': "\ue0a3", "'": "\ue0a4"}
_BACK = str.maketrans({stand_in: character for character, stand_in in _STAND_INS.items()})
_PART = re.compile(r"word/[^/]+\.xml")

_ENTITY = re.compile(rb"&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_GAP = re.compile(rb"<w:(?:tab|cr|ptab\b[^<>]*)\s*/>")
"""White space in a run; the tab stops of a paragraph have attributes."""
_HYPHEN = re.compile(rb"<w:noBreakHyphen\s*/>")
_SYMBOL = re.compile(rb'<w:sym\b[^<>]*w:char="([0-9A-Fa-f]{4})"[^<>]*/>')
_SYMBOLS = {
    "F0A3": "≤", "F0B3": "≥", "F0B1": "±", "F0B4": "×", "F0B0": "°", "F0B9": "≠", "F0BB": "≈",
    "F0AE": "→", "F06D": "μ", "F0A5": "∞", "F0FC": "✓", "F0FB": "✗", "F0FE": "☑", "F0A8": "☐",
}  # fmt: skip
"""Of the fonts Symbol and Wingdings, by their private numbers."""
_MOVED = re.compile(rb"<w:moveFrom(?:\s[^<>]*)?(?<!/)>.*?</w:moveFrom>", re.DOTALL)
_PROPERTIES = re.compile(rb"<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>", re.DOTALL)
_RUN = re.compile(
    rb"<w:r(?: [^<>]*)?>\s*(?P<properties><w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)"
    rb"(?:(?!</?w:r[ >]).)*</w:r>",
    re.DOTALL,
)
"""A run that has properties, and no other run inside."""
_ON = rb'(?:\s+w:val="(?:1|true|on)")?\s*/>'
_HIDDEN = re.compile(rb"<w:vanish" + _ON)
_STRUCK = re.compile(rb"<w:d?strike" + _ON)
_STRESS = re.compile(rb"<w:(?:b|i|bCs|iCs|u)(?:\s[^<>]*)?/>")


def readable(data: bytes) -> bytes:
    """The DOCX file `data` in words that kreuzberg understands; see `show_entities`."""
    source = zipfile.ZipFile(io.BytesIO(data))
    names = [entry.filename for entry in source.infolist() if _PART.fullmatch(entry.filename)]
    parts = {name: source.read(name) for name in names}
    rewritten = {name: _rewritten(part) for name, part in parts.items()}
    if rewritten == parts:
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            content = rewritten.get(entry.filename)
            if content is None:
                archive.writestr(entry, source.read(entry))
            else:
                archive.writestr(entry.filename, content)
    return target.getvalue()


def show_entities(text: str) -> str:
    """`text` with the characters in place of their stand-ins."""
    return text.translate(_BACK)


def _rewritten(part: bytes) -> bytes:
    part = _MOVED.sub(b"", part)
    part = _RUN.sub(_seen, part)
    part = _PROPERTIES.sub(_struck, part)
    part = _GAP.sub(_text(" "), part)
    part = _HYPHEN.sub(_text("\u2011"), part)
    part = _SYMBOL.sub(_symbol, part)
    return _ENTITY.sub(_character, part)


def _text(character: str) -> bytes:
    return f'<w:t xml:space="preserve">{character}</w:t>'.encode()


def _seen(run: re.Match[bytes]) -> bytes:
    """The run, unless it is hidden."""
    return b"" if _HIDDEN.search(run["properties"]) else run.group()


def _struck(properties: re.Match[bytes]) -> bytes:
    """Properties that strike through do nothing else: of both, only the other comes out."""
    found = properties.group()
    return _STRESS.sub(b"", found) if _STRUCK.search(found) else found


def _symbol(match: re.Match[bytes]) -> bytes:
    known = _SYMBOLS.get(match[1].decode("ascii").upper())
    return _text(known) if known else match.group()


def _character(match: re.Match[bytes]) -> bytes:
    character = html.unescape(match.group().decode("ascii"))
    return _STAND_INS.get(character, character).encode("utf-8", "replace")
