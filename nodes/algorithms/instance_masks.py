"""Instance masks: whose is each pixel, where people overlap or stand close together.

Source: evidence of limbs as in PersonLab's mask decoding (Papandreou et al. 2018): a pixel goes to the body whose
skeleton lies nearest, in units of that body's own size.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]

LIMBS: tuple[tuple[int, int], ...] = (
    (5, 6), (5, 7), (7, 9), (9, 17), (6, 8), (8, 10), (10, 18), (5, 11), (6, 12), (11, 12), (11, 13), (13, 15), (15, 21),
    (12, 14), (14, 16), (16, 22), (15, 19), (16, 20), (0, 1), (0, 2), (1, 3), (2, 4), (0, 5), (0, 6),
)  # fmt: skip
"""Pairs of the 23 keypoints (COCO's 17, knuckles, heels, toes) that a body's flesh lies between."""


def separate(coverages: Sequence[U8], points: Sequence[F32], scores: Sequence[F32]) -> list[U8]:
    """Give every pixel to at most one person.

    Args:
        coverages: (H, W) uint8 coverage of each person; they may overlap.
        points: (23, 2) keypoints of each, in pixels of the coverages.
        scores: (23,) of each, 0..1.

    Returns:
        (H, W) uint8 masks, 0 or more than 127 only where the pixel is that person's, and no two at one pixel.
    """
    best = np.zeros(coverages[0].shape, np.float32) if coverages else np.zeros((0, 0), np.float32)
    owner = np.full(best.shape, -1, np.int32)
    for k, cover in enumerate(coverages):
        claim = np.where(
            cover > 100, cover / np.float32(255) + 0.8 * limb_evidence(cover.shape, points[k], scores[k]), 0
        )
        taken = claim > best
        best[taken], owner[taken] = claim[taken], k
    return [keep_body(np.where(owner == k, cover, 0).astype(np.uint8)) for k, cover in enumerate(coverages)]


def limb_evidence(shape: tuple[int, ...], points: F32, scores: F32) -> F32:
    """(H, W) in 0..1: 1 on the skeleton, falling off over the thickness of a limb."""
    bones = np.full(shape, 255, np.uint8)
    for a, b in LIMBS:
        if min(scores[a], scores[b]) > 0.3:
            ends = [tuple(int(v) for v in np.clip(points[k], -30000, 30000)) for k in (a, b)]
            cv2.line(bones, ends[0], ends[1], 0, 1)
    if bones.min() > 0:
        return np.zeros(shape, np.float32)
    far = np.asarray(cv2.distanceTransform(bones, cv2.DIST_L2, 3), np.float32)
    return np.exp(-((far / thickness(points)) ** 2)).astype(np.float32)


def thickness(points: F32) -> float:
    """About half the width of a torso, in pixels, from whatever of the body is longest."""
    shoulders = np.linalg.norm(points[5] - points[6])
    torso = np.linalg.norm(points[[5, 6]].mean(0) - points[[11, 12]].mean(0))
    return max(2.0, 0.5 * float(max(shoulders, 0.6 * torso)))


def keep_body(mask: U8, least: float = 0.06) -> U8:
    """Without the islands smaller than ``least`` of the largest piece."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 127).astype(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    areas = stats[1:, cv2.CC_STAT_AREA]
    small = 1 + np.flatnonzero(areas < least * areas.max())
    near = cv2.dilate(np.isin(labels, small).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    body = cv2.dilate(
        np.isin(labels, 1 + np.flatnonzero(areas >= least * areas.max())).astype(np.uint8), np.ones((5, 5), np.uint8)
    )
    return np.where(near & (body == 0), 0, mask).astype(np.uint8)
