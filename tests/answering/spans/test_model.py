import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from answering.spans.conversion import quantize
from answering.spans.model import SpanModel
from answering.spans.network import SpanNetwork
from answering.spans.reading import UNREAD
from answering.spans.weights import base_weights, load_weights, save_weights
from indexing.converted import export
from indexing.embedder import packaged_folder

PASSAGES = [
    ("Vacation", "Every employee gets 27 days of vacation a year. Unused days expire in March."),
    ("Travel", "Hotels in Lisbon are paid up to 140 euros. Trains are preferred to planes."),
]


@pytest.fixture(scope="module")
def model() -> SpanModel:
    made = SpanModel()
    made.load()
    return made


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights that differ at random from the packaged ones."""
    torch.manual_seed(0)
    base = base_weights(packaged_folder())
    network = SpanNetwork(packaged_folder())
    random = np.random.default_rng(0)
    for name, value in network.weights().items():
        noise = random.normal(scale=0.002, size=value.shape).astype(np.float32)
        untouched = name.endswith("word_embeddings.weight")
        base_or_head = base.get(name, value)
        network.state_dict()[name].copy_(
            torch.from_numpy(base_or_head if untouched else base_or_head + noise)
        )
    path = tmp_path_factory.mktemp("weights") / "weights.safetensors"
    save_weights(path, network.weights(), base)
    return path


def test_the_converted_network_computes_what_torch_computes(changed: Path, tmp_path: Path) -> None:
    network = SpanNetwork(packaged_folder()).eval()
    network.take(load_weights(changed, base_weights(packaged_folder())))
    export(network, ["ids", "types", "mask"], ["start", "end", "null"], tmp_path / "exact")
    quantize(tmp_path / "exact", tmp_path / "bytes")

    random = np.random.default_rng(1)
    ids, types = random.integers(1000, 20000, (3, 40)), random.integers(0, 4, (3, 40))
    mask = np.ones_like(ids)
    mask[1, 25:] = 0
    with torch.no_grad():
        wanted = [each.numpy() for each in network(*map(torch.from_numpy, (ids, types, mask)))]
    for name, most in (("exact", 1e-4), ("bytes", 0.15)):
        session = onnxruntime.InferenceSession(str(tmp_path / name))
        made = session.run(None, {"ids": ids, "types": types, "mask": mask})
        for one, other in zip(made, wanted, strict=True):
            assert one.shape == other.shape
            assert np.abs(one - other).max() < most * max(1, np.abs(other).max())


def test_the_sentence_with_the_answer_scores_best(model: SpanModel) -> None:
    vacation, travel = model.read("How many days of vacation do I get?", PASSAGES)
    first, second = vacation.scores([(0, 48), (48, 100)])
    assert first > second
    assert vacation.margin > travel.margin


def test_a_reading_does_not_depend_on_the_passages_beside_it(model: SpanModel) -> None:
    question = "What is paid for hotels in Lisbon?"
    together = model.read(question, [*PASSAGES, ("", "word " * 500), ("", "")])
    alone = [model.read(question, [passage])[0] for passage in PASSAGES]
    assert [each.margin for each in together[:2]] == [each.margin for each in alone]
    assert together[2].scores([(2400, 2500)]) == [UNREAD]
    assert together[3].margin == UNREAD
    assert model.read(question, []) == []


def test_threads_share_it() -> None:
    shared = SpanModel()
    with ThreadPoolExecutor(4) as pool:
        read = [pool.submit(shared.read, "How many days?", PASSAGES) for _ in range(8)]
        margins = {tuple(each.margin for each in done.result()) for done in read}
    assert len(margins) == 1


def test_reading_needs_no_torch_once_the_model_is_converted(model: SpanModel) -> None:
    assert model.available()
    code = (
        "import sys; from answering.spans.model import SpanModel;"
        "SpanModel().read('Why?', [('', 'Because.')]);"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_weights_it_is_not_available(tmp_path: Path) -> None:
    missing = SpanModel(tmp_path / "missing.safetensors")
    assert not missing.available()
    with pytest.raises(FileNotFoundError, match=r"missing\.safetensors"):
        missing.load()


def test_without_a_place_for_the_converted_model_it_is_made_for_the_process(
    changed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "footnote").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (reading,) = SpanModel(changed).read("Why?", PASSAGES[:1])
    assert len(reading.start) == len(reading.offsets) > 0
    assert "cannot be kept" in caplog.text
