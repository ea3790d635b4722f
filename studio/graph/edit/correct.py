"""What the artist does by hand lies in knobs of nodes made for it; where such a node is missing, it is put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from studio.graph.edit.insert import insert_on_link
from studio.graph.edit.knobs import set_knob
from studio.graph.edit.links import link
from studio.graph.edit.nodes import add
from studio.graph.edit.places import node_at, type_named, with_node
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types
from studio.graph.walk import above, consumers, in_order
from studio.media.errors import BadInput

Entries: TypeAlias = Sequence[Mapping[str, Any]]
Change: TypeAlias = Callable[[Entries], Entries]
"""From the entries as they are to those that are wanted; entries that it does not know it hands on."""


def change_entries(graph: Graph, library: Types, node: str, knob: str, change: Change) -> Graph:
    """Change the entries of a knob."""
    was = node_at(graph, node).knobs.get(knob, ())
    return set_knob(graph, library, node, knob, tuple(change(was)))


def ensure(graph: Graph, library: Types, kind: str, after: str) -> tuple[Graph, str]:
    """The node of a type that works on what a node of another type makes; put in behind that where it is missing.

    Args:
        graph: The graph as it is.
        library: Node types.
        kind: Name of the type wanted.
        after: Name of the type whose first output it works on; of several nodes the first in order of work.

    Returns:
        The graph, and the node's id.
    """
    ordered = in_order(graph)[0]
    found = [name for name in ordered if graph.nodes[name].type == kind]
    if found:
        return graph, found[0]
    makers = [name for name in ordered if graph.nodes[name].type == after]
    if not makers:
        raise BadInput(
            f"the graph has no {after} node, so there is nothing to correct; start from a preset with people"
        )
    return _put_behind(graph, library, kind, makers[0])


def _put_behind(graph: Graph, library: Types, kind: str, maker: str) -> tuple[Graph, str]:
    """Put a new node behind another one: whoever read that one's first output reads the new node."""
    output = Source(maker, type_named(library, graph.nodes[maker].type).outputs[0].name)
    x, y = graph.nodes[maker].position
    readers = [(name, socket) for name, socket in consumers(graph).get(maker, ())
               if graph.nodes[name].inputs[socket] == output]  # fmt: skip
    around = graph.nodes[maker].inputs
    graph, made = add(graph, library, kind, (x + 110.0, y + 90.0))
    graph = with_node(graph, made, group=node_at(graph, maker).group)
    free = [s for s in type_named(library, kind).inputs if s.accepts(_media(graph, library, output))]
    graph = link(graph, library, output, made, free[0].name)
    for name, source in around.items():
        # a picture beside the people is the one that those were found in
        socket = type_named(library, kind).input(name)
        if socket is not None and name not in graph.nodes[made].inputs:
            graph = link(graph, library, source, made, name)
    result = Source(made, type_named(library, kind).outputs[0].name)
    for name, socket_name in readers:
        graph = link(graph, library, result, name, socket_name)
    return graph, made


def _media(graph: Graph, library: Types, source: Source) -> str:
    socket = library[graph.nodes[source.node].type].output(source.output)
    return socket.media if socket else ""


def correct(graph: Graph, library: Types, change: Change) -> tuple[Graph, str]:
    """Change the keys that lie on top of the motion; the node that holds them is put in where it is missing.

    Args:
        graph: The graph as it is.
        library: Node types.
        change: From the keys to the next; keys of people who are gone are handed to it too, and it keeps them.

    Returns:
        The graph, and the id of the node that holds the keys.
    """
    graph, node = ensure_correction(graph, library)
    return change_entries(graph, library, node, "keys", change), node


def pin(graph: Graph, library: Types, person: str, end: str, pinned: bool) -> tuple[Graph, str]:
    """Let a hand or a foot of a person stay while the rest is dragged, or let it go; gives the node that holds it."""

    def change(entries: Entries) -> Entries:
        others = [one for one in entries if (one.get("person"), one.get("end")) != (person, end)]
        return [*others, {"person": person, "end": end, "pinned": pinned}]

    graph, node = ensure_correction(graph, library)
    return change_entries(graph, library, node, "pins", change), node


def correction_of(graph: Graph) -> str:
    """Id of the node that holds the keys, "" for none: the one that a pose is read from, or the first there is."""
    found = [name for name in in_order(graph)[0] if graph.nodes[name].type == "correct_motion"]
    readers = [name for name in graph.nodes if graph.nodes[name].type == "pose_at"]
    used = above(graph, readers)
    return next((name for name in reversed(found) if name in used), found[0] if found else "")


def ensure_correction(graph: Graph, library: Types) -> tuple[Graph, str]:
    """The node that holds the keys, put between the motion and where poses are read from it."""
    found = correction_of(graph)
    if found:
        return _with_rigs(graph, library, found), found
    readers = [name for name in in_order(graph)[0] if graph.nodes[name].type == "pose_at"]
    readers = [name for name in readers if "motions" in graph.nodes[name].inputs]
    if not readers:
        graph, made = ensure(graph, library, "correct_motion", "retarget_motion")
        return _with_rigs(graph, library, made), made
    x, y = graph.nodes[readers[0]].position
    graph, made = add(graph, library, "correct_motion", (x - 110.0, y + 90.0))
    graph = with_node(graph, made, group=node_at(graph, readers[0]).group)
    return _with_rigs(insert_on_link(graph, library, made, readers[0], "motions"), library, made), made


def _with_rigs(graph: Graph, library: Types, node: str) -> Graph:
    """The node given the people's bodies where it lacks them: then arms are drawn where a correction takes them."""
    makers = [name for name in in_order(graph)[0] if graph.nodes[name].type == "rig_person"]
    if "rigs" in graph.nodes[node].inputs or not makers:
        return graph
    return link(graph, library, makers[0], node, "rigs")


def reorder(graph: Graph, library: Types, time: float, order: Sequence[str]) -> tuple[Graph, str]:
    """Draw people in an order (ids, the farthest first) from a time on; the node that says so is put in where needed.

    Returns:
        The graph, and the id of the node that holds the orders.
    """
    graph, node = ensure(graph, library, "reorder_people", "pose_at")
    if "rigs" not in graph.nodes[node].inputs:
        beside = [graph.nodes[name].inputs["rigs"] for name, _ in consumers(graph).get(node, ())
                  if "rigs" in graph.nodes[name].inputs]  # fmt: skip
        graph = link(graph, library, beside[0], node, "rigs") if beside else graph
    new = {"time": round(float(time), 6), "order": list(order)}

    def change(entries: Entries) -> Entries:
        others = [one for one in entries if abs(float(one["time"]) - time) > 1e-4]
        return sorted([*others, new], key=lambda one: float(one["time"]))

    return change_entries(graph, library, node, "keys", change), node


def free_limb(graph: Graph, library: Types, person: str, bones: Sequence[str]) -> Graph:
    """Let bones of a person move that the photo holds back (crossed, resting, close to others)."""
    rigs = [name for name in in_order(graph)[0] if graph.nodes[name].type == "rig_person"]
    if not rigs:
        raise BadInput("the graph has no rig_person node, so there is no limb to free")

    def change(entries: Entries) -> Entries:
        others = [one for one in entries if (one.get("person"), one.get("bone")) not in {(person, b) for b in bones}]
        return [*others, *({"person": person, "bone": bone, "freedom": 1.0} for bone in bones)]

    return change_entries(graph, library, rigs[0], "free_limbs", change)
