"""Borders between people, drawn to the picture's edges.

Networks that draw people one by one agree on where two of them meet to a few pixels only, and a straight line through a
sleeve is nobody's outline. What lies near such a border is flooded anew from both sides; a piece changes hands where an
edge parts it from who had it, and none from who takes it.

Source: watershed from markers (Meyer 1992), as in OpenCV.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.edge_strength import edge_strength
from nodes.algorithms.flooding import disc, flood
from nodes.algorithms.hand_owner import body_span

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]

BAND = 0.16
"""How far a border may move, in widths of the smaller body."""
STRONG, STRONGER = 0.04, 2.5
"""The least edge that parts a piece from who had it, in square roots of light a pixel; how much weaker that towards who
takes it must be."""
LEAST_AREA = 0.002
"""The smallest piece, in squares of the body's width."""


def to_edges(masks: Sequence[U8], points: Sequence[F32], picture: U8) -> list[U8]:
    """Masks whose borders with one another lie on edges of the picture where there are any nearby.

    Args:
        masks: (H, W) uint8 of each person; no two above 0 at one pixel.
        points: (23, 2) keypoints of each.
        picture: (H, W, 3) uint8.

    Returns:
        (H, W) uint8 masks; together they hold what they held.
    """
    out = [mask.copy() for mask in masks]
    if len(masks) < 2:
        return out
    owner = np.argmax([np.full(masks[0].shape, 127, np.uint8), *masks], axis=0).astype(np.int32)
    unsure, span = _near_borders(owner, points), float(np.min([body_span(p) for p in points]))
    markers = np.where(unsure, 0, np.where(owner > 0, owner, len(masks) + 1)).astype(np.int32)
    whose = flood(picture, markers)
    whose = np.where((owner == 0) | (whose > len(masks)), owner, whose).astype(np.int32)
    near = cv2.dilate(edge_strength(picture), disc(1))
    for piece, before, after in _moved(owner, whose, LEAST_AREA * span**2):
        if _parted(piece, owner, before, after, near):
            out[after - 1][piece] = np.maximum(out[before - 1][piece], 128)
            out[before - 1][piece] = 0
    return out


def _near_borders(owner: I32, points: Sequence[F32]) -> Bool:
    """(H, W) what is somebody's, and so near to somebody else's that it may be theirs."""
    out, spans = np.zeros(owner.shape, bool), [body_span(p) for p in points]
    away = [cv2.distanceTransform((owner != k + 1).astype(np.uint8), cv2.DIST_L2, 3) for k in range(len(points))]
    for k, span in enumerate(spans):
        for j, other in enumerate(spans):
            if j != k:
                out |= (owner == k + 1) & (away[j] < BAND * min(span, other))
    return out


def _moved(owner: I32, whose: I32, least: float) -> list[tuple[Bool, int, int]]:
    """Pieces that changed hands, with numbers of who had and who has them; no threads."""
    found = []
    pairs = owner * np.int32(whose.max() + 1) + whose
    for pair in np.unique(pairs[(owner > 0) & (whose != owner)]):
        piece = ((pairs == pair) & (whose != owner)).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(piece, connectivity=4)
        for k in range(1, count):
            if stats[k, cv2.CC_STAT_AREA] >= max(least, 12):
                one = labels == k
                found.append((one, int(owner[one][0]), int(whose[one][0])))
    return found


def _parted(piece: Bool, owner: I32, before: int, after: int, edges: F32) -> bool:
    """Whether an edge parts a piece from who had it, and none from who takes it."""
    rim = (cv2.dilate(piece.astype(np.uint8), disc(1)) > 0) & ~piece
    left, joined = rim & (owner == before), rim & (owner == after)
    if not joined.any():
        return False
    if not left.any():
        return True
    apart, together = float(np.median(edges[left])), float(np.median(edges[joined]))
    return apart > STRONG and apart > STRONGER * together
