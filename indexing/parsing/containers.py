"""The containers of Office files: ZIP archives and Microsoft's older OLE.

Looked into before a parser is: for passwords, and for archives made to explode.
"""

import io
import zipfile

import olefile

from indexing.parsing.parsed import ParseError

ENCRYPTED = "is encrypted with a password"
_LARGEST_UNPACKED = 400_000_000
"""Bytes; a small archive that unpacks to more is an attack, not a document."""


def refuse_encrypted(data: bytes) -> None:
    """ParseError when a password guards the file."""
    if data.startswith(b"PK"):
        with _opened(data) as archive:
            if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise ParseError(ENCRYPTED)
    elif data.startswith(olefile.MAGIC):
        with opened_ole(data) as ole:
            if ole.exists("EncryptedPackage") or _flagged(ole):
                raise ParseError(ENCRYPTED)


def opened_ole(data: bytes) -> olefile.OleFileIO:
    """The old formats' container; ParseError when it is broken."""
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError) as error:
        raise ParseError(f"is damaged: {error}") from error


def _flagged(ole: olefile.OleFileIO) -> bool:
    """The marks of encryption in Word's and PowerPoint's old formats."""
    if ole.exists("WordDocument"):
        return bool(ole.openstream("WordDocument").read(12)[11] & 0x01)
    if ole.exists("Current User"):
        return bool(ole.openstream("Current User").read(16)[12:] == b"\xdf\xc4\xd1\xf3")
    return False


def refuse_bomb(data: bytes) -> None:
    """ParseError for an archive that claims to unpack to an absurd size, or is none."""
    with _opened(data) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
            raise ParseError(f"unpacks to more than {_LARGEST_UNPACKED // 1_000_000} MB")


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ParseError("is damaged: its archive is incomplete") from error
