"""The one place where threads meet: graphs and questions go to the engine's process, answers come to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from studio.graph.graph import Graph
from studio.media.region import WHOLE, Region


@dataclass(frozen=True)
class Look:
    """One output of one node at a time in seconds, of the graph that was last shown; "" is the first output.

    Of a picture only the ``region`` is wanted, in shares of its width and height.
    """

    node: str
    output: str = ""
    time: float = 0.0
    scale: float = 1.0
    region: Region = WHOLE


class Part(NamedTuple):
    """Where a picture that was cut out lies in the whole.

    Attributes:
        box: (x0, y0, x1, y1) in pixels of the whole.
        size: (width, height) of the whole.
    """

    box: tuple[int, int, int, int]
    size: tuple[int, int]

    @classmethod
    def read(cls, numbers: Sequence[int]) -> Part:
        """From the six numbers that the engine sends."""
        x0, y0, x1, y1, width, height = numbers
        return cls((x0, y0, x1, y1), (width, height))


@dataclass(frozen=True)
class Answer:
    """What became of a look.

    Attributes:
        look: What was asked.
        graph: The graph that it was asked of.
        value: The value, None where it failed.
        error: One line for the artist, "" where it did not fail.
        node: Id of the node that failed, which may lie above the one that was asked.
        part: Where the value lies, None where it is the whole.
    """

    look: Look
    graph: Graph
    value: Any = None
    error: str = ""
    node: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class Tier:
    """How full a tier of the cache is, in bytes.

    Attributes:
        name: "device", "ram" or "disk".
        used, budget: Bytes.
        biggest: (node id, bytes) of the nodes that hold the most of it, the biggest first.
    """

    name: str
    used: int
    budget: int
    biggest: tuple[tuple[str, int], ...] = ()


class BridgeSignals(QObject):
    """What is heard from the engine, in the window's thread. Every bridge is one of these and a :class:`Bridge`."""

    answered = Signal(object)
    """An :class:`Answer` to :meth:`Bridge.look`."""
    happened = Signal(object)
    """An event of the engine (:mod:`studio.engine.events`)."""
    states_changed = Signal(object)
    """{node id: :class:`~studio.engine.evaluator.NodeState`} of those that changed, at most ten times a second."""
    kept_changed = Signal(object)
    """{frame: "ram", "disk" or "device"} of the look that is followed (:meth:`Bridge.follow`)."""
    memory_changed = Signal(object)
    """A tuple of :class:`Tier`."""
    idle_changed = Signal(bool)
    """Whether nothing is left to do."""
    went_down = Signal(str)
    """The engine's process ended; why, in one line. Another one starts, unless that was tried too often."""


class Bridge(Protocol):
    """The engine's process, as the window sees it. Methods return at once; signals are :class:`BridgeSignals`'."""

    @property
    def answered(self) -> SignalInstance[tuple[object]]:
        """See :attr:`BridgeSignals.answered`."""

    @property
    def happened(self) -> SignalInstance[tuple[object]]:
        """See :attr:`BridgeSignals.happened`."""

    @property
    def states_changed(self) -> SignalInstance[tuple[object]]:
        """See :attr:`BridgeSignals.states_changed`."""

    @property
    def kept_changed(self) -> SignalInstance[tuple[object]]:
        """See :attr:`BridgeSignals.kept_changed`."""

    @property
    def memory_changed(self) -> SignalInstance[tuple[object]]:
        """See :attr:`BridgeSignals.memory_changed`."""

    @property
    def idle_changed(self) -> SignalInstance[tuple[bool]]:
        """See :attr:`BridgeSignals.idle_changed`."""

    @property
    def went_down(self) -> SignalInstance[tuple[str]]:
        """See :attr:`BridgeSignals.went_down`."""

    def show(self, graph: Graph) -> None:
        """The graph that all questions are about from now on."""

    def look(self, looks: Iterable[Look]) -> None:
        """What is looked at now, the most wanted first. Drops what was looked at before: the latest wins."""

    def fetch(self, look: Look, then: Callable[[Answer], None]) -> None:
        """Ask for something beside the picture (rigs, poses, a thumbnail), after what is looked at."""

    def follow(self, look: Look | None) -> None:
        """Fill this look's frames around its time while idle, and tell which are kept. None ends that."""

    def stop(self) -> None:
        """Stop computing until something is asked again (Escape)."""

    def retry(self) -> None:
        """Forget failures, so that failed nodes are tried again."""

    def pin(self, node: str, pinned: bool) -> None:
        """Hold on to a node's results whatever room they take; or no more."""

    def never_keep(self, node: str, never: bool) -> None:
        """Never keep a node's results; or keep them again."""

    def set_budget(self, tier: str, nbytes: int) -> None:
        """Set a tier's budget."""

    def forget(self, tier: str) -> None:
        """Empty a tier."""

    def restart(self) -> None:
        """End the engine's process and start another, which asks the same: it runs in another environment."""

    def close(self) -> None:
        """End the engine's process."""
