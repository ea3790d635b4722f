"""How thick limbs are."""

from __future__ import annotations

REACH: dict[str, float] = {
    "hips": 0.15, "spine": 0.14, "chest": 0.15, "neck": 0.07, "head": 0.11, "Shoulder": 0.08, "UpperArm": 0.06,
    "LowerArm": 0.05, "Hand": 0.05, "UpperLeg": 0.085, "LowerLeg": 0.06, "Foot": 0.05, "Toes": 0.05,
}  # fmt: skip
"""Half the width of each limb with its clothes, in metres."""


def reach_of(bone: str) -> float:
    """Half the width of a bone's limb, in metres."""
    return REACH.get(bone) or REACH[bone.removeprefix("left").removeprefix("right")]
