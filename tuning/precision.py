"""Whether to train in 16 bits."""

import torch


def has_bf16() -> bool:
    """Whether 16 bits are faster here than 32, where they suffice: about twice on such a CPU."""
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    known = torch.cpu.get_capabilities()
    return bool(known.get("avx512_bf16") or known.get("amx_bf16"))
