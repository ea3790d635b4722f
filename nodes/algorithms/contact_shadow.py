"""Where feet touch the ground, and how dark the photo is there.

Convention:
    A contact is (x, y, rx, ry): a soft ellipse on the ground, in pixels. Its darkness falls off as (1 - r^2)^2.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

SOLE, LENGTH, WIDTH = 0.05, 0.13, 0.055
"""Metres: from the ankle's joint down to the ground, and how far the shadow goes beyond the foot along and across the
picture."""
LIFTED = 0.12
"""Metres above the ground at which a foot has no contact left."""


def contacts(ankles: Array, toes: Array, pixels_per_metre: float) -> F32:
    """Soft ellipses under feet.

    Args:
        ankles: (K, 2) pixels.
        toes: (K, 2) tips of the feet, pixels.
        pixels_per_metre: Scale at the person.

    Returns:
        (K, 4) middle and radii.
    """
    ankles, toes = np.asarray(ankles, np.float64), np.asarray(toes, np.float64)
    reach = np.abs(toes - ankles)
    x = (ankles[:, 0] + toes[:, 0]) / 2
    y = np.maximum(ankles[:, 1] + SOLE * pixels_per_metre, toes[:, 1])
    rx = reach[:, 0] / 2 + LENGTH * pixels_per_metre
    ry = np.minimum(reach[:, 1], 0.2 * pixels_per_metre) / 4 + WIDTH * pixels_per_metre
    spots: F32 = np.stack([x, y, np.maximum(rx, 1), np.maximum(ry, 1)], axis=1).astype(np.float32)
    return spots


def grounded(photo: F32, now: F32, pixels_per_metre: float, lifts: Array | None = None) -> tuple[F32, F32]:
    """What is left of the contacts once feet leave the ground on which the photo has them.

    Args:
        photo: (K, 4) contacts in the photo.
        now: (K, 4) contacts now, under wherever the feet are.
        pixels_per_metre: Scale at the person.
        lifts: (K,) pixels that each foot is above its ground; None where the ground is the photo's.

    Returns:
        ``(contacts, (K,) closeness 0..1)``: a lifted foot's contact stays on the ground, grows and fades.
    """
    lowest = photo[:, 1] if lifts is None else now[:, 1] + np.asarray(lifts, np.float32)
    lift = (lowest - now[:, 1]).clip(0)
    t = (lift / (LIFTED * pixels_per_metre)).clip(0, 1)
    kept = now.copy()
    kept[:, 1] = np.maximum(lowest, now[:, 1])
    kept[:, 2:] *= (1 + t)[:, None]
    return kept, (1 - t * t * (3 - 2 * t)).astype(np.float32)


def darkness(picture: Array, spots: F32) -> F32:
    """How much darker the ground is under each contact than around it.

    Args:
        picture: (H, W, C) linear light, at least three channels.
        spots: (K, 4) contacts in pixels of that picture.

    Returns:
        (K,) 0 (as bright as around it, or brighter) to 0.7.
    """
    return np.array([_darkness(picture, spot) for spot in spots], np.float32)


def _darkness(picture: Array, spot: F32) -> float:
    x, y, rx, ry = (float(v) for v in spot)
    height, width = picture.shape[:2]
    x0, x1 = max(0, int(x - 2 * rx)), min(width, int(x + 2 * rx) + 1)
    y0, y1 = max(0, int(y - 2 * ry)), min(height, int(y + 2 * ry) + 1)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return 0.0
    light = cv2.transform(picture[y0:y1, x0:x1, :3].astype(np.float32), np.array([[0.2126, 0.7152, 0.0722]]))
    across, down = np.arange(x0, x1) + 0.5, np.arange(y0, y1) + 0.5
    r2 = ((across - x) / rx)[None, :] ** 2 + ((down - y) / ry)[:, None] ** 2
    inside, around = (1 - r2).clip(0) ** 2, (r2 > 1.3) & (r2 < 4)
    if inside.sum() < 1e-3 or not around.any():
        return 0.0
    under, open_ground = float((light * inside).sum() / inside.sum()), float(np.median(light[around]))
    return float(np.clip(1 - under / max(open_ground, 1e-4), 0, 0.7))
