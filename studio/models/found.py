"""What a people backend hands on, whichever network it ran."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Found:
    """One person found.

    Attributes:
        score: 0..1.
        coverage: (H, W) uint8 coverage of the whole picture; people may overlap.
        points: (23, 2) float32, :data:`studio.media.skeleton.KEYPOINTS` in pixels of the picture.
        scores: (23,) float32 in 0..1.
        depth: (23,) float32, metres towards the viewer from the middle of the hips.
    """

    score: float
    coverage: npt.NDArray[np.uint8]
    points: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    depth: npt.NDArray[np.float32]
