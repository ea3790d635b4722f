"""Putting a node into a link that is there."""

from __future__ import annotations

from studio.graph.edit.links import link
from studio.graph.edit.nodes import add
from studio.graph.edit.places import input_of, node_at, type_of, with_node
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types, media_of
from studio.media.errors import BadInput


def insert_on_link(graph: Graph, library: Types, name: str, node: str, socket: str) -> Graph:
    """Put a node that is there already into the link that ends at ``node.socket``.

    Its first unlinked input that takes what travels there is linked, and its first output that fits.
    """
    source = node_at(graph, node).inputs.get(socket)
    if source is None:
        raise BadInput(f"nothing is linked to {node}.{socket}")
    kind, media = type_of(graph, library, name), media_of(graph, library, source)
    free = [s.name for s in kind.inputs if s.accepts(media) and s.name not in graph.nodes[name].inputs]
    if not free:
        raise BadInput(f"{name} has no free input that takes {media}")
    graph = link(graph, library, source, name, free[0])
    wanted = input_of(type_of(graph, library, node), socket)
    outputs = [Source(name, output.name) for output in kind.outputs]
    fit = [output for output in outputs if wanted.accepts(media_of(graph, library, output))]
    if not fit:
        raise BadInput(f"{name} has no output that {node}.{socket} takes: it takes {wanted.media}")
    return link(graph, library, fit[0], node, socket)


def reroute(
    graph: Graph, library: Types, node: str, socket: str, position: tuple[float, float] = (0.0, 0.0)
) -> tuple[Graph, str]:
    """Put a reroute dot into the link that ends at ``node.socket``."""
    graph, name = add(graph, library, "reroute", position)
    graph = with_node(graph, name, group=node_at(graph, node).group)
    return insert_on_link(graph, library, name, node, socket), name
