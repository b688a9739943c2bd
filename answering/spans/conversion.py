"""The packaged encoder and the shipped changes -> the model that onnxruntime runs."""

import hashlib
import tempfile
from importlib.metadata import version
from pathlib import Path

from answering.spans.weights import base_weights, load_weights
from indexing.converted import converted, export


def converted_model(weights: Path, folder: Path) -> Path:
    """The ONNX file of the span model; OSError if there is no place to keep it."""
    size = (folder / "model.safetensors").stat().st_size
    changes = hashlib.sha256(weights.read_bytes()).hexdigest()
    made_of = f"{folder.name} {size} {changes} {version('torch')}"
    return converted("spans", made_of, lambda target: convert(weights, folder, target))


def convert(weights: Path, folder: Path, target: Path) -> None:
    """Write the ONNX file of the model to `target`. It takes seconds, and imports torch."""
    from answering.spans.network import SpanNetwork

    network = SpanNetwork(folder)
    network.take(load_weights(weights, base_weights(folder)))
    with tempfile.TemporaryDirectory() as aside:
        exact = Path(aside) / "exact.onnx"
        export(network, ["ids", "types", "mask"], ["start", "end", "null"], exact)
        quantize(exact, target)


def quantize(exact: Path, target: Path) -> None:
    """Write the model of `exact` to `target`, with its matrices in bytes.

    It takes two thirds of the time, and puts the margins of real questions into the same order
    (rank correlation 0.99). Seven of the eight bits are used: processors without VNNI overflow
    with more, and answers would depend on the machine.
    """
    from onnxruntime.quantization import quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as aside:
        prepared = Path(aside) / "prepared.onnx"
        quant_pre_process(exact, prepared, skip_symbolic_shape=True)
        quantize_dynamic(
            prepared,
            target,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            reduce_range=True,
        )
