"""Which pieces of a picture may fill a hole in it, what each costs by itself, and the choice among them.

Source: He and Sun, "Statistics of patch offsets for image completion", ECCV 2012 (few shifts, those that the picture
repeats with); here besides shifts along straight edges that run into the hole, and short ones from right beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push
from nodes.algorithms.repeating import repeating
from nodes.algorithms.straight_edges import Edge, beside, running_in, shifts_along

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
B8 = npt.NDArray[np.bool_]

STEPS = np.array([(0, -1), (-1, 0), (0, 1), (1, 0)], np.int32)
"""(rows, columns) to the left, upper, right and lower neighbour."""

_CHOICES = 28  # shifts that a pixel may choose from
_STRAIGHT = 1.5  # what carrying on a straight edge is worth, more than what stands in its way costs
_STRIP = 8.0  # how far beside an edge, in pixels of the small picture: frames and window bars are as wide
_RIM = 8.0  # what it costs to go on otherwise than the picture does right beside the hole
_BUSY = 0.1  # what it costs to copy from where much is to be seen, which is noticed when it comes twice
_BAND = 0.03  # depth, as a part of the longest side, from which on it counts fully what is likely


@dataclass
class Region:
    """A picture, where it must be filled and where may be copied from."""

    image: F32
    hole: B8
    valid: B8


def features_of(now: Region) -> F32:
    """(H, W, 5) colours, and how they change sideways and downwards: what must agree along a seam."""
    grey = cv2.cvtColor(now.image, cv2.COLOR_RGB2GRAY)
    slopes = [cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx, ksize=1, scale=1.0) for dx in (1, 0)]
    return np.asarray(np.dstack([now.image, *slopes]), np.float32)


def choose_shifts(now: Region, level: float, seed: int, check: Callable[[float], None]) -> I32:
    """What is copied to where.

    Args:
        now: The picture, small.
        level: How strongly sources at the same height are preferred.
        seed: Another number gives another choice.
        check: Called with the done part 0..1 between steps; may raise to stop.

    Returns:
        (H, W, 2) int32 (rows, columns) from each pixel of the hole to its source; 0 elsewhere. What no shift reaches
        is filled from what is filled by then.
    """
    from nodes.algorithms.shift_map import solve

    height, width = now.hole.shape
    shifts = np.zeros((height, width, 2), np.int32)
    missing, valid, image = now.hole.copy(), now.valid.copy(), now.image.copy()
    features = features_of(now)
    found = repeating(features, valid, max(3.0, max(height, width) / 20), 40)
    found = np.concatenate([found, _near_shifts(max(height, width))])
    guide = _expected(now.image, now.hole)
    edges = running_in(now.image, now.hole)
    along = [(shift, edge) for edge in edges for shift in shifts_along(edge)]
    found = np.concatenate([np.array([shift for shift, _ in along], np.int32).reshape(-1, 2), found])
    # People uncover what lies next to the rim, hardly what lies deep: seams are better there.
    deep = cv2.distanceTransform(now.hole.astype(np.uint8), cv2.DIST_L2, 5) / max(height, width)
    matter = np.clip(1.2 - deep / 0.1, 0.3, 1).astype(np.float32)
    for turn in range(8):
        offsets = _with_reaching(found, missing, valid)
        nodes, labels, counts, costs = _candidates(
            Region(image, missing, valid), offsets, guide, level, seed + turn, along
        )
        if not len(nodes):
            break
        check(0.1 + 0.05 * turn)
        index = np.full((height, width), -1, np.int32)
        index[nodes[:, 0], nodes[:, 1]] = np.arange(len(nodes), dtype=np.int32)
        chosen = solve(
            features_of(Region(image, missing, valid)), nodes, index, offsets, labels, counts, costs,
            matter[nodes[:, 0], nodes[:, 1]], STEPS, np.float32(0.02), 4,
        )  # fmt: skip
        step = offsets[labels[np.arange(len(nodes)), chosen]]
        source = nodes + step
        shifts[nodes[:, 0], nodes[:, 1]] = step + shifts[source[:, 0], source[:, 1]]
        missing[nodes[:, 0], nodes[:, 1]] = False
        valid[nodes[:, 0], nodes[:, 1]] = True
        rows, columns = np.moveaxis(np.indices((height, width)) + np.moveaxis(shifts, 2, 0), 0, 0)
        image = pull_push(now.image[rows, columns], (~missing).astype(np.float32))
        if not missing.any():
            break
    return shifts


def _near_shifts(size: int) -> I32:
    """(32, 2) shifts by a little in all directions: what is just uncovered most likely goes on as it is beside it."""
    ways = np.array([(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)])
    shifts = [np.rint(ways * max(2.0, part * size)) for part in (0.015, 0.03, 0.06, 0.1)]
    return np.asarray(np.concatenate(shifts), np.int32)


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


def _with_reaching(found: I32, missing: B8, valid: B8) -> I32:
    """The given shifts and, for places that few of them reach, some from a raster that reach most."""
    height, width = missing.shape
    offsets = [tuple(shift) for shift in found.tolist()]
    nodes = np.argwhere(missing)
    nodes = nodes[:: max(1, len(nodes) // 1500)]
    cover = np.zeros(len(nodes), np.float32)
    for shift in offsets:
        cover += _reached(nodes, np.array(shift), valid)
    raster = [(dy, dx) for dy in range(-height, height, max(3, height // 16))
              for dx in range(-width, width, max(3, width // 20)) if max(abs(dy), abs(dx)) > 3]  # fmt: skip
    table = {shift: _reached(nodes, np.array(shift), valid) for shift in raster}
    near = {shift: 1 / (1 + 2 * abs(shift[0]) / height + abs(shift[1]) / width) for shift in raster}
    for _ in range(60):
        need = np.maximum(0, 8 - cover)
        if not table or not need.any():
            break
        best = max(table, key=lambda shift: float(table[shift] @ need) * near[shift])
        if not table[best] @ need:
            break
        offsets.append(best)
        cover += table.pop(best)
    return np.array(offsets, np.int32).reshape(-1, 2)


def _reached(nodes: npt.NDArray[np.int64], shift: npt.NDArray[np.int64], valid: B8) -> F32:
    """(N,) 1 where a shift leads to what may be copied from."""
    there = nodes + shift
    inside = ((there >= 0) & (there < valid.shape)).all(axis=1)
    there = np.where(inside[:, None], there, 0)
    return np.asarray(inside & valid[there[:, 0], there[:, 1]], np.float32)


def _candidates(
    now: Region, offsets: I32, guide: F32, level: float, seed: int, along: list[tuple[tuple[int, int], Edge]]
) -> tuple[I32, I32, I32, F32]:
    """Pixels that some shift reaches; the cheapest shifts of each, how many, and what they cost by themselves."""
    nodes = np.argwhere(now.hole).astype(np.int32)
    if not len(nodes) or not len(offsets):
        return nodes[:0], np.zeros((0, 1), np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float32)
    # Next to the rim only what goes on unseen counts; what is likely counts the more, the deeper inside.
    deep = cv2.distanceTransform(now.hole.astype(np.uint8), cv2.DIST_L2, 5)
    look = _look(now.image)
    inner = np.clip(deep / (_BAND * max(now.hole.shape)), 0.1, 1)[nodes[:, 0], nodes[:, 1]].astype(np.float32)
    costs = np.stack([_cost(now, look, nodes, shift, guide, inner, level) for shift in offsets], axis=1)
    for k, (_, edge) in enumerate(along):
        costs[:, k] -= _STRAIGHT * beside(edge, nodes[:, 0], nodes[:, 1], _STRIP)
    costs += np.random.default_rng(seed).uniform(0, 1e-4, len(offsets)).astype(np.float32)
    most = min(_CHOICES, len(offsets))
    order = np.argsort(costs, axis=1, kind="stable")[:, :most].astype(np.int32)
    cheap = np.take_along_axis(costs, order.astype(np.int64), axis=1)
    counts = (cheap < 1e5).sum(axis=1).astype(np.int32)
    keep = counts > 0
    return nodes[keep], order[keep], counts[keep], cheap[keep].astype(np.float32)


def _look(image: F32) -> F32:
    """(H, W, 4) mean colour around each pixel, and how much is to be seen there."""
    wide = cv2.blur(image, (9, 9))
    spread = np.maximum(cv2.blur(image * image, (9, 9)) - wide * wide, 0).sum(axis=2)
    return np.dstack([cv2.blur(image, (5, 5)), np.sqrt(spread)]).astype(np.float32)


def _cost(now: Region, look: F32, nodes: I32, shift: I32, guide: F32, inner: F32, level: float) -> F32:
    """(N,) what a shift costs at each pixel: whether it goes on with what is known nearby, and how likely it is."""
    height, width = now.hole.shape
    rows, columns = nodes[:, 0] + shift[0], nodes[:, 1] + shift[1]
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    rows, columns = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    reached = inside & now.valid[rows, columns]
    colour = ((look[rows, columns, :3] - guide[nodes[:, 0], nodes[:, 1]]) ** 2).sum(axis=1)
    far = 0.1 * max(0.0, abs(int(shift[0])) / height - 0.03) + 0.03 * abs(int(shift[1])) / width
    likely = level * (0.12 * colour + 0.15 * far) + _BUSY * look[rows, columns, 3]
    cost = _rim(now, shift)[nodes[:, 0], nodes[:, 1]] + likely * inner
    return np.where(reached, cost, 1e6).astype(np.float32)


def _rim(now: Region, shift: I32) -> F32:
    """(H, W) how badly the known pixels nearby would look under a shift; 0 away from them."""
    height, width = now.hole.shape
    move = np.array([[1, 0, -shift[1]], [0, 1, -shift[0]]], np.float32)
    moved = cv2.warpAffine(now.image, move, (width, height), flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    away = np.abs(moved - now.image).sum(axis=2)
    known = (~now.hole).astype(np.float32)
    weight = cv2.blur(known, (5, 5))
    rim = cv2.blur(away * known, (5, 5))
    close = cv2.dilate(known, np.ones((3, 3), np.uint8))
    return np.asarray(np.where(weight > 0, rim / np.maximum(weight, 1e-6), 0) * (0.3 * (weight > 0) + _RIM * close),
                      np.float32)  # fmt: skip
