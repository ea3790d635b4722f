"""Copy and paste as text: the same text as a project file, so that it may be mailed, kept and read by a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from immutables import Map

from studio.graph.edit.groups import inside
from studio.graph.edit.nodes import fresh_id
from studio.graph.edit.places import node_at
from studio.graph.graph import Frame, Graph, Group, KnobSource, Node, Source
from studio.graph.project import dumps, loads
from studio.graph.sockets import Types, declared
from studio.media.errors import BadInput

_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


def copy_text(graph: Graph, library: Types, names: Iterable[str]) -> str:
    """Nodes, frames, and groups with all that is in them, as text; links among them and to what is above are kept."""
    names = tuple(names)
    groups = {name for chosen in names if chosen in graph.groups for name in inside(graph, chosen)[1]}
    nodes = {name for group in groups for name in inside(graph, group)[0]}
    nodes |= {name for name in names if name not in graph.groups and name not in graph.frames}
    kept = {name: node_at(graph, name) for name in nodes}
    frames = {n: frame for n, frame in graph.frames.items() if n in names or frame.extra.get("group", "") in groups}
    part = Graph(
        Map({name: node if node.group in groups else replace(node, group="") for name, node in kept.items()}),
        groups=Map({name: _within(graph.groups[name], groups, nodes) for name in groups}),
        frames=Map({name: _on_level(frame, dict(zip(groups, groups, strict=True))) for name, frame in frames.items()}),
        media=graph.media,
    )
    return dumps(part, library)


def _on_level(frame: Frame, groups: Mapping[str, str]) -> Frame:
    """The frame in the group that its own group becomes; on the outermost level where that does not come along."""
    level = groups.get(frame.extra.get("group", ""), "")
    extra = Map({field: value for field, value in frame.extra.items() if field != "group"})
    return replace(frame, extra=extra.set("group", level) if level else extra)


def _within(group: Group, groups: set[str], nodes: set[str]) -> Group:
    exposed = tuple(entry for entry in group.exposed if entry[0] in nodes)
    return replace(group, parent=group.parent if group.parent in groups else "", exposed=exposed)


def paste(
    graph: Graph, library: Types, text: str, offset: tuple[float, float] = (24.0, 24.0), *, linked: bool = False
) -> tuple[Graph, tuple[str, ...]]:
    """Add what :func:`copy_text` (or a whole project) says, everything with new ids.

    Args:
        graph: The graph as it is.
        library: Node types.
        text: The text.
        offset: How far from its old place each thing is put.
        linked: Whether links to nodes that were not copied are made again where such a node is here.

    Returns:
        The new graph, and the ids of the new nodes, sorted.

    Raises:
        BadInput: The text holds no project. What a mail or a chat put around it and before its lines is left out.
    """
    part = loads(_project_in(text), library).graph
    ids: dict[str, str] = {}
    for name in sorted(part.nodes):
        graph, ids[name] = fresh_id(graph, part.nodes[name].type)
    for name in sorted(part.groups):
        graph, ids[name] = fresh_id(graph, "group")
    graph = _framed(graph, part, ids, offset)
    nodes, groups = graph.nodes.mutate(), graph.groups.mutate()
    for name, node in part.nodes.items():
        nodes[ids[name]] = _renamed(node, ids, offset, _outside(graph, library, node) if linked else Map())
    for name, group in part.groups.items():
        exposed = tuple((ids[n], knob, label) for n, knob, label in group.exposed if n in ids)
        place = _moved(group.position, offset)
        groups[ids[name]] = replace(group, parent=ids.get(group.parent, ""), exposed=exposed, position=place)
    media = part.media.update(graph.media)
    graph = replace(graph, nodes=nodes.finish(), groups=groups.finish(), media=media)
    return graph, tuple(sorted(ids[name] for name in part.nodes))


def _project_in(text: str) -> str:
    """From the first brace to the last, without marks of quotation: no line of a project begins with one."""
    text = _QUOTED.sub("", text).replace("\u00a0", " ")
    first, last = text.find("{"), text.rfind("}")
    if not 0 <= first < last:
        raise BadInput("this text holds no nodes: copy some in a graph, then paste")
    return text[first : last + 1]


def _framed(graph: Graph, part: Graph, ids: Mapping[str, str], offset: tuple[float, float]) -> Graph:
    """The graph with the text's frames, as far off as everything else."""
    for name in sorted(part.frames):
        frame = _on_level(part.frames[name], ids)
        x, y, width, height = frame.box
        graph, made = fresh_id(graph, "frame")
        place = (x + offset[0], y + offset[1], width, height)
        graph = replace(graph, frames=graph.frames.set(made, replace(frame, box=place)))
    return graph


def _renamed(node: Node, ids: Mapping[str, str], offset: tuple[float, float], outside: Map[str, Source]) -> Node:
    """The node with links to the new ids; what it was linked to outside of the text is forgotten."""
    inputs = {socket: Source(ids[place.node], place.output) for socket, place in node.inputs.items()}
    links = {knob: KnobSource(ids[place.node], place.knob) for knob, place in node.links.items() if place.node in ids}
    extra = Map({field: value for field, value in node.extra.items() if field not in ("inputs", "links")})
    place = _moved(node.position, offset)
    group = ids.get(node.group, "")
    return replace(node, inputs=outside.update(inputs), links=Map(links), extra=extra, position=place, group=group)


def _outside(graph: Graph, library: Types, node: Node) -> Map[str, Source]:
    """Links of a node to what is not in the text but in the graph; kept by the reader under ``extra``."""
    found: dict[str, Source] = {}
    for socket, place in node.extra.get("inputs", Map()).items():
        source = Source(*place.split("."))
        if declared(graph, library, source):
            found[socket] = source
    return Map(found)


def _moved(place: tuple[float, float], offset: tuple[float, float]) -> tuple[float, float]:
    return place[0] + offset[0], place[1] + offset[1]
