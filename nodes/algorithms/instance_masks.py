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
    (5, 6), (5, 7), (7, 9), (9, 17), (6, 8), (8, 10), (10, 18), (5, 11), (6, 12), (11, 12), (11, 13), (13, 15),
    (15, 21), (12, 14), (14, 16), (16, 22), (15, 19), (16, 20), (0, 1), (0, 2), (1, 3), (2, 4), (0, 5), (0, 6),
)  # fmt: skip
"""Pairs of the 23 keypoints (COCO's 17, knuckles, heels, toes) that a body's flesh lies between."""


def separate(
    coverages: Sequence[U8],
    points: Sequence[F32],
    scores: Sequence[F32],
    picture: U8 | None = None,
    sure: Sequence[U8] | None = None,
) -> list[U8]:
    """Give every pixel to at most one person.

    Args:
        coverages: (H, W) uint8 coverage of each person; they may overlap.
        points: (23, 2) keypoints of each, in pixels of the coverages.
        scores: (23,) of each, 0..1.
        picture: (H, W, 3) uint8; where given, the borders between people are drawn to its edges.
        sure: (H, W) uint8 of each, above 0 where something else than coverage and skeleton says that it is theirs.

    Returns:
        (H, W) uint8 masks; no two are above 0 at one pixel.
    """
    if not coverages:
        return []
    union = np.max(coverages, axis=0)
    claims = [_claim(cover, points[k], scores[k]) for k, cover in enumerate(coverages)]
    if sure is not None:
        claims = [claim + 2 * (own > 0).astype(np.float32) for claim, own in zip(claims, sure, strict=True)]
    if picture is not None and _contested(coverages):
        claims = _snapped(claims, picture)
    owner = np.argmax(claims, axis=0)
    return [keep_body(np.where(owner == k, union, 0).astype(np.uint8)) for k in range(len(coverages))]


def _claim(cover: U8, points: F32, scores: F32) -> F32:
    wanted = cover / np.float32(255) + 0.8 * limb_evidence(cover.shape, points, scores)
    return np.where(cover > 60, wanted, cover / np.float32(255)).astype(np.float32)


def _contested(coverages: Sequence[U8]) -> bool:
    return bool((np.sum([cover > 60 for cover in coverages], axis=0) > 1).any())


def _snapped(claims: list[F32], picture: U8, longest: int = 512) -> list[F32]:
    """Claims smoothed along, not across, the picture's edges (guided filter, He, Sun, Tang 2013)."""
    height, width = picture.shape[:2]
    scale = min(1.0, longest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    guide = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    filtered = cv2.ximgproc.createGuidedFilter(guide, max(3, max(size) // 64), 1e-4)
    small = [filtered.filter(cv2.resize(claim, size, interpolation=cv2.INTER_AREA)) for claim in claims]
    return [np.asarray(cv2.resize(claim, (width, height)), np.float32) for claim in small]


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
    return np.asarray(np.exp(-((far / thickness(points)) ** 2)), np.float32)


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
