"""The loose end of a link, and which sockets it fits."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types
from studio.graph.walk import above
from studio.node.declare import Socket as Declared
from studio.ui.graph_editor.edits import below
from studio.ui.graph_editor.node_item import Socket
from studio.ui.graph_editor.scenery import Box, End, Port


@dataclass(frozen=True)
class Loose:
    """The end of a link that is held.

    Attributes:
        box, socket: The end that stays.
        media: What travels on it.
        source: The output, where that stays; else None.
        ends: The inputs, where those stay.
        taken: Inputs that the link was taken from.
    """

    box: str
    socket: Socket
    media: str
    source: Source | None = None
    ends: tuple[End, ...] = ()
    taken: tuple[End, ...] = ()


def port_of(box: Box, socket: Socket) -> Port:
    """A box's socket."""
    return (box.ins if socket[0] == "in" else box.outs)[socket[1]]


class Fitting:
    """Which sockets the loose end of a link fits: media that are taken, and no circle.

    Args:
        graph: The graph.
        library: Node types.
        loose: What is held.
    """

    def __init__(self, graph: Graph, library: Types, loose: Loose) -> None:
        self._graph, self._library, self._loose = graph, library, loose
        if loose.source is not None:
            self._never = above(graph, [loose.source.node])
        else:
            self._never = below(graph, [node for node, _ in loose.ends])
        self._wanted = [self._declared(end) for end in loose.ends]

    def sockets(self, box: Box) -> frozenset[Socket]:
        """The sockets of a box that fit."""
        if self._loose.source is not None:
            return frozenset(("in", i) for i, port in enumerate(box.ins) if self._takes(port))
        return frozenset(("out", i) for i, port in enumerate(box.outs) if self._gives(port))

    def _takes(self, port: Port) -> bool:
        if any(node in self._never for node, _ in port.ends):
            return False
        return all(s is not None and s.accepts(self._loose.media) for s in map(self._declared, port.ends))

    def _gives(self, port: Port) -> bool:
        if port.ends[0][0] in self._never:
            return False
        return all(socket is not None and socket.accepts(port.media) for socket in self._wanted)

    def _declared(self, end: End) -> Declared | None:
        kind = self._library.get(self._graph.nodes[end[0]].type)
        return kind.input(end[1]) if kind else None
