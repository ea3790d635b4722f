"""A person made ready to move: bones in the photo's own pose, and a puppet of textured, weighted parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.by_id import ById
from studio.media.image import Patch
from studio.media.value import media_type


@media_type
@dataclass(frozen=True, eq=False)
class Part:
    """One layer of a puppet: a limb, the torso, the head.

    Attributes:
        name: What it is ("torso", "leftArm", ...).
        bone: The bone that it belongs to most; its depth decides the part's place in the draw order.
        texture: The person's own colours and coverage, continued under the parent part; premultiplied.
        vertices: (V, 2) float32 rest positions in pixels of the source picture; also the texture coordinates.
        triangles: (F, 3) int32, all of one winding.
        weights: (V, J) float32, each row sums to 1; J as in the rig's bones.
        order: Base draw order inside the person, 0 is drawn first (farthest).
    """

    name: str
    bone: str
    texture: Patch
    vertices: npt.NDArray[np.float32]
    triangles: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]
    order: int


@media_type
@dataclass(frozen=True, eq=False)
class Rig:
    """A person's bones and puppet. The rest pose is the photograph.

    Attributes:
        person: Person id.
        bones: Bone names, parents first (:data:`studio.media.skeleton.BONES`); J of them.
        parents: (J,) int32 index of the parent, -1 for the root.
        heads: (J, 3) float32 rest position of each bone's head: x, y in pixels of the source picture (y down), z in
            pixels towards the viewer, relative to the hips.
        tails: (J, 3) float32, likewise.
        rest: (J, 4) float32 local rotations (xyzw) that bring the T-pose into the photo's pose.
        freedom: (J,) float32: 1 moves freely, 0 must go with its parent.
        reasons: (J,) why each freedom is what it is ("crossed over the chest", "cut by the picture's edge", "").
        pinned: Names of bones whose tails stay where the photo has them (planted feet, a seat, the picture's edge).
        pixels_per_metre: Scale at this person's distance.
        layer: Draw order among people, 0 is farthest.
        parts: The puppet's layers.
        ground: (x, y) in pixels of the ground under the person, or of the lowest visible point.
        standing: Whether the feet are seen on the ground, so that a contact shadow belongs there.
    """

    person: str
    bones: tuple[str, ...]
    parents: npt.NDArray[np.int32]
    heads: npt.NDArray[np.float32]
    tails: npt.NDArray[np.float32]
    rest: npt.NDArray[np.float32]
    freedom: npt.NDArray[np.float32]
    reasons: tuple[str, ...]
    pinned: tuple[str, ...]
    pixels_per_metre: float
    layer: int
    parts: tuple[Part, ...]
    ground: tuple[float, float]
    standing: bool


Rigs = ById[Rig]
