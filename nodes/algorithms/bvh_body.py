"""A body as a hierarchy of joints, as motion files have it: how far each is from its parent in the T-pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import flip_y, global_rotations
from nodes.algorithms.rotation import inverse, rotate

F64 = npt.NDArray[np.float64]

NAMES: Mapping[str, str] = {
    "hips": "Hips", "spine": "Spine", "chest": "Spine1", "neck": "Neck", "head": "Head",
    **{f"{side.lower()}{ours}": f"{side}{theirs}" for side in ("Left", "Right") for ours, theirs in (
        ("Shoulder", "Shoulder"), ("UpperArm", "Arm"), ("LowerArm", "ForeArm"), ("Hand", "Hand"),
        ("UpperLeg", "UpLeg"), ("LowerLeg", "Leg"), ("Foot", "Foot"), ("Toes", "ToeBase"),
    )},
}  # fmt: skip
"""What MotionBuilder, and after it most programs, calls our bones."""

LENGTHS: Mapping[str, float] = {
    "hips": 0.10, "spine": 0.16, "chest": 0.26, "neck": 0.08, "head": 0.20, "Shoulder": 0.13, "UpperArm": 0.28,
    "LowerArm": 0.25, "Hand": 0.18, "UpperLeg": 0.45, "LowerLeg": 0.43, "Foot": 0.14, "Toes": 0.06,
}  # fmt: skip
"""Metres of the bones of a body of 1.7 m; after Drillis and Contini, Body Segment Parameters, 1966, rounded."""
HIP, COLLAR, SOLE = 0.09, 0.04, 0.08
"""Metres from the middle to a hip and to a collar bone, and from an ankle to the ground."""


def usual_body(bones: Sequence[str], parents: Sequence[int], axes: F64) -> tuple[F64, F64]:
    """Offsets (J, 3) of a body of 1.7 m in its T-pose, from each bone's parent, and (J, 3) to each bone's end; metres.

    Args:
        bones: Names, parents first.
        parents: (J,) -1 for the root.
        axes: (J, 3) directions in the T-pose.
    """
    along = np.array([LENGTHS.get(bone, LENGTHS.get(_part(bone), 0.1)) for bone in bones])[:, None] * axes
    offsets = np.zeros((len(bones), 3))
    for j, bone in enumerate(bones):
        side = 1.0 if bone.startswith("left") else -1.0
        if parents[j] < 0:
            offsets[j] = (0.0, LENGTHS["UpperLeg"] + LENGTHS["LowerLeg"] + SOLE, 0.0)
        elif bone.endswith("UpperLeg"):
            offsets[j] = (side * HIP, 0.0, 0.0)
        elif bone.endswith("Shoulder"):
            offsets[j] = (side * COLLAR, 0.85 * LENGTHS["chest"], 0.0)
        else:
            offsets[j] = along[parents[j]]
    return offsets, along


def _part(bone: str) -> str:
    return bone.removeprefix("left").removeprefix("right")


def body_of_rig(
    heads: F64, tails: F64, rest: F64, parents: Sequence[int], ground: float, metre: float
) -> tuple[F64, F64]:
    """Offsets and ends as above, of a body in a photo.

    Args:
        heads: (J, 3) pixels, y down.
        tails: (J, 3) likewise.
        rest: (J, 4) local rotations of the photo's pose.
        parents: (J,).
        ground: Row of the ground under it, pixels.
        metre: Pixels of a metre.
    """
    turned = inverse(global_rotations(rest, parents))
    up, ends = flip_y(heads), flip_y(tails)
    offsets = np.array([
        rotate(turned[above], up[j] - up[above]) if above >= 0 else (0.0, ground - heads[j, 1], 0.0)
        for j, above in enumerate(parents)
    ])  # fmt: skip
    return offsets / metre, rotate(turned, ends - up) / metre
