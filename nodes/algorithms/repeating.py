"""Shifts at which a picture looks like itself.

Source: He and Sun, "Statistics of patch offsets for image completion", ECCV 2012.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
B8 = npt.NDArray[np.bool_]


def repeating(features: F32, valid: B8, least: float, most: int) -> I32:
    """Shifts at which a picture looks like itself.

    Args:
        features: (H, W, C) float32.
        valid: (H, W) bool, what is looked at.
        least: Shortest shift, in pixels.
        most: How many are wanted.

    Returns:
        (N, 2) int32 (rows, columns), the most frequent first; a shift and its opposite both count.
    """
    blocked = cv2.dilate((~valid).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    places = np.argwhere(~blocked).astype(np.int32)
    if len(places) < 16:
        return np.zeros((0, 2), np.int32)
    looks = _looks(features)[places[:, 0], places[:, 1]]
    asked = np.arange(0, len(places), max(1, len(places) // 2500))
    shifts = np.concatenate([_best_match(looks, places, part, least) for part in np.array_split(asked, 16)])
    height, width = valid.shape
    counts = np.zeros((2 * height + 1, 2 * width + 1), np.float32)
    for sign in (1, -1):
        np.add.at(counts, (sign * shifts[:, 0] + height, sign * shifts[:, 1] + width), 1)
    return _peaks(counts, most) - np.array([height, width], np.int32)


def _looks(features: F32) -> F32:
    """(H, W, K) what stands around each pixel: means over small squares, a coarse stand-in for the whole patch."""
    fine = cv2.blur(features, (3, 3))
    parts = [np.roll(fine, (dy, dx), (0, 1)) for dy in (-2, 0, 2) for dx in (-2, 0, 2)]
    return np.concatenate(parts, axis=2)


def _best_match(looks: F32, places: I32, asked: Any, least: float) -> I32:
    far = looks[asked] @ looks.T
    far = (looks * looks).sum(axis=1)[None] - 2 * far
    away = np.abs(places[asked][:, None] - places[None]).max(axis=2)
    far[away < least] = np.inf
    best = far.argmin(axis=1)
    found = np.isfinite(far.min(axis=1))
    return np.asarray((places[best] - places[asked])[found], np.int32)


def _peaks(counts: F32, most: int) -> I32:
    blurred = cv2.GaussianBlur(counts, (0, 0), 1.0)
    top = (blurred == cv2.dilate(blurred, np.ones((5, 5), np.uint8))) & (blurred > 0)
    at = np.argwhere(top).astype(np.int32)
    order = np.argsort(-blurred[top], kind="stable")[:most]
    return np.asarray(at[order], np.int32)
