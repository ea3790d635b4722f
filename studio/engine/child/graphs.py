"""A graph on its way to the child: only what changed, and only what changes results; what did not change is shared."""

from __future__ import annotations

from dataclasses import replace

from immutables import Map

from studio.engine.child.wire import Message
from studio.graph.difference import LAYOUT, difference
from studio.graph.graph import Graph, Node
from studio.graph.plain import freeze
from studio.graph.record import node_record, read_node
from studio.media.shot import Shot


def changes(before: Graph, after: Graph) -> Message:
    """What makes the second graph's results from the first's: records of nodes by id, None for what went; the shot."""
    found = difference(before, after)
    changed = [name for name, parts in found.changed.items() if parts - LAYOUT]
    nodes = {name: node_record(name, _bare(after.nodes[name])) for name in (*found.added, *changed)}
    message: Message = {"nodes": nodes | dict.fromkeys(found.removed)}
    if "shot" in found.about:
        shot = after.shot
        message["shot"] = [*shot.size, shot.fps, shot.first, shot.last]
    return message


def changed(graph: Graph, message: Message) -> Graph:
    """The graph with the changes made; nodes that did not change stay the same objects."""
    nodes = graph.nodes.mutate()
    for name, record in message["nodes"].items():
        if record is None:
            nodes.pop(name, None)
        else:
            nodes[name] = read_node(freeze(record))[1]
    shot = graph.shot
    if "shot" in message:
        width, height, fps, first, last = message["shot"]
        shot = Shot((width, height), fps, first, last)
    return replace(graph, nodes=nodes.finish(), shot=shot)


def _bare(node: Node) -> Node:
    return replace(node, title="", position=(0.0, 0.0), group="", extra=Map())
