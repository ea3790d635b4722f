"""Nearest-neighbour fields between a hole's patches and the picture around it, and the picture they vote for.

Source: Barnes, Shechtman, Finkelstein and Goldman, "PatchMatch", SIGGRAPH 2009; Wexler, Shechtman and Irani,
"Space-time completion of video", PAMI 2007. Compiled at the first call and kept on disk.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
B8 = npt.NDArray[np.bool_]


@njit(cache=True)  # type: ignore[untyped-decorator]
def _difference(image: Any, weight: Any, ty: int, tx: int, sy: int, sx: int, radius: int, bound: float) -> Any:
    """Weighted sum of squared differences of two patches; stops once it is above ``bound``."""
    height, width = weight.shape
    total = np.float32(0.0)
    for dy in range(-radius, radius + 1):
        y = ty + dy
        if y < 0 or y >= height:
            continue
        for dx in range(-radius, radius + 1):
            x = tx + dx
            if x < 0 or x >= width:
                continue
            r = image[y, x, 0] - image[sy + dy, sx + dx, 0]
            g = image[y, x, 1] - image[sy + dy, sx + dx, 1]
            b = image[y, x, 2] - image[sy + dy, sx + dx, 2]
            u = image[y, x, 3] - image[sy + dy, sx + dx, 3]
            v = image[y, x, 4] - image[sy + dy, sx + dx, 4]
            total += weight[y, x] * (r * r + g * g + b * b + u * u + v * v)
        if total > bound:
            return total
    return total


@njit(cache=True)  # type: ignore[untyped-decorator]
def _far(ty: int, tx: int, sy: int, sx: int, prior: Any, mean: Any, guide: Any) -> Any:
    """What a source costs for lying far away, and for being of another colour than what is expected there."""
    r = mean[sy, sx, 0] - guide[ty, tx, 0]
    g = mean[sy, sx, 1] - guide[ty, tx, 1]
    b = mean[sy, sx, 2] - guide[ty, tx, 2]
    way = prior[0] * max(0.0, abs(sy - ty) - prior[2]) + prior[1] * abs(sx - tx)
    return way + prior[3] * (r * r + g * g + b * b) + mean[sy, sx, 3]


@njit(cache=True)  # type: ignore[untyped-decorator]
def measure(
    image: Any,
    weight: Any,
    norm: Any,
    field: Any,
    cost: Any,
    targets: Any,
    prior: Any,
    mean: Any,
    guide: Any,
    radius: int,
) -> None:
    """Fill ``cost`` (H, W) with what each target's present source costs."""
    for k in range(targets.shape[0]):
        ty, tx = targets[k, 0], targets[k, 1]
        sy, sx = field[ty, tx, 0], field[ty, tx, 1]
        ssd = _difference(image, weight, ty, tx, sy, sx, radius, np.float32(1e30))
        cost[ty, tx] = ssd / norm[ty, tx] + _far(ty, tx, sy, sx, prior, mean, guide)


@njit(cache=True)  # type: ignore[untyped-decorator]
def _try(
    image: Any, weight: Any, norm: Any, valid: Any, field: Any, cost: Any, ty: int, tx: int, sy: int, sx: int,
    prior: Any, mean: Any, guide: Any, radius: int,
) -> None:  # fmt: skip
    height, width = weight.shape
    if sy < 0 or sx < 0 or sy >= height or sx >= width or not valid[sy, sx]:
        return
    far = _far(ty, tx, sy, sx, prior, mean, guide)
    bound = (cost[ty, tx] - far) * norm[ty, tx]
    if bound <= 0:
        return
    ssd = _difference(image, weight, ty, tx, sy, sx, radius, bound)
    if ssd < bound:
        field[ty, tx, 0], field[ty, tx, 1] = sy, sx
        cost[ty, tx] = ssd / norm[ty, tx] + far


@njit(cache=True)  # type: ignore[untyped-decorator]
def search_all(
    image: Any, weight: Any, norm: Any, valid: Any, sources: Any, field: Any, cost: Any, targets: Any, prior: Any,
    mean: Any, guide: Any, radius: int,
) -> None:  # fmt: skip
    """Find the best source of every target by trying all of them; for small pictures."""
    for k in range(targets.shape[0]):
        ty, tx = targets[k, 0], targets[k, 1]
        for n in range(sources.shape[0]):
            _try(
                image,
                weight,
                norm,
                valid,
                field,
                cost,
                ty,
                tx,
                sources[n, 0],
                sources[n, 1],
                prior,
                mean,
                guide,
                radius,
            )


@njit(cache=True)  # type: ignore[untyped-decorator]
def search(
    image: Any, weight: Any, norm: Any, valid: Any, wanted: Any, field: Any, cost: Any, targets: Any, prior: Any,
    mean: Any, guide: Any, radius: int, reach: int, seed: int, backwards: bool,
) -> None:  # fmt: skip
    """One PatchMatch sweep: take over the neighbours' shifts, then look around at shrinking distances."""
    height, width = weight.shape
    count = targets.shape[0]
    step = -1 if backwards else 1
    state = np.uint32(seed * 2654435761 + 1)
    for k in range(count):
        at = count - 1 - k if backwards else k
        ty, tx = targets[at, 0], targets[at, 1]
        ny, nx = ty - step, tx - step
        if 0 <= ny < height and wanted[ny, tx]:
            sy, sx = field[ny, tx, 0] + step, field[ny, tx, 1]
            _try(image, weight, norm, valid, field, cost, ty, tx, sy, sx, prior, mean, guide, radius)
        if 0 <= nx < width and wanted[ty, nx]:
            sy, sx = field[ty, nx, 0], field[ty, nx, 1] + step
            _try(image, weight, norm, valid, field, cost, ty, tx, sy, sx, prior, mean, guide, radius)
        around = reach
        while around >= 1:
            state = np.uint32(state * np.uint32(1664525) + np.uint32(1013904223))
            oy = np.int64(state >> np.uint32(8)) % (2 * around + 1) - around
            state = np.uint32(state * np.uint32(1664525) + np.uint32(1013904223))
            ox = np.int64(state >> np.uint32(8)) % (2 * around + 1) - around
            sy, sx = field[ty, tx, 0] + oy, field[ty, tx, 1] + ox
            _try(image, weight, norm, valid, field, cost, ty, tx, sy, sx, prior, mean, guide, radius)
            around //= 2


@njit(cache=True)  # type: ignore[untyped-decorator]
def vote(image: Any, wanted: Any, field: Any, trust: Any, targets: Any, kernel: Any, radius: int, out: Any) -> None:
    """Each target pixel becomes the weighted mean of what the sources of the patches over it say.

    Args:
        image: (H, W, C) float32, read at the sources.
        wanted: (H, W) bool, where the field is defined.
        field: (H, W, 2) int32 source (row, column) of each target.
        trust: (H, W) float32 weight of each target's patch.
        targets: (N, 2) int32 pixels to write.
        kernel: (2 r + 1, 2 r + 1) float32 weight of a place inside the patch.
        radius: r.
        out: (H, W, C) float32, written at the targets.
    """
    height, width, channels = image.shape
    for k in range(targets.shape[0]):
        y, x = targets[k, 0], targets[k, 1]
        total = np.float32(0.0)
        for c in range(channels):
            out[y, x, c] = 0
        for dy in range(-radius, radius + 1):
            for dx in range(-radius, radius + 1):
                qy, qx = y - dy, x - dx
                if qy < 0 or qx < 0 or qy >= height or qx >= width or not wanted[qy, qx]:
                    continue
                w = trust[qy, qx] * kernel[dy + radius, dx + radius]
                total += w
                for c in range(channels):
                    out[y, x, c] += w * image[field[qy, qx, 0] + dy, field[qy, qx, 1] + dx, c]
        for c in range(channels):
            out[y, x, c] /= max(total, np.float32(1e-20))
