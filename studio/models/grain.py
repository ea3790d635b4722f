"""Grain of prints and of noisy photos: how much there is, and the picture without it.

The networks learnt from clean photos. Where a screen, a worn plate or film grain lies over everything they see nobody,
however plain the people are to us; with the grain smoothed away they do.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]

GRAINY = 1.8
"""Grain, in levels of 255, from which on a picture is smoothed before anybody is looked for."""
SMOOTHINGS = (5.5, 3.6, 7.6)
"""Strengths of :func:`without_grain`, the usual one first."""
BLOCK = 16
_LAPLACE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def grain(picture: U8) -> float:
    """The noise's standard deviation where a picture is flattest, in levels of 255.

    Every photo has a flat patch; what a print's grain has covered has none.

    Args:
        picture: (H, W, 3) uint8 sRGB.

    Returns:
        0 where nothing is neither black nor white. Source: Immerkaer, "Fast noise variance estimation" (1996), in the
        tenth flattest part of the picture.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    rough = np.asarray(np.abs(cv2.filter2D(grey, -1, _LAPLACE)) * np.sqrt(np.pi / 2) / 6, np.float32)
    light = _blocks(grey)
    inner = _blocks(rough)[(light > 12) & (light < 243)]
    return float(np.percentile(inner, 10)) if inner.size >= 4 else 0.0


def clear(picture: U8) -> U8:
    """A picture as networks see it best: without its grain where it is grainy, else as it is."""
    level = grain(picture)
    return picture if level < GRAINY else without_grain(picture, level)


def smoothings(picture: U8) -> list[U8]:
    """A grainy picture with its grain smoothed away as usual, less, and more: what is there stays as it is."""
    level = grain(picture)
    return [without_grain(picture, level, strength) for strength in SMOOTHINGS]


def _blocks(values: F32) -> F32:
    """The mean of each whole block."""
    rows, columns = (side // BLOCK for side in values.shape)
    cut = values[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return np.asarray(cut.mean((1, 3)), np.float32)


def without_grain(picture: U8, level: float, strength: float = SMOOTHINGS[0]) -> U8:
    """A picture with its grain smoothed away and its edges kept.

    Args:
        picture: (H, W, 3) uint8 sRGB.
        level: Its grain, as :func:`grain` measures it.
        strength: How far patches may differ and still be averaged, in multiples of the grain.

    Returns:
        (H, W, 3) uint8. Source: Buades, Coll, Morel, "A non-local algorithm for image denoising" (2005), on lightness;
        colours are blurred.
    """
    lab = cv2.cvtColor(picture, cv2.COLOR_RGB2LAB)
    light = cv2.fastNlMeansDenoising(
        np.ascontiguousarray(lab[..., 0]), None, float(np.clip(strength * level, 1, 40)), 5, 15
    )
    colour = cv2.GaussianBlur(lab[..., 1:], (0, 0), 1.5)
    return np.asarray(cv2.cvtColor(np.dstack([light, colour]), cv2.COLOR_LAB2RGB), np.uint8)
