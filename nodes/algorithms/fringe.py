"""The band between a person's matte and the hole that is filled for them: which of its pixels are background."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]


def grown(coverage: F32, pixels: float, above: float = 0.02) -> B8:
    """Where coverage is above a threshold, or less than so many pixels away from there."""
    inside = (coverage > above).astype(np.uint8)
    if not inside.any() or pixels <= 0:
        return inside > 0
    away = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return np.asarray(away <= pixels)


def keep_background(source: F32, filled: F32, coverage: F32, hole: B8) -> F32:
    """Blend the fill into the picture: what is clearly background inside the band stays as the photo has it.

    A pixel of the band is judged like a matte would be: how far it lies on the way from the fill's colour to the colours
    of the nearest people. Only what lies at the fill's end is kept, so no fringe or halo survives.

    Args:
        source: (H, W, 3) float32, the photo, gamma-encoded.
        filled: (H, W, 3) float32, the hole filled.
        coverage: (H, W) float32 in 0..1, all people.
        hole: (H, W) bool.

    Returns:
        (H, W, 3) float32; ``source`` outside the hole, ``filled`` under the people.
    """
    people = pull_push(source, np.clip((coverage - 0.9) * 10, 0, 1).astype(np.float32))
    way = people - filled
    along = ((source - filled) * way).sum(axis=2) / np.maximum((way * way).sum(axis=2), 0.01)
    tinge = cv2.GaussianBlur(np.clip(along, 0, 1).astype(np.float32), (0, 0), 1.5)
    core = (coverage > 0.004).astype(np.uint8)
    from_core = cv2.distanceTransform(1 - core, cv2.DIST_L2, 5)
    to_border = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 5)
    place = from_core / np.maximum(from_core + to_border, 1e-6)
    share = (_step(place, 0.15, 0.7) * (1 - _step(tinge, 0.2, 0.5)) * (from_core > 1.5))[..., None]
    blended = source * share + filled * (1 - share)
    return np.where(hole[..., None], blended, source).astype(np.float32)


def _step(values: F32, low: float, high: float) -> F32:
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
