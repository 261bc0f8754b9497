"""LiteRT, the runtime that executes the two models. Nothing else imports it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter


class LiteRtModel:
    """One model with one float32 picture as input.

    Not thread-safe: a live session owns its own. `threads` is the number of CPU threads.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self._interpreter = Interpreter(model_path=str(path), num_threads=threads)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = {d["name"]: d["index"] for d in self._interpreter.get_output_details()}

    def run(self, picture: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """picture: (1, H, W, 3) float32. The named outputs, each a copy of its own."""
        self._interpreter.set_tensor(self._input, picture)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(self._outputs[name]) for name in names]
