"""Image quality without a reference: sharpness and clipping."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]


def sharpness(grey: U8, longest: int = 1024) -> float:
    """Variance of the Laplacian (Pech-Pacheco et al. 2000) over the sharpest ninth of a 6 x 6 grid.

    Args:
        grey: (H, W) uint8.
        longest: Longest side at which it is measured, so that pictures of all sizes compare.

    Returns:
        Below 30 is soft, below 8 is blurred. A blurred background alone does not lower it.
    """
    scale = min(1.0, longest / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    response = cv2.Laplacian(small, cv2.CV_32F)
    cells = [cell for band in np.array_split(response, 6, axis=0) for cell in np.array_split(band, 6, axis=1)]
    variances = sorted((float(cell.var()) for cell in cells if cell.size), reverse=True)
    return float(np.mean(variances[:4])) if variances else 0.0


def clipped(picture: U8) -> tuple[float, float]:
    """Fractions of pixels that are lost in black (all channels below 4) and in white (all above 251)."""
    return float((picture.max(2) < 4).mean()), float((picture.min(2) > 251).mean())
