"""Depth of a scene without a network: flat ground, things that stand upright on it, sky behind.

Source: Hoiem, Efros and Hebert, "Automatic photo pop-up", SIGGRAPH 2005 (ground, upright, sky); the line where the
ground ends is found by dynamic programming; edges are followed with the guided filter (He, Sun and Tang, ECCV 2010).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]


def ground_end(picture: F32, horizon: F32, step: float = 0.6) -> F32:
    """Where, in each column, the ground ends and upright things begin.

    Args:
        picture: (H, W, 3) float32, gamma-encoded, free of people.
        horizon: (W,) y of the horizon.
        step: Cost of the line's going up or down by a hundredth of the height from one column to the next.

    Returns:
        (W,) y of the last row of ground, never above the horizon, smooth along strong edges.
    """
    height, width = picture.shape[:2]
    shrink = min(1.0, 192 / max(height, width))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    low = np.interp(np.linspace(0, width - 1, small.shape[1]), np.arange(width), horizon) * shrink
    edge = _border(small)
    rows = np.arange(small.shape[0], dtype=np.float32)[:, None]
    below = (rows - low[None, :]) / small.shape[0]
    cost = -edge + np.where(below < 0, 20.0, 1.2 * below)
    path = _cheapest_path(cost.astype(np.float32), step * 100 / small.shape[0])
    line = np.maximum(path, low)
    full = np.interp(np.arange(width), np.linspace(0, width - 1, small.shape[1]), line) / shrink
    return np.clip(full, horizon, None).astype(np.float32)


def _border(small: F32) -> F32:
    """How much what lies above each pixel differs from what lies below, 0..1."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    reach = max(2, small.shape[0] // 24)
    padded = cv2.copyMakeBorder(lab, reach, reach, 0, 0, cv2.BORDER_REPLICATE)
    mean = cv2.blur(padded, (5, reach))
    above, below = mean[: small.shape[0]], mean[2 * reach :]
    difference = np.linalg.norm(above - below, axis=2) / 40
    slope = np.abs(cv2.Sobel(cv2.GaussianBlur(lab, (0, 0), 1.0), cv2.CV_32F, 0, 1, scale=0.125)).sum(axis=2) / 12
    return np.asarray(np.clip(difference, 0, 1) * 0.6 + np.clip(slope, 0, 1) * 0.4, np.float32)


def _cheapest_path(cost: F32, step: float) -> F32:
    """(W,) row of the path from left to right of least cost; it moves at most three rows a column."""
    height, width = cost.shape
    total, came = cost[:, 0].copy(), np.zeros((height, width), np.int32)
    moves = np.array([0, -1, 1, -2, 2, -3, 3])
    for x in range(1, width):
        options = np.stack([_moved(total, move) + abs(move) * step * 0.1 for move in moves])
        pick = options.argmin(axis=0)
        came[:, x] = np.clip(np.arange(height) + moves[pick], 0, height - 1)
        total = options[pick, np.arange(height)] + cost[:, x]
    path = np.zeros(width, np.int32)
    path[-1] = int(total.argmin())
    for x in range(width - 1, 0, -1):
        path[x - 1] = came[path[x], x]
    return path.astype(np.float32)


def _moved(values: F32, by: int) -> F32:
    """``values[i + by]`` at i, and a high cost where there is none."""
    result = np.full_like(values, 1e6)
    if by >= 0:
        result[: len(values) - by] = values[by:]
    else:
        result[-by:] = values[:by]
    return result


def find_sky(picture: F32, horizon: F32) -> F32:
    """Share of sky at each pixel: bright, smooth, not reddish, joined to the top edge, above the horizon.

    Args:
        picture: (H, W, 3) float32, gamma-encoded.
        horizon: (W,) y of the horizon.

    Returns:
        (H, W) float32 in 0..1.
    """
    height, width = picture.shape[:2]
    shrink = min(1.0, 256 / max(height, width))
    small = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    grey = small.mean(axis=2)
    rough = cv2.blur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (5, 5))
    bluish = small[..., 2] - small[..., 0]
    bright = grey > max(0.45, float(np.quantile(grey, 0.5)))
    like = (rough < 0.035) & (bluish > -0.03) & (bright | (bluish > 0.12))
    low = np.interp(np.linspace(0, width - 1, small.shape[1]), np.arange(width), horizon) * shrink
    like &= np.arange(small.shape[0])[:, None] < low[None, :]
    count, labels = cv2.connectedComponents(like.astype(np.uint8), connectivity=4)
    top = np.unique(labels[0][like[0]])
    sky = np.isin(labels, top) & like if count > 1 else np.zeros_like(like)
    if sky.mean() < 0.01:
        return np.zeros((height, width), np.float32)
    share = cv2.resize(sky.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return follow_edges(share, picture, max(2, max(height, width) // 100), 1e-3).clip(0, 1)


def follow_edges(values: F32, picture: F32, radius: int, smoothness: float) -> F32:
    """(H, W) values with their borders moved onto the picture's (guided filter)."""
    guide = np.ascontiguousarray(picture, np.float32)
    return np.asarray(cv2.ximgproc.guidedFilter(guide, values.astype(np.float32), radius, smoothness), np.float32)


def relief(coverage: F32, reach: float, amount: float = 0.15) -> F32:
    """How far each place of a body bulges towards the viewer, as if it were round.

    Args:
        coverage: (h, w) float32 in 0..1.
        reach: Distance from the outline, in pixels, at which the bulge is full.
        amount: Half of the body's thickness, in metres.

    Returns:
        (h, w) float32 metres, from -amount at the outline to +amount deep inside.
    """
    solid = cv2.copyMakeBorder((coverage > 0.5).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    inside = cv2.distanceTransform(solid, cv2.DIST_L2, 5)[1:-1, 1:-1]
    t = np.clip(inside / max(reach, 1.0), 0, 1)
    return np.asarray(amount * (2 * np.sqrt(1 - (1 - t) ** 2) - 1), np.float32)
