"""Forward kinematics of a tree of bones, parents first.

Convention:
    Local rotations (..., J, 4) are xyzw quaternions in motion space (x right, y up, z towards the viewer). Positions of
    bones (J, 3) are x, y (down) and z towards the viewer, as a rig holds them; :func:`flip_y` changes between the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import inverse, multiply, rotate

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]


def flip_y(points: Array) -> F64:
    """Points (..., 3) with y turned round."""
    return np.asarray(np.asarray(points, np.float64) * np.array([1.0, -1.0, 1.0]))


def global_rotations(local: Array, parents: Sequence[int] | Array) -> F64:
    """(..., J, 4) rotations from the root on, of local ones; parents come before their children."""
    out = np.array(local, np.float64)
    for j, parent in enumerate(parents):
        if parent >= 0:
            out[..., j, :] = multiply(out[..., parent, :], out[..., j, :])
    return out


def local_rotations(turned: Array, parents: Sequence[int] | Array) -> F64:
    """The inverse of :func:`global_rotations`."""
    out = np.array(turned, np.float64)
    for j, parent in enumerate(parents):
        if parent >= 0:
            out[..., j, :] = multiply(inverse(turned[..., parent, :]), turned[..., j, :])
    return out


def posed_bones(
    turns: Array, root: Array, heads: Array, tails: Array, parents: Sequence[int] | Array
) -> tuple[F64, F64]:
    """Heads and tails of bones that were turned away from their rest.

    Args:
        turns: (..., J, 4) global rotation of each bone from its rest to now.
        root: (..., 3) how far the first bone's head moved, in the same units as heads.
        heads: (J, 3) at rest, y up.
        tails: (J, 3) at rest, y up.
        parents: Index of each bone's parent, -1 for the root.

    Returns:
        (..., J, 3) heads and tails, y up.
    """
    heads, tails = np.asarray(heads, np.float64), np.asarray(tails, np.float64)
    moved = np.zeros((*turns.shape[:-1], 3))
    for j, parent in enumerate(parents):
        if parent < 0:
            moved[..., j, :] = heads[j] + root
        else:
            moved[..., j, :] = moved[..., parent, :] + rotate(turns[..., parent, :], heads[j] - heads[parent])
    return moved, moved + rotate(turns, tails - heads)
