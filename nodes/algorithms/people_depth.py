"""How far away the people on the stage are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.film_grid import FilmGrid

F32 = npt.NDArray[np.float32]

STEP = 0.05
"""Metres between people of neighbouring layers, at least."""


def metres_of_people(
    pixels_per_metre: Sequence[float], layers: Sequence[int], grounds: Sequence[tuple[float, float]],
    depth: F32 | None, size: tuple[int, int],
) -> F32:  # fmt: skip
    """Distance of each person from the camera.

    Args:
        pixels_per_metre: Scale of each.
        layers: Place in the order of depth, 0 is farthest.
        grounds: (x, y) of the ground under each, in pixels of the source.
        depth: (H, W) metres of the plate, or None.
        size: (width, height) of the source.

    Returns:
        (P,) metres: what the plate's depth says where they stand; without it, what a lens of 1.2 times the picture's
        longer side gives for their scale. Nearer layers are never farther.
    """
    metres = np.array([1.2 * max(size) / max(scale, 1e-6) for scale in pixels_per_metre], np.float32)
    if depth is not None:
        for k, (x, y) in enumerate(grounds):
            row, column = int(np.clip(y, 0, depth.shape[0] - 1)), int(np.clip(x, 0, depth.shape[1] - 1))
            if np.isfinite(depth[row, column]) and depth[row, column] > 0:
                metres[k] = depth[row, column]
    nearest = np.inf
    for k in sorted(range(len(layers)), key=lambda k: layers[k]):
        metres[k] = max(min(float(metres[k]), nearest - STEP), STEP)
        nearest = float(metres[k])
    return metres


def film_depth(depth: F32 | None, grid: FilmGrid) -> F32:
    """(h, w) metres of the plate at film size: the nearest pixel's, since depths must not be mixed; inf where
    unknown."""
    whole: npt.NDArray[Any] = np.full((grid.size[1], grid.size[0]), np.inf, np.float32)
    if depth is not None:
        x0, y0, x1, y1 = grid.film
        seen = depth[grid.source[1] : grid.source[3], grid.source[0] : grid.source[2]]
        whole[y0:y1, x0:x1] = cv2.resize(seen, (x1 - x0, y1 - y0), interpolation=cv2.INTER_NEAREST)
    return whole
