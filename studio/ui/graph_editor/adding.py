"""Edits that add nodes, on a level and at the loose end of a link; without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from studio.graph.edit import add, link
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types, media_of
from studio.node.declare import NodeType, Socket
from studio.ui.graph_editor.edits import Place, join
from studio.ui.graph_editor.scenery import End


def within(graph: Graph, names: Iterable[str], level: str) -> Graph:
    """Put nodes that were just made into the group whose inside is shown."""
    if not level or level not in graph.groups:
        return graph
    nodes = graph.nodes
    for name in names:
        if not nodes[name].group:
            nodes = nodes.set(name, replace(nodes[name], group=level))
    return replace(graph, nodes=nodes)


def make(graph: Graph, library: Types, kind: str, at: Place, level: str = "") -> tuple[Graph, str]:
    """Add a node on a level."""
    graph, name = add(graph, library, kind, at)
    return within(graph, [name], level), name


def make_linked(
    graph: Graph, library: Types, kind: str, at: Place, level: str, source: Source | None, ends: tuple[End, ...]
) -> tuple[Graph, str]:
    """Add a node and link it: to an output that it reads, or to inputs that read it."""
    graph, name = make(graph, library, kind, at, level)
    if source is not None:
        socket = entrance(graph, library, library[kind], source)
        if socket:
            graph = link(graph, library, source, name, socket)
    if ends:
        output = exit_to(graph, library, library[kind], ends)
        if output:
            graph = join(graph, library, Source(name, output), ends)
    return graph, name


def entrance(graph: Graph, library: Types, kind: NodeType, source: Source) -> str:
    """The first input of a node type that takes what an output carries, "" for none; needed ones go first."""
    media = media_of(graph, library, source)
    fit = [socket for socket in kind.inputs if socket.accepts(media)]
    fit.sort(key=lambda socket: (socket.optional, socket.media == "Any"))
    return fit[0].name if fit else ""


def exit_to(graph: Graph, library: Types, kind: NodeType, ends: tuple[End, ...]) -> str:
    """The first output of a node type that all these inputs take, "" for none."""
    wanted = [socket for socket in (_input(graph, library, end) for end in ends) if socket is not None]
    for output in kind.outputs:
        if all(socket.accepts(output.media) for socket in wanted):
            return output.name
    return ""


def _input(graph: Graph, library: Types, end: End) -> Socket | None:
    kind = library.get(graph.nodes[end[0]].type)
    return kind.input(end[1]) if kind else None
