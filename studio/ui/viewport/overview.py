"""Large pictures, made smaller for the screen: a photo of 24 megapixels is seen as two until somebody zooms in."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import cv2
import numpy as np

from studio.ui.viewport.plane import Array

LARGE = 4_000_000
"""Pixels from which a picture is sent in bands, after its overview."""
WIDE = 2048
"""Longest side of an overview, about."""
_KEPT = 3
_overviews: OrderedDict[int, tuple[Array, Array]] = OrderedDict()
_lock = Lock()


def is_large(pixels: Array | None) -> bool:
    """Whether a picture has an overview."""
    return pixels is not None and pixels.shape[0] * pixels.shape[1] > LARGE


def make_overview(pixels: Array | None) -> None:
    """Make the overview of a large picture, outside the window's thread: (H, W, 4) float16 by the mean of areas."""
    if pixels is None or not is_large(pixels) or id(pixels) in _overviews:
        return
    step = _step(pixels)
    height, width = (side // step for side in pixels.shape[:2])
    small = np.empty((height, width, pixels.shape[2]), pixels.dtype)
    band = max(1, 64 // step) * 4
    for top in range(0, height, band):
        rows = pixels[top * step : (top + band) * step, : width * step].astype(np.float32)
        count = min(band, height - top)
        small[top : top + count] = cv2.resize(rows[: count * step], (width, count), interpolation=cv2.INTER_AREA)
    with _lock:
        _overviews[id(pixels)] = pixels, small
        while len(_overviews) > _KEPT:
            _overviews.popitem(last=False)


def overview_of(pixels: Array) -> Array:
    """The overview of a large picture; where none was made (data that must not be mixed), every n-th pixel of it."""
    with _lock:
        found = _overviews.get(id(pixels))
        if found is None:
            step = _step(pixels)
            found = _overviews[id(pixels)] = pixels, np.ascontiguousarray(pixels[::step, ::step])
            while len(_overviews) > _KEPT:
                _overviews.popitem(last=False)
        _overviews.move_to_end(id(pixels))
        return found[1]


def _step(pixels: Array) -> int:
    return max(2, round(max(pixels.shape[:2]) / WIDE))
