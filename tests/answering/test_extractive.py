"""What is quoted stands behind whatever leads in to it."""

from answering.extractive import ExtractiveSynthesizer
from answering.ranking import SentenceRanker
from indexing.embedder import Embedder


def test_an_item_is_said_behind_the_heading_that_denies_it(embedder: Embedder) -> None:
    synthesizer = ExtractiveSynthesizer(SentenceRanker(embedder))
    passage = "Rules › Security > Never\n\n- Share your token with colleagues.\n- Click on ads."
    said = list(synthesizer.get_response("Can I share my token with colleagues?", [passage]))
    assert said[0] == "Never: Share your token with colleagues. [1]"
