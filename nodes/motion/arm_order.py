"""Channels that say which arms are drawn in front of the body."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import flip_y, global_rotations, posed_bones
from nodes.algorithms.limb_order import beside, in_front
from nodes.algorithms.rotation import inverse, multiply
from studio.media.rig import Rig

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

THROUGH = 0.06
"""Metres that an arm has to be through the plane of the trunk."""
WIDER = 0.08
"""Metres beyond the shoulders' half width at which a forearm is beside the trunk."""


def fronts(rig: Rig) -> dict[str, bool]:
    """By side, whether the photo has an arm before the body; only arms that are layers of their own."""
    body = next((part.order for part in rig.parts if part.name == "body"), None)
    arms = [part for part in rig.parts if part.name.endswith("Arm")] if body is not None else []
    return {part.name.removesuffix("Arm"): part.order > (body or 0) for part in arms}


def arm_order(rig: Rig, rotations: F32 | F64, root: F64) -> dict[str, F32]:
    """Channels "leftFront" and "rightFront": 1 where an arm is drawn before the body, 0 behind it.

    Args:
        rig: The body.
        rotations: (T, J, 4) local rotations, the rig's own rest at the first sample.
        root: (T, 3) pixels, y up.

    Returns:
        Channels of those arms alone that change sides.
    """
    arms = fronts(rig)
    if not arms:
        return {}
    rest = global_rotations(rig.rest, rig.parents)
    turns = multiply(global_rotations(rotations, rig.parents), inverse(rest))
    heads, tails = posed_bones(turns, root, flip_y(rig.heads), flip_y(rig.tails), rig.parents)
    found = {}
    for side, front in arms.items():
        curve = _front(rig, heads, tails, side, front)
        if (curve != front).any():
            found[f"{side}Front"] = curve.astype(np.float32)
    return found


def _front(rig: Rig, heads: F64, tails: F64, side: str, front: bool) -> npt.NDArray[np.bool_]:
    """(T,) for one arm: its forearm and hand against the trunk."""
    lower, hand, hips, chest = (rig.bones.index(b) for b in (f"{side}LowerArm", f"{side}Hand", "hips", "chest"))
    elbow, wrist, knuckles = heads[:, lower], heads[:, hand], tails[:, hand]
    depth = (wrist[:, 2] + knuckles[:, 2]) / 2 - (heads[:, chest, 2] + tails[:, chest, 2]) / 2
    line = np.stack([elbow + t * (wrist - elbow) for t in (0.3, 0.65, 1.0)] + [knuckles], axis=1)
    shoulders = [rig.tails[rig.bones.index(f"{s}Shoulder"), :2] for s in ("left", "right")]
    metre = rig.pixels_per_metre
    wide = float(np.hypot(*(shoulders[0] - shoulders[1]))) / 2 + WIDER * metre
    clear = beside(line[..., :2], heads[:, hips, :2], tails[:, chest, :2], wide)
    return in_front(depth, clear, front, THROUGH * metre)
