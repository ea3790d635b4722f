"""How a body's outline changes with a breath."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

SWELL, LIFT = 0.014, 0.006
"""How much wider the chest gets, and how far the shoulders rise against the torso's length."""


def chest_swell(
    vertices: npt.NDArray[Any],
    weights: npt.NDArray[Any],
    heads: npt.NDArray[Any],
    tails: npt.NDArray[Any],
    bones: tuple[str, ...],
) -> npt.NDArray[np.float64]:
    """(V, 2) shift of each vertex at a full breath, in pixels.

    The chest widens about the spine, fading towards the belly and the neck; what hangs on the shoulders rises.

    Args:
        vertices: (V, 2) rest positions in pixels, y down.
        weights: (V, J).
        heads, tails: (J, 2) rest bones in the picture.
        bones: J names.
    """
    if "neck" not in bones:  # a thing that is carried
        return np.zeros((len(vertices), 2))
    hips, neck = heads[bones.index("hips")].astype(np.float64), heads[bones.index("neck")].astype(np.float64)
    axis = neck - hips
    length = max(float(np.hypot(*axis)), 1.0)
    along = ((vertices - hips) @ axis) / length**2
    across = vertices - hips - along[:, None] * axis
    trunk = weights[:, [bones.index(b) for b in ("hips", "spine", "chest", "leftShoulder", "rightShoulder")]].sum(
        axis=1
    )
    widen = SWELL * np.exp(-(((along - 0.7) / 0.28) ** 2)) * trunk
    carried = weights[:, [k for k, b in enumerate(bones) if "Arm" in b or "Hand" in b]].sum(axis=1)
    rise = np.clip((along - 0.25) / 0.6, 0, 1)
    rise = np.maximum(rise * rise * (3 - 2 * rise), carried)
    return np.asarray(widen[:, None] * across + (LIFT * rise)[:, None] * axis, np.float64)
