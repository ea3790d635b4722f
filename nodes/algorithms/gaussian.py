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
    levels = math.ceil(math.log2(deviation / DIRECT))
    return _reduced(pixels, deviation, levels, repeat)


def _direct(pixels: F32, deviation: float, repeat: bool) -> F32:
    taps = 2 * math.ceil(4 * deviation) + 1
    border = cv2.BORDER_REPLICATE if repeat else cv2.BORDER_CONSTANT
    blurred: F32 = cv2.GaussianBlur(pixels, (taps, taps), deviation, None, deviation, border)
    return blurred.reshape(pixels.shape)


def _reduced(pixels: F32, deviation: float, levels: int, repeat: bool) -> F32:
    """Halve by the pyramid's binomial, blur, enlarge linearly; the blur gives what those two have not given.

    The binomial has variance 1 at each level, the enlarging triangle a sixth of the step squared.
    """
    height, width = pixels.shape[:2]
    step = 2**levels
    margin = math.ceil(4 * deviation / step) * step
    border = cv2.BORDER_REPLICATE if repeat else cv2.BORDER_CONSTANT
    padded = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, border, value=(0, 0, 0, 0))
    small = padded
    for _ in range(levels):
        small = cv2.pyrDown(small, borderType=cv2.BORDER_REPLICATE)
    given = (step**2 - 1) / 3 + step**2 / 6
    soft = _direct(small, math.sqrt(deviation**2 - given) / step, True)
    back = np.array([[1 / step, 0, margin / step], [0, 1 / step, margin / step]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    large: F32 = cv2.warpAffine(soft, back, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return large.reshape(pixels.shape)
