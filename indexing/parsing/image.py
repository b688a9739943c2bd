"""Pictures, read by RapidOCR with the models that its package carries."""

import io
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from indexing.parsing.parsed import Parsed, ParseError

_MOST_PIXELS = 40_000_000
_LONGEST_SIDE = 2500
"""Pixels; a larger picture is scaled down, for memory's sake."""
_SURE = 0.5
"""Lines that the model is less sure of are more often specks than letters."""


def parse_image(data: bytes) -> Parsed:
    """The lines that can be read in a picture."""
    return Parsed(read_picture(data))


def read_picture(data: bytes) -> str:
    """The lines of text in the picture `data`, from top to bottom."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise ParseError(
                    f"is a picture of more than {_MOST_PIXELS // 1_000_000} megapixels"
                )
            plain = picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ParseError(f"is not a readable picture: {error}") from error
    plain.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    read = _engine()(np.asarray(plain)[:, :, ::-1])
    texts, scores = read.txts or (), read.scores or ()
    return "\n".join(t for t, s in zip(texts, scores, strict=True) if s >= _SURE and t.strip())


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "error"})
