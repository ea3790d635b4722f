"""What the GPU is given to show: arrays, what they mean, and where they lie in the source picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.media.region import WHOLE, Region

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


def share_of(part: Rect, frame: Rect) -> Region:
    """What a part of the source is of a frame, in shares of its sides; the whole where they have nothing in common."""
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    if wide <= 0 or high <= 0:
        return WHOLE
    left, right = (min(max((x - frame[0]) / wide, 0.0), 1.0) for x in (part[0], part[2]))
    top, bottom = (min(max((y - frame[1]) / high, 0.0), 1.0) for y in (part[1], part[3]))
    return (left, top, right, bottom) if left < right and top < bottom else WHOLE


def half(pixels: Any) -> Array:
    """(H, W, 4) float16 of a picture's pixels, without a copy where it is that already."""
    return np.ascontiguousarray(pixels, np.float16)
