"""How strong a picture's edges are, the dark ones, too."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


def edge_strength(picture: npt.NDArray[np.uint8]) -> F32:
    """(H, W) how steeply the square root of light changes, a pixel, in the colour that changes most."""
    soft = cv2.GaussianBlur(np.sqrt(picture.astype(np.float32) / 255), (0, 0), 1.2)
    across, down = (cv2.Sobel(soft, cv2.CV_32F, way, 1 - way, ksize=3, scale=1 / 8) for way in (1, 0))
    return np.asarray(np.sqrt((across**2 + down**2).max(axis=2)), np.float32)
