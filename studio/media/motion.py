"""How a body moves, and how it stands at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.by_id import ById
from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Motion:
    """A sampled motion of one body.

    Attributes:
        name: The clip it came from.
        bones: Bone names, J of them (:data:`studio.media.skeleton.BONES`).
        fps: Samples a second.
        rotations: (T, J, 4) float32 local rotations, xyzw; identity is the T-pose.
        root: (T, 3) float32 metres from where the photo has the hips: x right, y up, z towards the viewer.
        channels: Further curves by name, (T,) float32 each; "breath" is 0 (out) to 1 (in). Of somebody who walks over
            the ground: "size" is how large the person is drawn, about the hips, against the photo (1 where there is
            none), "flip" how wide it is drawn about the hips, below 0 as in a mirror: somebody who has turned round (1
            where there is none), "layer" the place in the order of drawing (the rig's own), "leftLift" and "rightLift"
            metres of the photo's scale between a foot and the ground below it. Of a recording: "leftPlant" and
            "rightPlant" are how firmly each foot stands, "travelX" and "travelZ" that part of the root's metres that is
            a way over the ground, "leftStepX", "leftStepZ" and so on how far from the photo's place that foot stands.
        loop: Whether the end goes over into the beginning.
        start: Second at which the first sample lies.
        relative: Whether rotations are still those of the clip's own body (True), or of the photo's person, in absolute
            terms and limited by its freedom (False, after retarget_motion).
    """

    name: str
    bones: tuple[str, ...]
    fps: float
    rotations: npt.NDArray[np.float32]
    root: npt.NDArray[np.float32]
    channels: Mapping[str, npt.NDArray[np.float32]]
    loop: bool = True
    start: float = 0.0
    relative: bool = True


@media_type
@dataclass(frozen=True, eq=False)
class Pose:
    """A body at one moment: one sample of a :class:`Motion` after retargeting.

    Attributes:
        bones: Bone names, J of them.
        rotations: (J, 4) float32 local rotations, xyzw; equal to ``Rig.rest`` where the body is as in the photo.
        root: (3,) float32 metres from where the photo has the hips.
        channels: Further values by name ("breath", "size"), as in :class:`Motion`.
    """

    bones: tuple[str, ...]
    rotations: npt.NDArray[np.float32]
    root: npt.NDArray[np.float32]
    channels: Mapping[str, float]


Motions = ById[Motion]
Poses = ById[Pose]
