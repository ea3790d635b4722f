"""Strokes of a brush as coverage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Box = tuple[int, int, int, int]


def stroke_box(points: F64, radius: float, size: tuple[int, int]) -> Box:
    """(x0, y0, x1, y1) of the pixels that a stroke may touch, inside a picture of (width, height)."""
    low, high = points[:, :2].min(axis=0) - radius - 1, points[:, :2].max(axis=0) + radius + 1
    x0, y0 = (int(np.clip(np.floor(v), 0, edge)) for v, edge in zip(low, size, strict=True))
    x1, y1 = (int(np.clip(np.ceil(v), 0, edge)) for v, edge in zip(high, size, strict=True))
    return x0, y0, max(x0, x1), max(y0, y1)


def stroke(points: F64, radius: float, hardness: float, box: Box) -> F32:
    """Coverage of a stroke: the round brush swept along its points.

    Args:
        points: (N, 3) x, y and pressure 0..1, in pixels; pressure scales the radius.
        radius: Of the brush, in pixels.
        hardness: Share of the radius that is solid; beyond it fades smoothly to nothing.
        box: (x0, y0, x1, y1) of what is wanted.

    Returns:
        (y1 - y0, x1 - x0) in 0..1, at pixel centres.
    """
    cover = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    ends = points[1:] if len(points) > 1 else points
    for a, b in zip(points, ends, strict=False):
        part = stroke_box(np.stack([a, b]), radius, (box[2], box[3]))
        x0, y0, x1, y1 = max(part[0], box[0]), max(part[1], box[1]), part[2], part[3]
        if x0 < x1 and y0 < y1:
            window = cover[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]]
            np.maximum(window, _segment(a, b, radius, hardness, (x0, y0, x1, y1)), out=window)
    return cover


def _segment(a: F64, b: F64, radius: float, hardness: float, box: Box) -> F32:
    y, x = np.mgrid[box[1] : box[3], box[0] : box[2]] + 0.5
    along = b[:2] - a[:2]
    length = float(along @ along)
    share = np.clip(((x - a[0]) * along[0] + (y - a[1]) * along[1]) / max(length, 1e-12), 0, 1)
    away = np.hypot(x - a[0] - share * along[0], y - a[1] - share * along[1])
    wide = np.maximum(radius * (a[2] + share * (b[2] - a[2])), 1e-3)
    # even a hard brush has an edge of one pixel, so that it is not jagged
    soft = np.maximum(wide * (1 - hardness), 1.0)
    t = np.clip((wide - away) / soft + (0.5 if hardness >= 1 else 0.0), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def thinned(points: Sequence[tuple[float, float, float]], least: float) -> list[tuple[float, float, float]]:
    """A stroke without points nearer than ``least`` pixels to the one before; both ends stay."""
    kept = list(points[:1])
    for point in points[1:]:
        if np.hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= least:
            kept.append(point)
    if len(points) > 1 and kept[-1] != points[-1]:
        kept.append(points[-1])
    return kept
