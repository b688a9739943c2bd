"""What a reindex changed, in one message, however much it was."""

import pytest

from bot.index_blocks import SourceChanges, finished_blocks
from indexing.history import Change, ChangeKind
from indexing.readers import PUBLIC
from workspace.blocks import check_blocks

KINDS: tuple[ChangeKind, ...] = ("added", "changed", "removed")
CHANGES = [
    Change(kind, f"engineering/platform/guides/a-page-with-a-long-name-{n:03d}.md", "Page", PUBLIC)
    for kind in KINDS
    for n in range(30)
]
SKIPPED = [{"source": "a.pdf", "reason": "it has no text"}]


@pytest.mark.parametrize("sources", [1, 8, 26])
def test_all_that_fits_is_shown_and_the_rest_is_counted(sources: int) -> None:
    changed = [SourceChanges(f"source-{n}", 1, 2, CHANGES) for n in range(sources)]
    blocks = check_blocks(finished_blocks("Done.", changed, SKIPPED, PUBLIC))
    shown = sum(block["type"] == "actions" for block in blocks)
    left = f"… and {sources - shown} more sources"
    assert (left in str(blocks)) is (shown < sources)
    assert shown >= min(sources, 4)
    assert "it has no text" in str(blocks[-1])
