"""An engine that computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from studio.graph.graph import Graph
from studio.ui.bridge import Answer, BridgeSignals, Look


class QuietBridge(BridgeSignals):
    """An engine that computes nothing: it notes what it is asked, and a test answers.

    Attributes:
        asked: Every call, as (method, arguments).
        waiting: Looks that were fetched, and who waits for them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []
        self.graph = Graph()
        self.waiting: list[tuple[Look, Callable[[Answer], None]]] = []

    def show(self, graph: Graph) -> None:
        self.graph = graph

    def look(self, looks: Iterable[Look]) -> None:
        self.asked.append(("look", tuple(looks)))

    def fetch(self, look: Look, then: Callable[[Answer], None]) -> None:
        self.waiting.append((look, then))

    def follow(self, look: Look | None) -> None:
        self.asked.append(("follow", look))

    def stop(self) -> None:
        self.asked.append(("stop",))

    def retry(self) -> None:
        self.asked.append(("retry",))

    def pin(self, node: str, pinned: bool) -> None:
        self.asked.append(("pin", node, pinned))

    def never_keep(self, node: str, never: bool) -> None:
        self.asked.append(("never_keep", node, never))

    def set_budget(self, tier: str, nbytes: int) -> None:
        self.asked.append(("set_budget", tier, nbytes))

    def forget(self, tier: str) -> None:
        self.asked.append(("forget", tier))

    def restart(self) -> None:
        self.asked.append(("restart",))

    def close(self) -> None:
        self.asked.append(("close",))
