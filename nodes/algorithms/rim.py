"""The rim of a filled hole: where a fill does not go on from what is beside it, the picture is mirrored in instead.

What is uncovered first when somebody moves is a narrow band along their outline; there a break shows as an outline.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
B8 = npt.NDArray[np.bool_]


def joined(image: F32, filled: F32, hole: B8, nearest: I32, valid: B8, band: float) -> F32:
    """The fill, led over into what lies beside the hole wherever both differ along the rim.

    Args:
        image: (H, W, 3) float32; read where ``valid`` only.
        filled: (H, W, 3) float32.
        hole: (H, W) bool.
        nearest: (H, W, 2) row and column of the nearest valid pixel.
        valid: (H, W) bool, what may be copied from.
        band: Width of the band that is led over, in pixels.

    Returns:
        (H, W, 3) float32, equal to ``filled`` deeper inside, and along the rim where it goes on well.
    """
    height, width = hole.shape
    places = np.moveaxis(np.indices((height, width)), 0, -1)
    depth = np.hypot(*np.moveaxis(places - nearest, 2, 0)).astype(np.float32)
    mirrored = np.clip(2 * nearest - places, 0, [height - 1, width - 1])
    source = np.where(valid[mirrored[..., 0], mirrored[..., 1]][..., None], mirrored, nearest)
    copied = image[source[..., 0], source[..., 1]]
    near = (hole & (depth < max(6.0, 0.25 * band))).astype(np.float32)
    shrink = min(1.0, 500 / max(height, width))
    away = np.abs(cv2.blur(copied, (5, 5)) - cv2.blur(filled, (5, 5))).sum(axis=2) * near
    small = cv2.resize(np.dstack([away, near]), None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.8, 0.7 * band * shrink))
    gap = cv2.resize(small[..., 0] / np.maximum(small[..., 1], 1e-6), (width, height))
    t = np.clip(1 - depth / band, 0, 1)
    share = t * t * (3 - 2 * t) * np.clip((gap - 0.4) / 0.2, 0, 1) * hole
    return np.asarray(filled + np.clip(2 * share, 0, 1)[..., None] * (copied - filled), np.float32)
