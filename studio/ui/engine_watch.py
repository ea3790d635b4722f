"""What the window knows of an engine that died or hangs: which node it was, how often, and what to say about it."""

from __future__ import annotations

import time as clock
from collections import Counter
from collections.abc import Iterable

from studio.graph.graph import Graph
from studio.graph.walk import above

TRIES = 2
"""How often a node may end the engine before it is left alone."""
PATIENCE = 5.0
"""Seconds in which stopped work has to let go when something waits that does not need it."""


class Blame:
    """Counts, for each node, the engines that died while it computed."""

    def __init__(self) -> None:
        self._deaths: Counter[str] = Counter()

    def forget(self) -> None:
        """The graph has changed, or the artist wants another try."""
        self._deaths.clear()

    @property
    def blocked(self) -> dict[str, str]:
        """Nodes that are left alone, and why."""
        left_alone = f"ended the engine {TRIES} times and is left alone: change the graph, or retry"
        return {node: left_alone for node, deaths in self._deaths.items() if deaths >= TRIES}

    def tell(self, code: int, node: str, printed: Iterable[str], hung: bool) -> str:
        """Count a death, and say in one line why it came about."""
        if hung:
            return f"{node} could not be stopped"
        if node:
            self._deaths[node] += 1
        why = _why(code, [*printed], f" while {node} computed" if node else "")
        return f"{why}; {node} is left alone until the graph changes or you retry" if node in self.blocked else why


def _why(code: int, printed: list[str], where: str) -> str:
    if code == -9:
        return f"it was killed{where}, most likely because memory ran out"
    if code < 0 or code > 255:
        return f"it crashed{where}"
    last = next((line for line in reversed(printed) if line.strip()), "")
    return f"it ended{where} ({last[:120]})" if last else f"it ended{where}"


class Patience:
    """Notices native work that does not stop though somebody waits for something else."""

    def __init__(self) -> None:
        self._doing, self._since = "", 0.0

    def lost(self, doing: str, graph: Graph, wanted: Iterable[str], asked_at: float) -> bool:
        """Whether to give up on what computes: it went on for too long, and nothing wanted depends on it.

        Args:
            doing: The node that computes now, "" for none.
            graph: The graph.
            wanted: Nodes that are waited for.
            asked_at: When they were asked for, of the monotonic clock.
        """
        now = clock.monotonic()
        if doing != self._doing:
            self._doing, self._since = doing, now
        waiting = set(wanted)
        if not doing or not waiting or now - max(self._since, asked_at) < PATIENCE:
            return False
        return doing not in above(graph, waiting)
