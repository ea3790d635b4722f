"""Object keypoint similarity: how well two skeletons agree. Source: COCO keypoint evaluation (cocodataset.org)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

COCO_FALLOFF: F32 = 2 * np.array(
    [.026, .025, .025, .035, .035, .079, .079, .072, .072, .062, .062, .107, .107, .087, .087, .089, .089], np.float32
)  # fmt: skip
"""Twice each keypoint's spread among human annotators, relative to the square root of the body's area."""


def keypoint_similarity(points: F32, truth: F32, labelled: npt.NDArray[np.bool_], area: float, falloff: F32) -> float:
    """OKS in 0..1.

    Args:
        points: (N, 2) estimated.
        truth: (N, 2) labelled.
        labelled: (N,) which count.
        area: Of the body, in square pixels.
        falloff: (N,) spread of each keypoint.

    Returns:
        Mean over the labelled keypoints of ``exp(-d^2 / (2 area falloff^2))``; 0 where none is labelled.
    """
    if not labelled.any():
        return 0.0
    squared = ((points.astype(np.float64) - truth) ** 2).sum(1)
    similar = np.exp(-squared / (2 * max(area, 1e-9) * falloff.astype(np.float64) ** 2))
    return float(similar[labelled].mean())
