"""Correct face: points of a face put where they are, by hand; those around them follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from nodes.algorithms.point_drag import drag_points
from studio.media.errors import BadInput
from studio.media.person import Face, People
from studio.node import node
from studio.node.knob import Entries, Fraction, Range


@node(family="face", version=1)
def correct_face(
    people: People, *, points: Entries = (), reach: Annotated[Fraction, Range(0.01, 1.0, soft=(0.02, 0.4))] = 0.08
) -> People:
    """Move points of faces to where they are.

    Args:
        people: Everyone, with faces.
        points: Entries {"person": id, "point": number of the landmark, "at": [x, y] in pixels of the photo}. Entries of
            people who are gone, or whose face was not found, are left alone.
        reach: How far around a moved point others follow, as a part of the face's width.

    Returns:
        The same people; those without entries are handed on as they are.
    """
    moved: dict[str, dict[int, tuple[float, float]]] = {}
    for entry in points:
        person, index, at = _read(entry)
        moved.setdefault(person, {})[index] = at
    return People(
        (name, replace(one, face=_corrected(one.face, moved[name], reach)) if name in moved and one.face else one)
        for name, one in people.items()
    )


def _read(entry: Mapping[str, Any]) -> tuple[str, int, tuple[float, float]]:
    index, at = entry.get("point"), entry.get("at")
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        raise BadInput(f"correct_face: a point is the number of a landmark, not {str(index)[:60]}")
    if not isinstance(at, tuple | list) or len(at) != 2 or not all(isinstance(v, int | float) for v in at):
        raise BadInput(f"correct_face: point {index} wants a place [x, y], not {str(at)[:60]}")
    return str(entry.get("person", "")), index, (float(at[0]), float(at[1]))


def _corrected(face: Face, moved: Mapping[int, tuple[float, float]], reach: float) -> Face:
    known = {index: at for index, at in moved.items() if index < len(face.landmarks)}
    if not known:
        return face
    wide = max(float(np.ptp(face.landmarks[:, 0])), 1.0)
    landmarks = drag_points(face.landmarks.astype(np.float64), list(known), np.array([*known.values()]), reach * wide)
    low, high = landmarks.min(axis=0), landmarks.max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return replace(face, landmarks=landmarks.astype(np.float32), box=box)
