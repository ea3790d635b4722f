"""Background that a mask took in: it runs on without an edge, but ends at the body with a strong one.

A network draws a crowd, a wall or a gap between two people into a mask where it believes in an arm that is none. The
colours of such a piece are those of the background; and where a real limb meets its body with a strong edge, a sleeve
with a hand, its outline against the background is an edge as well.

Source: the colours are told apart by GrabCut (Rother, Kolmogorov, Blake 2004), begun from trunks, heads and legs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.edge_strength import edge_strength
from nodes.algorithms.flooding import ARMS, disc, limb_distance
from nodes.algorithms.grab_cut import cut_labels
from nodes.algorithms.hand_owner import body_span
from nodes.algorithms.limb_claim import trunk

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]

STRONG, STRONGER = 0.08, 5.0
"""The least edge towards the body, in square roots of light a pixel; how much stronger it must be than the other."""
CORE, LEAST_AREA, OPEN = 0.15, 0.01, 0.2
"""How far from its bones a body is sure, in its width; the smallest piece, in squares of that; the least part of a
piece's outline that must lie in the open."""
LONGEST = 512
"""Longest side, in pixels, at which colours are told apart."""


def without_spilt(masks: Sequence[U8], points: Sequence[F32], scores: Sequence[F32], picture: U8) -> list[U8]:
    """Masks without the background that they took in.

    Args:
        masks: (H, W) uint8 of each person; no two above 0 at one pixel.
        points: (23, 2) keypoints of each.
        scores: (23,) of each.
        picture: (H, W, 3) uint8.

    Returns:
        (H, W) uint8 masks.
    """
    out = [mask.copy() for mask in masks]
    if not masks:
        return out
    taken = np.max(masks, axis=0) > 127
    doubtful = _like_background(masks, points, scores, taken, picture)
    edges = edge_strength(picture)
    for k, mask in enumerate(masks):
        span = body_span(points[k])
        for piece in _pieces(doubtful & (mask > 127), span):
            if spilt(piece, taken, edges, span):
                out[k][_in_the_open(piece, taken, edges)] = 0
    return out


def spilt(piece: Bool, taken: Bool, edges: F32, span: float) -> bool:
    """Whether a piece ends at the people it hangs on, and not at the background.

    Args:
        piece: (H, W) part of a mask.
        taken: (H, W) everybody.
        edges: (H, W) from :func:`nodes.algorithms.edge_strength.edge_strength`.
        span: Width of the body, in pixels.
    """
    rim = (cv2.dilate(piece.astype(np.uint8), disc(1)) > 0) & ~piece
    rim[[0, 1, -2, -1]] = rim[:, [0, 1, -2, -1]] = False
    seam, outer = rim & taken, rim & ~taken
    if not seam.any() or float(outer.sum()) < OPEN * float(rim.sum()):
        return False
    # an outline is nowhere drawn to the pixel: the strongest edge nearby counts
    near = cv2.dilate(edges, disc(max(2, round(0.03 * span))))
    inner = float(np.median(near[seam]))
    return inner > STRONG and inner > STRONGER * float(np.median(near[outer]))


def _in_the_open(piece: Bool, taken: Bool, edges: F32) -> Bool:
    """(H, W) as much of a piece as runs on into the background: a badge on a coat ends with an edge on both sides."""
    flat = ((piece | ~taken) & (edges < STRONG / 2)).astype(np.uint8)
    _, labels = cv2.connectedComponents(flat, connectivity=4)
    reached = np.isin(labels, np.unique(labels[(flat > 0) & ~taken]))
    return np.asarray((cv2.dilate((reached & (flat > 0)).astype(np.uint8), disc(3)) > 0) & piece, bool)


def _like_background(
    masks: Sequence[U8], points: Sequence[F32], scores: Sequence[F32], taken: Bool, picture: U8
) -> Bool:
    """(H, W) what people have away from their trunks, heads and legs in colours of the background."""
    sure = np.any([_core(*body) for body in zip(masks, points, scores, strict=True)], axis=0)
    height, width = taken.shape
    scale = min(1.0, LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    near = cv2.INTER_NEAREST
    body, core = (cv2.resize(part.astype(np.uint8), size, interpolation=near) > 0 for part in (taken, sure))
    labels = np.full(body.shape, cv2.GC_BGD, np.uint8)
    labels[cv2.dilate(body.astype(np.uint8), disc(3)) > 0] = cv2.GC_PR_BGD
    labels[body] = cv2.GC_PR_FGD
    labels[core] = cv2.GC_FGD
    people = cut_labels(np.asarray(255 * np.sqrt(small / np.float32(255)), np.uint8), labels)
    if not people.any():
        return np.zeros_like(taken)
    other = cv2.resize((~people).astype(np.uint8), (width, height), interpolation=near) > 0
    return np.asarray(other & taken & ~sure, bool)


def _core(mask: U8, points: F32, scores: F32) -> Bool:
    """(H, W) where a body is for sure. Arms are not: they are what networks believe in most easily."""
    seen = scores.copy()
    seen[list(ARMS)] = 0
    near = limb_distance(mask.shape, points, seen) < CORE
    return np.asarray((mask > 127) & (near | (trunk(points, mask.shape) > 0)), bool)


def _pieces(doubtful: Bool, span: float) -> Iterator[Bool]:
    """What hangs together, without threads, each grown back to all that it was."""
    kernel = disc(max(1, round(0.02 * span)))
    opened = cv2.morphologyEx(doubtful.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    for k in range(1, count):
        if stats[k, cv2.CC_STAT_AREA] > LEAST_AREA * span**2:
            yield (cv2.dilate((labels == k).astype(np.uint8), kernel) > 0) & doubtful
