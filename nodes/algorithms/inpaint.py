"""Filling a hole in a picture with what likely goes on behind it: multi-scale patch completion.

Source: Wexler, Shechtman and Irani, "Space-time completion of video", PAMI 2007, with the nearest-neighbour search of
Barnes et al., "PatchMatch", SIGGRAPH 2009, and a prior for near sources on the same height in the picture, in the
spirit of He and Sun, "Statistics of patch offsets for image completion", ECCV 2012.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

RADIUS = 3
_TEXTURE = 4.0  # weight of roughness beside colour
_EXHAUSTIVE = 4.0e6  # pairs of patches that are still quicker compared all with all


@dataclass
class _Level:
    """One step of the pyramid: the picture, where it must be filled and where may be copied from."""

    image: F32
    hole: B8
    wanted: B8
    valid: B8
    mean: F32
    guide: F32


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
    """The picture with its hole filled by patches of what lies around it.

    Args:
        image: (H, W, 3) float32, gamma-encoded 0..1; what stands inside the hole is never read.
        hole: (H, W) bool, where to fill.
        avoid: (H, W) bool, further places that must not be copied from.
        working_size: Longest side at which patches are searched for; above it shifts are only refined.
        level: How strongly sources at the same height are preferred; 0 not at all.
        seed: Of the random search.
        check: Called with the done part 0..1 between steps; may raise to stop.

    Returns:
        (H, W, 3) float32; equal to ``image`` outside the hole.
    """
    if not hole.any():
        return image.copy()
    levels = _pyramid(_with_texture(image, hole), hole, hole if avoid is None else hole | avoid)
    if not levels:
        return smooth(image, hole)
    filled, field = _start(levels[-1], level), None
    for depth in range(len(levels) - 1, -1, -1):
        check(1 - (depth + 1) / len(levels))
        now = levels[depth]
        filled, field = _refine(now, filled, field, depth, len(levels), working_size, level, seed)
    check(1.0)
    return np.where(hole[..., None], filled[..., :3], image)


def smooth(image: F32, hole: B8) -> F32:
    """The hole filled by a smooth continuation of its surroundings."""
    filled = pull_push(image, (~hole).astype(np.float32))
    return np.where(hole[..., None], filled, image)


def _pyramid(image: F32, hole: B8, avoid: B8) -> list[_Level]:
    """Levels from full size down, as far as there are patches to copy from."""
    levels: list[_Level] = []
    known = (~hole).astype(np.float32)
    premultiplied, blocked = image * known[..., None], avoid.astype(np.float32)
    while True:
        picture = premultiplied / np.maximum(known, 1e-6)[..., None]
        now = _level(picture, known < 0.9, blocked > 0.1)
        if now.valid.sum() < 40:
            break
        levels.append(now)
        height, width = known.shape
        if max(height, width) < 80 or min(height, width) < 24 or _thickness(now.hole) < 2:
            break
        size = ((width + 1) // 2, (height + 1) // 2)
        known, premultiplied, blocked = (_resized(values, size) for values in (known, premultiplied, blocked))
    return levels


def _level(image: F32, hole: B8, avoid: B8) -> _Level:
    patch = np.ones((2 * RADIUS + 1, 2 * RADIUS + 1), np.uint8)
    wanted = cv2.dilate(hole.astype(np.uint8), patch) > 0
    blocked = cv2.copyMakeBorder((avoid | hole).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    valid = cv2.dilate(blocked, patch)[1:-1, 1:-1] == 0
    mean = _character(image[..., :3], float(hole.sum()) / max(1.0, float((~hole).sum())))
    return _Level(np.ascontiguousarray(image), hole, wanted, valid, mean, _expected(image[..., :3], hole))


def _character(image: F32, need: float) -> F32:
    """(H, W, 4) mean colour of each patch, and what it costs to use it at all.

    Where much must be made of little, every source is used many times over; only plain ones bear that unseen.
    """
    patch = (2 * RADIUS + 1, 2 * RADIUS + 1)
    mean = cv2.blur(image, patch)
    variance = np.maximum(cv2.blur(image * image, patch) - mean * mean, 0).sum(axis=2)
    scarce = np.clip((need - 3) / 3, 0, 1)
    return np.dstack([mean, variance * scarce]).astype(np.float32)


def _expected(image: F32, hole: B8) -> F32:
    """Smooth colours that are to be expected in the hole, carried sideways more than up and down."""
    height, width = hole.shape
    known = (~hole).astype(np.float32)
    flat = (max(1, width // 6), max(1, height // 2))
    weight = cv2.resize(known, flat, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(image * known[..., None], flat, interpolation=cv2.INTER_AREA)
    colours = colours / np.maximum(weight, 1e-6)[..., None]
    guess = pull_push(colours, np.clip(weight * 2, 0, 1).astype(np.float32))
    return np.asarray(cv2.resize(guess, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _thickness(hole: B8) -> float:
    return float(cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).max())


def _with_texture(image: F32, hole: B8) -> F32:
    """The picture with two more channels: how rough it is around each pixel, sideways and up and down.

    Without them a blurred guess finds only smooth patches, and grass turns into paint (Newson et al., "Video
    inpainting of complex scenes", SIIMS 2014).
    """
    known = (~hole).astype(np.float32)
    grey = cv2.cvtColor(np.where(hole[..., None], 0, image).astype(np.float32), cv2.COLOR_RGB2GRAY)
    solid = cv2.erode(known, np.ones((3, 3), np.uint8))
    weight = cv2.blur(solid, (9, 9)) + 1e-6
    slopes = [np.abs(cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx, scale=0.25)) * solid for dx in (1, 0)]
    rough = [np.clip(cv2.blur(slope, (9, 9)) / weight, 0, 1) * _TEXTURE for slope in slopes]
    return np.dstack([image, *rough]).astype(np.float32)


def _start(level: _Level, sideways: float) -> F32:
    """A first guess on the smallest level, peeled inwards from the border: each ring from what is known by then."""
    from nodes.algorithms import patch_match

    image, missing = level.image.copy(), level.hole.copy()
    sources = np.argwhere(level.valid).astype(np.int32)
    prior = _prior(level, sideways)
    field = _nearest_valid(level)
    ring = np.ones((3, 3), np.uint8)
    while missing.any():
        known = (~missing).astype(np.float32)
        edge = missing & (cv2.dilate(known, ring) > 0)
        if not edge.any():
            break
        targets = np.argwhere(edge).astype(np.int32)
        norm = _sum_over_patch(known)
        cost = np.zeros(known.shape, np.float32)
        patch_match.measure(image, known, norm, field, cost, targets, prior, level.mean, level.guide, RADIUS)
        patch_match.search_all(
            image, known, norm, level.valid, sources, field, cost, targets, prior, level.mean, level.guide, RADIUS
        )
        patch_match.vote(level.image, edge, field, known + 1, targets, _kernel(1.5), RADIUS, image)
        missing &= ~edge
    return image


def _prior(level: _Level, sideways: float) -> F32:
    """Cost of a source for each row and column that it lies away, how many rows are free, and cost of its colour."""
    height, width = level.hole.shape
    return np.array([0.1 * sideways / height, 0.03 * sideways / width, 0.03 * height, 0.15 * sideways], np.float32)


def _sum_over_patch(weight: F32) -> F32:
    patch = (2 * RADIUS + 1, 2 * RADIUS + 1)
    return np.asarray(cv2.boxFilter(weight, -1, patch, normalize=False, borderType=cv2.BORDER_CONSTANT), np.float32)


def _refine(
    now: _Level, coarse: F32, field: Any, depth: int, count: int, working_size: int, level: float, seed: int
) -> tuple[F32, Any]:
    """Search and vote in turn on one level, from the level below it."""
    from nodes.algorithms import patch_match

    height, width = now.hole.shape
    targets = np.argwhere(now.wanted).astype(np.int32)
    inside = np.argwhere(now.hole).astype(np.int32)
    sources = np.argwhere(now.valid).astype(np.int32)
    image = np.where(now.hole[..., None], _resized(coarse, (width, height)), now.image).astype(np.float32)
    field = _grown_field(field, now) if field is not None else _nearest_valid(now)
    distance = cv2.distanceTransform(now.hole.astype(np.uint8), cv2.DIST_L2, 5)
    weight = np.maximum(1.3**-distance, 0.03).astype(np.float32)
    norm, prior = _sum_over_patch(weight), _prior(now, level * 0.4 ** (count - 1 - depth))
    cost = np.zeros((height, width), np.float32)
    big = max(height, width) > working_size
    rounds = 1 if big else min(12, 3 + 3 * depth)
    for turn in range(rounds):
        last = turn == rounds - 1 and depth == 0
        kernel = _kernel(0.8 if last else 1.2 if depth == 0 else 2.5)
        patch_match.measure(image, weight, norm, field, cost, targets, prior, now.mean, now.guide, RADIUS)
        if max(height, width) > 2.5 * working_size:
            pass  # so fine that the shifts found below are good enough
        elif turn == 0 and len(targets) * len(sources) < _EXHAUSTIVE:
            patch_match.search_all(
                image, weight, norm, now.valid, sources, field, cost, targets, prior, now.mean, now.guide, RADIUS
            )
        else:
            for sweep in range(2):
                patch_match.search(
                    image, weight, norm, now.valid, now.wanted, field, cost, targets, prior, now.mean,
                    now.guide, RADIUS,
                    4 if big else max(height, width) // 2, seed + turn * 2 + sweep, sweep == 1,
                )  # fmt: skip
        spread = float(np.quantile(cost[now.wanted], 0.75)) + 1e-6
        trust = (weight * np.exp(-cost / (2 * spread))).astype(np.float32)
        voted = image.copy()
        patch_match.vote(now.image, now.wanted, field, trust, inside, kernel, RADIUS, voted)
        image = voted
    return image, field


def _kernel(sigma: float) -> F32:
    line = np.exp(-(np.arange(-RADIUS, RADIUS + 1) ** 2) / (2 * sigma**2))
    return np.outer(line, line).astype(np.float32)


def _resized(values: F32, size: tuple[int, int]) -> F32:
    """(H, W) or (H, W, 5) at another (width, height); OpenCV averages four channels at most."""
    if values.shape[1::-1] == size:
        return values
    way = cv2.INTER_AREA if size[0] < values.shape[1] else cv2.INTER_LINEAR
    if values.ndim == 2:
        return np.asarray(cv2.resize(values, size, interpolation=way), np.float32)
    parts = [
        cv2.resize(np.ascontiguousarray(part), size, interpolation=way) for part in (values[..., :3], values[..., 3:])
    ]
    return np.dstack(parts).astype(np.float32)


def _nearest_valid(now: _Level) -> npt.NDArray[np.int32]:
    """(H, W, 2) row and column of the nearest place that may be copied from."""
    _, labels = cv2.distanceTransformWithLabels(
        (~now.valid).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.argwhere(now.valid)
    table = np.zeros((int(labels.max()) + 1, 2), np.int32)
    table[labels[now.valid]] = places
    nearest: npt.NDArray[np.int32] = table[labels]
    return nearest


def _grown_field(field: npt.NDArray[np.int32], now: _Level) -> npt.NDArray[np.int32]:
    """The coarser level's field at twice the size, every source moved to the nearest allowed place."""
    height, width = now.hole.shape
    rows, columns = np.mgrid[0:height, 0:width]
    coarse = field[rows // 2, columns // 2]
    shift = coarse - np.stack([rows // 2, columns // 2], axis=-1)
    fine = np.stack([rows, columns], axis=-1) + 2 * shift
    fine = np.clip(fine, 0, [height - 1, width - 1])
    return np.ascontiguousarray(_nearest_valid(now)[fine[..., 0], fine[..., 1]])
