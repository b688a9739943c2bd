"""Corpus BLEU: sacrebleu's counts for each question, added up and scored for all.

The counts are what a resample draws, so that BLEU has an interval and a paired test as every
other figure. Signature: `nrefs:var|case:mixed|eff:no|tok:13a|smooth:exp`, 0..1 instead of 0..100.
"""

from functools import cache
from typing import Any

import numpy as np

from evaluation.abstention import Array
from evaluation.estimators import Estimator
from evaluation.observations import Observation
from evaluation.outcome import Outcome

_ORDERS = 4


@cache
def _sacrebleu() -> Any:
    from sacrebleu.metrics.bleu import BLEU

    # Its counts are the same either way; without it, it warns of scoring single sentences.
    return BLEU(effective_order=True)


def bleu_counts(o: Outcome) -> Observation:
    """(matches of 1 to 4 words, n-grams of 1 to 4 words, length said, length expected).

    Of answerable questions with expected answers; a refusal says nothing of what is expected.
    """
    if not o.case.answerable or o.case.underspecified or not o.case.answers:
        return None
    said = o.answer.text if o.answered else ""
    counted = _sacrebleu().sentence_score(said, list(o.case.answers))
    return (*counted.counts, *counted.totals, counted.sys_len, counted.ref_len)


def _bleu(columns: Array) -> Array:
    summed = columns.sum(axis=-1)
    matches, ngrams = summed[:_ORDERS], summed[_ORDERS : 2 * _ORDERS]
    said, expected = summed[2 * _ORDERS :]
    # Smoothing: the first order without a match counts as half a match, the next as a quarter.
    halvings = np.cumsum(matches == 0, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        precisions = np.where(matches > 0, matches, 0.5**halvings) / ngrams
        brevity = np.exp(np.minimum(0.0, 1 - expected / said))
        scored = brevity * np.exp(np.log(precisions).mean(axis=0))
    made: Array = np.where((ngrams > 0).all(axis=0) & matches.any(axis=0), scored, 0.0)
    return made


BLEU = Estimator(_bleu)
"""Columns: as `bleu_counts` gives them."""
