"""Something to evaluate for the window, and how it is stopped."""

from __future__ import annotations

import time as clock
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from studio.engine.cancel import Cancel
from studio.graph.graph import Graph
from studio.media.errors import Cancelled
from studio.media.region import WHOLE, Region


class Look(NamedTuple):
    """One output of one node, at a time in seconds and a scale; "" is the first output.

    Of a picture only the ``region`` is wanted.
    """

    node: str
    output: str
    time: float
    scale: float
    region: Region = WHOLE

    @property
    def place(self) -> tuple[str, str, float, Region]:
        """What is looked at, whenever."""
        return self.node, self.output, self.scale, self.region


def look_of(fields: list[Any]) -> Look:
    """A look as the window sends it."""
    node, output, time, scale, region = fields
    return Look(node, output, time, scale, (region[0], region[1], region[2], region[3]))


class Overtaken(Cancel):
    """A token that may also be set to run out at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._end = float("inf")

    def run_out(self, when: float) -> None:
        """Stop the work at a time of the monotonic clock."""
        self._end = min(self._end, when)

    @property
    def stopped(self) -> bool:
        """Whether nobody wants the result, even where it is there already."""
        return super().cancelled

    @property
    def cancelled(self) -> bool:
        """Whether it was stopped, or has run out."""
        return self.stopped or clock.monotonic() > self._end

    def check(self) -> None:
        """Raise Cancelled when it was stopped, or has run out."""
        if self.cancelled:
            raise Cancelled


@dataclass(eq=False)
class Task:
    """Something to evaluate.

    Attributes:
        kind: What for.
        look: What.
        ask: Number of the question that it answers.
        at: Which of the question's looks it is.
        graph, serial: The graph that it is evaluated on, once begun.
        dropped: Stopped for good by the artist.
    """

    kind: Literal["look", "fetch", "fill"]
    look: Look
    ask: int = 0
    at: int = 0
    since: float = field(default_factory=lambda: clock.monotonic())
    begun: float = 0.0
    graph: Graph = field(default_factory=Graph)
    serial: int = 0
    dropped: bool = False
    cancel: Overtaken = field(default_factory=Overtaken)
