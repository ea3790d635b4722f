"""What is left over of people once everybody has a mask: a thigh, an arm, shorts that a mask missed.

Another network than the one that drew the masks says where anybody is. A piece that it sees and no mask holds goes to
the mask that it hangs on most, where it lies close to that body, and where its colours are not the background's.

Source: the colours are told apart by GrabCut (Rother, Kolmogorov, Blake 2004), begun from the masks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.flooding import disc, limb_distance
from nodes.algorithms.grab_cut import cut_labels
from nodes.algorithms.hand_owner import body_span

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]
Window = tuple[slice, slice]

LIKELY = 0.85
"""How sure the other network must be of a pixel: blurred crowds and dark chairs look a little like people."""
SEAM, LEAST_AREA, LARGE, LEAST_SEAM, REACH = 0.01, 0.03, 0.25, 0.2, 1.0
"""A seam, the smallest piece, and a large one, in squares of the body's width; the part of its outline that must touch
the body; how far from the skeleton its middle may lie, in widths of the body."""


def adopt(
    masks: Sequence[U8], points: Sequence[F32], picture: U8, likely: F32, alone: Callable[[Bool], float]
) -> list[U8]:
    """Give pieces that no mask holds to the people whom they hang on.

    Args:
        masks: (H, W) uint8 of each person; no two above 0 at one pixel.
        points: (23, 2) keypoints of each.
        picture: (H, W, 3) uint8.
        likely: (H, W) in 0..1, that a pixel is anybody's.
        alone: Says how likely a piece, (H, W) bool, is anybody's with everyone else out of the picture. Asked about
            large pieces only: a small one is nobody by itself, but beside somebody a network sees more than is there.

    Returns:
        (H, W) uint8 masks.
    """
    out = [mask.copy() for mask in masks]
    if not masks:
        return out
    taken = np.max(masks, axis=0) > 127
    far = [limb_distance(likely.shape, p, np.ones(len(p), np.float32)) for p in points]
    for piece in pieces((likely > LIKELY) & ~taken, 0.03 * min(body_span(p) for p in points)):
        owner = hangs_on(piece, out, points, far)
        large = owner >= 0 and float(piece.sum()) > LARGE * body_span(points[owner]) ** 2
        if owner >= 0 and (not large or alone(piece) > 0.5):
            own = piece & foreground(piece, taken, likely, picture, body_span(points[owner]))
            out[owner] = joined(out[owner], own, taken & (out[owner] <= 127))
    return out


def without_doubtful(
    masks: Sequence[U8],
    before: Sequence[U8],
    points: Sequence[F32],
    picture: U8,
    likely: F32,
    alone: Callable[[Bool], float],
) -> list[U8]:
    """Masks without the pieces that they won from nobody and that are the background: walls, lawns, blurred crowds.

    A flood from both sides fills what lies between two people, whatever it is.

    Args:
        masks: (H, W) uint8 of each person.
        before: The same before they won any.
        points: (23, 2) keypoints of each.
        picture: (H, W, 3) uint8.
        likely: (H, W) in 0..1, that a pixel is anybody's.
        alone: As in :func:`adopt`; asked about pieces too large to be a seam.

    Returns:
        (H, W) uint8 masks.
    """
    if not masks:
        return []
    was = np.max(before, axis=0) > 127
    won = (np.max(masks, axis=0) > 127) & ~was
    _, labels, stats, _ = cv2.connectedComponentsWithStats(won.astype(np.uint8), connectivity=4)
    doubtful = np.zeros_like(was)
    for k in np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= 32) + 1:
        piece = labels == k
        span = body_span(points[int(np.argmax([int((mask[piece] > 127).sum()) for mask in masks]))])
        size = float(piece.sum()) / span**2
        if size > LEAST_AREA:
            doubtful |= piece & (alone(piece) <= 0.5)
        elif size > SEAM:
            doubtful |= piece & ~foreground(piece, was, likely, picture, span)
    return [np.where(doubtful, 0, mask).astype(np.uint8) for mask in masks]


def pieces(left: Bool, thin: float) -> list[Bool]:
    """What hangs together once everything thinner than twice ``thin`` pixels is gone, largest first."""
    kernel = disc(max(1, round(thin)))
    solid = cv2.morphologyEx(left.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    largest = sorted(range(1, count), key=lambda k: -int(stats[k, cv2.CC_STAT_AREA]))[:32]
    return [labels == k for k in largest]


def hangs_on(piece: Bool, masks: Sequence[U8], points: Sequence[F32], far: Sequence[F32]) -> int:
    """Index of the person whom a piece touches most, -1 where it is too small, too far away, or hardly touches."""
    rim = (cv2.dilate(piece.astype(np.uint8), disc(3)) > 0) & ~piece
    touch = [float((rim & (mask > 127)).sum()) for mask in masks]
    owner = int(np.argmax(touch))
    span = body_span(points[owner])
    small = float(piece.sum()) < LEAST_AREA * span**2
    if small or touch[owner] < LEAST_SEAM * float(rim.sum()) or float(np.median(far[owner][piece])) > REACH:
        return -1
    return owner


def foreground(piece: Bool, taken: Bool, likely: F32, picture: U8, span: float) -> Bool:
    """(H, W) where a piece's colours are people's rather than the background's nearby; nowhere where most are not."""
    window = _around(piece, 0.6 * span)
    sure = cv2.erode(taken.astype(np.uint8), disc(3)) > 0
    labels = np.full(piece.shape, cv2.GC_PR_BGD, np.uint8)
    labels[(likely < 0.2) & ~taken] = cv2.GC_BGD
    labels[piece] = cv2.GC_PR_FGD
    labels[sure] = cv2.GC_FGD
    out = np.zeros(piece.shape, bool)
    out[window] = cut_labels(np.ascontiguousarray(picture[window]), labels[window])
    return out if float(out[piece].mean()) > 0.5 else np.zeros_like(out)


def joined(mask: U8, piece: Bool, others: Bool) -> U8:
    """A mask with a piece, and the crack between the two closed."""
    if not piece.any():
        return mask
    both = (mask > 127) | piece
    near = cv2.dilate(piece.astype(np.uint8), disc(4)) > 0
    closed = cv2.morphologyEx(both.astype(np.uint8), cv2.MORPH_CLOSE, disc(3)) > 0
    return np.where((piece | (closed & near)) & ~others & (mask <= 127), 255, mask).astype(np.uint8)


def _around(piece: Bool, margin: float) -> Window:
    columns, rows = np.flatnonzero(piece.any(0)), np.flatnonzero(piece.any(1))
    pad = round(margin) + 4
    return slice(max(0, rows[0] - pad), rows[-1] + pad), slice(max(0, columns[0] - pad), columns[-1] + pad)
