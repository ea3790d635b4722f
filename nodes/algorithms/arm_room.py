"""Whether an arm in a photo has room to act: seen, not cut, not laid on something, not on somebody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
LAID = 0.4
"""What is left of the room of an arm whose hand lies on the body or on somebody else."""


def arm_room(
    points: Mapping[str, npt.NDArray[Any]],
    scores: Mapping[str, float],
    side: str,
    size: tuple[int, int] | None,
    taken: Callable[[F64], bool],
) -> float:
    """0..1: how well an arm can be animated.

    Args:
        points: (2,) pixels of COCO keypoints by name.
        scores: How sure each of them is.
        side: "left" or "right".
        size: (width, height) of the picture, None where nobody knows.
        taken: Whether somebody else is seen at a point.
    """
    shoulder, elbow, wrist = (np.asarray(points[f"{side}_{j}"], np.float64) for j in ("shoulder", "elbow", "wrist"))
    seen = min(scores[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    if size is not None and not all(0 <= x <= w and 0 <= y <= h for (x, y) in (elbow, wrist) for w, h in (size,)):
        return 0.0
    trunk = _trunk(points)
    other = np.asarray(points["right_wrist" if side == "left" else "left_wrist"], np.float64)
    together = float(np.hypot(*(wrist - other))) < 0.28 * trunk
    laid = (
        _on_trunk(points, wrist)
        or _below_knees(points, wrist)
        or _on_hip(points, side, shoulder, elbow, wrist, trunk)
        or together
    )
    return seen * (LAID if laid or taken(wrist) else 1.0)


def _cross(a: F64, b: F64) -> float:
    return float(a[0] * b[1] - a[1] * b[0])


def _trunk(points: Mapping[str, npt.NDArray[Any]]) -> float:
    top = (np.asarray(points["left_shoulder"], np.float64) + points["right_shoulder"]) / 2
    low = (np.asarray(points["left_hip"], np.float64) + points["right_hip"]) / 2
    return max(float(np.hypot(*(top - low))), 1e-6)


def _on_trunk(points: Mapping[str, npt.NDArray[Any]], wrist: F64) -> bool:
    """In the frame of the trunk: between hips and shoulders, and inside the shoulders' width."""
    left, right = np.asarray(points["left_shoulder"], np.float64), np.asarray(points["right_shoulder"], np.float64)
    hips = (np.asarray(points["left_hip"], np.float64) + points["right_hip"]) / 2
    axis = (left + right) / 2 - hips
    along = float((wrist - hips) @ axis / max(float(axis @ axis), 1e-6))
    width = max(float(np.hypot(*(left - right))) / 2, 0.2 * float(np.hypot(*axis)), 1e-6)
    across = _cross(axis, wrist - hips) / max(float(np.hypot(*axis)), 1e-6) / width
    return 0.1 < along < 1.05 and abs(across) < 0.85


def _below_knees(points: Mapping[str, npt.NDArray[Any]], wrist: F64) -> bool:
    """On the ground, carrying the body: hands of people who stand are never this low."""
    return bool(wrist[1] > max(float(points["left_knee"][1]), float(points["right_knee"][1])))


def _on_hip(
    points: Mapping[str, npt.NDArray[Any]], side: str, shoulder: F64, elbow: F64, wrist: F64, trunk: float
) -> bool:
    """A hand at the hip with a bent elbow, or right at the hip: on the hip, or in a pocket."""
    upper, lower = elbow - shoulder, wrist - elbow
    bent = abs(np.arctan2(_cross(upper, lower), float(upper @ lower))) > np.deg2rad(32)
    away = float(np.hypot(*(wrist - np.asarray(points[f"{side}_hip"], np.float64)))) / trunk
    return away < (0.4 if bent else 0.13)
