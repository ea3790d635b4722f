"""Pixels that no mask, or the wrong one, has: flooded from what is sure, along the picture's own edges.

Source: watershed from markers (Meyer 1992), as in OpenCV.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.edge_strength import edge_strength
from nodes.algorithms.hand_owner import body_span
from nodes.algorithms.instance_masks import LIMBS, keep_body
from nodes.algorithms.limb_claim import trunk

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
Bool = npt.NDArray[np.bool_]

ARMS = (7, 8, 9, 10, 17, 18)


def settle(
    masks: Sequence[U8], points: Sequence[F32], scores: Sequence[F32], picture: U8, likely: F32, sure: Sequence[U8]
) -> list[U8]:
    """Give pixels between people that are in no mask to somebody, and mend bad borders.

    What lies far from its owner's skeleton and nearer to somebody else's is flooded anew, with what lies between
    people, likely is people, and is in no mask.

    Args:
        masks: (H, W) uint8 of each person; no two above 0 at one pixel.
        points: (23, 2) keypoints of each.
        scores: (23,) of each.
        picture: (H, W, 3) uint8.
        likely: (H, W) in 0..1, that a pixel is anybody's.
        sure: (H, W) uint8 of each, above 0 where it is theirs in any case.

    Returns:
        (H, W) uint8 masks.
    """
    if not masks:
        return []
    owner = np.argmax([np.full(likely.shape, 127, np.uint8), *masks], axis=0).astype(np.int32)
    far = [limb_distance(likely.shape, p, s) for p, s in zip(points, scores, strict=True)]
    fixed = (np.max(sure, axis=0) > 0) | _own_heads(owner, points)
    markers = np.where(owner > 0, owner, len(masks) + 1).astype(np.int32)
    astray = _astray(owner, far, [body_span(p) for p in points])
    unsure = (astray | _unowned(owner, points, likely)) & ~fixed
    # what is sure begins a little away from what is not, or a basin would start on the wrong side of an edge
    reach = max(1, round(0.04 * float(np.median([body_span(p) for p in points]))))
    markers[(cv2.dilate(unsure.astype(np.uint8), disc(reach)) > 0) & ~fixed] = 0
    whose = flood(picture, markers)
    # what is in a mask is somebody's: it may change its owner, but not become background
    whose = np.where((owner > 0) & (whose > len(masks)), owner, whose).astype(np.int32)
    whose = without_stolen(owner, whose, edge_strength(picture))
    out = [np.where(whose == k + 1, np.where(mask > 127, mask, 255), 0) for k, mask in enumerate(masks)]
    return [keep_body(mask.astype(np.uint8)) for mask in out]


def limb_distance(shape: tuple[int, ...], points: F32, scores: F32) -> F32:
    """(H, W) distance to a skeleton, in widths across the shoulders. Legs count even where they are not seen."""
    bones = np.full(shape, 255, np.uint8)
    for a, b in LIMBS:
        if (a not in ARMS and b not in ARMS) or min(scores[a], scores[b]) > 0.3:
            ends = [tuple(int(v) for v in np.clip(points[k], -30000, 30000)) for k in (a, b)]
            cv2.line(bones, ends[0], ends[1], 0, 1)
    for hip, knee, ankle in ((11, 13, 15), (12, 14, 16)):
        # a body whose legs nobody sees most likely stands
        if min(scores[knee], scores[ankle]) < 0.5:
            x, y = (int(v) for v in np.clip(points[hip], -9999, 9999))
            cv2.line(bones, (x, y), (x, y + round(2.2 * body_span(points))), 0, 1)
    if bones.min() > 0:
        return np.full(shape, 1e3, np.float32)
    return np.asarray(cv2.distanceTransform(bones, cv2.DIST_L2, 3), np.float32) / np.float32(body_span(points))


def _astray(owner: I32, far: Sequence[F32], spans: Sequence[float]) -> Bool:
    """Pixels far from their owner's skeleton, and nearer to somebody else's."""
    out = np.zeros(owner.shape, bool)
    for k, own in enumerate(far):
        # a giant is not nearer to everything
        others = [other * max(1.0, spans[j] / (1.5 * spans[k])) for j, other in enumerate(far) if j != k]
        if others:
            out |= (owner == k + 1) & (own > 0.2) & (np.min(others, axis=0) < own)
    return out


def _own_heads(owner: I32, points: Sequence[F32]) -> Bool:
    """Pixels of their owner's head: skeletons end at the eyes, hair and foreheads do not stray."""
    out = np.zeros(owner.shape, bool)
    for k, own in enumerate(points):
        # a little inside of the border, for the same reason
        inside = cv2.erode((owner == k + 1).astype(np.uint8), disc(max(1, round(0.015 * body_span(own)))))
        out |= (inside > 0) & (trunk(own, owner.shape) == 255)
    return out


def _unowned(owner: I32, points: Sequence[F32], likely: F32) -> Bool:
    """Pixels of nobody's that likely are somebody's and lie wedged between two people."""
    reach = max(3.0, 0.35 * max(body_span(p) for p in points))
    away = [cv2.distanceTransform((owner != k + 1).astype(np.uint8), cv2.DIST_L2, 3) for k in range(len(points))]
    near = np.sum([far < reach for far in away], axis=0) > 1
    return np.asarray((owner == 0) & near & (likely > 0.8), bool)


def without_stolen(owner: I32, whose: I32, edges: F32) -> I32:
    """Owners without the pieces that a flood took from one person for another over an edge that parts them.

    Where two dark coats meet, a flood goes anywhere. A piece is rightly taken where it is parted from whom it was taken
    from at least as clearly as from who took it.

    Args:
        owner: (H, W) int32 numbers of people before the flood, 0 nobody.
        whose: (H, W) int32 numbers after it.
        edges: (H, W) how strong the picture's edges are.

    Returns:
        (H, W) int32 numbers.
    """
    taken = (owner > 0) & (whose != owner)
    out, near = whose.copy(), cv2.dilate(edges, disc(2))
    pairs = owner * np.int32(whose.max() + 1) + whose
    for pair in np.unique(pairs[taken]):
        count, labels = cv2.connectedComponents(((pairs == pair) & taken).astype(np.uint8), connectivity=4)
        for k in range(1, count):
            piece = labels == k
            rim = (cv2.dilate(piece.astype(np.uint8), disc(1)) > 0) & ~piece
            before, after = int(owner[piece][0]), int(whose[piece][0])
            left, joined = rim & (whose == before), rim & (owner == after)
            if left.any() and joined.any() and float(np.median(near[left])) < float(np.median(near[joined])):
                out[piece] = before
    return out


def disc(radius: int) -> U8:
    """A round kernel for dilating and eroding, so many pixels to every side."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), np.uint8)


def flood(picture: U8, markers: I32) -> I32:
    """Labels everywhere, from markers above 0, borders drawn to edges; the dark is lifted, so that its edges count."""
    if not (markers == 0).any():
        return markers
    lifted = np.asarray(255 * np.sqrt(picture / np.float32(255)), np.uint8)
    flooded = cv2.watershed(cv2.bilateralFilter(lifted, 5, 20, 5), markers.copy())
    # the lines between the basins go to their neighbours; the frame that OpenCV draws, to what was there
    seams = (flooded < 0).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(seams, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.zeros(int(nearest.max()) + 1, np.int32)
    labels[nearest[seams == 0]] = flooded[seams == 0]
    return np.where(markers > 0, markers, labels[nearest]).astype(np.int32)
