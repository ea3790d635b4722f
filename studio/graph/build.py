"""Graphs in a few lines of Python: node types are called as their functions are, without ``ctx``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.graph.edit.nodes import add
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types, media_of
from studio.media.errors import BadInput
from studio.node.declare import NodeType, Socket


@dataclass(frozen=True)
class Placed:
    """A node that was added; its outputs are attributes: ``stage.colour`` is ``Source("stage_people_1", "colour")``."""

    node: str
    type: NodeType

    def __getattr__(self, output: str) -> Source:
        if self.type.output(output) is None:
            known = ", ".join(socket.name for socket in self.type.outputs)
            raise AttributeError(f"{self.node} has no output {output}; its outputs are: {known}")
        return Source(self.node, output)


class Builder:
    """Makes a graph node by node.

    ``photo = build.load_photo(path="bus.jpg")`` adds a node and links or sets what is given; then
    ``stage = build.chain("detect_people", ..., "stage_people")`` adds one after the other, each input linked to the
    latest output that fits (:meth:`chain`). ``build.graph`` is the graph so far.
    """

    def __init__(self, library: Types, graph: Graph | None = None) -> None:
        self.library = library
        self.graph = graph or Graph()
        self._latest: list[Source] = []

    def __getattr__(self, kind: str) -> _Call:
        if kind.startswith("_") or kind not in self.library:
            raise AttributeError(f"there is no node type {kind}")
        return _Call(self, self.library[kind])

    def place(self, kind: NodeType, inputs: tuple[Any, ...], settings: dict[str, Any]) -> Placed:
        """Add a node; ``inputs`` in the order of its sockets, None for one left open."""
        if len(inputs) > len(kind.inputs):
            raise BadInput(f"{kind.name} has {len(kind.inputs)} input(s), not {len(inputs)}")
        for socket, value in zip(kind.inputs, inputs, strict=False):
            if value is not None:
                settings = {**settings, socket.name: value}
        sources = {name: _source(value) for name, value in settings.items()}
        self.graph, name = add(self.graph, self.library, kind.name, self._beside(), **sources)
        self._latest[:0] = [Source(name, socket.name) for socket in kind.outputs]
        return Placed(name, kind)

    def chain(self, *kinds: str) -> Placed:
        """Add nodes one after the other, each input linked; gives the last of them.

        An input reads the latest output of its media, but one that is called as a node type's noun is kept for it:
        ``plate`` reads ``clean_plate``, and ``image`` beside it reads what was there before.
        """
        placed: Placed | None = None
        for kind in kinds:
            if kind not in self.library:
                raise BadInput(f"there is no node type {kind}; `vivant nodes` lists those there are")
            sockets = self.library[kind].inputs
            names = {socket.name for socket in sockets}
            links = {socket.name: self._find(socket, names - {socket.name}) for socket in sockets}
            found = {name: source for name, source in links.items() if source is not None}
            placed = self.place(self.library[kind], (), found)
        if placed is None:
            raise BadInput("A chain needs at least one node type")
        return placed

    def _find(self, socket: Socket, others: set[str]) -> Source | None:
        fits = [s for s in self._latest if socket.accepts(media_of(self.graph, self.library, s))]
        named = [source for source in fits if self._noun(source) == socket.name != socket.media.lower()]
        return next((s for s in [*named, *fits] if self._noun(s) not in others), None)

    def _noun(self, source: Source) -> str:
        return self.graph.nodes[source.node].type.partition("_")[2]

    def _beside(self) -> tuple[float, float]:
        return (240.0 * len(self.graph.nodes), 0.0)


class _Call:
    def __init__(self, build: Builder, kind: NodeType) -> None:
        self._build, self._kind = build, kind

    def __call__(self, *inputs: Any, **settings: Any) -> Placed:
        return self._build.place(self._kind, inputs, settings)


def _source(value: Any) -> Any:
    return Source(value.node, value.type.outputs[0].name) if isinstance(value, Placed) else value
