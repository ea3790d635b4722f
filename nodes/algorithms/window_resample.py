"""A window of a picture, anywhere between its pixels and of any size, as a film's frame.

Keys' cubic, as wide as a pixel of the film where that is wider than the picture's: what is seen neither jumps from
pixel to pixel nor flickers, and a window on whole pixels at equal size gives the very same values.
Source: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE TASSP 1981.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]
Window = tuple[float, float, float, float]

REACH = 2
"""Pixels of the picture or of the film, whichever are larger, that a pixel of the film is mixed from on each side."""
SHARP = -0.6
"""Keys' parameter."""


def seen_of(window: Window, film: Box, box: Box, size: tuple[int, int]) -> Box:
    """The pixels of a picture that are needed for a part of the film.

    Args:
        window: (x0, y0, x1, y1) in pixels of the picture.
        film: Pixels of the film that show the window.
        box: The part, in pixels of the film.
        size: (width, height) of the picture.
    """
    sides = []
    for axis in (0, 1):
        step = (window[axis + 2] - window[axis]) / (film[axis + 2] - film[axis])
        reach = REACH * max(step, 1.0) + 1
        low = window[axis] + (box[axis] - film[axis]) * step - reach
        high = window[axis] + (box[axis + 2] - film[axis]) * step + reach
        sides.append((int(np.clip(np.floor(low), 0, size[axis] - 1)), int(np.clip(np.ceil(high), 1, size[axis]))))
    return sides[0][0], sides[1][0], sides[0][1], sides[1][1]


def resample_window(pixels: npt.NDArray[Any], window: Window, film: Box, box: Box) -> F32:
    """A part of the film.

    Args:
        pixels: (H, W, C) the picture; beyond its edge its outermost pixels go on.
        window, film, box: As in :func:`seen_of`; the box lies within the film's.

    Returns:
        (h, w, C) of the box's size, never below 0.
    """
    height, width, channels = pixels.shape
    x0, y0, x1, y1 = seen_of(window, film, box, (width, height))
    seen = pixels[y0:y1, x0:x1].astype(np.float32)
    down = _weights(window, film, box, 1, (y0, y1))
    across = _weights(window, film, box, 0, (x0, x1))
    mixed = (down @ seen.reshape(y1 - y0, -1)).reshape(-1, x1 - x0, channels)
    mixed = np.ascontiguousarray(mixed.transpose(1, 0, 2)).reshape(x1 - x0, -1)
    out: F32 = (across @ mixed).reshape(-1, box[3] - box[1], channels).transpose(1, 0, 2)
    return np.ascontiguousarray(out.clip(0), np.float32)


def nearest_in_window(window: Window, film: Box, box: Box, size: tuple[int, int]) -> tuple[npt.NDArray[np.intp], ...]:
    """(h, 1) rows and (1, w) columns of the picture's pixels that lie under the film's, for what must not be mixed."""
    found = []
    for axis in (1, 0):
        centres = _centres(window, film, box, axis)
        found.append(np.clip(np.floor(centres), 0, size[axis] - 1).astype(np.intp))
    return found[0][:, None], found[1][None]


def _centres(window: Window, film: Box, box: Box, axis: int) -> npt.NDArray[np.float64]:
    step = (window[axis + 2] - window[axis]) / (film[axis + 2] - film[axis])
    places: npt.NDArray[np.float64] = window[axis] + (np.arange(box[axis], box[axis + 2]) + 0.5 - film[axis]) * step
    return places


def _weights(window: Window, film: Box, box: Box, axis: int, seen: tuple[int, int]) -> Any:
    """Sparse (film pixels, picture pixels): how much each gives to each."""
    from scipy import sparse

    wide = max((window[axis + 2] - window[axis]) / (film[axis + 2] - film[axis]), 1.0)
    centres = _centres(window, film, box, axis) - 0.5
    first = np.floor(centres - REACH * wide).astype(int) + 1
    taps = first[:, None] + np.arange(int(np.ceil(2 * REACH * wide)))
    shares = _cubic(np.abs(taps - centres[:, None]) / wide)
    shares /= shares.sum(axis=1, keepdims=True)
    columns = taps.clip(*(seen[0], seen[1] - 1)) - seen[0]
    rows = np.repeat(np.arange(len(centres)), taps.shape[1])
    used = np.abs(shares.ravel()) > 1e-6
    shape = (len(centres), seen[1] - seen[0])
    return sparse.csr_matrix((shares.ravel()[used], (rows[used], columns.ravel()[used])), shape, np.float32)


def _cubic(t: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    near = ((SHARP + 2) * t - (SHARP + 3)) * t * t + 1
    far = ((SHARP * t - 5 * SHARP) * t + 8 * SHARP) * t - 4 * SHARP
    return np.where(t <= 1, near, np.where(t < 2, far, 0.0))
