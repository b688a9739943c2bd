"""A grounded answer by the packaged model: llama.cpp beside transformers' own `generate`.

The same file of weights, the same prompts of some 700 tokens, 60 tokens written, greedily.
"""

import statistics
import tempfile
import textwrap
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Protocol

import prompts
from answering.llama.engine import Engine
from answering.local_llm import LocalLLM
from answering.model_settings import built_in
from benchmarks.options import Options
from benchmarks.running import load

_READ, _WRITTEN = 700, 60
_CHARACTERS = 2_300
"""Of passages that make a prompt of about `_READ` tokens."""
_ASKED = "What do the passages say? Tell everything, in full sentences and in detail."


@dataclass(frozen=True)
class _Run:
    """Seconds to the first text and for all; tokens read and written; what was written."""

    first: float
    whole: float
    read: int
    written: int
    text: str

    @property
    def decode(self) -> float:
        """Tokens written a second, after the first."""
        return (self.written - 1) / (self.whole - self.first)


class _Writer(Protocol):
    def __call__(self, prompt: str) -> _Run: ...


def measure(options: Options) -> str:
    """The report."""
    base = Path(built_in()["smollm2"].path)
    asked = list(_prompts(options.docs, options.repetitions + 1))
    with tempfile.TemporaryDirectory() as folder:
        writers = {
            "llama.cpp": _llama(base, Path(folder)),
            "transformers": _transformers(base, Path(folder)),
        }
        for write in writers.values():
            write(asked[0])
        runs: dict[str, list[_Run]] = {name: [] for name in writers}
        for prompt in asked[1:]:
            # In turns, so that both meet the same moments of a noisy machine.
            for name, write in writers.items():
                runs[name].append(write(prompt))
    return _report(runs)


def _prompts(docs: Path, count: int) -> Iterator[str]:
    """As a model is asked, each about other documents."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(docs.rglob("*.md"))]
    whole = "\n\n".join(texts)
    if len(whole) < count * _CHARACTERS:
        raise SystemExit(f"{docs} holds too little text for {count} prompts of {_READ} tokens.")
    for at in range(count):
        part = whole[at * _CHARACTERS : (at + 1) * _CHARACTERS]
        passages = textwrap.wrap(part, _CHARACTERS // 3)
        context = "\n\n".join(prompts.numbered(passages))
        yield prompts.load("answer").format(context_str=context, query_str=_ASKED)


def _llama(base: Path, cache: Path) -> _Writer:
    engine = Engine(base, [], cache, 2048)

    def write(prompt: str) -> _Run:
        began, first, text, read, written = time.perf_counter(), 0.0, "", 0, 0
        for piece in engine.stream(prompt, "", _WRITTEN):
            first = first or time.perf_counter() - began
            text += piece.text
            read, written = piece.tokens_in or read, piece.tokens_out or written
        return _Run(first, time.perf_counter() - began, read, written, text)

    return write


def _transformers(base: Path, cache: Path) -> _Writer:
    peer = LocalLLM(path=str(base), cache=str(cache), max_new_tokens=_WRITTEN)
    model, tokenizer = peer._model()

    def write(prompt: str) -> _Run:
        import torch

        inputs: Any = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}],
            add_generation_prompt=True,
            return_tensors="pt",
            return_dict=True,
        )
        read = inputs["input_ids"].shape[1]
        with torch.inference_mode():
            began = time.perf_counter()
            model.generate(**inputs, max_new_tokens=1, do_sample=False)
            first = time.perf_counter() - began
            began = time.perf_counter()
            ids = model.generate(**inputs, max_new_tokens=_WRITTEN, do_sample=False)
            whole = time.perf_counter() - began
        reply = ids[0, read:]
        return _Run(
            first, whole, read, len(reply), tokenizer.decode(reply, skip_special_tokens=True)
        )

    return write


def _report(runs: dict[str, list[_Run]]) -> str:
    ours, peers = runs["llama.cpp"], runs["transformers"]
    rows = [
        f"| {name} | {_median([run.first for run in each]):.2f} "
        f"| {_median([run.read / run.first for run in each]):.0f} "
        f"| {_median([run.decode for run in each]):.0f} "
        f"| {_median([run.whole for run in each]):.2f} |"
        for name, each in runs.items()
    ]
    pairs = list(zip(ours, peers, strict=True))
    ratio = _median([peer.whole / own.whole for own, peer in pairs])
    alike = [SequenceMatcher(None, own.text, peer.text).ratio() for own, peer in pairs]
    same = sum(own.text.strip() == peer.text.strip() for own, peer in pairs)
    return "\n".join(
        [
            "# Local generation",
            "",
            f"{load()}. SmolLM2-135M-Instruct from the packaged Q4_1 file: llama.cpp reads a copy "
            f"in Q8_0, transformers one in 32 bits. {len(pairs)} prompts of "
            f"{min(run.read for run in peers)} to {max(run.read for run in peers)} tokens, "
            f"{_WRITTEN} tokens written at most, medians. Both read the whole prompt but for the "
            "fixed instructions, which llama.cpp keeps.",
            "",
            "| | first text, s | prefill, tokens/s | decode, tokens/s | whole answer, s |",
            "|---|---|---|---|---|",
            *rows,
            "",
            f"A whole answer takes transformers **{ratio:.2f} times** as long "
            f"({', '.join(f'{peer.whole / own.whole:.2f}' for own, peer in pairs)}). "
            f"The texts are the same in {same} of {len(pairs)} and alike by "
            f"{_median(alike):.2f} (difflib): the weights are rounded differently.",
            "",
        ]
    )


def _median(values: Sequence[float]) -> float:
    return statistics.median(values)
