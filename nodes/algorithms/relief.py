"""A body is round: when a bone turns, what bulges towards the viewer moves across the picture.

A flat cut-out can only be turned in its own plane. Here each vertex of head and trunk gets a height above the bone's
own plane, a soft dome, and the height is turned with the bone as a point in space is. A head then looks to a side, and
nods, by its features moving over its outline; at rest nothing moves.

Source: the dome is (1 - r^2)^2, whose slope is 0 at the rim and nowhere more than 1.54 of its height a radius.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

DOMES: Mapping[str, tuple[float, float, float, float]] = {
    "head": (0.47, 0.62, 0.5, 0.36), "chest": (0.4, 1.3, 1.15, 0.55), "spine": (0.4, 1.3, 1.3, 0.6),
}  # fmt: skip
"""Of bones that are round: where along them the dome has its top; its radius along and across the bone; its height. All
in lengths of the bone."""
MOST = 0.42
"""Sine of the angle beyond which nothing is turned any farther: what is behind the outline was never photographed."""
NOD = 0.6
"""How much of it goes up and down: a nod moves the outline as well, which turning the bone has done."""


def relief(vertices: Array, weights: Array, heads: Array, tails: Array, bones: Sequence[str]) -> F64:
    """(V, J) height of every vertex above every bone's plane, in pixels, times the bone's weight.

    Args:
        vertices: (V, 2) at rest.
        weights: (V, J).
        heads, tails: (J, 2) bones at rest in the picture.
        bones: (J,) their names.
    """
    heights = np.zeros(np.shape(weights))
    for bone, (top, long, wide, high) in DOMES.items():
        if bone not in bones:
            continue
        j = bones.index(bone)
        axis = np.asarray(tails[j], np.float64) - heads[j]
        length = max(float(np.hypot(*axis)), 1e-6)
        away = (np.asarray(vertices, np.float64) - heads[j] - top * axis) / length
        along, across = away @ axis / length, away @ np.array([-axis[1], axis[0]]) / length
        dome = np.clip(1 - (along / long) ** 2 - (across / wide) ** 2, 0, None) ** 2
        heights[:, j] = weights[:, j] * high * length * dome
    return heights


def turned_relief(heights: F64, turn: F64) -> F64:
    """(V, 2) how far the heights go across the picture, y down, when each bone turns by ``turn`` (J, 3, 3), y up."""
    lean = turn[:, :2, 2] * np.array([1.0, -NOD])
    size = np.sqrt((lean * lean).sum(axis=1, keepdims=True))
    return np.asarray(heights @ (lean * np.tanh(size / MOST) * MOST / np.maximum(size, 1e-9)), np.float64)
