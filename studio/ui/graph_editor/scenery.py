"""What is to be seen of a graph, without Qt: boxes with ports and wires between them, closed groups as one box each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from studio.graph.graph import Graph, Node, Source
from studio.graph.sockets import Types, all_media
from studio.graph.walk import consumers
from studio.node.declare import NodeType
from studio.ui.graph_editor.levels import Levels

End = tuple[str, str]
"""A node's id and the name of one of its sockets."""


@dataclass(frozen=True)
class Port:
    """A socket of a box.

    Attributes:
        label: Word beside it.
        media: Name of what travels there.
        ends: What it stands for: (node, input) or (node, output); several on a group.
        needed: It is an input that has to be linked.
        away: What it is linked to that is not shown on this level, "" for nothing.
        doc: Its line of the docstring.
    """

    label: str
    media: str
    ends: tuple[End, ...]
    needed: bool = False
    away: str = ""
    doc: str = ""


@dataclass(frozen=True)
class Box:
    """A node, a reroute dot, a closed group, or a node of a type that nobody knows.

    Attributes:
        id: Of the node or group.
        kind: "node", "dot", "group" or "unknown".
        title: What it is called.
        family: Of its type; says its colour.
        position: (x, y) of its top left.
        ins, outs: Sockets.
        bypass: Painted as not computing.
        animated: Its result depends on time by itself.
        pictures: Whether its first output can be shown as a picture.
        nodes: Ids of the nodes that it stands for.
        hint: One line that says what it does.
    """

    id: str
    kind: str
    title: str
    family: str
    position: tuple[float, float]
    ins: tuple[Port, ...]
    outs: tuple[Port, ...]
    bypass: bool = False
    animated: bool = False
    pictures: bool = False
    nodes: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Wire:
    """A link from an output of one box to an input of another; ``ends`` are the inputs that it stands for."""

    source: str
    output: int
    target: str
    input: int
    media: str
    ends: tuple[End, ...]


@dataclass(frozen=True)
class Scenery:
    """All there is to see on a level; wires by the first input that they stand for.

    Attributes:
        boxes: By id.
        wires: By their first end.
        where: By the id of a node, the id of the box that shows it; nodes off this level are missing.
    """

    boxes: Mapping[str, Box] = field(default_factory=dict)
    wires: Mapping[End, Wire] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)


PICTURES = frozenset({"Image", "Matte", "Depth", "Ids", "Flow"})
"""Media that a thumbnail can show."""


def scenery(graph: Graph, library: Types, level: str = "") -> Scenery:
    """Describe what is to be seen of a graph on a level: linear in nodes and links.

    Args:
        graph: The graph.
        library: Node types.
        level: Id of the group whose inside is shown, "" for the whole graph.
    """
    return _Describer(graph, library, level).describe()


class _Describer:
    def __init__(self, graph: Graph, library: Types, level: str) -> None:
        self.graph, self.library = graph, library
        self.levels = Levels(graph, level)
        self.media = all_media(graph, library)
        self.readers = consumers(graph)
        shown = ((name, self.levels.shown_as(name)) for name in graph.nodes)
        self.where = {name: box for name, box in shown if box}

    def describe(self) -> Scenery:
        members: dict[str, list[str]] = {}
        for name, box in self.where.items():
            if box != name:
                members.setdefault(box, []).append(name)
        boxes = {name: self._node(name, self.graph.nodes[name]) for name, box in self.where.items() if box == name}
        for name in self.levels.closed():
            boxes[name] = self._group(name, sorted(members.get(name, ())))
        return Scenery(boxes, dict(self._wires(boxes)), self.where)

    def _node(self, name: str, node: Node) -> Box:
        kind = self.library.get(node.type)
        if kind is None:
            return self._unknown(name, node)
        ins = tuple(
            Port(s.name, s.media, ((name, s.name),), not s.optional, self._away(node, s.name), s.doc)
            for s in kind.inputs
        )
        outs = tuple(
            Port(s.name, self.media.get(Source(name, s.name), s.media), ((name, s.name),), doc=s.doc)
            for s in kind.outputs
        )
        return Box(
            name, "dot" if kind.name == "reroute" else "node", node.title or kind.title, kind.family, node.position,
            ins, outs, node.bypass, kind.wants_time or bool(node.curves), outs[0].media in PICTURES, (name,),
            kind.summary,
        )  # fmt: skip

    def _unknown(self, name: str, node: Node) -> Box:
        """A placeholder with as many sockets as links say that there are."""
        told = {(source.output) for source in self._read_from(name)}
        ins = tuple(Port(s, "Any", ((name, s),), away=self._away(node, s)) for s in sorted(node.inputs))
        outs = tuple(Port(s, "Any", ((name, s),)) for s in sorted(told))
        hint = f"There is no node type {node.type} here; what the file says of it is kept."
        return Box(
            name,
            "unknown",
            node.title or node.type,
            "",
            node.position,
            ins,
            outs,
            node.bypass,
            nodes=(name,),
            hint=hint,
        )

    def _read_from(self, name: str) -> Iterable[Source]:
        return (self.graph.nodes[reader].inputs[socket] for reader, socket in self.readers.get(name, ()))

    def _away(self, node: Node, socket: str) -> str:
        source = node.inputs.get(socket)
        if source is None or source.node in self.where or source.node not in self.graph.nodes:
            return ""
        return self._called(source.node)

    def _called(self, name: str) -> str:
        node = self.graph.nodes[name]
        kind = self.library.get(node.type)
        return node.title or (kind.title if kind else node.type)

    def _group(self, name: str, nodes: list[str]) -> Box:
        group = self.graph.groups[name]
        within = set(nodes)
        return Box(
            name, "group", group.title or "Group", "", group.position, self._group_ins(nodes, within),
            self._group_outs(nodes, within), nodes=tuple(nodes), hint=f"{len(nodes)} nodes; double-click goes inside",
        )  # fmt: skip

    def _group_ins(self, nodes: list[str], within: set[str]) -> tuple[Port, ...]:
        """A port for each output outside that is read inside, then one for each input that still has to be linked."""
        read: dict[Source, list[End]] = {}
        needed: list[Port] = []
        for name in nodes:
            node = self.graph.nodes[name]
            for socket, source in sorted(node.inputs.items()):
                if source.node not in within:
                    read.setdefault(source, []).append((name, socket))
            kind = self.library.get(node.type)
            for missing in kind.inputs if kind else ():
                if not missing.optional and missing.name not in node.inputs:
                    needed.append(Port(missing.name, missing.media, ((name, missing.name),), True, doc=missing.doc))
        linked = [self._entrance(source, ends) for source, ends in read.items()]
        return (*linked, *needed)

    def _entrance(self, source: Source, ends: list[End]) -> Port:
        away = "" if source.node in self.where or source.node not in self.graph.nodes else self._called(source.node)
        return Port(ends[0][1], self.media.get(source, "Any"), tuple(ends), away=away)

    def _group_outs(self, nodes: list[str], within: set[str]) -> tuple[Port, ...]:
        """The outputs that are read outside; where none is, the first output of what nobody reads."""
        found: dict[Source, None] = {}
        for name in nodes:
            for reader, socket in self.readers.get(name, ()):
                if reader not in within:
                    found[self.graph.nodes[reader].inputs[socket]] = None
        if not found:
            found = dict.fromkeys(self._ends_of(nodes))
        return tuple(
            Port(
                s.output if s.output != "out" else self.media.get(s, "out").lower(),
                self.media.get(s, "Any"),
                ((s.node, s.output),),
            )
            for s in found
        )

    def _ends_of(self, nodes: list[str]) -> Iterable[Source]:
        for name in nodes:
            kind: NodeType | None = self.library.get(self.graph.nodes[name].type)
            if kind is not None and not self.readers.get(name):
                yield Source(name, kind.outputs[0].name)

    def _wires(self, boxes: Mapping[str, Box]) -> Iterable[tuple[End, Wire]]:
        outputs = {end: (box.id, i) for box in boxes.values() for i, port in enumerate(box.outs) for end in port.ends}
        for box in boxes.values():
            for index, port in enumerate(box.ins):
                name, socket = port.ends[0]
                source = self.graph.nodes[name].inputs.get(socket)
                place: Any = outputs.get((source.node, source.output)) if source else None
                if source is not None and place is not None:
                    media = self.media.get(source, "Any")
                    yield port.ends[0], Wire(place[0], place[1], box.id, index, media, port.ends)
