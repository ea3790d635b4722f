"""The roster: who is in the picture, as the artist says it. Lies in a knob of detect_people.

An entry fixes a person's id, so every edit writes everybody down: whoever was not in the roster would be numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.graph.edit.correct import Entries, change_entries
from studio.graph.graph import Graph
from studio.graph.sockets import Types
from studio.graph.walk import in_order
from studio.media.errors import BadInput
from studio.media.person import PERSON_COLOURS, Person

Box = tuple[float, float, float, float]
LEAST = 8.0
"""Pixels that a person's box is wide and high at least."""


def roster_of(graph: Graph) -> tuple[Mapping[str, Any], ...]:
    """The roster as it is."""
    found: tuple[Mapping[str, Any], ...] = graph.nodes[_detector(graph)].knobs.get("roster", ())
    return found


def set_person(graph: Graph, library: Types, people: Iterable[Person], person: str, **fields: Any) -> Graph:
    """Change a person: ``name``, ``colour`` (r, g, b), ``box``, ``locked``.

    Args:
        graph: The graph as it is.
        library: Node types.
        people: Everybody who is in the picture now.
        person: Id.
        fields: What to change.
    """
    entries = _everybody(roster_of(graph), people)
    if person not in {one["id"] for one in entries}:
        raise BadInput(f"there is nobody called {person} in this picture")
    if "box" in fields:
        fields["box"] = _box(fields["box"])
    return _with(graph, library, [{**one, **fields} if one["id"] == person else one for one in entries])


def add_person(
    graph: Graph, library: Types, people: Iterable[Person], box: Sequence[float], name: str = ""
) -> tuple[Graph, str]:
    """Add a person by a box drawn by hand; whoever is found there is that person, otherwise the box is cut out.

    Returns:
        The graph, and the new person's id.
    """
    entries = _everybody(roster_of(graph), people)
    taken = [int(one["id"].rsplit("_", 1)[-1]) for one in entries if one["id"].rsplit("_", 1)[-1].isdigit()]
    number = max(taken, default=0) + 1
    made = {
        "id": f"person_{number}", "box": _box(box), "name": name or f"Person {number}",
        "colour": list(PERSON_COLOURS[(number - 1) % len(PERSON_COLOURS)]), "locked": True,
    }  # fmt: skip
    return _with(graph, library, [*entries, made]), str(made["id"])


def remove_person(graph: Graph, library: Types, people: Iterable[Person], person: str) -> Graph:
    """Leave a person out: that part of the picture becomes background. What was corrected on them is kept."""
    return set_person(graph, library, people, person, removed=True, locked=False)


def restore_person(graph: Graph, library: Types, person: str) -> Graph:
    """Take a removed person back in."""
    entries = [
        {k: v for k, v in one.items() if k != "removed"} if one.get("id") == person else one for one in roster_of(graph)
    ]
    return _with(graph, library, entries)


def removed_people(graph: Graph) -> tuple[Mapping[str, Any], ...]:
    """Entries of people that were left out."""
    if not any(node.type == "detect_people" for node in graph.nodes.values()):
        return ()
    return tuple(one for one in roster_of(graph) if one.get("removed"))


def _everybody(roster: Entries, people: Iterable[Person]) -> list[Mapping[str, Any]]:
    known = {str(one.get("id", "")) for one in roster}
    new = [
        {"id": one.id, "box": [round(v, 2) for v in one.box], "name": one.name, "colour": [*one.colour]}
        for one in people
        if one.id not in known
    ]
    return [*roster, *new]


def _with(graph: Graph, library: Types, entries: Entries) -> Graph:
    return change_entries(graph, library, _detector(graph), "roster", lambda _: entries)


def _detector(graph: Graph) -> str:
    found = [name for name in in_order(graph)[0] if graph.nodes[name].type == "detect_people"]
    if not found:
        raise BadInput("the graph has no detect_people node, so it has no roster; start from a preset with people")
    return found[0]


def _box(corners: Sequence[float]) -> list[float]:
    x0, x1 = sorted((float(corners[0]), float(corners[2])))
    y0, y1 = sorted((float(corners[1]), float(corners[3])))
    if x1 - x0 < LEAST or y1 - y0 < LEAST:
        raise BadInput("draw a larger box around the person")
    return [round(v, 2) for v in (x0, y0, x1, y1)]
