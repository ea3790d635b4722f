"""Points of a soft shape that follow a few of them which were moved: Gaussian radial basis functions.

Source: Broomhead and Lowe, Multivariable functional interpolation and adaptive networks, 1988.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


def drag_points(points: F64, moved: Sequence[int], targets: F64, reach: float) -> F64:
    """All points after some were moved.

    Args:
        points: (N, D) as they are.
        moved: K indices.
        targets: (K, D) where those go; they end up exactly there.
        reach: Pixels over which neighbours follow (one standard deviation).

    Returns:
        (N, D).
    """
    if not len(moved):
        return np.array(points, np.float64)
    fixed = points[list(moved)]
    weights = np.linalg.lstsq(_kernel(fixed, fixed, reach), np.asarray(targets, np.float64) - fixed, rcond=1e-9)[0]
    out = np.asarray(points + _kernel(points, fixed, reach) @ weights)
    out[list(moved)] = targets
    return out


def _kernel(a: F64, b: F64, reach: float) -> F64:
    away = ((a[:, None] - b[None]) ** 2).sum(axis=-1)
    return np.asarray(np.exp(-away / (2 * reach * reach)))
