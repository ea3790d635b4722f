"""The seams between pieces of a picture: moved to where they show least, then evened out and mixed.

Source: Pritch, Kav-Venaki and Peleg, "Shift-map image editing", ICCV 2009; Bhat, Curless, Cohen and Zitnick, "Fourier
analysis of the 2D screened Poisson equation for gradient domain problems", ECCV 2008. Compiled at the first call and
kept on disk.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True)  # type: ignore[untyped-decorator]
def _seam(features: Any, hole: Any, shifts: Any, y: int, x: int, sy: int, sx: int, ny: int, nx: int) -> Any:
    """What a pixel's shift costs against a neighbour's: how much both pixels would differ under the other's."""
    height, width, channels = features.shape
    total = np.float32(0.0)
    ty, tx = shifts[ny, nx, 0], shifts[ny, nx, 1]
    if sy == ty and sx == tx:
        return total
    ay, ax = min(max(ny + sy, 0), height - 1), min(max(nx + sx, 0), width - 1)
    for c in range(channels):
        total += abs(features[ay, ax, c] - features[ny + ty, nx + tx, c])
    if not hole[ny, nx]:
        return 2 * total
    by, bx = min(max(y + ty, 0), height - 1), min(max(x + tx, 0), width - 1)
    for c in range(channels):
        total += abs(features[y + sy, x + sx, c] - features[by, bx, c])
    return total


@njit(cache=True)  # type: ignore[untyped-decorator]
def shake(features: Any, hole: Any, valid: Any, shifts: Any, nodes: Any, steps: Any, backwards: bool) -> None:
    """One sweep in which each pixel along a seam may take a neighbour's shift; ``shifts`` (H, W, 2) is changed."""
    height, width = hole.shape
    count = nodes.shape[0]
    for k in range(count):
        n = count - 1 - k if backwards else k
        y, x = nodes[n, 0], nodes[n, 1]
        now = np.float32(-1.0)
        for d in range(4):
            ny, nx = y + steps[d, 0], x + steps[d, 1]
            if ny < 0 or nx < 0 or ny >= height or nx >= width or not hole[ny, nx]:
                continue
            sy, sx = shifts[ny, nx, 0], shifts[ny, nx, 1]
            if sy == shifts[y, x, 0] and sx == shifts[y, x, 1]:
                continue
            if y + sy < 0 or x + sx < 0 or y + sy >= height or x + sx >= width or not valid[y + sy, x + sx]:
                continue
            if now < 0:
                now = _around(features, hole, shifts, y, x, shifts[y, x, 0], shifts[y, x, 1], steps)
            cost = _around(features, hole, shifts, y, x, sy, sx, steps)
            if cost < now:
                shifts[y, x, 0], shifts[y, x, 1] = sy, sx
                now = cost


@njit(cache=True)  # type: ignore[untyped-decorator]
def _around(features: Any, hole: Any, shifts: Any, y: int, x: int, sy: int, sx: int, steps: Any) -> Any:
    total = np.float32(0.0)
    for d in range(4):
        ny, nx = y + steps[d, 0], x + steps[d, 1]
        if ny >= 0 and nx >= 0 and ny < hole.shape[0] and nx < hole.shape[1]:
            total += _seam(features, hole, shifts, y, x, sy, sx, ny, nx)
    return total


@njit(cache=True)  # type: ignore[untyped-decorator]
def misfit(features: Any, hole: Any, valid: Any, shifts: Any, piece: Any, nodes: Any, steps: Any, cost: Any) -> None:
    """Add to ``cost`` (pieces, 9) how badly each piece meets its neighbours if moved by a pixel in each direction."""
    height, width, channels = features.shape
    for n in range(nodes.shape[0]):
        y, x = nodes[n, 0], nodes[n, 1]
        sy, sx = shifts[y, x, 0], shifts[y, x, 1]
        for d in range(4):
            ny, nx = y + steps[d, 0], x + steps[d, 1]
            if ny < 0 or nx < 0 or ny >= height or nx >= width:
                continue
            ty, tx = shifts[ny, nx, 0], shifts[ny, nx, 1]
            if hole[ny, nx] and ty == sy and tx == sx:
                continue
            share = np.float32(1.0) if hole[ny, nx] else np.float32(3.0)
            for e in range(9):
                ay, ax = ny + sy + e // 3 - 1, nx + sx + e % 3 - 1
                if ay < 0 or ax < 0 or ay >= height or ax >= width:
                    cost[piece[y, x], e] += np.float32(0.3) * share
                    continue
                for c in range(channels):
                    cost[piece[y, x], e] += share * abs(features[ay, ax, c] - features[ny + ty, nx + tx, c])


@njit(cache=True)  # type: ignore[untyped-decorator]
def blend(
    image: Any,
    hole: Any,
    shifts: Any,
    nodes: Any,
    steps: Any,
    screen: Any,
    over: Any,
    most: Any,
    rounds: int,
    change: Any,
) -> None:
    """Relax ``change`` (H, W, C): what is added to each copied pixel so that pieces meet without a step.

    Screened Poisson equation (Bhat et al., "Fourier analysis of the 2D screened Poisson equation", ECCV 2008), by
    successive over-relaxation. ``most`` (H, W) is the largest step that is evened out.
    """
    height, width, channels = image.shape
    for turn in range(rounds):
        for k in range(nodes.shape[0]):
            n = nodes.shape[0] - 1 - k if turn % 2 else k
            y, x = nodes[n, 0], nodes[n, 1]
            sy, sx = shifts[y, x, 0], shifts[y, x, 1]
            for c in range(channels):
                total, weight = np.float32(0.0), screen
                for d in range(4):
                    ny, nx = y + steps[d, 0], x + steps[d, 1]
                    if ny < 0 or nx < 0 or ny >= height or nx >= width:
                        continue
                    weight += np.float32(1.0)
                    ty, tx = shifts[ny, nx, 0], shifts[ny, nx, 1]
                    total += change[ny, nx, c]
                    if sy == ty and sx == tx:
                        continue
                    ay, ax = min(max(ny + sy, 0), height - 1), min(max(nx + sx, 0), width - 1)
                    there = image[ny + ty, nx + tx, c] - image[ay, ax, c]
                    if hole[ny, nx]:
                        by, bx = min(max(y + ty, 0), height - 1), min(max(x + tx, 0), width - 1)
                        there = np.float32(0.5) * (there + image[by, bx, c] - image[y + sy, x + sx, c])
                    total += min(max(there, -most[y, x]), most[y, x])
                change[y, x, c] += over * (total / weight - change[y, x, c])


@njit(cache=True)  # type: ignore[untyped-decorator]
def feather(
    image: Any, hole: Any, valid: Any, shifts: Any, nodes: Any, steps: Any, change: Any, reach: int, out: Any
) -> None:
    """Mix the pieces where they meet, over a few pixels; ``out`` (H, W, C) is changed along seams only."""
    height, width, channels = image.shape
    total = np.empty(channels, np.float32)
    for n in range(nodes.shape[0]):
        y, x = nodes[n, 0], nodes[n, 1]
        sy, sx = shifts[y, x, 0], shifts[y, x, 1]
        mixed = False
        for d in range(4):
            qy, qx = y + reach * steps[d, 0], x + reach * steps[d, 1]
            if qy >= 0 and qx >= 0 and qy < height and qx < width and hole[qy, qx]:
                mixed = mixed or shifts[qy, qx, 0] != sy or shifts[qy, qx, 1] != sx
        if not mixed:
            continue
        weight = np.float32(0.0)
        total[:] = 0
        for qy in range(max(0, y - reach), min(height, y + reach + 1)):
            for qx in range(max(0, x - reach), min(width, x + reach + 1)):
                if not hole[qy, qx]:
                    continue
                ay, ax = y + shifts[qy, qx, 0], x + shifts[qy, qx, 1]
                if ay < 0 or ax < 0 or ay >= height or ax >= width or not valid[ay, ax]:
                    continue
                share = np.float32(1.0) / np.float32(2 + (qy - y) ** 2 + (qx - x) ** 2)
                weight += share
                for c in range(channels):
                    total[c] += share * (image[ay, ax, c] + change[qy, qx, c])
        if weight > 0:
            for c in range(channels):
                out[y, x, c] = total[c] / weight
