"""An answerer over the sample handbook, for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.answerer import Answerer
from answering.models import ModelRegistry
from indexing.embedder import Embedder
from indexing.reindex import reindex
from indexing.sources.folder import FolderSource
from indexing.store import PassageStore

HANDBOOK = Path(__file__).parents[2] / "samples" / "handbook"


@pytest.fixture(scope="package")
def answerer(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("answerer")
    store = PassageStore(f"sqlite:///{folder / 'index.db'}", embedder)
    reindex(store, FolderSource("handbook", HANDBOOK))
    contacts = {"handbook": "#people-ops"}
    yield Answerer(store, ModelRegistry(embedder, folder / "models"), contacts=contacts)
    store.client.dispose()
