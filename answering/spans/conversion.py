"""The packaged encoder and the shipped differences -> the model that onnxruntime runs."""

import hashlib
import warnings
from importlib.metadata import version
from pathlib import Path

from answering.spans.weights import base_weights, load_weights
from indexing.converted import converted

_OPSET = 17


def converted_model(weights: Path, folder: Path) -> Path:
    """The ONNX file of the span model; OSError if there is no place to keep it."""
    size = (folder / "model.safetensors").stat().st_size
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    made_of = f"{folder.name} {size} {digest} {version('torch')} {_OPSET}"
    return converted("spans", made_of, lambda target: convert(weights, folder, target))


def convert(weights: Path, folder: Path, target: Path) -> None:
    """Write the ONNX file of the span model to `target`; takes seconds, and imports torch."""
    import torch

    from answering.spans.network import SpanNetwork

    network = SpanNetwork(folder)
    network.take(load_weights(weights, base_weights(folder)))
    example = torch.ones((2, 8), dtype=torch.int64)
    tokens, texts = {0: "texts", 1: "tokens"}, {0: "texts"}
    with warnings.catch_warnings():
        # The converter that traces is called legacy, but takes 2 s instead of 11, and a test
        # compares its logits with torch's.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (example, example, example),
            str(target),
            input_names=["ids", "types", "mask"],
            output_names=["start", "end", "null"],
            dynamic_axes={
                **dict.fromkeys(["ids", "types", "mask", "start", "end"], tokens),
                "null": texts,
            },
            opset_version=_OPSET,
            dynamo=False,
        )
