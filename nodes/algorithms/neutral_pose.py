"""A body's neutral stance: trunk upright, arms held a little away from the body, legs straight (the A-pose).

The body keeps the side that the photo shows: limbs swing in the picture's plane, nothing turns towards the viewer that
was never seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import flip_y, global_rotations, local_rotations
from nodes.algorithms.rotation import multiply
from nodes.algorithms.stance import swing

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

TRUNK = ("hips", "spine", "chest", "neck", "head")
ARM, LEG = ("UpperArm", "LowerArm", "Hand"), ("UpperLeg", "LowerLeg")
HELD = 0.35
"""A limb less free than this stays with what it hangs on."""


def neutral_rotations(
    bones: Sequence[str], parents: Sequence[int] | Array, heads: Array, tails: Array, rest: Array, freedom: Array,
    arms: float, legs: float,
) -> F64:  # fmt: skip
    """Local rotations of the neutral stance.

    Args:
        bones: (J,) names, parents first.
        parents: (J,) index of each bone's parent, -1 for the root.
        heads, tails: (J, 3) in the photo, y down, z towards the viewer.
        rest: (J, 4) local rotations of the photo's pose.
        freedom: (J,) 1 moves freely, 0 stays with its parent.
        arms: Radians that the arms hang below the horizontal.
        legs: Radians that the legs are apart from the vertical.

    Returns:
        (J, 4); held limbs keep the photo's angle to what they hang on.
    """
    along = flip_y(tails) - flip_y(heads)
    whole = global_rotations(rest, parents)
    turn = np.tile(np.array([0.0, 0.0, 0.0, 1.0]), (len(bones), 1))
    for j, bone in enumerate(bones):
        target = _direction(bones, heads, j, arms, legs)
        above = parents[j]
        if target is None or freedom[j] < HELD or float(np.linalg.norm(along[j])) < 1e-6:
            turn[j] = turn[above] if above >= 0 and not bone.endswith(("Foot", "Toes")) else turn[j]
        else:
            turn[j] = swing(along[j], target)
    return local_rotations(multiply(turn, whole), parents)


def _direction(bones: Sequence[str], heads: Array, j: int, arms: float, legs: float) -> F64 | None:
    """(3,) where a bone points in the neutral stance, y up; None for what goes with its parent."""
    bone = bones[j]
    if bone in TRUNK:
        return np.array([0.0, 1.0, 0.0])
    side = next((side for side in ("left", "right") if bone.startswith(side)), "")
    part = bone[len(side) :]
    if part in ARM:
        out = _outward(bones, heads, side, "UpperArm")
        return np.array([out * np.cos(arms), -np.sin(arms), 0.0])
    if part in LEG:
        out = _outward(bones, heads, side, "UpperLeg")
        return np.array([out * np.sin(legs), -np.cos(legs), 0.0])
    return None


def _outward(bones: Sequence[str], heads: Array, side: str, part: str) -> float:
    """+1 where a limb begins on the picture's right of its other one, -1 on the left."""
    own, other = (bones.index(f"{name}{part}") for name in (side, "right" if side == "left" else "left"))
    return 1.0 if heads[own][0] >= heads[other][0] else -1.0
