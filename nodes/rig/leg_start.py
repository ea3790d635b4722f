"""Where legs come out of clothes: at the crotch of trousers, at the hem of a skirt or a long coat.

A skirt shows no gap between the legs above its hem; trousers and shorts do, or have no hem at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones

F64 = npt.NDArray[np.float64]

CROTCH = 0.28
"""Where trousers part, from the hip (0) to the knee (1)."""
LOWEST = 1.55
"""What comes out lower, from the knee (1) to the ankle (2), is a foot and no leg."""
HEM = 11.0
"""How much the colour has to change along both legs at a hem (CIELAB)."""
STEP = 0.03
"""Of a thigh or a shin: how finely legs are looked along."""
OVER_KNEES = 0.85
"""Hems of skirts and coats are over the knees; what changes colour below may be a boot."""
WIDE = 1.6
"""From how many times the width of two legs on a skirt down to the ankles is one."""


class Start(NamedTuple):
    """Where legs begin to be seen, from the hip (0) over the knee (1) to the ankle (2); whether under a hem."""

    along: float
    hem: bool


def leg_start(texture: PersonTexture, bones: PhotoBones) -> Start | None:
    """Where both legs begin; None where too little of them is seen."""
    levels = np.arange(CROTCH - 4 * STEP, 1.9, STEP)
    legs = [_down(bones, side, levels) for side in ("left", "right")]
    gap = _first_gap(texture, bones, legs, levels)
    hem = _find_hem(texture, bones, legs, levels)
    if hem is None or gap < hem - 0.1:
        return None if gap > LOWEST and _is_wide(texture, bones, legs, levels) else Start(CROTCH, False)
    return Start(hem, True) if hem < LOWEST else None


def _down(bones: PhotoBones, side: str, levels: F64) -> F64:
    """(N, 2) places down a leg."""
    hip, knee, ankle = (bones.point(f"{side}_{part}")[:2] for part in ("hip", "knee", "ankle"))
    t = levels[:, None]
    return np.asarray(np.where(t < 1, hip + t * (knee - hip), knee + (t - 1) * (ankle - knee)))


def _first_gap(texture: PersonTexture, bones: PhotoBones, legs: list[F64], levels: F64) -> float:
    """From where on something else is seen between the legs; infinite where nothing is."""
    across = np.linspace(0.1, 0.9, 17)[:, None, None]
    between = _sample(texture.coverage, texture, legs[0] + across * (legs[1] - legs[0])) < 0.5
    apart = np.hypot(*(legs[0] - legs[1]).T) > 0.05 * bones.pixels_per_metre
    gap = between.any(axis=0) & apart
    lasting = gap[:-2] & gap[1:-1] & gap[2:]
    return float(levels[np.argmax(lasting)]) if lasting.any() else float("inf")


def _find_hem(texture: PersonTexture, bones: PhotoBones, legs: list[F64], levels: F64) -> float | None:
    """Where the colour of both legs changes: the last change over the knees, else the first one; None without any."""
    steps = [_change(_colours(texture, bones, leg)) for leg in legs]
    wide = [np.max([np.roll(step, k) for k in (-2, -1, 0, 1, 2)], axis=0) for step in steps]
    strong = np.flatnonzero(np.sqrt(wide[0] * wide[1]) > HEM)
    if not len(strong):
        return None
    runs = np.split(strong, np.flatnonzero(np.diff(strong) > 1) + 1)
    run = next((run for run in reversed(runs) if levels[run[0]] < OVER_KNEES), runs[0])
    return float(levels[run][np.argmax((steps[0] + steps[1])[run])])


def _change(colours: F64) -> F64:
    """(N,) how much the colour above each place differs from the colour below it."""
    reach = 4
    out = np.zeros(len(colours))
    for k in range(reach, len(colours) - reach):
        above, below = np.median(colours[k - reach : k], axis=0), np.median(colours[k + 1 : k + 1 + reach], axis=0)
        out[k] = np.linalg.norm((above - below) * [0.6, 1, 1])  # folds change the lightness more than the colour
    return out


def _colours(texture: PersonTexture, bones: PhotoBones, leg: F64) -> F64:
    """(N, 3) CIELAB down a leg, the middle colour over half of its width."""
    import cv2

    half = 0.5 * reach_of("leftLowerLeg") * bones.pixels_per_metre
    spots = leg + (np.linspace(-1, 1, 7)[:, None] * [half, 0])[:, None]
    seen = np.stack([_sample(texture.pixels[..., k], texture, spots) for k in range(4)], axis=2)
    straight = np.sqrt(np.clip(seen[..., :3] / np.maximum(seen[..., 3:], 0.05), 0, 1)).astype(np.float32)
    return np.asarray(np.median(cv2.cvtColor(straight, cv2.COLOR_RGB2LAB), axis=0), np.float64)


def _is_wide(texture: PersonTexture, bones: PhotoBones, legs: list[F64], levels: F64) -> bool:
    """Whether cloth reaches much farther to both sides than two legs do."""
    shins = levels > 1.2
    middle, half = (legs[0] + legs[1])[shins] / 2, np.abs(legs[0] - legs[1])[shins, 0] / 2
    row = np.clip(np.floor(middle[:, 1] - texture.origin[1]).astype(int), 0, texture.coverage.shape[0] - 1)
    widths = (texture.coverage[row] > 0.5).sum(axis=1)
    return bool(np.median(widths / (2 * (half + reach_of("leftLowerLeg") * bones.pixels_per_metre))) > WIDE)


def _sample(field: npt.NDArray[np.float32], texture: PersonTexture, places: F64) -> F64:
    """A field's values at places (..., 2) of the picture."""
    column, row = np.moveaxis(np.floor(places - texture.origin).astype(int), -1, 0)
    height, width = field.shape
    return np.asarray(field[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)], np.float64)
