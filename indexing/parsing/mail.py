"""Mail: single messages (EML) and mailboxes (MBOX)."""

import email
import email.policy
import mailbox
import tempfile
from email.message import EmailMessage
from pathlib import Path

from indexing.parsing.html import parse_html
from indexing.parsing.parsed import Parsed, ParseError
from indexing.parsing.text import decode

_SHOWN = ("From", "To", "Cc", "Date")


def parse_eml(data: bytes) -> Parsed:
    """Who wrote what to whom; attachments are named."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    text = _message(message)
    if not text:
        raise ParseError("is empty")
    return Parsed(text, _header(message, "Subject"))


def parse_mbox(data: bytes) -> Parsed:
    """The messages of a mailbox one after another."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mbox"
        path.write_bytes(data)
        box = mailbox.mbox(path, create=False)
        found = []
        for key in box.iterkeys():
            message = email.message_from_bytes(box.get_bytes(key), policy=email.policy.default)
            subject = _header(message, "Subject") or "No subject"
            found.append(f"# {subject}\n\n{_message(message)}")
        box.close()
    return Parsed("\n\n".join(found))


def _message(message: EmailMessage) -> str:
    heads = [f"{name}: {value}" for name in _SHOWN if (value := _header(message, name))]
    body = _body(message)
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    if attached:
        body += f"\n\nAttached: {', '.join(attached)}"
    if not heads and not body.strip():
        return ""
    subject = _header(message, "Subject")
    heads = [f"Subject: {subject}", *heads] if subject else heads
    return "\n\n".join(part for part in ("  \n".join(heads), body.strip()) if part)


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        return parse_html(data).text
    charset = part.get_content_charset()
    try:
        return data.decode(charset or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, IndexError, AttributeError):
        # The standard library's parser of dates and addresses gives up on some real ones.
        raw = dict(message.raw_items()).get(name, "")
        return " ".join(str(raw).split())
