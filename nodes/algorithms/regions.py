"""Sky, foliage, water, ground and wall, as far as colour, texture and place tell them without a network.

Source: Hoiem, Efros and Hebert, "Automatic photo pop-up", SIGGRAPH 2005 (cues of colour, texture and place); every
mask is small, since it only says where.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

GRID = 96
"""Longest side of a mask, in cells."""
LIT = 0.12
"""Linear light from which ground is in the sun or under a lamp, so that a shadow shows on it."""
LEAST = 0.015
"""Share of the picture under which a region is not told."""


def small(picture: F32, side: int = GRID) -> F32:
    """A picture at the masks' size, or with another longest side."""
    shrink = min(1.0, side / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * shrink)), max(1, round(picture.shape[0] * shrink)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)


def find_regions(picture: F32, people: F32, sky: F32, horizon: float) -> dict[str, B8]:
    """What lies where.

    Args:
        picture: (h, w, 3) float32, gamma-encoded, small.
        people: (h, w) float32 coverage of people.
        sky: (h, w) float32 share of sky.
        horizon: y of the horizon, as a share of the height.

    Returns:
        (h, w) mask by name, of those that cover enough; no two overlap.
    """
    free = people < 0.4
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    rows = (np.arange(picture.shape[0], dtype=np.float32)[:, None] + 0.5) / picture.shape[0]
    backdrop = plain_backdrop(lab, free)
    masks: dict[str, B8] = {}
    taken = ~free
    below = np.broadcast_to(rows > ground_line(lab, free, horizon), free.shape)
    leaves = foliage(lab, picture)
    for name, mask in (
        ("sky", (sky > 0.5) & (not backdrop)),
        ("water", water(lab) & (rows > horizon)),
        ("foliage", leaves & (~below | (rough(lab) > 9.0))),
        ("ground", below & (not backdrop)),
        ("wall", np.ones_like(free)),
    ):
        mine = cleaned(mask & ~taken)
        if mine.mean() >= (LEAST if name != "sky" else 0.4 * LEAST):
            masks[name] = mine
            taken = taken | mine
    return masks


def plain_backdrop(lab: F32, free: B8) -> bool:
    """Whether everything beside people is one even colour from top to bottom, as in a photographer's studio."""
    if free.mean() < 0.05:
        return False
    seen = lab[free]
    reaches = free[-max(1, free.shape[0] // 8) :].any() and free[: max(1, free.shape[0] // 8)].any()
    middle = np.median(seen, axis=0)
    even = (np.linalg.norm(seen - middle, axis=1) < 10).mean()
    return bool(reaches and even > 0.85)


def foliage(lab: F32, picture: F32) -> B8:
    """Green and yellow-green, and the dull dark green of woods where it is rough all around."""
    light, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    coarse = rough(lab)
    green = (picture[..., 1] > picture[..., 2] * 1.08) & (picture[..., 1] >= picture[..., 0] * 0.97)
    plain = green & (a < -2.5) & (b > 4) & (light > 4) & (light < 88) & (coarse > 3.0)
    dull = (a < 0.5) & (b > -1.5) & (light < 62) & (coarse > 3.5)
    around = cv2.blur(plain.astype(np.float32), (15, 15))
    return np.asarray(plain | (dull & (around > 0.12)), bool)


def water(lab: F32) -> B8:
    """Blue-green, smooth, wide."""
    light, a, b = lab[..., 0], lab[..., 1], lab[..., 2]
    like = (b < -6) & (a < 4) & (light > 25) & (rough(lab) < 9)
    wide = like.mean(axis=1, keepdims=True) > 0.5
    return np.asarray(like & wide, bool)


def rough(lab: F32) -> F32:
    """(h, w) standard deviation of lightness nearby."""
    light = np.ascontiguousarray(lab[..., 0])
    mean, square = cv2.blur(light, (7, 7)), cv2.blur(light * light, (7, 7))
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float32)


def ground_line(lab: F32, free: B8, horizon: float) -> float:
    """Where the ground begins, as a share of the height: the row under the horizon at which most changes."""
    height = lab.shape[0]
    first = int(np.clip(horizon * height, 0, height - 1))
    count = free.sum(axis=1)
    means = np.stack([np.median(lab[y][free[y]], axis=0) if count[y] > 3 else np.zeros(3) for y in range(height)])
    best, where = 6.0, max(horizon, 0.6)
    reach = max(2, height // 12)
    for y in range(max(first, reach), height - reach):
        if count[y - reach : y + reach].min() > 3:
            step = float(np.linalg.norm(means[y - reach : y].mean(0) - means[y : y + reach].mean(0)))
            if step > best:
                best, where = step, y / height
    return float(where)


def cleaned(mask: B8) -> B8:
    """A mask without specks."""
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0, bool)


def cast_shadow(luminance: F32, free: B8, feet: tuple[float, float], reach: float) -> tuple[B8, float] | None:
    """The dark patch on the ground that begins at somebody's feet.

    Args:
        luminance: (h, w) float32 linear light.
        free: (h, w) where no person is.
        feet: (x, y) in cells.
        reach: How far the ground is looked at, in cells.

    Returns:
        (mask, how many times darker than the ground around), or None where nothing is clearly darker.
    """
    height, width = luminance.shape
    x, y = feet
    x0, x1 = int(max(0, x - 1.6 * reach)), int(min(width, x + 1.6 * reach + 1))
    y0, y1 = int(max(0, y - 0.35 * reach)), int(min(height, y + 0.45 * reach + 1))
    if x1 - x0 < 6 or y1 - y0 < 4:
        return None
    patch, open_ = luminance[y0:y1, x0:x1], free[y0:y1, x0:x1]
    if open_.sum() < 20:
        return None
    lit = float(np.percentile(patch[open_], 75))
    if lit < LIT:
        return None
    dark = (patch < 0.55 * lit) & open_
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    near = np.hypot(np.arange(x1 - x0)[None, :] + x0 - x, np.arange(y1 - y0)[:, None] + y0 - y) < 0.3 * reach
    for k in sorted(range(1, count), key=lambda k: -int(stats[k, cv2.CC_STAT_AREA])):
        piece = labels == k
        share = piece.sum() / open_.sum()
        if (piece & near).any() and 0.02 < share < 0.6:
            mask = np.zeros(luminance.shape, bool)
            mask[y0:y1, x0:x1] = piece
            return mask, lit / max(float(patch[piece].mean()), 1e-4)
    return None
