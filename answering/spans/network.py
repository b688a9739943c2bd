"""The span model in torch: for training it, and for converting it to what runs.

Importing this imports torch, so nothing does on the way to an answer.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from answering.spans.encoding import QUESTION, SHARED, TYPES
from answering.spans.weights import Weights

_NULL_WIDTH = 128


class SpanNetwork(nn.Module):
    """The encoder in `folder` with a head for spans and one for "not here", weights not loaded."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(folder, type_vocab_size=TYPES)
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(config.hidden_size, 2)
        self.null = nn.Sequential(
            nn.Linear(2 * config.hidden_size, _NULL_WIDTH), nn.GELU(), nn.Linear(_NULL_WIDTH, 1)
        )

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(n, tokens) ids, token types and 1 for real tokens in; logits out.

        (n, tokens) that an answer starts and ends at a token, (n,) that there is none. What
        stands outside the text has logits as well, which mean nothing.
        """
        hidden = self.encoder(
            input_ids=ids, token_type_ids=types, attention_mask=mask
        ).last_hidden_state
        start, end = self.span(hidden).unbind(-1)
        asked = ((types % SHARED == QUESTION) & mask.bool()).float().unsqueeze(-1)
        question = (hidden * asked).sum(1) / asked.sum(1)
        null = self.null(torch.cat([hidden[:, 0], question], dim=-1)).squeeze(-1)
        return start, end, null

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """All weights, as they are now."""
        return {name: value.numpy(force=True).copy() for name, value in self.state_dict().items()}

    def take(self, weights: Weights) -> None:
        """Set all weights; RuntimeError if one is missing, unknown or of another shape."""
        self.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
