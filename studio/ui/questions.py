"""What the window has asked of the engine and what is still open, so that another engine can be asked the same."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterable
from typing import NamedTuple

from studio.engine.child.wire import Message
from studio.graph.graph import Graph
from studio.ui.bridge import Answer, Look, Part

Then = Callable[[Answer], None]


class Told(NamedTuple):
    """An answer, and who wants it; None for everybody who looks."""

    answer: Answer
    then: Then | None


class Questions:
    """Looks, of which only the latest count, and fetches, each of which is answered once.

    Attributes:
        graph, serial: The graph that was shown last, and its number.
        asked_at: When was last looked, of the monotonic clock.
        latest: Number of the question that last looked.
    """

    def __init__(self) -> None:
        self.graph, self.serial = Graph(), 0
        self.asked_at = 0.0
        self._graphs = {0: self.graph}
        self._ask = self.latest = 0
        self._looks: dict[int, tuple[Look, ...]] = {}
        self._open: set[int] = set()
        self._fetches: dict[int, tuple[Look, Then]] = {}

    def show(self, graph: Graph) -> None:
        """Everything is about this graph from now on."""
        self.graph, self.serial = graph, self.serial + 1
        self._graphs[self.serial] = graph

    def look(self, looks: Iterable[Look]) -> Message:
        """The message that looks."""
        self._ask += 1
        self.latest, self.asked_at = self._ask, clock.monotonic()
        self._looks[self._ask] = tuple(looks)
        self._open = set(range(len(self._looks[self._ask])))
        return self._looking()

    def fetch(self, look: Look, then: Then) -> Message:
        """The message that fetches."""
        self._ask += 1
        self._fetches[self._ask] = look, then
        return {"do": "fetch", "ask": self._ask, "look": plain(look)}

    def drop_looks(self) -> None:
        """Nobody waits for what is looked at any more."""
        self._open.clear()

    @property
    def wanted(self) -> list[str]:
        """Nodes that are looked at and not there yet."""
        looks = self._looks.get(self.latest, ())
        return [looks[at].node for at in sorted(self._open)]

    def again(self) -> list[Message]:
        """The messages that ask for everything that is open once more."""
        fetches: list[Message] = [
            {"do": "fetch", "ask": ask, "look": plain(look)} for ask, (look, _) in self._fetches.items()
        ]
        return [self._looking(), *fetches] if self._open else fetches

    def take(self, message: Message) -> Told | None:
        """What a message answers; None where nobody asked, or not any more."""
        ask, serial = message["ask"], message["serial"]
        graph = self._graphs.get(serial, self.graph)
        # the engine never goes back to an older graph or question
        self._graphs = {number: graph for number, graph in self._graphs.items() if number >= serial}
        part = message.get("part")
        said = message.get("value"), message.get("error", ""), message.get("node", ""), part and Part.read(part)
        if ask in self._fetches:
            look, then = self._fetches.pop(ask)
            return Told(Answer(look, graph, *said), then)
        if ask not in self._looks:
            return None
        if ask == self.latest:
            self._open.discard(message["at"])
        self._looks = {number: looks for number, looks in self._looks.items() if number >= ask}
        return Told(Answer(self._looks[ask][message["at"]], graph, *said), None)

    def refuse(self, said: str) -> list[Told]:
        """Answer everything that is open with an error."""
        looks = self._looks.get(self.latest, ())
        told = [Told(Answer(looks[at], self.graph, error=said), None) for at in sorted(self._open)]
        told += [Told(Answer(look, self.graph, error=said), then) for look, then in self._fetches.values()]
        self._open.clear()
        self._fetches.clear()
        return told

    def _looking(self) -> Message:
        looks = [plain(look) for look in self._looks.get(self.latest, ())]
        return {"do": "look", "ask": self.latest, "looks": looks}


def plain(look: Look) -> list[object]:
    """A look as it is sent."""
    return [look.node, look.output, look.time, look.scale, list(look.region)]
