"""Where a clip takes hands: what room a gesture needs in a picture, before anybody does it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.motion_clip import MotionClip, sample_rotations
from nodes.algorithms.rotation import rotate

F64 = npt.NDArray[np.float64]

UPPER, LOWER = 0.28, 0.33
"""Metres from the shoulder to the elbow, and from there to the middle of the fingers."""
LOOKS = 24


def arm_path(clip: MotionClip, bones: Sequence[str], parents: Sequence[int], side: str) -> tuple[F64, F64]:
    """Elbow and hand of an arm over a clip, in the picture's plane.

    Args:
        clip: The clip.
        bones: Bone names, parents first.
        parents: Index of each bone's parent, -1 for the root.
        side: "left" or "right".

    Returns:
        (T, 2) each: metres from the shoulder, x right in the picture, y up, of a body that faces the viewer.
    """
    times = np.linspace(0, clip.duration, LOOKS)
    turned = global_rotations(sample_rotations(clip, bones, times), parents)
    outward = np.array([1.0 if side == "left" else -1.0, 0.0, 0.0])
    upper, lower = (
        rotate(turned[:, list(bones).index(f"{side}{name}")], outward)[:, :2] for name in ("UpperArm", "LowerArm")
    )
    elbow = UPPER * _drawn(upper)
    return elbow, elbow + LOWER * _drawn(lower)


def _drawn(direction: F64) -> F64:
    """A direction as a drawing shows it: nearly as long, wherever it points."""
    length = np.maximum(np.sqrt((direction * direction).sum(axis=1, keepdims=True)), 0.2)
    return np.asarray(direction / length)


def travel(path: F64) -> float:
    """Largest distance between any two of (N, 2) points."""
    good = path[np.isfinite(path).all(axis=1)]
    return float(np.linalg.norm(good[:, None] - good[None], axis=2).max()) if len(good) > 1 else 0.0
