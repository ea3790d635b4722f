"""The seam between a limb and the body that it lies on: pixels that show both, parted into the two.

A pixel on a sleeve's outline holds some of the sleeve and some of the vest behind it. Left with the body as it is, it
stays behind as a line of the sleeve's colour when the arm is lifted.

Source: compositing equation c = a f + (1 - a) b, its coverage read from where c lies between both sides' colours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.cloth_fill import spread

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

CONTRAST = 0.2
"""How far apart both sides' colours must be, in square roots of light, for a pixel between them to be told apart."""


@dataclass(frozen=True)
class Seam:
    """Pixels along a limb's outline.

    Attributes:
        where: (h, w) which they are.
        front: (h, w, 4) premultiplied pixels of the limb there.
        behind: (h, w, 4) opaque pixels of the body there; front over behind is the picture again.
    """

    where: Mask
    front: F32
    behind: F32


def part_seam(pixels: npt.NDArray[Any], share: F32, solid: Mask, width: int) -> Seam:
    """Part the pixels along a limb's outline.

    Args:
        pixels: (h, w, 4) premultiplied linear colours of the person.
        share: (h, w) 0..1 of each pixel that is the limb's.
        solid: (h, w) where the person is opaque, limb or body.
        width: How far, in pixels, the two are mixed, to either side.

    Returns:
        The seam; only where both sides have clearly other colours.
    """
    limb, body = ((side & solid).astype(np.uint8) for side in (share > 0.5, share <= 0.5))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    ring = (cv2.dilate(limb, kernel) > 0) & (cv2.dilate(body, kernel) > 0) & solid
    cores = [cv2.erode(side, kernel) > 0 for side in (limb, body)]
    colours = np.ascontiguousarray(pixels[..., :3], np.float32)
    if not ring.any() or not all(core.any() for core in cores):
        return Seam(np.zeros_like(solid), np.zeros(pixels.shape, np.float32), np.zeros(pixels.shape, np.float32))
    front, back = (np.clip(spread(colours, core), 0, None) for core in cores)
    apart = np.linalg.norm(np.sqrt(front) - np.sqrt(back), axis=2)
    way = front - back
    alpha = np.clip(((colours - back) * way).sum(axis=2) / np.maximum((way * way).sum(axis=2), 1e-6), 0, 1)
    return _as_seam(colours, alpha.astype(np.float32), back.astype(np.float32), ring & (apart > CONTRAST))


def _as_seam(colours: F32, alpha: F32, back: F32, where: Mask) -> Seam:
    # no more light from behind than there is
    left = (1 - alpha)[..., None]
    behind = np.where(left > 1e-3, np.minimum(back, colours / np.maximum(left, 1e-3)), back)
    front = np.maximum(colours - left * behind, 0)
    opaque = np.ones_like(alpha)[..., None]
    return Seam(
        where,
        np.concatenate([front, alpha[..., None]], axis=2).astype(np.float32),
        np.concatenate([behind, opaque], axis=2).astype(np.float32),
    )
