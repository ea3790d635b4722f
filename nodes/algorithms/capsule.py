"""Limbs as capsules: how deep two of them are in one another, and where.

Source: closest points of two segments after Ericson, Real-Time Collision Detection, 2005, section 5.1.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]
TINY = 1e-9


@dataclass(frozen=True)
class Closest:
    """Where two segments are nearest to one another.

    Attributes:
        first, second: (...,) 0..1 along each.
        apart: (..., 3) from the point on the second to the one on the first.
    """

    first: F64
    second: F64
    apart: F64

    @property
    def distance(self) -> F64:
        """(...,) how far that is."""
        return np.asarray(np.sqrt((self.apart * self.apart).sum(axis=-1)))


def closest(p0: Array, p1: Array, q0: Array, q1: Array) -> Closest:
    """The nearest points of segments p0 p1 and q0 q1, (..., 3) each."""
    u, v, w = p1 - p0, q1 - q0, p0 - q0
    a, e = np.maximum((u * u).sum(axis=-1), TINY), np.maximum((v * v).sum(axis=-1), TINY)
    b, c, f = (u * v).sum(axis=-1), (u * w).sum(axis=-1), (v * w).sum(axis=-1)
    across = a * e - b * b
    s = np.where(across > TINY * a * e, np.clip((b * f - c * e) / np.maximum(across, TINY), 0, 1), 0.0)
    t = (b * s + f) / e
    s = np.where(t < 0, np.clip(-c / a, 0, 1), np.where(t > 1, np.clip((b - c) / a, 0, 1), s))
    t = np.clip(t, 0, 1)
    return Closest(s, t, w + u * s[..., None] - v * t[..., None])
