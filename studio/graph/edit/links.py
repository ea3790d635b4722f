"""Links between nodes: only what fits, and never in a circle."""

from __future__ import annotations

from studio.graph.edit.places import as_source, input_of, node_at, type_of, with_node
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types, handed_on, media_of
from studio.graph.walk import above, consumers
from studio.media.errors import BadInput
from studio.node.declare import NodeType


def fitting(graph: Graph, library: Types, place: Source | str, kind: NodeType, socket: str) -> Source:
    """The output meant by ``place``, checked to carry what an input of a node type takes."""
    source = as_source(graph, library, place)
    wanted = input_of(kind, socket)
    media = media_of(graph, library, source)
    if not wanted.accepts(media):
        raise BadInput(f"{kind.name}.{socket} takes {wanted.media}, but {source.node}.{source.output} carries {media}")
    return source


def link(graph: Graph, library: Types, source: Source | str, node: str, socket: str) -> Graph:
    """Link an output to an input, replacing what was linked there.

    Args:
        graph: The graph as it is.
        library: Node types.
        source: The output: a Source, "node.output", or "node" for its first output.
        node: Id of the node that reads.
        socket: Name of its input.

    Raises:
        BadInput: Nothing of that name, media that do not fit, or a cycle.
    """
    kind = type_of(graph, library, node)
    found = fitting(graph, library, source, kind, socket)
    if node in above(graph, [found.node]):
        raise BadInput(f"linking {found.node} to {node} would make a circle: {found.node} already reads {node}")
    changed = with_node(graph, node, inputs=graph.nodes[node].inputs.set(socket, found))
    if any(output.media == "Any" for output in kind.outputs):
        _check_readers(changed, library, node)
    return changed


def _check_readers(graph: Graph, library: Types, start: str) -> None:
    """A node that hands on anything decides what its readers get: all of them have to take it."""
    readers = consumers(graph)
    todo, seen = [start], set()
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for reader, socket in readers.get(name, ()):
            kind = library.get(graph.nodes[reader].type)
            source = graph.nodes[reader].inputs[socket]
            if kind is None or kind.input(socket) is None:
                continue
            fitting(graph, library, source, kind, socket)
            if source in handed_on(graph.nodes[reader], library):
                todo.append(reader)


def unlink(graph: Graph, node: str, socket: str) -> Graph:
    """Take the link at an input away."""
    inputs = node_at(graph, node).inputs
    if socket not in inputs:
        raise BadInput(f"nothing is linked to {node}.{socket}")
    return with_node(graph, node, inputs=inputs.delete(socket))
