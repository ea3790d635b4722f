"""Make a composite of cut-out people over a filled-in plate equal the photo that both came from.

A matte, a foreground and a filled-in plate are three guesses; put together again they miss the photo by a little,
most at hair and in the band around each person. What is missing is split by who ought to have it: where the people
cover at least half, their own colours are refined; elsewhere the plate is, and that part is let go as soon as the
person has moved away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.texture_atlas import Atlas

F32 = npt.NDArray[np.float32]
F16 = npt.NDArray[np.float16]
Array = npt.NDArray[Any]

HALF = 0.5
"""Coverage from which on a miss belongs to the person alone."""
SOFT = 0.04
"""Coverage from which on a miss belongs to the person as far as a soft border can make up for it."""
BAND = 0.08
"""Width of the band around a person in which the plate is refined, in heights of the person."""
EDGE = 0.004
"""How far beyond their coverage people's edges reach, in heights of the person."""
REACH = (0.012, 0.004)
"""Shift, in heights of the person, at which half of the plate's refinement is gone: around the person, and at the
edge."""


def plate_refinement(plate: Array, miss: Array, coverage: Array) -> tuple[F32, F32]:
    """What to add to the plate so that what the composite misses shines through.

    Args:
        plate: (H, W, 4) linear, what the people were put over.
        miss: (H, W, 3) photo minus composite.
        coverage: (H, W) of all people.

    Returns:
        ``(added, left)``, (H, W, 3) each: 0 where nothing is missed; a plate has no light below 0, so some may be left.
    """
    ground, seen = plate[..., :3].astype(np.float32), (1 - coverage.astype(np.float32)).clip(0)[..., None]
    added = (ground + miss / np.maximum(seen, 0.02)).clip(0) - ground
    added = np.where(miss == 0, 0, added).astype(np.float32)
    return added, (miss - added * seen).astype(np.float32)


def refine_atlas(
    atlas: Atlas, order: Sequence[int], miss: Array, clear: Array, least: float, lit: bool = False
) -> tuple[Atlas, F32, F32]:
    """Give a person's own textures the colours that the photo has.

    Args:
        atlas: The person's textures.
        order: Textures as they are drawn at rest, the farthest first.
        miss: (H, W, 3) photo minus composite, in the film, where the people should make up for it.
        clear: (H, W) how much of what lies here is seen through nearer people, 0..1.
        least: Coverage from which on a texture makes up for a miss.
        lit: Let a soft border take on more light than it covers, as it must where nothing else can.

    Returns:
        ``(atlas, miss, clear)``: the refined atlas; what is still missed, since others must make up for it or there
        is no light below 0; and what is clear behind this person. What is mostly hidden is left as it is: it will be
        seen.
    """
    pixels, left, clear = atlas.pixels.copy(), miss.astype(np.float32), clear.astype(np.float32)
    for k in reversed(order):
        x, y, width, height, film_x, film_y = atlas.spots[k]
        x0, y0 = max(0, -film_x), max(0, -film_y)
        x1, y1 = min(width, miss.shape[1] - film_x), min(height, miss.shape[0] - film_y)
        if x0 >= x1 or y0 >= y1:
            continue
        there = (slice(film_y + y0, film_y + y1), slice(film_x + x0, film_x + x1))
        mine = pixels[y + y0 : y + y1, x + x0 : x + x1]
        before, through = mine[..., :3].astype(np.float32), clear[there][..., None]
        owned = (mine[..., 3:] >= least) & (through > HALF)
        # a soft border takes on what the photo has, as far as a colour can: it goes with the person, no ghost stays
        most = np.where(lit | (mine[..., 3:] >= HALF), np.inf, np.maximum(before, mine[..., 3:]))
        mine[..., :3] = np.where(owned, before + left[there] / np.maximum(through, HALF), before).clip(0, most)
        left[there] -= (mine[..., :3] - before) * through
        clear[there] *= 1 - mine[..., 3]
    return atlas._replace(pixels=pixels), left, clear


def shares_of(people: Sequence[Atlas], size: tuple[int, int], bands: Sequence[float]) -> list[F32]:
    """How much of what is refined around people belongs to each of them: all to the nearest, mixed where two are near.

    Args:
        people: Their textures.
        size: (width, height) of the film.
        bands: How far around each person anything is refined, in pixels.

    Returns:
        (H, W) for each person; 0 outside the band around the nearest.
    """
    away = [_away(atlas, size) for atlas in people]
    least = np.minimum.reduce(away)
    # who is farther by a fifth of the band has no share any more: no line between two people's bands
    raw = [np.clip(1 - (mine - least) / max(0.2 * band, 1.0), 0, 1) for mine, band in zip(away, bands, strict=True)]
    within = np.logical_or.reduce([(mine <= band) & (mine == least) for mine, band in zip(away, bands, strict=True)])
    total = np.maximum(np.add.reduce(raw), 1e-6)
    return [np.where(within, share / total, 0).astype(np.float32) for share in raw]


def _away(atlas: Atlas, size: tuple[int, int]) -> F32:
    free = 1 - (silhouette(atlas, size) > HALF).astype(np.uint8)
    if free.all():
        return np.full((size[1], size[0]), 1e9, np.float32)
    return np.asarray(cv2.distanceTransform(free, cv2.DIST_L2, 5), np.float32)


def silhouette(atlas: Atlas, size: tuple[int, int]) -> F32:
    """(H, W) coverage of a person at rest: the most that any texture has. ``size`` is (width, height)."""
    whole = np.zeros((size[1], size[0]), np.float32)
    for x, y, width, height, film_x, film_y in atlas.spots:
        x0, y0 = max(0, -film_x), max(0, -film_y)
        x1, y1 = min(width, size[0] - film_x), min(height, size[1] - film_y)
        if x0 < x1 and y0 < y1:
            seen = whole[film_y + y0 : film_y + y1, film_x + x0 : film_x + x1]
            np.maximum(seen, atlas.pixels[y + y0 : y + y1, x + x0 : x + x1, 3], out=seen)
    return whole


def cells(mask: npt.NDArray[np.bool_], side: int = 12) -> tuple[F32, npt.NDArray[np.int32]]:
    """A mesh of squares over what a mask covers.

    Args:
        mask: (H, W).
        side: Of a square, in pixels.

    Returns:
        ``((N, 2) vertices in pixels, (F, 3) triangles)``; squares without anything of the mask are left out.
    """
    height, width = mask.shape
    down, across = -(-height // side), -(-width // side)
    padded = np.zeros((down * side, across * side), bool)
    padded[:height, :width] = mask
    rows, columns = np.nonzero(padded.reshape(down, side, across, side).any(axis=(1, 3)))
    corners = np.stack([rows * (across + 1) + columns + step for step in (0, 1, across + 1, across + 2)], axis=1)
    used, numbers = np.unique(corners, return_inverse=True)
    a, b, c, d = numbers.reshape(-1, 4).T
    triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([b, d, c], 1)]).astype(np.int32)
    points = np.stack([used % (across + 1), used // (across + 1)], axis=1) * side
    return points.astype(np.float32), triangles


def neighbours(points: Array, vertices: Array, count: int = 3) -> tuple[npt.NDArray[np.int64], F32]:
    """The nearest vertices of each point, and how much each one counts.

    Args:
        points: (N, 2).
        vertices: (V, 2), V >= 1.
        count: How many.

    Returns:
        ``((N, K) indices, (N, K) weights)``, each row of weights sums to 1.
    """
    from scipy.spatial import cKDTree

    count = min(count, len(vertices))
    away, index = cKDTree(vertices).query(points, k=list(range(1, count + 1)))
    weight = 1 / (np.asarray(away) + 1.0)
    return np.asarray(index, np.int64), (weight / weight.sum(axis=1, keepdims=True)).astype(np.float32)


def edge(coverage: Array, pixels: float = 0.0) -> F32:
    """0 (around the people) to 1 (at their edges): a refinement at an edge fits only as long as the edge is there.

    Args:
        coverage: (H, W) of all people.
        pixels: How far an edge reaches beyond the coverage: mattes miss a little of what they cut out.

    Returns:
        (H, W) float32.
    """
    seen = np.asarray(coverage, np.float32)
    if pixels > 0:
        side = 2 * int(np.ceil(pixels)) + 1
        seen = cv2.dilate(seen, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
        seen = cv2.GaussianBlur(seen, (0, 0), max(0.5, pixels / 3))
    t = (seen / 0.25).clip(0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
