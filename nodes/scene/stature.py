"""How large a person looks and where they stand, also where the picture cuts them or they sit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.media.person import Person
from studio.media.skeleton import Skeleton

ADULT = 1.70
"""Metres."""


@dataclass(frozen=True)
class Stature:
    """A person as a measure of scale.

    Attributes:
        x: Middle of the person, in pixels.
        ground: y of the ground under the person, in pixels; may lie below the picture.
        scale: Pixels per metre.
        spread: Relative error of the scale.
        noise: Error of the ground, in pixels.
    """

    x: float
    ground: float
    scale: float
    spread: float
    noise: float


def cut_sides(person: Person, size: tuple[int, int]) -> tuple[str, ...]:
    """Which sides of the picture cut this person: the box or the matte reaches the edge.

    Args:
        person: The person.
        size: (width, height) of the picture.

    Returns:
        Any of "left", "top", "right", "bottom", in that order.
    """
    width, height = size
    near = 1.5 + 0.004 * max(size)
    x0, y0, x1, y1 = person.box
    touch = {"left": x0 <= near, "top": y0 <= near, "right": x1 >= width - near, "bottom": y1 >= height - near}
    matte = person.matte
    if matte is not None and matte.coverage.size:
        edges = {"left": (0, 0, 1, height), "top": (0, 0, width, 1),
                 "right": (width - 1, 0, width, height), "bottom": (0, height - 1, width, height)}  # fmt: skip
        least = 0.02 * (y1 - y0)
        for side, edge in edges.items():
            touch[side] = _covered(person, edge) > max(2.0, least)
    return tuple(side for side in ("left", "top", "right", "bottom") if touch[side] or side in person.cropped)


def _covered(person: Person, edge: tuple[int, int, int, int]) -> float:
    """How many pixels of a picture's edge the matte covers."""
    assert person.matte is not None
    x, y = person.matte.origin
    height, width = person.matte.coverage.shape
    x0, y0, x1, y1 = max(edge[0], x), max(edge[1], y), min(edge[2], x + width), min(edge[3], y + height)
    if x0 >= x1 or y0 >= y1:
        return 0.0
    return float((person.matte.coverage[y0 - y : y1 - y, x0 - x : x1 - x] > 0.5).sum())


def stature(person: Person, size: tuple[int, int]) -> Stature:
    """What a person says about scale and ground.

    Args:
        person: The person, with a skeleton if there is one.
        size: (width, height) of the picture.

    Returns:
        Scale from the whole body where it is seen and stands, otherwise from torso, legs and shoulders.
    """
    x0, y0, x1, y1 = person.box
    tall, wide = max(1.0, y1 - y0), max(1.0, x1 - x0)
    cut = cut_sides(person, size)
    known = _from_bones(person.skeleton)
    upright = _stands(person.skeleton, tall / wide)
    whole = "bottom" not in cut and "top" not in cut
    if whole and upright:
        return Stature((x0 + x1) / 2, y1 - 0.02 * tall, tall / ADULT, 0.07, 0.015 * tall)
    if known is not None:
        scale, spread = known, 0.16
    elif whole:
        scale, spread = tall / 1.25, 0.25
    else:
        scale, spread = max(tall / ADULT, wide / 0.62), 0.3
    if "bottom" not in cut:
        return Stature((x0 + x1) / 2, y1 - 0.02 * tall, scale, spread, 0.03 * tall)
    reach = ADULT if upright or person.skeleton is None else 1.3
    ground = max(y0 + reach * scale, y1 + 0.02 * tall)
    return Stature((x0 + x1) / 2, ground, scale, spread, 0.15 * reach * scale)


def _stands(skeleton: Skeleton | None, slender: float) -> bool:
    if skeleton is None or skeleton.activity == "unknown":
        return slender > 1.9
    return skeleton.activity in ("stands", "walks", "reaches", "runs")


def _from_bones(skeleton: Skeleton | None) -> float | None:
    """Pixels per metre from what is seen of the body. Turning away only shortens, so the larger half counts."""
    if skeleton is None:
        return None
    found = [
        length / metres
        for length, metres in (
            (_span(skeleton, "shoulder", "hip"), 0.50),
            (_legs(skeleton), 0.84),
            (_across(skeleton, "shoulder"), 0.36),
            (_neck(skeleton), 0.24),
        )
        if length > 0
    ]
    return float(np.quantile(found, 0.6)) if found else None


def _middle(skeleton: Skeleton, joint: str) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], float]:
    left, right = f"left_{joint}", f"right_{joint}"
    middle = (skeleton.point(left) + skeleton.point(right)) / 2
    return middle, min(skeleton.score(left), skeleton.score(right))


def _span(skeleton: Skeleton, upper: str, lower: str) -> float:
    (a, sure_a), (b, sure_b) = _middle(skeleton, upper), _middle(skeleton, lower)
    return float(np.linalg.norm(a - b)) if min(sure_a, sure_b) > 0.4 else 0.0


def _across(skeleton: Skeleton, joint: str) -> float:
    left, right = f"left_{joint}", f"right_{joint}"
    if min(skeleton.score(left), skeleton.score(right)) <= 0.4:
        return 0.0
    return float(np.linalg.norm(skeleton.point(left) - skeleton.point(right)))


def _neck(skeleton: Skeleton) -> float:
    middle, sure = _middle(skeleton, "shoulder")
    if min(sure, skeleton.score("nose")) <= 0.5:
        return 0.0
    return float(np.linalg.norm(middle - skeleton.point("nose")))


def _legs(skeleton: Skeleton) -> float:
    lengths = []
    for side in ("left", "right"):
        names = [f"{side}_{joint}" for joint in ("hip", "knee", "ankle")]
        if min(skeleton.score(name) for name in names) > 0.5:
            hip, knee, ankle = (skeleton.point(name) for name in names)
            lengths.append(float(np.linalg.norm(hip - knee) + np.linalg.norm(knee - ankle)))
    return max(lengths, default=0.0)
