"""The usual proportions of a body: scale from what is seen, and places for what is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import normalise
from studio.media.skeleton import KEYPOINTS

F64 = npt.NDArray[np.float64]
Points = dict[str, F64]

METRES: dict[tuple[str, str], float] = {
    ("left_shoulder", "right_shoulder"): 0.36, ("left_hip", "right_hip"): 0.22,
    ("left_shoulder", "left_hip"): 0.51, ("right_shoulder", "right_hip"): 0.51,
    ("left_shoulder", "left_elbow"): 0.28, ("right_shoulder", "right_elbow"): 0.28,
    ("left_elbow", "left_wrist"): 0.25, ("right_elbow", "right_wrist"): 0.25,
    ("left_hip", "left_knee"): 0.42, ("right_hip", "right_knee"): 0.42,
    ("left_knee", "left_ankle"): 0.41, ("right_knee", "right_ankle"): 0.41,
}  # fmt: skip
"""Lengths between joints of a grown body. Source: Winter, Biomechanics and motor control of human movement, 2009."""


def pixels_per_metre(
    points: npt.NDArray[Any], known: npt.NDArray[np.bool_], box: tuple[float, float, float, float]
) -> float:
    """Scale of a body: foreshortening only ever shortens, so the longer of the measured limbs decide."""
    ratios = []
    for (a, b), metres in METRES.items():
        i, j = KEYPOINTS.index(a), KEYPOINTS.index(b)
        if known[i] and known[j]:
            ratios.append(float(np.hypot(*(points[i] - points[j]))) / metres)
    fallback = max(box[3] - box[1], 2.0) / 1.7
    return max(float(np.quantile(ratios, 0.75)) if len(ratios) >= 2 else fallback, 1.0)


def complete(points: Points, scale: float, box: tuple[float, float, float, float]) -> Points:
    """All 23 keypoints: the given ones, and the rest at a standing body's usual places."""
    found = dict(points)
    down = _down(found)
    left = _left(found, down)
    _guess_trunk(found, down, left, scale, box)
    for side, out in (("left", 1.0), ("right", -1.0)):
        _guess(found, f"{side}_elbow", found[f"{side}_shoulder"] + (0.27 * down + 0.05 * out * left) * scale)
        forward = normalise(found[f"{side}_elbow"] - found[f"{side}_shoulder"])
        _guess(found, f"{side}_wrist", found[f"{side}_elbow"] + 0.25 * scale * forward)
        forward = normalise(found[f"{side}_wrist"] - found[f"{side}_elbow"])
        _guess(found, f"{side}_hand", found[f"{side}_wrist"] + 0.09 * scale * forward)
        _guess(found, f"{side}_knee", found[f"{side}_hip"] + 0.42 * scale * down)
        _guess(found, f"{side}_ankle", found[f"{side}_knee"] + 0.41 * scale * down)
        ankle = found[f"{side}_ankle"]
        _guess(found, f"{side}_toe", ankle + np.array([0.02 * out * left[0], 0.07, 0.16]) * scale)
        _guess(found, f"{side}_heel", ankle + np.array([0.0, 0.04, -0.05]) * scale)
    return found


def _guess_trunk(found: Points, down: F64, left: F64, scale: float, box: tuple[float, float, float, float]) -> None:
    face = [found[name] for name in ("nose", "left_eye", "right_eye", "left_ear", "right_ear") if name in found]
    head = np.mean(face, axis=0) if face else np.array([(box[0] + box[2]) / 2, box[1] + 0.14 * scale, 0.0])
    _guess_pair(found, "shoulder", head + 0.24 * scale * down, left * 0.18 * scale)
    middle = (found["left_shoulder"] + found["right_shoulder"]) / 2
    _guess_pair(found, "hip", middle + 0.5 * scale * down, left * 0.11 * scale)
    centre = head if face else middle - 0.24 * scale * down
    _guess(found, "nose", centre + np.array([0, 0, 0.1]) * scale)
    for name, out, up in (("eye", 0.03, 0.03), ("ear", 0.075, 0.01)):
        _guess(found, f"left_{name}", centre + (out * left - up * down) * scale)
        _guess(found, f"right_{name}", centre + (-out * left - up * down) * scale)


def straighten(points: Points, side: str, scale: float) -> None:
    """Keep depth from making a limb longer than limbs are: along each limb, pull the far joint's z in."""
    for (a, b), metres in METRES.items():
        if a.startswith(side) and b.startswith(side):
            offset = points[b] - points[a]
            reach = max((1.15 * metres * scale) ** 2 - float(offset[0] ** 2 + offset[1] ** 2), 0.0) ** 0.5
            points[b] = points[a] + np.array([offset[0], offset[1], np.clip(offset[2], -reach, reach)])


def _down(found: Points) -> F64:
    pairs = [(f"{side}_shoulder", f"{side}_hip") for side in ("left", "right")]
    seen = [found[b] - found[a] for a, b in pairs if a in found and b in found]
    return normalise(np.mean(seen, axis=0) * [1, 1, 0]) if seen else np.array([0.0, 1.0, 0.0])


def _left(found: Points, down: F64) -> F64:
    for pair in ("shoulder", "hip", "ear", "eye"):
        if f"left_{pair}" in found and f"right_{pair}" in found:
            sign = 1.0 if float(found[f"left_{pair}"][0] - found[f"right_{pair}"][0]) >= 0 else -1.0
            return sign * np.array([down[1], -down[0], 0.0])
    return np.array([down[1], -down[0], 0.0])


def _guess_pair(found: Points, part: str, middle: F64, out: F64) -> None:
    if f"left_{part}" in found and f"right_{part}" not in found:
        found[f"right_{part}"] = found[f"left_{part}"] - 2 * out
    if f"right_{part}" in found and f"left_{part}" not in found:
        found[f"left_{part}"] = found[f"right_{part}"] + 2 * out
    _guess(found, f"left_{part}", middle + out)
    _guess(found, f"right_{part}", middle - out)


def _guess(found: Points, name: str, place: F64) -> None:
    found.setdefault(name, np.asarray(place, np.float64))
