"""What the GPU is given to show: arrays, what they mean, and where they lie in the source picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Rect = tuple[float, float, float, float]

EMPTY, LIGHT, DEPTH, FLOW, IDS, MATTE, TINT, PHOTO = range(8)
"""What a sheet means: linear light, metres, pixels moved, people's places, coverage, colours over
the photo, no sheet."""

NOWHERE: Rect = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Plane:
    """One picture on its way to the screen.

    Attributes:
        kind: What ``sheet`` means.
        frame: (x0, y0, x1, y1) in source pixels that the whole of it covers.
        sheet: (H, W, C) float16, float32 or uint8, C in 1, 2, 4; None where only the photo is shown.
        rect: Where the sheet lies, in source pixels.
        photo: (H, W, 4) float16 linear light under it, None where there is none.
        photo_rect: Where the photo lies.
        dim: How bright the photo is under it.
        span: Two numbers that the kind needs: nearest and farthest metres, or the longest arrow.
        colours: (N, 3) sRGB in 0..1 for ids.
        relief: A :class:`~studio.ui.viewport.relief.Relief` that may be shown instead.
    """

    kind: int
    frame: Rect
    sheet: Array | None = None
    rect: Rect = NOWHERE
    photo: Array | None = None
    photo_rect: Rect = NOWHERE
    dim: float = 1.0
    span: tuple[float, float] = (0.0, 1.0)
    colours: tuple[tuple[float, float, float], ...] = ()
    relief: Any = None


NOTHING = Plane(EMPTY, NOWHERE)


def half(pixels: Any) -> Array:
    """(H, W, 4) float16 of a picture's pixels, without a copy where it is that already."""
    return np.ascontiguousarray(pixels, np.float16)
