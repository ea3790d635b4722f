"""Borders of cut-out people, thinned where the photo shows that they cover less than their mattes say."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.texture_atlas import Atlas

F32 = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

_SOLID = 0.8  # coverage from which on a border is none
_ALONE = 0.01  # how much somebody else may cover where a border is looked at
_APART = 0.01  # squared difference of light from which on a colour tells border and ground apart


def thinned(atlas: Atlas, photo: Array, plate: Array, coverage: Array) -> tuple[Atlas, F32]:
    """A person's textures with the coverage that best explains the photo: their own colour over the plate.

    The matting equation, solved for the coverage where both colours are known. It is never raised, and stays where
    anybody else covers anything, or where colours tell nothing.

    Args:
        atlas: The person's textures.
        photo: (H, W, 4) at film size, linear.
        plate: (H, W, 4) what the people stand before.
        coverage: (H, W) of all people.

    Returns:
        ``(atlas, coverage)``, both thinned.
    """
    pixels, together = atlas.pixels.copy(), np.array(coverage, np.float32)
    height, width = together.shape
    for x, y, wide, high, film_x, film_y in atlas.spots:
        x0, y0 = max(0, -film_x), max(0, -film_y)
        x1, y1 = min(wide, width - film_x), min(high, height - film_y)
        if x0 >= x1 or y0 >= y1:
            continue
        there = (slice(film_y + y0, film_y + y1), slice(film_x + x0, film_x + x1))
        mine = pixels[y + y0 : y + y1, x + x0 : x + x1]
        seen = mine[..., 3].astype(np.float32)
        border = (seen > 0.004) & (seen < _SOLID) & (np.abs(together[there] - seen) < _ALONE)
        left = np.where(border, _share(mine, seen, photo[there], plate[there]), 1).astype(np.float32)
        mine *= left[..., None].astype(mine.dtype)
        together[there] = np.where(border, mine[..., 3], together[there])
    return atlas._replace(pixels=pixels), together


def _share(mine: Array, seen: F32, photo: Array, plate: Array) -> F32:
    """(h, w) what is left of each pixel's coverage, 0..1."""
    own = mine[..., :3].astype(np.float32) / np.maximum(seen, 1e-3)[..., None]
    ground = plate[..., :3].astype(np.float32)
    way, gone = own - ground, photo[..., :3].astype(np.float32) - ground
    length = (way * way).sum(axis=2)
    solved = (gone * way).sum(axis=2) / np.maximum(length, 1e-6)
    told = np.clip(length / _APART - 1, 0, 1)
    return np.asarray(1 + told * (np.clip(solved / np.maximum(seen, 1e-3), 0, 1) - 1), np.float32)
