"""What the window shows beside pictures: nodes' states, the frames that are kept, memory. In small pieces of work."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

from studio.engine.child.task import Look
from studio.engine.child.wire import Message
from studio.engine.evaluator import Evaluator, NodeState
from studio.engine.holdings import Holding, holdings
from studio.graph.graph import Graph

EVERY = 0.1
"""Seconds between two reports of states."""
SHARE = 0.1
"""Share of the time that finding states may take, where there are very many nodes."""
PIECE = 0.005
"""Seconds of work between two looks at whether something is asked."""
MEMORY_EVERY = 1.0


class Reports:
    """Finds out and sends what changed since it was last sent. For the evaluating thread.

    Args:
        evaluator: Knows the states.
        send: Writes a message.

    Attributes:
        blocked: Nodes that may not compute, and why.
    """

    def __init__(self, evaluator: Evaluator, send: Callable[[Message], None]) -> None:
        self._evaluator, self._send = evaluator, send
        self.blocked: dict[str, str] = {}
        self._states: dict[str, NodeState] = {}
        self._stale, self._due = True, 0.0
        self._memory: tuple[Holding, ...] = ()
        self._memory_due = 0.0
        self._begun: tuple[Iterator[None], float] | None = None
        self.kept: dict[int, str] = {}
        self._sent_kept: dict[int, str] = {}
        self._kept_due = 0.0

    def stale(self) -> None:
        """Something happened that states may follow from."""
        self._stale = True

    @property
    def pending(self) -> bool:
        """Whether something is known that is not told yet."""
        return self._stale or self._begun is not None or self.kept != self._sent_kept

    @property
    def due(self) -> float:
        """Seconds until there is something to look at."""
        times = [self._memory_due]
        times += [self._due] if self._stale or self._begun else []
        times += [self._kept_due] if self.kept != self._sent_kept else []
        return max(0.0, min(times) - clock.monotonic())

    def step(self, graph: Graph, viewed: Look) -> bool:
        """Do a little; False where nothing was due."""
        now = clock.monotonic()
        if (self._stale or self._begun) and now >= self._due:
            self._find_states(graph, viewed)
            return True
        if self.kept != self._sent_kept and now >= self._kept_due:
            self.send_kept()
            return True
        if now >= self._memory_due:
            self.send_memory()
            return True
        return False

    def _find_states(self, graph: Graph, viewed: Look) -> None:
        start = clock.monotonic()
        if self._begun is None or self._stale:
            self._begun, self._stale = (self._visit(graph, viewed), start), False
        pieces, begun = self._begun
        for _ in pieces:
            if clock.monotonic() - start > PIECE:
                return
        self._begun = None
        took = clock.monotonic() - begun
        self._due = clock.monotonic() + max(EVERY, took / SHARE)

    def _visit(self, graph: Graph, viewed: Look) -> Iterator[None]:
        """Look at every node, then send those that changed."""
        news = {}
        for node in graph.nodes:
            state = self._state(graph, node, viewed)
            if not _alike(state, self._states.get(node)):
                news[node] = state
            yield
        self._states = {name: state for name, state in self._states.items() if name in graph.nodes} | news
        self._tell(news)

    def some(self, graph: Graph, nodes: set[str], viewed: Look) -> None:
        """Look at some nodes now: those that have just done something, while others still compute."""
        now = clock.monotonic()
        if now < self._due:
            return
        self._due = now + EVERY
        news = {name: self._state(graph, name, viewed) for name in nodes if name in graph.nodes}
        nodes.clear()
        self._states |= news
        self._tell(news)

    def _state(self, graph: Graph, node: str, viewed: Look) -> NodeState:
        state = self._evaluator.state(graph, node, viewed.time, scale=viewed.scale, region=viewed.region)
        if node in self.blocked and not state.kept:
            return replace(state, error=self.blocked[node], source=node)
        return state

    def _tell(self, news: dict[str, NodeState]) -> None:
        if news:
            self._send({"say": "states", "states": {name: asdict(state) for name, state in news.items()}})

    def find_kept(self, graph: Graph, look: Look, frames: range) -> Iterator[None]:
        """Look at which frames are kept, one after the other."""
        found = {}
        for frame in frames:
            where = self.where(graph, look, frame)
            if where:
                found[frame] = where
            yield
        self.kept = found

    def where(self, graph: Graph, look: Look, frame: int) -> str:
        """The tier that keeps a frame, "" for none."""
        time = graph.shot.time(frame)
        return self._evaluator.state(
            graph, look.node, time, output=look.output, scale=look.scale, region=look.region
        ).where

    def send_kept(self) -> None:
        """Tell which frames are kept."""
        self._sent_kept, self._kept_due = dict(self.kept), clock.monotonic() + EVERY
        self._send({"say": "kept", "kept": [[frame, where] for frame, where in self.kept.items()]})

    def send_memory(self) -> None:
        """Tell how full the tiers are, where that changed."""
        found = holdings(self._evaluator.cache)
        self._memory_due = clock.monotonic() + MEMORY_EVERY
        if found != self._memory:
            self._memory = found
            self._send({"say": "memory", "tiers": found})


def _alike(state: NodeState, last: NodeState | None) -> bool:
    """Whether two states look the same: a frame that took a little longer than the one before is no news."""
    if last is None:
        return False
    near = abs(state.milliseconds - last.milliseconds) <= 5 + 0.5 * last.milliseconds
    return near and replace(state, milliseconds=last.milliseconds) == last
