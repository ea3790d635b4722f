"""Turning a picture upright.

Source: EXIF 2.32, tag 0x0112; XMP's tiff:Orientation has the same eight values.
"""

from __future__ import annotations

from typing import Any

import numpy.typing as npt


def upright(pixels: npt.NDArray[Any], orientation: int) -> npt.NDArray[Any]:
    """The picture as it is to be looked at.

    Args:
        pixels: (H, W, C) as stored.
        orientation: 1..8 as in EXIF; anything else means 1.

    Returns:
        A view of (H, W, C), or of (W, H, C) for 5..8.
    """
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return pixels
