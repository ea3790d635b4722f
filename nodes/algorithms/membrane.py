"""Smooth surfaces through scattered known values: pull-push interpolation.

Source: Gortler, Grzeszczuk, Szeliski and Cohen, "The Lumigraph", SIGGRAPH 1996 (pull-push); it stands in for the
membrane (Laplace) solution at a cost that grows with the number of pixels only.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]


def pull_push(values: F32, weight: F32) -> F32:
    """Values everywhere, equal to the given ones where the weight is 1 and smooth in between.

    Args:
        values: (H, W, C) float32; whatever stands where the weight is 0 is ignored.
        weight: (H, W) float32 in 0..1, how far a value is known.

    Returns:
        (H, W, C) float32. All zeros where nothing is known.
    """
    known = np.clip(weight, 0, 1)[..., None].astype(np.float32)
    premultiplied = np.where(known > 0, values, 0).astype(np.float32) * known
    return _push(premultiplied, known)


def _push(premultiplied: F32, known: F32) -> F32:
    height, width = known.shape[:2]
    if min(height, width) <= 1 or known.min() >= 1:
        return np.asarray(premultiplied / np.maximum(known, 1e-6), np.float32)
    small_weight = _down(known)
    small = _down(premultiplied)
    # A coarse cell counts as known as soon as a quarter of it is: what lies far off must not weigh in.
    gain = np.minimum(1.0, 4.0 * small_weight) / np.maximum(small_weight, 1e-12)
    coarse = _push(small * gain, small_weight * gain)
    filled = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).reshape(premultiplied.shape)
    return np.asarray(premultiplied + (1 - known) * filled, np.float32)


def _down(values: F32) -> F32:
    height, width = values.shape[:2]
    size = ((width + 1) // 2, (height + 1) // 2)
    blurred: Any = cv2.GaussianBlur(values, (5, 5), 1.0, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(blurred, size, interpolation=cv2.INTER_AREA), np.float32).reshape(
        size[1], size[0], values.shape[2]
    )
