"""Forward kinematics of recorded motion: local rotations of joints to places in space.

Convention:
    A joint's channels are applied in the order in which the file lists them, the first one outermost: listed Z, X, Y, a
    local rotation is Rz @ Rx @ Ry on column vectors. Position channels stand for the offset. Units are the file's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import from_euler, identity, multiply, rotate

F64 = npt.NDArray[np.float64]
Channels = Sequence[tuple[tuple[str, str], ...]]


def local_motion(offsets: F64, channels: Channels, values: F64) -> tuple[F64, F64]:
    """What each joint does relative to its parent.

    Args:
        offsets: (J, 3) from the parent.
        channels: For each joint ("X", "rotation") pairs in order.
        values: (T, C) channels of all joints.

    Returns:
        (T, J, 4) rotations and (T, J, 3) translations.
    """
    frames, joints = len(values), len(offsets)
    rotations = identity(frames, joints)
    places = np.repeat(offsets[None], frames, axis=0).astype(np.float64)
    column = 0
    for joint, listed in enumerate(channels):
        angles, order = np.zeros((frames, 3)), ""
        for axis, kind in listed:
            which = "XYZ".index(axis)
            if kind == "position":
                places[:, joint, which] = values[:, column]
            else:
                angles[:, which] = values[:, column]
                order += axis
            column += 1
        if order:
            rotations[:, joint] = from_euler(angles, order)
    return rotations, places


def world_motion(rotations: F64, places: F64, parents: Sequence[int]) -> tuple[F64, F64]:
    """Where every joint is and how it is turned.

    Args:
        rotations: (T, J, 4) local.
        places: (T, J, 3) local.
        parents: Index of each joint's parent, -1 for the root; parents come first.

    Returns:
        (T, J, 4) rotations and (T, J, 3) places in the file's space.
    """
    turned, placed = np.array(rotations), np.array(places)
    for joint, parent in enumerate(parents):
        if parent >= 0:
            turned[:, joint] = multiply(turned[:, parent], rotations[:, joint])
            placed[:, joint] = placed[:, parent] + rotate(turned[:, parent], places[:, joint])
    return turned, placed
