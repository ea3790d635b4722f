"""Knobs: values, keys on their curves, knobs that follow other knobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from immutables import Map

from studio.graph.curve import ANIMATED, Curve, Interpolation, Key
from studio.graph.edit.places import knob_of, node_at, type_of, with_node
from studio.graph.graph import Graph, KnobSource
from studio.graph.plain import freeze
from studio.graph.record import curve_record, read_curve
from studio.graph.sockets import Types
from studio.media.errors import BadInput
from studio.node.declare import NodeType
from studio.node.knob import Knob


def cleaned(kind: NodeType, knob: Knob, value: Any) -> Any:
    """The value as the knob holds it, frozen, or BadInput that names node type and knob."""
    try:
        return freeze(knob.clean(value))
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{kind.name}.{error}") from None


def set_knob(graph: Graph, library: Types, node: str, knob: str, value: Any) -> Graph:
    """Set a knob to a value that holds at every time; its curve and its link go. The default is not stored."""
    kind = type_of(graph, library, node)
    declared = knob_of(kind, knob)
    value = cleaned(kind, declared, value)
    was = graph.nodes[node]
    knobs = was.knobs.set(knob, value)
    if value == cleaned(kind, declared, declared.default):
        knobs = without(was.knobs, knob)
    return with_node(graph, node, knobs=knobs, curves=without(was.curves, knob), links=without(was.links, knob))


def without(values: Map[str, Any], name: str) -> Map[str, Any]:
    """The map without a name that may or may not be in it."""
    return values.delete(name) if name in values else values


def set_curve(graph: Graph, library: Types, node: str, knob: str, curve: Curve) -> Graph:
    """Animate a knob by a whole curve; its link goes. The value that it had is kept for when the curve is cleared."""
    kind = type_of(graph, library, node)
    declared = knob_of(kind, knob)
    wanted = parts(kind, declared)
    if len(curve.keys) != wanted or not all(curve.keys):
        raise BadInput(f"{kind.name}.{knob}: its curve needs {wanted} part(s) with a key in each")
    _check_keys(kind, declared, curve)
    for component in curve.keys:
        for key in component:
            cleaned(kind, declared, key.value if not declared.size else (key.value,) * declared.size)
    was = graph.nodes[node]
    return with_node(graph, node, curves=was.curves.set(knob, curve.fitted()), links=without(was.links, knob))


def _check_keys(kind: NodeType, knob: Knob, curve: Curve) -> None:
    try:
        read_curve(freeze(curve_record(curve)))
    except ValueError as error:
        raise BadInput(f"{kind.name}.{knob.name}: {error}") from None


def parts(kind: NodeType, knob: Knob) -> int:
    """How many curves animate a knob; BadInput where it cannot be animated."""
    if knob.kind not in ANIMATED:
        raise BadInput(f"{kind.name}.{knob.name} cannot be animated: it is a {knob.kind} knob")
    return knob.size or 1


def set_key(
    graph: Graph, library: Types, node: str, knob: str, time: float, value: Any, interpolation: Interpolation = "bezier"
) -> Graph:
    """Set a key at a time (seconds), in place of the one that is there; the first key starts the curve.

    A bezier key gets automatic tangents.
    """
    kind = type_of(graph, library, node)
    declared = knob_of(kind, knob)
    count = parts(kind, declared)
    value = cleaned(kind, declared, value)
    numbers = value if declared.size else (value,)
    if None in numbers:
        raise BadInput(f"{kind.name}.{knob}: a key needs a number")
    curve = node_at(graph, node).curves.get(knob, Curve(((),) * count))
    for part, number in enumerate(numbers):
        curve = curve.insert(Key(_seconds(time), float(number), interpolation, auto=interpolation == "bezier"), part)
    return set_curve(graph, library, node, knob, curve)


def _seconds(time: float) -> float:
    if not abs(time) <= 1e9:
        raise BadInput(f"A key cannot lie at {time} seconds")
    return float(time)


def clear_key(graph: Graph, library: Types, node: str, knob: str, time: float) -> Graph:
    """Take the keys at a time away; with its last key a curve goes, and the knob holds that key's value."""
    curve = _curve(graph, node, knob)
    last = curve.at(time)
    for part in range(len(curve.keys)):
        curve = curve.delete(time, part)
    if all(curve.keys):
        return with_node(graph, node, curves=graph.nodes[node].curves.set(knob, curve))
    declared = knob_of(type_of(graph, library, node), knob)
    return set_knob(graph, library, node, knob, round(last) if declared.kind == "int" else last)  # type: ignore[arg-type]


def clear_curve(graph: Graph, node: str, knob: str) -> Graph:
    """Take a knob's curve away; the knob holds the value that it had before it was animated."""
    _curve(graph, node, knob)
    return with_node(graph, node, curves=graph.nodes[node].curves.delete(knob))


def _curve(graph: Graph, node: str, knob: str) -> Curve:
    curve: Curve | None = node_at(graph, node).curves.get(knob)
    if curve is None:
        raise BadInput(f"{node}.{knob} has no curve")
    return curve


def link_knob(graph: Graph, library: Types, node: str, knob: str, source: str, source_knob: str) -> Graph:
    """Let a knob follow another node's knob of the same kind, at every time."""
    own = knob_of(type_of(graph, library, node), knob)
    other = knob_of(type_of(graph, library, source), source_knob)
    if (own.kind, own.size) != (other.kind, other.size):
        raise BadInput(f"{node}.{knob} is a {own.kind} knob and cannot follow {source}.{source_knob}, a {other.kind}")
    place: KnobSource | None = KnobSource(source, source_knob)
    while place is not None and place.node in graph.nodes:
        if place == (node, knob):
            raise BadInput(f"{node}.{knob} would follow itself through {source}.{source_knob}")
        place = graph.nodes[place.node].links.get(place.knob)
    links = graph.nodes[node].links.set(knob, KnobSource(source, source_knob))
    return with_node(graph, node, links=links, curves=without(graph.nodes[node].curves, knob))


def unlink_knob(graph: Graph, node: str, knob: str) -> Graph:
    """Let a knob hold its own value again."""
    if knob not in node_at(graph, node).links:
        raise BadInput(f"{node}.{knob} follows no other knob")
    return with_node(graph, node, links=graph.nodes[node].links.delete(knob))


def replace_media(graph: Graph, library: Types, old: str, new: str) -> Graph:
    """Let every file knob that holds the path ``old`` hold ``new`` instead."""
    nodes = graph.nodes
    for name, node in graph.nodes.items():
        for knob in library[node.type].knobs if node.type in library else ():
            if knob.kind == "file" and node.knobs.get(knob.name) == old:
                value = cleaned(library[node.type], knob, new)
                node = replace(node, knobs=node.knobs.set(knob.name, value))
                nodes = nodes.set(name, node)
    if nodes is graph.nodes:
        raise BadInput(f"no node of this graph reads {old}")
    return replace(graph, nodes=nodes, media=without(graph.media, old))
