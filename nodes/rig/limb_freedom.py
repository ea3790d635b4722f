"""What holds a limb in a photo: words for the reasons, and the freedom that is left."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from studio.media.skeleton import BONES

CROSSED = "crossed over the chest"
HIDDEN = "hidden"
CROPPED = "cut by the picture's edge"
HIP = "hand on the hip or in a pocket"
POCKET = "hand in a pocket or out of sight"
JOINED = "hands together"
FRONT = "in front of the body"
TOUCHING = "touching another person"
SITS = "sits"
OVERLAP = "legs overlap"
TINY = "too small to take apart"
LAP = "resting on the leg"
GROUND = "resting on the ground"
SEAT = "resting on the seat"
ASTRAY = "not on the person's own outline"
VIEWER = "points at the viewer"
FOLDED = "folded upon itself"
HUDDLE = "standing close to others"
TEARS = "would tear when bent"
NO_OUTLINE = "not told apart from the body"


@dataclass(frozen=True)
class Neighbours:
    """Other people, as far as they matter to one person's limbs.

    Attributes:
        seen: (h, w) on the texture's grid, where they are seen.
        hands: (K, 2) where their hands are, in pixels of the source picture.
    """

    seen: npt.NDArray[np.bool_]
    hands: npt.NDArray[np.float64]


@dataclass
class Freedom:
    """Freedom of each bone by name, with reasons; lowered step by step.

    Attributes:
        value: 0..1 by bone.
        reason: Why, by bone.
        pinned: Bones whose tails stay where they are.
        sits: Whether the person sits or crouches.
    """

    value: dict[str, float] = field(default_factory=lambda: dict.fromkeys(BONES, 1.0))
    reason: dict[str, str] = field(default_factory=lambda: dict.fromkeys(BONES, ""))
    pinned: list[str] = field(default_factory=list)
    sits: bool = False

    def limit(self, bones: tuple[str, ...], most: float, reason: str) -> None:
        """No more than ``most`` for these bones."""
        for bone in bones:
            if self.value[bone] > most:
                self.value[bone], self.reason[bone] = most, reason

    def release(self, bones: tuple[str, ...], reason: str) -> None:
        """These bones are free again, where it was this that held them."""
        for bone in bones:
            if self.reason[bone] == reason:
                self.value[bone], self.reason[bone] = 1.0, ""


def arm_bones(side: str) -> tuple[str, str, str]:
    """Upper arm, lower arm and hand of a side."""
    return f"{side}UpperArm", f"{side}LowerArm", f"{side}Hand"


def leg_bones(side: str) -> tuple[str, str, str, str]:
    """The bones of a leg."""
    return f"{side}UpperLeg", f"{side}LowerLeg", f"{side}Foot", f"{side}Toes"
