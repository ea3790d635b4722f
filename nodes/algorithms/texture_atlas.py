"""Many textures in one, on the film's own pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.film_grid import FilmGrid, resample_patch
from nodes.algorithms.shelf_packing import pack_shelves

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]


def texture_atlas(
    textures: Sequence[F16], origins: Sequence[tuple[int, int]], vertices: Sequence[F32], grid: FilmGrid
) -> tuple[F16, list[F32]]:
    """Resample textures to the film and pack them.

    Args:
        textures: (h, w, 4) premultiplied each, in source pixels.
        origins: (x, y) of each one's top left pixel in the source.
        vertices: (V, 2) each, rest positions in source pixels.
        grid: The film's grid.

    Returns:
        ``(atlas, texels)``: the (H, W, 4) atlas, and for each texture its vertices' (V, 2) places in it. A vertex's
        texel lies as far from its texture's pixels as its film position from the film's: at rest, texel centres meet
        pixel centres.
    """
    small = [resample_patch(t, o, grid) for t, o in zip(textures, origins, strict=True)]
    small = [_trim(pixels, origin) for pixels, origin in small]
    (width, height), places = pack_shelves([(p.shape[1], p.shape[0]) for p, _ in small])
    atlas = np.zeros((height, width, 4), np.float16)
    texels = []
    for (pixels, origin), (x, y), points in zip(small, places, vertices, strict=True):
        atlas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
        texels.append((grid.to_film(points) + np.array([x - origin[0], y - origin[1]])).astype(np.float32))
    return atlas, texels


def _trim(pixels: F16, origin: tuple[int, int]) -> tuple[F16, tuple[int, int]]:
    """Without the empty rows and columns around it."""
    seen = pixels[..., 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not rows.size:
        return pixels[:0, :0], origin
    y, x = int(rows[0]), int(columns[0])
    return pixels[y : rows[-1] + 1, x : columns[-1] + 1], (origin[0] + x, origin[1] + y)
