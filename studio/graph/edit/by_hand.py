"""What is painted and moved by hand on the photo: strokes on mattes, joints, points of faces.

Each lies in a knob of a node of its own, which is put in where it is missing, and is kept when something above changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from studio.graph.edit.correct import Entries, change_entries, ensure
from studio.graph.graph import Graph
from studio.graph.sockets import Types

Point = tuple[float, float]


def paint_matte(
    graph: Graph, library: Types, person: str, points: Sequence[tuple[float, float, float]], *, size: float,
    hardness: float, erase: bool = False,
) -> tuple[Graph, str]:  # fmt: skip
    """Add a stroke to a person's matte.

    Args:
        graph: The graph as it is.
        library: Node types.
        person: Id.
        points: (x, y, pressure), in pixels of the photo.
        size: Width of the brush, in pixels.
        hardness: Share of it that is solid.
        erase: Take away instead of adding.

    Returns:
        The graph, and the id of the node that holds the strokes.
    """
    stroke: dict[str, Any] = {
        "person": person, "points": [[round(v, 2) for v in point] for point in points], "size": round(size, 2),
        "hardness": round(hardness, 3),
    }  # fmt: skip
    if erase:
        stroke["erase"] = True
    graph, node = ensure(graph, library, "correct_matte", "matte_people")
    return change_entries(graph, library, node, "strokes", lambda entries: [*entries, stroke]), node


def clear_strokes(graph: Graph, library: Types, person: str, *, last: bool = False) -> Graph:
    """Take a person's strokes away, or the last of them alone."""

    def change(entries: Entries) -> Entries:
        ours = [k for k, one in enumerate(entries) if one.get("person") == person]
        gone = set(ours[-1:] if last else ours)
        return [one for k, one in enumerate(entries) if k not in gone]

    return _changed_everywhere(graph, library, "correct_matte", "strokes", change)


def move_joint(graph: Graph, library: Types, person: str, point: str, at: Point) -> tuple[Graph, str]:
    """Put a joint of the photo's own pose somewhere else; gives the node that holds it."""
    graph, node = ensure(graph, library, "correct_keypoints", "estimate_pose")
    return _placed(graph, library, node, person, point, at), node


def move_face_point(graph: Graph, library: Types, person: str, point: int, at: Point) -> tuple[Graph, str]:
    """Put a point of a face somewhere else; gives the node that holds it."""
    graph, node = ensure(graph, library, "correct_face", "find_faces")
    return _placed(graph, library, node, person, point, at), node


def reset_points(graph: Graph, library: Types, person: str, points: Sequence[str | int] | None = None) -> Graph:
    """Put joints and face points back where they were found; None for all of a person."""

    def change(entries: Entries) -> Entries:
        return [one for one in entries
                if one.get("person") != person or (points is not None and one.get("point") not in points)]  # fmt: skip

    graph = _changed_everywhere(graph, library, "correct_keypoints", "points", change)
    return _changed_everywhere(graph, library, "correct_face", "points", change)


def _placed(graph: Graph, library: Types, node: str, person: str, point: str | int, at: Point) -> Graph:
    new = {"person": person, "point": point, "at": [round(v, 2) for v in at]}

    def change(entries: Entries) -> Entries:
        others = [one for one in entries if (one.get("person"), one.get("point")) != (person, point)]
        return sorted([*others, new], key=lambda one: (str(one.get("person")), str(one.get("point"))))

    return change_entries(graph, library, node, "points", change)


def _changed_everywhere(graph: Graph, library: Types, kind: str, knob: str, change: Any) -> Graph:
    for name in sorted(name for name, node in graph.nodes.items() if node.type == kind):
        graph = change_entries(graph, library, name, knob, change)
    return graph
