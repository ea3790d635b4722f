"""What is heard in the film: a file that is put in beside what is there."""

from __future__ import annotations

from studio.graph.edit.knobs import set_knob
from studio.graph.edit.links import link
from studio.graph.edit.nodes import add
from studio.graph.edit.places import with_node
from studio.graph.graph import Graph, Source
from studio.graph.sockets import Types
from studio.graph.walk import in_order
from studio.media.errors import BadInput

LOADER = "load_sound"


def heard_at(graph: Graph, library: Types) -> tuple[str, str] | None:
    """The input that is given what is heard, as (node id, socket): a writer's; of several, of one that has a sound."""
    found = []
    for name in in_order(graph)[0]:
        kind = library.get(graph.nodes[name].type)
        if kind is not None and kind.writes:
            found += [(name, socket.name) for socket in kind.inputs if socket.media == "Sound"]
    given = [place for place in found if place[1] in graph.nodes[place[0]].inputs]
    return next(iter(given or found), None)


def heard(graph: Graph, library: Types) -> Source | None:
    """What is heard in the film, None for nothing."""
    place = heard_at(graph, library)
    return None if place is None else graph.nodes[place[0]].inputs.get(place[1])


def add_sound(graph: Graph, library: Types, path: str) -> tuple[Graph, str]:
    """Put a file into what is heard, beside what is heard already.

    Returns:
        The graph, and the id of the node that reads the file.

    Raises:
        BadInput: The graph writes no film.
    """
    place = heard_at(graph, library)
    if place is None:
        raise BadInput("the graph has no write_movie node, so nothing would be heard: open a photo first")
    writer, socket = place
    before = graph.nodes[writer].inputs.get(socket)
    x, y = graph.nodes[before.node if before is not None else writer].position
    at = (x, y + 160.0) if before is not None else (x - 220.0, y + 320.0)
    graph, made = add(graph, library, LOADER, at)
    graph = with_node(graph, made, group=graph.nodes[writer].group)
    if before is not None:
        graph = link(graph, library, before, made, "sound")
    graph = set_knob(graph, library, made, "path", path)
    return link(graph, library, made, writer, socket), made
