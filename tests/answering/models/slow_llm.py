"""A class that takes its time when it is made, as those do that load a model there."""

import threading
from typing import Any

from llama_index.core.llms import MockLLM

began = threading.Event()
may_end = threading.Event()


class SlowLLM(MockLLM):
    """For `kind = "llama_index"`: it is made when `may_end` is set."""

    def __init__(self, **options: Any) -> None:
        began.set()
        may_end.wait(30)
        super().__init__(**options)
