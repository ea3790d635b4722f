"""Many textures in one, on the film's own pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.algorithms.film_grid import FilmGrid, resample_patch
from nodes.algorithms.shelf_packing import pack_shelves

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]


class Atlas(NamedTuple):
    """Textures in one, and where each one lies.

    Attributes:
        pixels: (H, W, 4) premultiplied.
        texels: For each texture its vertices' (V, 2) places in the atlas.
        spots: For each texture (x, y, width, height) in the atlas, and (x, y) of the same pixels in the film.
    """

    pixels: F16
    texels: list[F32]
    spots: list[tuple[int, int, int, int, int, int]]


def texture_atlas(
    textures: Sequence[F16], origins: Sequence[tuple[int, int]], vertices: Sequence[F32], grid: FilmGrid
) -> Atlas:
    """Resample textures to the film and pack them.

    Args:
        textures: (h, w, 4) premultiplied each, in source pixels.
        origins: (x, y) of each one's top left pixel in the source.
        vertices: (V, 2) each, rest positions in source pixels.
        grid: The film's grid.

    Returns:
        The atlas. A vertex's texel lies as far from its texture's pixels as its film position from the film's: at rest,
        texel centres meet pixel centres.
    """
    placed = [grid.to_film(points) for points in vertices]
    small = [
        _reframe(*resample_patch(texture, origin, grid), points)
        for texture, origin, points in zip(textures, origins, placed, strict=True)
    ]
    (width, height), places = pack_shelves([(p.shape[1], p.shape[0]) for p, _ in small])
    atlas = np.zeros((height, width, 4), np.float16)
    texels, spots = [], []
    for (pixels, origin), (x, y), points in zip(small, places, placed, strict=True):
        atlas[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
        texels.append((points + np.array([x - origin[0], y - origin[1]])).astype(np.float32))
        spots.append((x, y, pixels.shape[1], pixels.shape[0], *origin))
    return Atlas(atlas, texels, spots)


def _reframe(pixels: F16, origin: tuple[int, int], points: F32) -> tuple[F16, tuple[int, int]]:
    """The pixels that a mesh covers, no more and no less: a mesh larger than its texture must not meet its
    neighbour's."""
    if not len(points):
        return pixels[:0, :0], origin
    x0, y0 = (int(v) - 1 for v in np.floor(points.min(axis=0)))
    x1, y1 = (int(v) + 1 for v in np.ceil(points.max(axis=0)))
    whole = np.zeros((y1 - y0, x1 - x0, 4), np.float16)
    left, top = max(x0, origin[0]), max(y0, origin[1])
    right, bottom = min(x1, origin[0] + pixels.shape[1]), min(y1, origin[1] + pixels.shape[0])
    if left < right and top < bottom:
        seen = pixels[top - origin[1] : bottom - origin[1], left - origin[0] : right - origin[0]]
        whole[top - y0 : bottom - y0, left - x0 : right - x0] = seen
    return whole, (x0, y0)
