"""A recorded motion put into the graph: between who chooses what everybody does and who fits that to the people."""

from __future__ import annotations

from studio.graph.edit.knobs import set_knob
from studio.graph.edit.links import link
from studio.graph.edit.nodes import add
from studio.graph.edit.places import with_node
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types
from studio.graph.walk import in_order
from studio.media.errors import BadInput

LOADER, FITTER = "load_motion", "retarget_motion"


def add_recording(graph: Graph, library: Types, path: str, person: str = "") -> tuple[Graph, str]:
    """Give a recording to one person, or with "" to everybody; what was recorded for others before stays.

    Returns:
        The graph, and the id of the node that reads the file.

    Raises:
        BadInput: The graph moves nobody.
    """
    fitters = [name for name in in_order(graph)[0] if graph.nodes[name].type == FITTER]
    before = graph.nodes[fitters[0]].inputs.get("motions") if fitters else None
    if before is None:
        raise BadInput(f"the graph has no {FITTER} node with motions, so nobody would move so: open a photo first")
    chooser = graph.nodes[before.node]
    x, y = chooser.position
    graph, made = add(graph, library, LOADER, (x + 110.0, y - 120.0))
    graph = with_node(graph, made, group=graph.nodes[fitters[0]].group)
    if (people := _people(graph, before.node)) is None:
        raise BadInput(f"{before.node} knows no people, so nobody can be given the recording")
    graph = link(graph, library, people, made, "people")
    graph = link(graph, library, before, made, "motions")
    graph = set_knob(graph, library, made, "path", path)
    graph = set_knob(graph, library, made, "person", person)
    return link(graph, library, Source(made, "out"), fitters[0], "motions"), made


def _people(graph: Graph, name: str) -> Source | None:
    """The people that a node, or one above it, works on."""
    node = graph.nodes[name]
    if "people" in node.inputs:
        return node.inputs["people"]
    above = node.inputs.get("motions")
    return None if above is None else _people(graph, above.node)
