"""Whether a text has a company's voice: a classifier, trained on pairs that no adapter saw.

Terms of words and of characters, weighed by how rare they are (TF-IDF), and logistic regression.
Every text is judged by a classifier that saw no pair of the same document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-untyped]

from evaluation.bootstrap import Estimate, estimate
from evaluation.estimators import RATIO
from evaluation.voice_pairs import PairsError, VoicePair

FOLDS = 5
"""Fewer where there are fewer documents."""
SEED = 0
_WORD = r"[\w'’]+|[:.,;]"
"""Contractions whole, and the marks: a light touch often ends in a colon."""


@dataclass(frozen=True)
class StyleClassifier:
    """Tells styled texts from neutral ones."""

    fitted: Any

    def is_styled(self, text: str) -> bool:
        """Whether `text` has the voice."""
        return self.are_styled([text])[0]

    def are_styled(self, texts: Sequence[str]) -> list[bool]:
        """The same of many."""
        return [bool(told) for told in self.fitted.predict(list(texts))]


@dataclass(frozen=True)
class StyleFigures:
    """Shares with intervals over documents: of real styled texts told as styled, of neutral ones
    told as neutral, and of outputs told as styled."""

    styled: Estimate
    neutral: Estimate
    outputs: Estimate | None

    @property
    def ratio(self) -> float | None:
        """Outputs told as styled, as a share of what real styled texts reach.

        None where there are no outputs, or no real styled text is told as styled.
        """
        if self.outputs is None or not self.styled.value:
            return None
        return self.outputs.value / self.styled.value


def style_classifier(pairs: Sequence[VoicePair]) -> StyleClassifier:
    """A classifier that learnt from both texts of `pairs`."""
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        ),
        LogisticRegression(C=10.0, solver="liblinear", random_state=SEED),
    )
    texts = [pair.neutral for pair in pairs] + [pair.styled for pair in pairs]
    model.fit(texts, [False] * len(pairs) + [True] * len(pairs))
    return StyleClassifier(model)


def folds(pairs: Sequence[VoicePair]) -> int:
    """How many parts the documents are cut into. PairsError where they are too few."""
    documents = len({pair.document for pair in pairs})
    if documents < 2:
        raise PairsError("A style needs pairs of two documents at least: one learns, one is told.")
    return min(FOLDS, documents)


def style_figures(pairs: Sequence[VoicePair], outputs: Mapping[str, str]) -> StyleFigures:
    """Figures of `pairs`, and of `outputs`: pair id -> what a model made of its neutral text."""
    told = _told(pairs, outputs)
    return StyleFigures(
        styled=_share(pairs, {each.id: told[each.id][1] for each in pairs}),
        neutral=_share(pairs, {each.id: not told[each.id][0] for each in pairs}),
        outputs=_share(pairs, {id_: told[id_][2] for id_ in outputs}) if outputs else None,
    )


def _told(
    pairs: Sequence[VoicePair], outputs: Mapping[str, str]
) -> dict[str, tuple[bool, bool, bool]]:
    """Pair id -> whether its neutral text, its styled one and its output are told as styled."""
    documents = [pair.document for pair in pairs]
    told: dict[str, tuple[bool, bool, bool]] = {}
    for learnt, held in GroupKFold(folds(pairs)).split(pairs, groups=documents):
        classifier = style_classifier([pairs[at] for at in learnt])
        apart = [pairs[at] for at in held]
        neutral = classifier.are_styled([pair.neutral for pair in apart])
        styled = classifier.are_styled([pair.styled for pair in apart])
        output = classifier.are_styled([outputs.get(pair.id, pair.neutral) for pair in apart])
        three = zip(neutral, styled, output, strict=True)
        told |= zip((pair.id for pair in apart), three, strict=True)
    return told


def _share(pairs: Sequence[VoicePair], right: Mapping[str, bool]) -> Estimate:
    """The share of pairs that are `right`; documents are what is resampled."""
    counted: dict[str, list[float]] = {}
    for pair in pairs:
        if pair.id in right:
            sums = counted.setdefault(pair.document, [0.0, 0.0])
            sums[0] += right[pair.id]
            sums[1] += 1
    found = estimate(RATIO, np.array(list(counted.values())).T)
    assert found is not None  # There is a pair at least.
    return found
