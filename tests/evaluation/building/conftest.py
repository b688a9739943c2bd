"""The sample handbook, indexed once: nothing here changes it."""

from pathlib import Path

import pytest

from indexing.embedder import Embedder
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

SAMPLES = Path(__file__).parents[3] / "samples" / "handbook"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A home whose index holds the sample handbook."""
    made = tmp_path_factory.mktemp("home")
    store = PassageStore(f"sqlite:///{made / 'index.db'}", embedder)
    reindex(store, FolderSource("handbook", SAMPLES))
    return made


@pytest.fixture(scope="session")
def indexed(home: Path, embedder: Embedder) -> PassageStore:
    """The index of `home`."""
    return PassageStore(f"sqlite:///{home / 'index.db'}", embedder)
