"""What can be asked of one person in a picture: which arms are free, and where they have room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from nodes.algorithms.arm_room import arm_room
from nodes.algorithms.casting import Actor
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.rig import Rig
from studio.media.skeleton import KEYPOINTS, Skeleton

F64 = npt.NDArray[np.float64]
Paths = Mapping[str, Mapping[str, tuple[F64, F64]]]
"""By part and side: where the elbow and the hand go, (T, 2) metres from the shoulder, y up."""

SIDES = ("left", "right")
FROM_THERE = "hand_sway"
"""The part that is done from wherever a hand is; only with one that is up does it say anything."""
TRUNK = 0.52
"""Metres from the hips to the shoulders."""
HEAD = 0.15
"""Metres around the middle of a face that a hand keeps away from."""
NEAR = 3.0
"""Widths of a person within which somebody else is near enough to be looked at."""
SEEN = 0.3
UP, HIGH = 0.1, 0.3
"""Metres: a hand so far above the elbow or the shoulder is up, and what reaches so far above the shoulder is high."""
MOST_LEFT, MOST_ON_OTHERS = 0.12, 0.5
"""Share of its path that a hand may be out of the picture, and over others."""


def read_actor(people: People, key: str, rig: Rig | None, paths: Paths) -> Actor:
    """One person as an actor.

    Args:
        people: Everybody.
        key: Who.
        rig: The person's body, where it is known.
        paths: Where parts take arms.
    """
    person = people[key]
    skeleton = person.skeleton
    if skeleton is None:
        return Actor({"left": 0.0, "right": 0.0}, False, False)
    others = [other for name, other in people.items() if name != key]
    own = person.matte or person.mask
    size = own.size if own else None
    points = dict(zip(KEYPOINTS, skeleton.points, strict=True))
    scores = dict(zip(KEYPOINTS, map(float, skeleton.scores), strict=True))
    taken = _taken(others)
    if rig is None:
        arms = {side: arm_room(points, scores, side, size, taken) for side in SIDES}
    else:
        arms = {side: _moves(rig, side) * skeleton.score(f"{side}_wrist") for side in SIDES}
    if person.cropped and skeleton.score("nose") < SEEN:
        arms = dict.fromkeys(SIDES, 0.0)  # an arm without a face in the picture is nobody's gesture
    ankles = min(skeleton.score("left_ankle"), skeleton.score("right_ankle"))
    upright = skeleton.activity in ("stands", "unknown", "reaches")
    seen = ankles > 0.5 and "bottom" not in person.cropped
    heads = [head for other in others if (head := _head(other)) is not None]
    crowded = {
        part: tuple(side for side in SIDES if side in by and _crowded(skeleton, side, by[side], heads, taken, size))
        for part, by in paths.items()
    }
    metre = _metre(skeleton)
    crowded[FROM_THERE] = tuple(side for side in SIDES if np.isinf(_least_top(skeleton, side, metre)))
    low, strides = skeleton.activity in ("sits", "crouches"), skeleton.activity in ("walks", "runs")
    feet = seen and (upright or strides)
    return Actor(arms, seen and upright, low, crowded, _beside(person, others), _open(person), strides, feet)


def _beside(person: Person, others: list[Person]) -> str:
    """The person's own side on which the nearest other one is, unless that is far away."""
    middle, wide = (person.box[0] + person.box[2]) / 2, person.box[2] - person.box[0]
    gaps = [(other.box[0] + other.box[2]) / 2 - middle for other in others]
    nearest = min(gaps, key=abs, default=np.inf)
    if abs(nearest) > NEAR * wide or person.skeleton is None:
        return ""
    left, right = (person.skeleton.point(f"{side}_shoulder")[0] for side in SIDES)
    return "left" if (nearest > 0) == (left >= right) else "right"


def _open(person: Person) -> str:
    """The person's own side on which more of the picture is left."""
    own = person.matte or person.mask
    if own is None or person.skeleton is None:
        return ""
    right = own.size[0] - (person.box[0] + person.box[2]) > 0
    left, other = (person.skeleton.point(f"{side}_shoulder")[0] for side in SIDES)
    return "left" if right == bool(left >= other) else "right"


def _moves(rig: Rig, side: str) -> float:
    """How freely an arm can move on its own, 0 where it is part of the body or held.

    The rig saw the arm's pixels; without it the joints alone have to tell (:mod:`nodes.algorithms.arm_room`).
    """
    bone = f"{side}UpperArm"
    free = float(rig.freedom[rig.bones.index(bone)]) if bone in rig.bones else 0.0
    return free if free >= 0.3 and any(part.name == f"{side}Arm" for part in rig.parts) else 0.0


def _taken(others: list[Person]) -> Callable[[F64], bool]:
    """Whether somebody else is seen at a point."""
    mattes = [matte for other in others if (matte := other.matte or other.mask) is not None]
    return lambda at: any(_covers(matte, at) for matte in mattes)


def _covers(matte: Matte, at: F64) -> bool:
    column, row = int(at[0]) - matte.origin[0], int(at[1]) - matte.origin[1]
    height, width = matte.coverage.shape
    return 0 <= row < height and 0 <= column < width and bool(matte.coverage[row, column] > 0.5)


def _head(person: Person) -> F64 | None:
    """(2,) the middle of a face."""
    if person.skeleton is None:
        return None
    names = [n for n in ("nose", "left_ear", "right_ear") if person.skeleton.score(n) >= SEEN]
    return np.mean([person.skeleton.point(n) for n in names], axis=0).astype(np.float64) if names else None


def _crowded(
    skeleton: Skeleton, side: str, path: tuple[F64, F64], heads: list[F64], taken: Callable[[F64], bool],
    size: tuple[int, int] | None,
) -> bool:  # fmt: skip
    """Whether an arm that goes along a path would cover a face, leave the picture, be lost among others, or go down."""
    metre = _metre(skeleton)
    facing = 1.0 if skeleton.point("left_shoulder")[0] >= skeleton.point("right_shoulder")[0] else -1.0
    elbow, hand = (skeleton.point(f"{side}_shoulder") + metre * p * np.array([facing, -1.0]) for p in path)
    if float(path[1][:, 1].max()) < _least_top(skeleton, side, metre):
        return True
    spots = np.concatenate([hand, (hand + elbow) / 2])
    if any(float(np.hypot(*(spots - head).T).min()) < HEAD * metre for head in heads):
        return True
    if size is not None and float(((hand < 0) | (hand > size)).any(axis=1).mean()) > MOST_LEFT:
        return True
    return float(np.mean([taken(spot) for spot in hand])) > MOST_ON_OTHERS


def _metre(skeleton: Skeleton) -> float:
    """Pixels of a metre, by the trunk."""
    shoulders, hips = (
        np.mean([skeleton.point(f"{s}_{joint}") for s in SIDES], axis=0) for joint in ("shoulder", "hip")
    )
    return max(float(np.hypot(*(shoulders - hips))) / TRUNK, 1.0)


def _least_top(skeleton: Skeleton, side: str, metre: float) -> float:
    """Metres above the shoulder that a gesture has to reach: a lower one takes down a hand that the photo has up."""
    shoulder, elbow, wrist = (float(skeleton.point(f"{side}_{joint}")[1]) for joint in ("shoulder", "elbow", "wrist"))
    if skeleton.score(f"{side}_wrist") < SEEN or max(elbow, shoulder) - wrist < UP * metre:
        return -np.inf
    return min((shoulder - wrist) / metre + UP, HIGH)
