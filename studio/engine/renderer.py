"""A thread that evaluates for a window: the latest request wins, and what was made before it was stopped stays kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.engine.cancel import Cancel
from studio.engine.evaluator import Evaluator
from studio.graph.graph import Graph
from studio.media.errors import Cancelled


@dataclass(frozen=True)
class View:
    """What a window wants to see."""

    graph: Graph
    node: str
    output: str = ""
    time: float = 0.0
    scale: float = 1.0


class Renderer:
    """One evaluating thread over an evaluator.

    Args:
        evaluator: Evaluates; nothing else should pull from it meanwhile.
        deliver: Gets a view and its value, or the exception that it ended in; called from the evaluating thread.
            A view that was overtaken is never delivered.
    """

    def __init__(self, evaluator: Evaluator, deliver: Callable[[View, Any], None]) -> None:
        self._evaluator, self._deliver = evaluator, deliver
        self._wanted: View | None = None
        self._cancel = Cancel()
        self._closed = self._busy = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._serve, name="renderer", daemon=True)
        self._thread.start()

    def ask(self, view: View) -> None:
        """Ask for a view; whatever was asked for before is dropped or stopped."""
        with self._changed:
            self._wanted = view
            self._cancel.cancel()
            self._changed.notify_all()

    def stop(self) -> None:
        """Stop what is being made, and make nothing until asked again."""
        with self._changed:
            self._wanted = None
            self._cancel.cancel()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to do. False where that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._wanted is None and not self._busy, timeout)

    def close(self) -> None:
        """Stop, and end the thread."""
        with self._changed:
            self._closed, self._wanted = True, None
            self._cancel.cancel()
            self._changed.notify_all()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._busy = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed or self._wanted is not None)
                if self._closed:
                    return
                view, self._wanted, self._cancel, self._busy = self._wanted, None, Cancel(), True
                cancel = self._cancel
            assert view is not None
            self._make(view, cancel)

    def _make(self, view: View, cancel: Cancel) -> None:
        answer: Any
        try:
            answer = self._evaluator.pull(
                view.graph, view.node, view.output, view.time, scale=view.scale, cancel=cancel
            )  # fmt: skip
        except Cancelled:
            return
        except Exception as error:
            answer = error
        if not cancel.cancelled:
            self._deliver(view, answer)
