"""Hands and feet that stay while the rest of the body is dragged; they are kept with the project."""

from __future__ import annotations

from nodes.algorithms.drag_joint import LIMBS
from studio.graph.edit.correct import pin
from studio.ui.people.cast import Cast
from studio.ui.session import Session


def pinned(cast: Cast, person: str) -> set[str]:
    """Ends of a person that stay: planted feet, unless the artist said otherwise."""
    rig = cast.rigs.get(person)
    ends = {end for end in LIMBS if rig is not None and end in rig.pinned and end.endswith("Foot")}
    for one in cast.pins:
        if one.get("person") == person and one.get("end") in LIMBS:
            ends = ends | {one["end"]} if one.get("pinned") else ends - {one["end"]}
    return ends


def set_pin(session: Session, person: str, end: str, on: bool) -> None:
    """Pin an end, or let it go."""
    session.apply(lambda graph: pin(graph, session.library, person, end, on))
