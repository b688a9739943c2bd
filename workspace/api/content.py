"""What a message may hold: text, markdown_text, blocks, metadata, chunks."""

from dataclasses import dataclass

from workspace.arguments import Arguments
from workspace.blocks import check_blocks
from workspace.errors import ApiError
from workspace.model import Json

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
LONGEST_UPDATE = 4_000


@dataclass(frozen=True)
class Content:
    """Checked content."""

    text: str
    blocks: list[Json]


def read_content(args: Arguments, longest: int = LONGEST_TEXT) -> Content:
    """The content of one message.

    Raises ApiError no_text, markdown_text_conflict, msg_too_long, invalid_blocks. Text beyond
    40,000 characters is cut, as Slack cuts it.
    """
    text, markdown = args.text("text"), args.text("markdown_text")
    if markdown:
        if text or args.has("blocks"):
            raise ApiError("markdown_text_conflict")
        if len(markdown) > LONGEST_MARKDOWN:
            raise ApiError("msg_too_long")
        return Content(markdown, check_blocks([{"type": "markdown", "text": markdown}]))
    if not text and not args.has("blocks"):
        raise ApiError("no_text")
    blocks = check_blocks(args.data("blocks") or [])
    if longest < LONGEST_TEXT and len(text) > longest and not blocks:
        raise ApiError("msg_too_long")
    return Content(text[:LONGEST_TEXT], blocks)


def read_metadata(args: Arguments) -> Json | None:
    """`{event_type, event_payload}`, or None. Raises ApiError invalid_metadata_format."""
    metadata = args.data("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise ApiError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise ApiError("metadata_must_be_sent_with_event_type")
    if not isinstance(metadata.get("event_payload"), dict):
        raise ApiError("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def read_chunks(args: Arguments) -> list[Json]:
    """Streaming chunks; `markdown_text` is one of them. Raises ApiError invalid_chunks."""
    chunks = args.data("chunks") or []
    if not isinstance(chunks, list) or not all(isinstance(chunk, dict) for chunk in chunks):
        raise ApiError("invalid_chunks")
    markdown = args.text("markdown_text")
    if markdown and chunks:
        raise ApiError("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise ApiError("msg_too_long")
    return [{"type": "markdown_text", "text": markdown}] if markdown else list(chunks)
