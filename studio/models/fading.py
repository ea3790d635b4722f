"""People faded out of a picture, so that their neighbours are seen alone."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


def fade_out(picture: U8, mask: U8) -> U8:
    """The picture with what is under the mask replaced by smooth colour from around it (pull-push), so that no
    silhouette is left that looks like a person."""
    if not mask.any():
        return picture
    weight = 1 - cv2.dilate(mask, np.ones((5, 5), np.uint8)).astype(np.float32)
    filled = _pull_push(picture.astype(np.float32) * weight[..., None], weight)
    return np.where(weight[..., None] > 0, picture, np.clip(filled, 0, 255)).astype(np.uint8)


def _pull_push(colour: F32, weight: F32) -> F32:
    """Colour where weight is 0, from coarser and coarser means. ``colour`` is multiplied by ``weight``."""
    height, width = weight.shape
    if min(height, width) <= 2 or float(weight.min()) > 0.999:
        return np.asarray(colour / np.maximum(weight, 1e-6)[..., None], np.float32)
    size = ((width + 1) // 2, (height + 1) // 2)
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    light = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    gain = np.minimum(1.0, 4 * light) / np.maximum(light, 1e-6)
    coarse = _pull_push((small * gain[..., None]).astype(np.float32), np.minimum(1.0, 4 * light).astype(np.float32))
    up = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(colour + up * (1 - weight)[..., None], np.float32)
