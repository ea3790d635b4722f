"""Which side of the trunk an arm is on, over a whole motion: with hysteresis, and without a pop in the picture.

An arm changes sides only once it is well through, and only while it lies beside the trunk in the picture: there, nobody
sees it happen. An arm that goes through and never leaves the trunk stays where the photo has it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


def in_front(depth: Array, clear: Array, front: bool, margin: float) -> Mask:
    """Whether an arm is drawn in front of the trunk, at each sample.

    Args:
        depth: (T,) how far the arm is before the trunk; the first sample is the photo.
        clear: (T,) whether it lies beside the trunk in the picture.
        front: Whether the photo has it in front.
        margin: How far it has to be through, and how far from where the photo has it.

    Returns:
        (T,); as in the photo wherever the arm does not come back beside the trunk before the end.
    """
    sign = 1.0 if front else -1.0
    through = sign * np.asarray(depth, np.float64)
    far = (through < -margin) & (through[0] - through > margin)
    back = (through > 0) | (through[0] - through < 0.5 * margin)
    swapped, start = np.zeros(len(through), bool), -1
    for t in np.flatnonzero(clear):
        if start < 0 and far[t]:
            start = int(t)
        elif start >= 0 and back[t]:
            swapped[start:t] = True
            start = -1
    return np.asarray(swapped != front)


def beside(points: Array, low: Array, high: Array, reach: float) -> Mask:
    """(T,) whether points (T, N, 2) keep farther than ``reach`` from the segments from ``low`` to ``high`` (T, 2)."""
    along = np.asarray(high, np.float64) - low
    offset = np.asarray(points, np.float64) - np.asarray(low)[:, None]
    share = (offset * along[:, None]).sum(axis=2) / np.maximum((along * along).sum(axis=1), 1e-9)[:, None]
    gap = offset - np.clip(share, 0, 1)[..., None] * along[:, None]
    return np.asarray((np.hypot(gap[..., 0], gap[..., 1]) > reach).all(axis=1))
