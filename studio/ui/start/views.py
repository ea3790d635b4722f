"""What the number keys show at first: the film, the photo, the people, and what lies between."""

from __future__ import annotations

from studio.graph.graph import Graph
from studio.node.library import Library
from studio.ui.session import Output, Session

USUAL: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = (
    (2, (("load_photo", ""),)),
    (3, (("order_layers", ""), ("find_faces", ""), ("matte_people", ""), ("estimate_pose", ""), ("detect_people", ""))),
    (4, (("clean_plate", ""),)),
    (5, (("estimate_depth", ""),)),
    (6, (("rig_person", ""),)),
    (7, (("correct_motion", ""), ("retarget_motion", ""), ("choose_motion", ""))),
    (8, (("stage_people", "flow"),)),
    (9, (("stage_people", "ids"),)),
)
"""By number, the node types of which the first that the graph has is shown, with an output."""


def usual_views(graph: Graph, library: Library) -> dict[int, Output]:
    """What each number shows; 1 is what the film is made of, or the last picture there is."""
    by_type = {graph.nodes[name].type: name for name in sorted(graph.nodes, reverse=True)}
    found: dict[int, Output] = {}
    film = _film(graph, library)
    if film is not None:
        found[1] = film
    for number, choices in USUAL:
        there = next(((by_type[kind], output) for kind, output in choices if kind in by_type), None)
        if there is not None:
            found[number] = Output(*there)
    return found


def _film(graph: Graph, library: Library) -> Output | None:
    """What is written to the film: the picture before a writer, else the last node that makes pictures."""
    ends: list[str] = []
    read = {source.node for node in graph.nodes.values() for source in node.inputs.values()}
    for name in sorted(graph.nodes):
        kind = library.get(graph.nodes[name].type)
        if kind is None:
            continue
        if kind.writes and any(socket.media == "Image" for socket in kind.inputs):
            source = next((s for s in graph.nodes[name].inputs.values() if s.node in graph.nodes), None)
            if source is not None:
                return Output(source.node, source.output)
        elif kind.outputs[0].media == "Image" and name not in read:
            ends.append(name)
    return Output(ends[0]) if ends else None


def show_usual_views(session: Session, shown: int = 1) -> None:
    """Put what is usual under the number keys, and show one of them."""
    views = usual_views(session.graph, session.library)
    for number in sorted(views, key=lambda number: number == shown):
        session.look(*views[number], number)
