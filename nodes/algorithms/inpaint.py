"""Filling a hole in a picture with what likely goes on behind it, by pieces copied from around it.

Source: Pritch, Kav-Venaki and Peleg, "Shift-map image editing", ICCV 2009; He and Sun, "Statistics of patch offsets for
image completion", ECCV 2012. Pieces are as sharp as the picture, and straight edges go on where a shift along them is
among those that the picture repeats with.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push
from nodes.algorithms.pieces import STEPS, Region, choose_shifts, features_of
from nodes.algorithms.rim import joined
from nodes.algorithms.sharpness import sharpness

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
B8 = npt.NDArray[np.bool_]

_COARSE = 45000  # pixels of a hole for which pieces are chosen; larger ones are made small first
_STEP = 0.12  # largest step of brightness along a seam that is evened out; a larger one is an edge, where any are sharp
_LEAD = 0.03  # width of the band along the rim, as a part of the longest side, in which a break is led over
_LEAST = 40  # pixels to copy from, below which there is nothing to choose


def complete(
    image: F32,
    hole: B8,
    avoid: B8 | None = None,
    *,
    working_size: int = 640,
    level: float = 1.0,
    seed: int = 0,
    check: Callable[[float], None] = lambda done: None,
) -> F32:
    """The picture with its hole filled by pieces of what lies around it.

    Args:
        image: (H, W, 3) float32, gamma-encoded 0..1; what stands inside the hole is never read.
        hole: (H, W) bool, where to fill.
        avoid: (H, W) bool, further places that must not be copied from.
        working_size: Longest side up to which pieces are moved into place; above it only their borders are.
        level: How strongly sources at the same height are preferred; 0 not at all.
        seed: Another number gives another fill.
        check: Called with the done part 0..1 between steps; may raise to stop.

    Returns:
        (H, W, 3) float32; equal to ``image`` outside the hole.
    """
    if not hole.any():
        return image.copy()
    levels = _pyramid(image, hole, hole if avoid is None else hole | avoid)
    if not levels:
        return smooth(image, hole)
    check(0.05)
    shifts = _inside(choose_shifts(levels[-1], level, seed, check), levels[-1])
    change, sharp = np.zeros_like(levels[-1].image), sharpness(levels[0].image, levels[0].valid)
    for depth in range(len(levels) - 1, -1, -1):
        if depth < len(levels) - 1:
            shifts = _finer(shifts, levels[depth], working_size)
        change = _evened(levels[depth], shifts, change, sharp, working_size)
        check(0.9 - 0.1 * depth)
    filled = _mixed(levels[0], shifts, change)
    filled = joined(image, filled, hole, _nearest_valid(levels[0]), levels[0].valid, _LEAD * max(hole.shape))
    check(1.0)
    return np.where(hole[..., None], filled, image)


def evened_steps(sharp: F32) -> F32:
    """The largest step that is evened out, by how sharp the picture is: out of focus there are no edges, only seams."""
    return np.asarray(1 - (1 - _STEP) * sharp, np.float32)


def smooth(image: F32, hole: B8) -> F32:
    """The hole filled by a smooth continuation of its surroundings."""
    filled = pull_push(image, (~hole).astype(np.float32))
    return np.where(hole[..., None], filled, image)


def _pyramid(image: F32, hole: B8, avoid: B8) -> list[Region]:
    """Levels from full size down to the coarse one, as far as there is something to copy from."""
    levels: list[Region] = []
    known = (~hole).astype(np.float32)
    premultiplied, blocked = image * known[..., None], avoid.astype(np.float32)
    while True:
        picture = premultiplied / np.maximum(known, 1e-6)[..., None]
        now = Region(smooth(picture, known < 0.9), known < 0.9, blocked <= 0.1)
        if now.valid.sum() < _LEAST:
            return levels
        levels.append(now)
        height, width = known.shape
        if now.hole.sum() <= _COARSE and max(height, width) <= 400:
            return levels
        size = ((width + 1) // 2, (height + 1) // 2)
        known, premultiplied, blocked = (
            np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
            for values in (known, premultiplied, blocked)
        )


def _inside(shifts: I32, now: Region) -> I32:
    """Shifts that lead to what may be copied from, and no shift outside the hole; misled ones go to the nearest."""
    height, width = now.hole.shape
    rows, columns = np.indices((height, width))
    source = np.stack([rows, columns], axis=-1) + shifts
    clipped = np.clip(source, 0, [height - 1, width - 1])
    wrong = now.hole & ~(now.valid[clipped[..., 0], clipped[..., 1]] & (source == clipped).all(axis=-1))
    result = np.where(now.hole[..., None], shifts, 0).astype(np.int32)
    if wrong.any():
        nearest = _nearest_valid(now)[clipped[wrong][:, 0], clipped[wrong][:, 1]]
        result[wrong] = nearest - np.stack([rows, columns], axis=-1)[wrong]
    return result


def _nearest_valid(now: Region) -> I32:
    """(H, W, 2) row and column of the nearest place that may be copied from."""
    _, labels = cv2.distanceTransformWithLabels(
        (~now.valid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.argwhere(now.valid)
    table = np.zeros((int(labels.max()) + 1, 2), np.int32)
    table[labels[now.valid]] = places
    nearest: I32 = table[labels]
    return nearest


def _finer(coarse: I32, now: Region, working_size: int) -> I32:
    """The coarser level's shifts at twice the size: pieces moved into place, then their borders."""
    from nodes.algorithms import seams

    height, width = now.hole.shape
    shifts = np.repeat(np.repeat(2 * coarse, 2, axis=0), 2, axis=1)[:height, :width].copy()
    rim = now.hole & ~np.repeat(np.repeat((coarse != 0).any(axis=2), 2, axis=0), 2, axis=1)[:height, :width]
    if rim.any():
        shifts[rim] = _carried(shifts, now.hole & ~rim)[rim]
    shifts = _inside(shifts, now)
    nodes = np.argwhere(now.hole).astype(np.int32)
    small = max(height, width) <= 1.5 * working_size
    features = features_of(now) if small else now.image
    if small:
        shifts = _moved(features, now, shifts, nodes)
    for turn in range(4 if small else 2):
        seams.shake(features, now.hole, now.valid, shifts, nodes, STEPS, turn % 2 == 1)
    return shifts


def _carried(shifts: I32, known: B8) -> I32:
    """Each pixel's nearest known shift."""
    if not known.any():
        return shifts
    rows, columns = np.moveaxis(_nearest_valid(Region(np.zeros(0, np.float32), ~known, known)), 2, 0)
    return np.asarray(shifts[rows, columns], np.int32)


def _moved(features: F32, now: Region, shifts: I32, nodes: I32) -> I32:
    """Each piece moved by a pixel where it meets its neighbours better then."""
    from nodes.algorithms import seams

    for _ in range(2):
        flat, piece = np.unique(shifts.reshape(-1, 2), axis=0, return_inverse=True)
        cost = np.zeros((len(flat), 9), np.float32)
        places = piece.reshape(now.hole.shape).astype(np.int32)
        seams.misfit(features, now.hole, now.valid, shifts, places, nodes, STEPS, cost)
        cost[:, 4] *= 0.98
        best = cost.argmin(axis=1)
        step = np.stack([best // 3 - 1, best % 3 - 1], axis=1).astype(np.int32)
        shifts = _inside(shifts + step[places], now)
    return shifts


def _evened(now: Region, shifts: I32, coarse: F32, sharp: F32, working_size: int) -> F32:
    """(H, W, 3) what is added to the copied pieces so that they meet without a step, from that of the coarser level."""
    from nodes.algorithms import seams

    height, width = now.hole.shape
    nodes = np.argwhere(now.hole).astype(np.int32)
    change = coarse
    if coarse.shape != now.image.shape:
        change = np.repeat(np.repeat(coarse, 2, axis=0), 2, axis=1)[:height, :width] * now.hole[..., None]
    change = np.ascontiguousarray(change, np.float32)
    reach = 0.05 * max(height, width)
    rounds = 16 if max(height, width) <= 1.5 * working_size else 5
    even = cv2.GaussianBlur(now.image, (0, 0), 1.5)
    most = evened_steps(cv2.resize(sharp, (width, height), interpolation=cv2.INTER_AREA))
    seams.blend(
        even,
        now.hole,
        shifts,
        nodes,
        STEPS,
        np.float32(1 / reach**2),
        np.float32(1.6),
        most,
        rounds,
        change,
    )
    return change


def _mixed(now: Region, shifts: I32, change: F32) -> F32:
    """The copied pieces, evened out, and mixed over a few pixels where they meet."""
    from nodes.algorithms import seams

    height, width = now.hole.shape
    nodes = np.argwhere(now.hole).astype(np.int32)
    rows, columns = np.indices((height, width))
    copied = np.asarray(now.image[rows + shifts[..., 0], columns + shifts[..., 1]] + change, np.float32)
    soft = int(np.clip(max(height, width) // 300, 2, 6))
    seams.feather(now.image, now.hole, now.valid, shifts, nodes, STEPS, change, soft, copied)
    return np.asarray(np.clip(copied, 0, 1), np.float32)
