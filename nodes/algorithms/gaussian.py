"""Gaussian blur at any width, in a time that hardly grows with it.

Source: P. Burt, E. Adelson, "The Laplacian Pyramid as a Compact Image Code", 1983, for blurring a reduced picture.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
DIRECT = 8.0
"""Up to this standard deviation the kernel is applied as it is; wider ones run on a reduced picture."""


def gaussian_blur(pixels: F32, deviation: float, repeat: bool) -> F32:
    """Blur a picture.

    Args:
        pixels: (H, W, C).
        deviation: Standard deviation in pixels.
        repeat: Whether the picture's edge goes on outside; otherwise there is nothing (0).

    Returns:
        (H, W, C); within 1/255 of the exact convolution.
    """
    if deviation < 0.05:
        return pixels
    if deviation <= DIRECT:
        return _direct(pixels, deviation, repeat)
    factor = 2 ** math.ceil(math.log2(deviation / DIRECT))
    return _reduced(pixels, deviation, factor, repeat)


def _direct(pixels: F32, deviation: float, repeat: bool) -> F32:
    taps = 2 * math.ceil(4 * deviation) + 1
    border = cv2.BORDER_REPLICATE if repeat else cv2.BORDER_CONSTANT
    blurred: F32 = cv2.GaussianBlur(pixels, (taps, taps), deviation, None, deviation, border)
    return blurred.reshape(pixels.shape)


def _reduced(pixels: F32, deviation: float, factor: int, repeat: bool) -> F32:
    """Average blocks, blur, enlarge; the blur gives what averaging and enlarging have not already given."""
    height, width = pixels.shape[:2]
    margin = 4 * math.ceil(deviation) // factor * factor + factor
    right, bottom = margin + -width % factor, margin + -height % factor
    border = cv2.BORDER_REPLICATE if repeat else cv2.BORDER_CONSTANT
    padded = cv2.copyMakeBorder(pixels, margin, bottom, margin, right, border, value=(0, 0, 0, 0))
    small = cv2.resize(padded, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    given = (factor**2 - 1) / 12 + factor**2 / 6
    soft = _direct(small, math.sqrt(deviation**2 - given) / factor, True)
    large = cv2.resize(soft, (padded.shape[1], padded.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(large[margin : margin + height, margin : margin + width])
