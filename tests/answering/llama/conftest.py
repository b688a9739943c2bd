"""The packaged model in an engine, with an adapter that changes what it writes."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from answering.llama.engine import Engine
from answering.model_settings import built_in

BASE = Path(built_in()["smollm2"].path)
_SIZES = {"q_proj": 576, "k_proj": 192, "v_proj": 192, "o_proj": 576}


def write_adapter(folder: Path, read: int = 576, **changes: object) -> Path:
    """A LoRA as peft writes one: small random changes in every layer's attention.

    The model that it is for reads `read` values.
    """
    folder.mkdir()
    config = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "use_dora": False}
    config |= {"target_modules": list(_SIZES), "task_type": "CAUSAL_LM"} | changes
    (folder / "adapter_config.json").write_text(json.dumps(config))
    random = np.random.default_rng(0)
    tensors = {}
    for layer in range(30):
        for name, size in _SIZES.items():
            place = f"base_model.model.model.layers.{layer}.self_attn.{name}"
            for part, shape in (("A", (4, read)), ("B", (size, 4))):
                values = random.normal(0, 0.03, shape).astype(np.float32)
                tensors[f"{place}.lora_{part}.weight"] = values
    save_file(tensors, folder / "adapter_model.safetensors", metadata={"format": "pt"})
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where conversions are kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that peft could have written."""
    return write_adapter(tmp_path_factory.mktemp("adapters") / "odd")


@pytest.fixture(scope="session")
def engine(adapter: Path, cache: Path) -> Engine:
    """The base, an adapter that works, and one that is not there."""
    engine = Engine(BASE, [str(adapter), "/none"], cache, 1024)
    engine.load()
    return engine
