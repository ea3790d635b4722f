"""What travels on a link. Nodes that hand on what they get (switch, reroute, hold) take their media from above."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.graph import Graph, Node, Source
from studio.graph.walk import in_order
from studio.node.declare import NodeType

Types = Mapping[str, NodeType]


def media_of(graph: Graph, library: Types, source: Source) -> str:
    """Name of what an output carries; "Any" where nothing above says, "" where there is no such output."""
    seen: set[str] = set()
    todo = [source]
    first = ""
    while todo:
        at = todo.pop()
        media = declared(graph, library, at)
        first = first or media
        if media not in ("", "Any"):
            return media
        if media == "Any" and at.node not in seen:
            seen.add(at.node)
            todo.extend(reversed(handed_on(graph.nodes[at.node], library)))
    return first


def declared(graph: Graph, library: Types, source: Source) -> str:
    """What the type of the node says that this output carries; "Any" for an unknown type, "" for no such output."""
    node = graph.nodes.get(source.node)
    if node is None:
        return ""
    if node.type not in library:
        return "Any"
    socket = library[node.type].output(source.output)
    return socket.media if socket else ""


def handed_on(node: Node, library: Types) -> list[Source]:
    """The sources that an output of media Any may be, in the order of the node's inputs."""
    if node.type not in library:
        return []
    inputs = library[node.type].inputs
    return [node.inputs[socket.name] for socket in inputs if socket.media == "Any" and socket.name in node.inputs]


def all_media(graph: Graph, library: Types) -> dict[Source, str]:
    """What every output of every node of known type carries, in one pass: linear in nodes and links."""
    found: dict[Source, str] = {}
    for name in in_order(graph)[0]:
        node = graph.nodes[name]
        if node.type not in library:
            continue
        above = (found.get(source, "Any") for source in handed_on(node, library))
        given = next((media for media in above if media != "Any"), "Any")
        for socket in library[node.type].outputs:
            found[Source(name, socket.name)] = given if socket.media == "Any" else socket.media
    return found
