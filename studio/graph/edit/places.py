"""Finding nodes, sockets and knobs, with the line that says what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from studio.graph.fields import numbers, text
from studio.graph.graph import Graph, Node, Source
from studio.graph.plain import freeze
from studio.graph.sockets import Types
from studio.media.errors import BadInput
from studio.node.declare import NodeType, Socket
from studio.node.knob import Knob


def said(value: str, what: str) -> str:
    """A text that a project file can hold."""
    try:
        return text(freeze(value), what)
    except ValueError as error:
        raise BadInput(str(error)) from None


def spot(place: Iterable[float], what: str, count: int = 2) -> tuple[Any, ...]:
    """Numbers that a canvas can hold."""
    try:
        return numbers(tuple(place), what, count)
    except ValueError as error:
        raise BadInput(str(error)) from None


def node_at(graph: Graph, name: str) -> Node:
    """The node of this id."""
    if name not in graph.nodes:
        raise BadInput(f"there is no node {name} in this graph")
    return graph.nodes[name]


def with_node(graph: Graph, name: str, **changes: Any) -> Graph:
    """The graph with some fields of one node changed."""
    return replace(graph, nodes=graph.nodes.set(name, replace(node_at(graph, name), **changes)))


def type_named(library: Types, name: str) -> NodeType:
    """The node type of this name."""
    if name not in library:
        raise BadInput(f"there is no node type {name}; `vivant nodes` lists those there are")
    return library[name]


def type_of(graph: Graph, library: Types, name: str) -> NodeType:
    """The type of a node of this graph."""
    return type_named(library, node_at(graph, name).type)


def knob_of(kind: NodeType, name: str) -> Knob:
    """A knob of a node type."""
    knob = kind.knob(name)
    if knob is None:
        known = ", ".join(knob.name for knob in kind.knobs) or "none"
        raise BadInput(f"{kind.name} has no knob {name}; its knobs are: {known}")
    return knob


def input_of(kind: NodeType, name: str) -> Socket:
    """An input of a node type."""
    socket = kind.input(name)
    if socket is None:
        known = ", ".join(socket.name for socket in kind.inputs) or "none"
        raise BadInput(f"{kind.name} has no input {name}; its inputs are: {known}")
    return socket


def as_source(graph: Graph, library: Types, place: Source | str) -> Source:
    """An output from ``Source``, "node.output", or "node" alone for its first output; checked to be there."""
    if isinstance(place, str):
        node, _, output = place.partition(".")
        place = Source(node, output or _first_output(graph, library, node))
    kind = library.get(node_at(graph, place.node).type)
    if kind is not None and kind.output(place.output) is None:
        known = ", ".join(socket.name for socket in kind.outputs)
        raise BadInput(f"{place.node} has no output {place.output}; its outputs are: {known}")
    return place


def _first_output(graph: Graph, library: Types, node: str) -> str:
    return type_of(graph, library, node).outputs[0].name
