"""A part of a picture that is looked at alone, so that no more has to be right."""

from __future__ import annotations

import math
from typing import TypeAlias

Region: TypeAlias = tuple[float, float, float, float]
"""(left, top, right, bottom) in shares of the picture's width and height, 0 to 1: the same part at every size."""

WHOLE: Region = (0.0, 0.0, 1.0, 1.0)


def pixels_of(region: Region, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels that a region touches, at least one.

    Args:
        region: The part.
        size: (width, height) of the picture, in pixels.

    Returns:
        (x0, y0, x1, y1) in whole pixels, x1 and y1 excluded.
    """
    left, right = _touched(region[0], region[2], size[0])
    top, bottom = _touched(region[1], region[3], size[1])
    return left, top, right, bottom


def _touched(first: float, last: float, size: int) -> tuple[int, int]:
    # what was divided by the size comes back a little off
    low = min(max(math.floor(first * size + 1e-6), 0), size - 1)
    return low, min(max(math.ceil(last * size - 1e-6), low + 1), size)
