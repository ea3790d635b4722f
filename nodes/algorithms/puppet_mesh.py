"""Triangles over a coverage mask: its outline, a little grown, holes kept open, finer where asked for.

Source: Delaunay triangulation made to conform to the outline by splitting the outline's edges that it misses
(Shewchuk, Delaunay refinement algorithms for triangular mesh generation, 2002, in its simplest form).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

THINNEST = 0.1
"""Height in pixels below which a triangle is left out: slivers along a straight outline turn over at a touch."""


def triangulate(mask: npt.NDArray[np.bool_], spacing: float, finer: Array | None = None) -> tuple[F64, Array]:
    """Mesh of a mask.

    Args:
        mask: (H, W) what must be covered.
        spacing: Distance between vertices in pixels.
        finer: (N, 3) places (x, y, radius) within which the spacing is halved.

    Returns:
        (vertices, triangles): (V, 2) in pixels of the mask's own corner, (F, 3) int32, all of one winding; every pixel
        of the mask lies inside. Nothing of an empty mask.
    """
    import cv2

    grow = int(np.clip(round(0.15 * spacing), 2, 4))
    pad = grow + 4
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    grown = cv2.dilate(np.pad(mask.astype(np.uint8), pad), disc)
    outline, links = _outlines(grown, spacing, grow - 0.8)
    if len(outline) == 0:
        return np.zeros((0, 2)), np.zeros((0, 3), np.int32)
    points, triangles = _conform(outline, links, _inside(grown, outline, spacing, _shift(finer, pad)))
    triangles = triangles[_covered(_fill(grown.shape, outline, links), points, triangles)]
    used = np.unique(triangles)
    order = np.full(len(points), -1)
    order[used] = np.arange(len(used))
    return points[used] - pad, order[triangles].astype(np.int32)


def vertex_spacing(mask: npt.NDArray[np.bool_], count: int) -> float:
    """Spacing in pixels at which :func:`triangulate` makes about ``count`` vertices."""
    return max(float(np.sqrt(mask.sum() / max(count, 1) / 0.6)), 4.0)


def _outlines(grown: Array, spacing: float, tolerance: float) -> tuple[F64, Array]:
    """Points along every outline, and pairs of neighbours along it."""
    import cv2

    contours, _ = cv2.findContours(grown, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    points, links, count = [], [], 0
    for contour in contours:
        ring = contour[:, 0].astype(np.float64) + 0.5
        if len(ring) < 8 or abs(cv2.contourArea(contour)) < 12:
            continue
        ring = _resample(ring, spacing * 0.9, tolerance)
        points.append(ring)
        index = np.arange(len(ring)) + count
        links.append(np.stack([index, np.roll(index, -1)], axis=1))
        count += len(ring)
    if not points:
        return np.zeros((0, 2)), np.zeros((0, 2), np.int64)
    return np.concatenate(points), np.concatenate(links)


def _resample(ring: F64, spacing: float, tolerance: float) -> F64:
    """Corners of the ring that keep it within ``tolerance``, no longer apart than ``spacing``."""
    import cv2

    corners = cv2.approxPolyDP(ring.astype(np.float32).reshape(-1, 1, 2), tolerance, True)[:, 0].astype(np.float64)
    following = np.roll(corners, -1, axis=0)
    pieces = []
    for a, b in zip(corners, following, strict=True):
        steps = max(int(np.ceil(np.hypot(*(b - a)) / spacing)), 1)
        pieces.append(a + (b - a) * (np.arange(steps) / steps)[:, None])
    return np.asarray(np.concatenate(pieces), np.float64)


def _inside(grown: Array, outline: F64, spacing: float, finer: Array | None) -> F64:
    """Points on a triangular grid inside the mask, not too near the outline; of half the spacing at ``finer``."""
    import cv2
    from scipy.spatial import cKDTree

    depth = cv2.distanceTransform(grown, cv2.DIST_L2, 3)
    tree = cKDTree(outline)
    coarse = _grid(grown.shape, spacing)
    if finer is not None and len(finer):
        near = _near(coarse, finer)
        small = _grid(grown.shape, spacing / 2)
        coarse = np.concatenate([coarse[~near], small[_near(small, finer)]])
    column, row = coarse[:, 0].astype(int), coarse[:, 1].astype(int)
    coarse = coarse[depth[row, column] > 0.35 * spacing]
    if len(coarse) == 0:
        return np.zeros((0, 2))
    distance, _ = tree.query(coarse)
    return np.asarray(coarse[distance > 0.35 * spacing], np.float64)


def _grid(shape: tuple[int, ...], spacing: float) -> F64:
    rows = np.arange(spacing / 2, shape[0] - 1, spacing * 0.866)
    columns = np.arange(spacing / 2, shape[1] - 1, spacing)
    x = columns[None, :] + (np.arange(len(rows)) % 2)[:, None] * spacing / 2
    y = np.broadcast_to(rows[:, None], x.shape)
    grid = np.stack([x.ravel(), y.ravel()], axis=1)
    return np.asarray(grid[grid[:, 0] < shape[1] - 1], np.float64)


def _near(points: F64, places: Array) -> npt.NDArray[np.bool_]:
    gap = np.hypot(points[:, None, 0] - places[None, :, 0], points[:, None, 1] - places[None, :, 1])
    return np.asarray((gap < places[None, :, 2]).any(axis=1))


def _conform(outline: F64, links: Array, inside: F64) -> tuple[F64, Array]:
    """Delaunay triangles in which every edge of the outline appears, split where needed."""
    from scipy.spatial import Delaunay

    points, missing = np.concatenate([outline, inside]), links
    for _ in range(6):
        triangles = Delaunay(points).simplices
        edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
        keys = np.unique(edges[:, 0].astype(np.int64) * len(points) + edges[:, 1])
        wanted = np.sort(missing, axis=1).astype(np.int64)
        absent = ~np.isin(wanted[:, 0] * len(points) + wanted[:, 1], keys)
        if not absent.any():
            break
        middle = points[missing[absent]].mean(axis=1)
        fresh = np.arange(len(middle)) + len(points)
        halves = np.concatenate(
            [np.stack([missing[absent][:, 0], fresh], 1), np.stack([fresh, missing[absent][:, 1]], 1)]
        )
        missing = np.concatenate([missing[~absent], halves])
        points = np.concatenate([points, middle])
    return points, _one_winding(points, Delaunay(points).simplices)


def _one_winding(points: F64, triangles: Array) -> Array:
    a, b, c = (points[triangles[:, k]] for k in range(3))
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    triangles = np.where((area < 0)[:, None], triangles[:, [0, 2, 1]], triangles)
    longest = np.max([np.hypot(*(b - a).T), np.hypot(*(c - b).T), np.hypot(*(a - c).T)], axis=0)
    return np.asarray(triangles[np.abs(area) > THINNEST * longest])


def _fill(shape: tuple[int, ...], outline: F64, links: Array) -> Array:
    """The polygons as pixels, four to one, so that a triangle's middle is judged by the polygon and not by the mask."""
    import cv2

    canvas = np.zeros((shape[0] * 4, shape[1] * 4), np.uint8)
    breaks = np.flatnonzero(links[:, 1] != links[:, 0] + 1) + 1
    rings = [np.rint(ring * 4).astype(np.int32) for ring in np.split(outline, breaks) if len(ring)]
    cv2.fillPoly(canvas, rings, 1)
    return canvas


def _covered(canvas: Array, points: F64, triangles: Array) -> npt.NDArray[np.bool_]:
    middle = points[triangles].mean(axis=1) * 4
    return np.asarray(canvas[middle[:, 1].astype(int), middle[:, 0].astype(int)] > 0)


def _shift(finer: Array | None, pad: int) -> Array | None:
    return None if finer is None else np.asarray(finer, np.float64) + np.array([pad, pad, 0.0])
