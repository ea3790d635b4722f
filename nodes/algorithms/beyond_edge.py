"""How a body goes on beyond the edge of the picture that cuts it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

SIDES = ("top", "bottom", "left", "right")
_TURNS = {"top": 0, "left": 3, "bottom": 2, "right": 1}  # quarter turns that bring a side to the top
_LEAST = 3  # pixels of an edge that a body must cover to go on there


def continue_beyond(pixels: F32, grow: Mapping[str, int]) -> F32:
    """A body's pixels continued beyond the picture's edges by mirroring, so that nothing opens when it sways.

    Only what touches an edge goes on there, as far as nothing parts it from the edge. But for the lower edge it ends
    round there, as heads, hands and shoulders do, and narrow pieces soon.

    Args:
        pixels: (h, w, 4) premultiplied, cut by the edges.
        grow: How many pixels are added at each of :data:`SIDES`; 0 where the edge does not cut.

    Returns:
        (h + top + bottom, w + left + right, 4).
    """
    for side in SIDES:
        count = grow.get(side, 0)
        if count > 0:
            turned = np.rot90(pixels, _TURNS[side])
            turned = np.concatenate([_beyond(turned, count, side != "bottom")[::-1], turned])
            pixels = np.rot90(turned, -_TURNS[side])
    return np.ascontiguousarray(pixels, np.float32)


def _beyond(pixels: F32, count: int, rounded: bool) -> F32:
    """(count, w, 4) what goes on beyond the first row, nearest first."""
    mirrored = np.pad(pixels, ((count, 0), (0, 0), (0, 0)), mode="symmetric")[:count][::-1]
    kept = np.minimum.accumulate(mirrored[..., 3], axis=0)
    if rounded:
        kept = kept * _round_ends(pixels[..., 3], count)
    return np.asarray(mirrored * (kept / np.maximum(mirrored[..., 3], 1e-6))[..., None], np.float32)


def _round_ends(cover: F32, count: int) -> F32:
    """(count, w) 0..1 an end on every piece of the first row that is covered: a cap, or a bar with round corners."""
    solid = np.concatenate([[0], (cover[0] > 0.5).astype(np.int8), [0]])
    starts, ends = np.flatnonzero(np.diff(solid) == 1), np.flatnonzero(np.diff(solid) == -1)
    out = np.zeros((count, cover.shape[1]), np.float32)
    rows = np.arange(count, dtype=np.float32)[:, None] + 0.5
    columns = np.arange(cover.shape[1], dtype=np.float32)[None] + 0.5
    for start, end in zip(starts, ends, strict=True):
        half, high = (end - start) / 2, _cap(cover, int(start), int(end), count)
        inwards = min(half, high) * (1 - np.sqrt(np.clip(1 - (rows / high) ** 2, 0, 1)))
        if high < count:
            inwards *= half / min(half, high)
        inside = half - np.abs(columns - (start + end) / 2) - inwards
        if end - start >= _LEAST:
            out = np.maximum(out, np.clip(inside + 0.5, 0, 1) * (rows < high))
    return np.asarray(out, np.float32)


def _cap(cover: F32, start: int, end: int, count: int) -> float:
    """How high a piece goes on beyond its edge: as the circle through its outline there, or as far as there is room."""
    half = (end - start) / 2
    deep = min(max(2, round(half / 2)), len(cover) - 1)
    row = cover[deep] > 0.5
    middle = (start + end) // 2
    if deep < 1 or not row[middle]:
        return min(half, float(count))
    clear = np.flatnonzero(~row)
    left, right = clear[clear < middle], clear[clear > middle]
    wide = ((right[0] if right.size else len(row)) - (left[-1] + 1 if left.size else 0)) / 2
    below = (wide**2 - half**2 + deep**2) / (2 * deep)  # how far inside the circle's centre lies
    return float(np.clip(np.hypot(half, below) - below, 1, count))
