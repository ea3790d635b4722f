"""Pixels of a cut-out that are no part of what was cut out: dust too faint to see, specks, and threads far off.

A matte that is solved for leaves them: coverage of a millionth over half a picture, a few opaque pixels in a
neighbour's pattern, a line along somebody else's outline. At rest nobody sees them; they show when they are carried
along, and a mesh that has to hold them is wider than the body, coarser on it, and folds beside it.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

DUST = 1 / 510
"""Coverage below which nothing shows: half a step of eight bits."""
SOLID = 0.5
SPECK = 2e-4
"""Area of a solid piece below which it is none, in squares of the cut-out's height."""
FAR = 0.04
"""How far off what is solid fine hair and soft borders reach, in heights: seven centimetres on a grown-up."""
LEAST = 3.0
"""Pixels that they reach in any case."""


def without_stray(pixels: F32) -> F32:
    """A cut-out without dust, specks and threads.

    Args:
        pixels: (H, W, 4) float32, premultiplied.

    Returns:
        (H, W, 4) float32; what nothing solid is in has lost its dust alone.
    """
    coverage = pixels[..., 3]
    kept = coverage >= DUST
    rows = np.flatnonzero((coverage > SOLID).any(axis=1))
    if rows.size:
        height = float(rows[-1] + 1 - rows[0])
        solid = _pieces(coverage > SOLID, SPECK * height * height)
        away = cv2.distanceTransform((~solid).astype(np.uint8), cv2.DIST_L2, 5)
        kept &= away <= max(FAR * height, LEAST)
        kept &= solid | (coverage <= SOLID)
    return np.asarray(np.where(kept[..., None], pixels, 0), np.float32)


def _pieces(mask: npt.NDArray[np.bool_], least: float) -> npt.NDArray[np.bool_]:
    """A mask without its pieces smaller than ``least`` pixels; the largest stays."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    areas[0] = 0
    large = areas >= min(least, areas.max())
    large[0] = False
    return np.asarray(large[labels])
