from collections.abc import Sequence

import numpy as np
import pytest

from answering.vectors import SentenceVectors
from indexing.embedder import Embedder, Vectors

TEXTS = ["Vacation is 25 days.", "The office opens at 8.", "Vacation is 25 days."]


@pytest.fixture
def seen(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the embedder was given."""
    given: list[str] = []
    embed = embedder.embed_texts

    def noted(texts: Sequence[str]) -> Vectors:
        given.extend(texts)
        return embed(texts)

    monkeypatch.setattr(embedder, "embed_texts", noted)
    return given


def test_a_sentence_is_embedded_once(embedder: Embedder, seen: list[str]) -> None:
    vectors = SentenceVectors(embedder)
    first = vectors.of(TEXTS)
    again = vectors.of(TEXTS[::-1])
    assert seen == TEXTS[:2]
    np.testing.assert_array_equal(first, again[::-1])
    np.testing.assert_allclose(first, embedder.embed_texts(TEXTS), atol=1e-5)


def test_what_was_not_asked_for_lately_is_forgotten(embedder: Embedder, seen: list[str]) -> None:
    vectors = SentenceVectors(embedder, kept=2)
    for text in ("one", "two", "one", "three", "one", "two"):
        vectors.of([text])
    assert seen == ["one", "two", "three", "two"]


def test_no_sentences_have_no_vectors(embedder: Embedder) -> None:
    assert SentenceVectors(embedder).of([]).shape == (0, embedder.dimension)
