"""The pixels of what people wear."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.colour_affinity import affinity
from nodes.scene.coverage import crop, matte_of
from studio.media.image import F32, U8
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton

COLOURS = ("black", "white", "grey", "red", "orange", "brown", "yellow", "green", "blue", "purple", "pink")
SEEN = 0.3
MOST = 6000
"""Pixels that are looked at of a garment."""


def colours_worn(pixels: U8, people: People, others: bool = True) -> dict[str, dict[str, Mapping[str, float]]]:
    """How well each colour's name fits what each person wears above and below.

    Args:
        pixels: (H, W, 3) uint8 sRGB.
        people: With skeletons and mattes, as far as they are known.
        others: Leave out what people in front cover.

    Returns:
        By person, by place ("top", "bottom"), by colour: 0..1.
    """
    return {who: {place: {name: affinity(found, name) for name in COLOURS} for place, found in places.items()}
            for who, places in cloth_of(pixels, people, others).items()}  # fmt: skip


def cloth_of(pixels: U8, people: People, others: bool = True) -> dict[str, dict[str, F32]]:
    """Pixels of what each person wears, as :func:`colours_worn` looks at them.

    Returns:
        By person, by place: (N, 3) in 0..1; no place that is hardly seen.
    """
    size = (pixels.shape[1], pixels.shape[0])
    cloth: dict[str, dict[str, F32]] = {}
    for person in people.values():
        in_front = [one for one in people.values() if one.layer > person.layer] if others else []
        places = {place: _pixels(pixels, person, place, in_front, size) for place in ("top", "bottom")}
        cloth[person.id] = {place: found for place, found in places.items() if len(found) >= 20}
    return cloth


def _pixels(pixels: U8, person: Person, place: str, in_front: list[Person], size: tuple[int, int]) -> F32:
    """(N, 3) float32 in 0..1 of a garment."""
    box = (max(0, int(person.box[0])), max(0, int(person.box[1])),
           min(size[0], int(np.ceil(person.box[2]))), min(size[1], int(np.ceil(person.box[3]))))  # fmt: skip
    if box[2] - box[0] < 2 or box[3] - box[1] < 2:
        return np.zeros((0, 3), np.float32)
    region = _region(person, place, box) & (crop(matte_of(person, size), box) > 0.8)
    for other in in_front:
        region &= crop(matte_of(other, size), box) < 0.3
    found = pixels[box[1] : box[3], box[0] : box[2]][region]
    return np.asarray(found[:: max(1, len(found) // MOST)], np.float32) / 255


def _region(person: Person, place: str, box: tuple[int, int, int, int]) -> npt.NDArray[np.bool_]:
    """(h, w) where a garment is, in the person's box."""
    region = np.zeros((box[3] - box[1], box[2] - box[0]), np.uint8)
    shift = np.array(box[:2], np.float64)
    skeleton = person.skeleton
    if skeleton is None or min(skeleton.score("left_shoulder"), skeleton.score("right_shoulder")) < SEEN:
        low, high = (0.25, 0.5) if place == "top" else (0.55, 0.85)
        tall = box[3] - box[1]
        region[round(low * tall) : round(high * tall), region.shape[1] // 4 : -(region.shape[1] // 4) or None] = 1
    elif place == "top":
        cv2.fillConvexPoly(region, np.rint(_trunk(skeleton) - shift).astype(np.int32), 1)
    else:
        for side in ("left", "right"):
            line = _thigh(skeleton, side)
            thick = max(3, round(0.3 * float(np.linalg.norm(line[1] - line[0]))))
            cv2.polylines(region, [np.rint(line - shift).astype(np.int32)], False, 1, thick)
    return region > 0


def _trunk(skeleton: Skeleton) -> npt.NDArray[np.float64]:
    """(4, 2) corners of the trunk, drawn in a little from the outline and the neck."""
    shoulders = [np.asarray(skeleton.point(f"{side}_shoulder"), np.float64) for side in ("left", "right")]
    hips = [np.asarray(skeleton.point(f"{side}_hip"), np.float64) for side in ("left", "right")]
    corners = np.array([shoulders[0], shoulders[1], hips[1], hips[0]])
    middle = corners.mean(axis=0)
    corners = middle + 0.85 * (corners - middle)
    corners[:2] += 0.08 * (corners[3:1:-1] - corners[:2])
    return np.asarray(corners, np.float64)


def _thigh(skeleton: Skeleton, side: str) -> npt.NDArray[np.float64]:
    """(2, 2) from under the hip to the knee; straight down, a trunk long at most, where the knee is not seen."""
    hip, knee = (np.asarray(skeleton.point(f"{side}_{joint}"), np.float64) for joint in ("hip", "knee"))
    if skeleton.score(f"{side}_knee") < SEEN:
        trunk = float(np.linalg.norm(hip - np.asarray(skeleton.point(f"{side}_shoulder"), np.float64)))
        knee = hip + np.array([0.0, 0.7 * trunk])
    return np.asarray([hip + 0.15 * (knee - hip), knee], np.float64)
