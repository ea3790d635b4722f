"""Correct keypoints: joints of the photo put where they are, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from studio.media.errors import BadInput
from studio.media.person import People, Person
from studio.media.skeleton import KEYPOINTS, Skeleton
from studio.node import node
from studio.node.knob import Entries

Moved = dict[str, tuple[float, float]]


@node(family="people", version=1)
def correct_keypoints(people: People, *, points: Entries = ()) -> People:
    """Move joints of the photo's own pose to where they are.

    Args:
        people: Everyone, with skeletons.
        points: Entries {"person": id, "point": name such as "left_wrist", "at": [x, y] in pixels of the photo}. Entries
            of people who are gone are left alone.

    Returns:
        The same people; a joint that was moved counts as surely seen. Those without entries are handed on as they are.
    """
    moved: dict[str, Moved] = {}
    for entry in points:
        person, name, at = _read(entry)
        moved.setdefault(person, {})[name] = at
    return People(
        (name, _corrected(person, moved[name]) if name in moved else person) for name, person in people.items()
    )


def _read(entry: Mapping[str, Any]) -> tuple[str, str, tuple[float, float]]:
    name, at = entry.get("point"), entry.get("at")
    if name not in KEYPOINTS:
        raise BadInput(f"correct_keypoints: there is no point {name!r}; there are: {', '.join(KEYPOINTS)}")
    if not isinstance(at, tuple | list) or len(at) != 2 or not all(isinstance(v, int | float) for v in at):
        raise BadInput(f"correct_keypoints: {name} wants a place [x, y], not {str(at)[:60]}")
    return str(entry.get("person", "")), str(name), (float(at[0]), float(at[1]))


def _corrected(person: Person, moved: Moved) -> Person:
    count = len(KEYPOINTS)
    skeleton = person.skeleton or Skeleton(
        np.zeros((count, 2), np.float32), np.zeros(count, np.float32), np.zeros(count, np.float32)
    )
    points, scores = skeleton.points.copy(), skeleton.scores.copy()
    for name, at in moved.items():
        points[KEYPOINTS.index(name)] = at
        scores[KEYPOINTS.index(name)] = 1.0
    return replace(person, skeleton=replace(skeleton, points=points, scores=scores))
