"""Adding and removing nodes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from immutables import Map

from studio.graph.edit.knobs import cleaned
from studio.graph.edit.links import fitting
from studio.graph.edit.places import knob_of, node_at, spot, type_named, with_node
from studio.graph.graph import Graph, Node, Source
from studio.graph.sockets import Types
from studio.node.declare import NodeType


def fresh_id(graph: Graph, prefix: str) -> tuple[Graph, str]:
    """An id such as ``crop_3`` that this graph never gave before, and the graph that remembers having given it."""
    number = graph.counters.get(prefix, 0) + 1
    while any(f"{prefix}_{number}" in things for things in (graph.nodes, graph.groups, graph.frames)):
        number += 1
    return replace(graph, counters=graph.counters.set(prefix, number)), f"{prefix}_{number}"


def add(
    graph: Graph, library: Types, kind: str, at: tuple[float, float] = (0.0, 0.0), /, **settings: Any
) -> tuple[Graph, str]:
    """Add a node.

    Args:
        graph: The graph as it is.
        library: Node types.
        kind: Name of the node type.
        at: (x, y) on the canvas.
        settings: By name: for an input a Source, "node.output" or "node"; for a knob its value.

    Returns:
        The new graph, and the new node's id.
    """
    declared = type_named(library, kind)
    inputs, knobs = _settle(graph, library, declared, settings)
    graph, name = fresh_id(graph, kind)
    made = Node(kind, declared.version, Map(knobs), inputs=Map(inputs), position=spot(at, "a node's position"))
    return replace(graph, nodes=graph.nodes.set(name, made)), name


def _settle(
    graph: Graph, library: Types, kind: NodeType, settings: dict[str, Any]
) -> tuple[dict[str, Source], dict[str, Any]]:
    inputs: dict[str, Source] = {}
    knobs: dict[str, Any] = {}
    for name, value in settings.items():
        if kind.input(name) is not None:
            inputs[name] = fitting(graph, library, value, kind, name)
        else:
            knob = knob_of(kind, name)
            value = cleaned(kind, knob, value)
            if value != cleaned(kind, knob, knob.default):
                knobs[name] = value
    return inputs, knobs


def remove(graph: Graph, names: Iterable[str], library: Types | None = None) -> Graph:
    """Remove nodes, and with them the links, knob links and exposed knobs that name them.

    With a library, readers of a removed node are linked to what it would hand on when bypassed, so that taking a node
    out of a chain leaves the chain whole.
    """
    gone = set(names)
    for name in gone:
        node_at(graph, name)
    nodes = graph.nodes.mutate()
    for name, node in graph.nodes.items():
        if name in gone:
            del nodes[name]
        else:
            nodes[name] = _without(graph, node, gone, library)
    return _unexposed(replace(graph, nodes=nodes.finish()), gone)


def _without(graph: Graph, node: Node, gone: set[str], library: Types | None) -> Node:
    inputs, links = node.inputs, node.links
    for socket, source in node.inputs.items():
        if source.node in gone:
            instead = _instead(graph, source, gone, library)
            inputs = inputs.set(socket, instead) if instead else inputs.delete(socket)
    for knob, place in node.links.items():
        if place.node in gone:
            links = links.delete(knob)
    if inputs is node.inputs and links is node.links:
        return node
    return replace(node, inputs=inputs, links=links)


def _instead(graph: Graph, source: Source, gone: set[str], library: Types | None) -> Source | None:
    """What a removed node would hand on; only its first output has a fitting input."""
    found: Source | None = source
    while found and found.node in gone:
        node = graph.nodes[found.node]
        kind = library.get(node.type) if library is not None else None
        if kind is None or kind.passes is None or found.output != kind.outputs[0].name:
            return None
        found = node.inputs.get(kind.passes)
    return found


def _unexposed(graph: Graph, gone: set[str]) -> Graph:
    groups = graph.groups
    for name, group in graph.groups.items():
        kept = tuple(entry for entry in group.exposed if entry[0] not in gone)
        if kept != group.exposed:
            groups = groups.set(name, replace(group, exposed=kept))
    exposed = tuple(entry for entry in graph.exposed if entry[0] not in gone)
    return replace(graph, groups=groups, exposed=exposed)


def bypass(graph: Graph, name: str, on: bool = True) -> Graph:
    """Let a node hand its fitting input on instead of computing, or compute again."""
    return with_node(graph, name, bypass=on)
