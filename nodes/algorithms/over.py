"""Drawing layers over each other.

Source: Porter and Duff, "Compositing digital images", SIGGRAPH 1984 (over, premultiplied).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


def composite_at_rest(plate: F32, layers: Iterable[tuple[npt.NDArray[Any], tuple[int, int]]]) -> F32:
    """The plate with layers drawn over it where they stand.

    Args:
        plate: (H, W, 4) float, linear-light, premultiplied.
        layers: ((h, w, 4) premultiplied pixels, (x, y) of the top left one), farthest first.

    Returns:
        (H, W, 4) float32.
    """
    result = np.array(plate, np.float32)
    for pixels, (x, y) in layers:
        height, width = pixels.shape[:2]
        under = result[y : y + height, x : x + width]
        under *= 1 - pixels[..., 3:].astype(np.float32)
        under += pixels
    return result
