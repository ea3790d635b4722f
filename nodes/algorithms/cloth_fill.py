"""Continue a person's own colours inwards, under a part that lies in front.

Colours are mirrored at the border of what is known, so that cloth keeps its grain, and melt into the colour of that
border with distance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEVEL = 2.0
"""How much farther up and down counts than sideways: clothes change from shirt to trousers, not from left to right."""


def continue_colours(pixels: npt.NDArray[Any], known: Mask, wanted: Mask, fade: float) -> F32:
    """Opaque colours for ``wanted`` pixels from ``known`` ones.

    Args:
        pixels: (H, W, 4) premultiplied; opaque where ``known``.
        known: (H, W) whose colours may be used.
        wanted: (H, W) which pixels are asked for.
        fade: Distance in pixels at which mirrored grain has given way to the border's colour.

    Returns:
        (H, W, 4) float32, opaque at ``wanted``, zero elsewhere.
    """
    import cv2
    from scipy.ndimage import distance_transform_edt

    out = np.zeros((*wanted.shape, 4), np.float32)
    if not wanted.any() or not known.any():
        return out
    distance, nearest = distance_transform_edt(~known, sampling=(LEVEL, 1.0), return_indices=True)
    rows, columns = (cv2.GaussianBlur(axis.astype(np.float32), (0, 0), 2.0) for axis in nearest)
    y, x = np.indices(wanted.shape, dtype=np.float32)
    across = cv2.remap(pixels[..., :3].astype(np.float32), 2 * columns - x, 2 * rows - y, cv2.INTER_LINEAR)
    valid = cv2.remap(known.astype(np.float32), 2 * columns - x, 2 * rows - y, cv2.INTER_LINEAR)
    border = pixels[nearest[0], nearest[1], :3].astype(np.float32)
    smooth = cv2.GaussianBlur(border, (0, 0), max(0.25 * fade, 1.0))
    share = (np.clip(1 - distance / max(fade, 1.0), 0, 1) * np.clip(2 * valid - 1, 0, 1)).astype(np.float32)[..., None]
    colour = share * across + (1 - share) * smooth
    out[wanted, :3], out[wanted, 3] = colour[wanted], 1
    return out


def spread(colours: F32, known: Mask) -> F32:
    """Known colours (H, W, C) spread smoothly over everything: pull and push over a pyramid.

    Source: Gortler et al., The lumigraph, SIGGRAPH 1996.
    """
    import cv2

    levels = [(colours * known[..., None], known.astype(np.float32))]
    while min(levels[-1][1].shape) > 2:
        colour, weight = levels[-1]
        levels.append((cv2.pyrDown(colour), cv2.pyrDown(weight)))
    colour, weight = levels[-1]
    mean = colour.sum(axis=(0, 1)) / max(float(weight.sum()), 1e-6)
    filled = np.where(weight[..., None] > 1e-3, colour / np.maximum(weight, 1e-4)[..., None], mean).astype(np.float32)
    for colour, weight in reversed(levels[:-1]):
        coarse = cv2.resize(filled, (weight.shape[1], weight.shape[0]), interpolation=cv2.INTER_LINEAR)
        sure = np.where(weight > 1e-3, np.clip(weight * 2, 0, 1), 0)[..., None]
        filled = sure * colour / np.maximum(weight, 1e-4)[..., None] + (1 - sure) * coarse
    return np.asarray(filled, np.float32)
