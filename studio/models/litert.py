"""A TensorFlow Lite network run by LiteRT: arrays in, arrays out."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


class Network:
    """One network. Stateless between calls, so equal inputs give equal outputs; safe to call from any thread.

    Args:
        path: A .tflite file of float32 inputs.
        threads: CPU threads; the outputs do not depend on it.
    """

    def __init__(self, path: Path, threads: int | None = None) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with quiet_stderr():
            self._net: Any = Interpreter(str(path), num_threads=threads or min(4, os.cpu_count() or 1))
            self._net.allocate_tensors()
        self._input = self._net.get_input_details()[0]
        self._outputs = self._net.get_output_details()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """Width and height of the square input, in pixels."""
        return int(self._input["shape"][1])

    def __call__(self, picture: F32) -> list[F32]:
        """Run on one (S, S, 3) picture. Returns the outputs without their batch axis, in the file's order."""
        with self._lock:
            self._net.set_tensor(self._input["index"], np.ascontiguousarray(picture[None], np.float32))
            self._net.invoke()
            return [self._net.get_tensor(output["index"])[0] for output in self._outputs]


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep a native library's greetings off the terminal: they do not go through Python's sys.stderr."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, AttributeError, ValueError):
        yield
        return
    hole = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(hole, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(hole)
