"""A body that is to move, and what it is to do: what retargeting works on.

Convention:
    All positions here are y up, in pixels, as turned by :func:`nodes.algorithms.kinematics.flip_y`. A "turn" is the
    global rotation of a bone from its rest in the photo to now; turns of identity are the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import flip_y
from nodes.algorithms.rotation import identity, multiply

F64 = npt.NDArray[np.float64]
MOST = np.deg2rad(35)
"""A body that leans further is bent or lies: its arms still hang by their weight."""


@dataclass(frozen=True)
class Body:
    """The one that is to move, at rest: what a rig says, y up.

    Attributes:
        bones: (J,) names, parents first.
        parents: (J,) indices, -1 for the root.
        heads, tails: (J, 3) pixels.
        rest: (J, 4) local rotations.
        axes: (J, 3) direction of each bone where its rotation is identity.
        freedom: (J,) 1 moves freely, 0 goes with its parent.
        pinned: Bones whose tails stay.
        scale: Pixels that a metre of the clip becomes.
        bows: (J,) as freedom, of turning forward and back alone: a neighbour at the shoulder is in nobody's way then.
        edge: Whether it is the picture's edge alone that holds the hips: they do not turn, but go a little.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: F64
    tails: F64
    rest: F64
    axes: F64
    freedom: F64
    pinned: frozenset[str]
    scale: float
    bows: F64
    edge: bool = False

    def index(self, bone: str) -> int:
        """Where a bone is; -1 where there is none."""
        return self.bones.index(bone) if bone in self.bones else -1


@dataclass(frozen=True)
class Moves:
    """What a clip does, (T samples), in the bones of the body it is for.

    Attributes:
        rotations: (T, J, 4) local rotations of the clip's body.
        root: (T, 3) metres.
        planted: (T,) 0..1 for "left" and "right": how firmly the foot stands.
        reach: (T,) 0..1 for each side: 1 lets an arm that the clip lifts go where the clip has it, 0 only as far from
            the photo as the clip turned it.
        weight: (T,) 0..1: how much of the motion is felt; 0 where the body is to be as in the photo.
        fps: Samples a second.
        flatten: 0..1: how much arms keep the depth that they have in the photo, and so their length in the picture.
        sideways: Pixels that the head may go to either side, beside its way.
        way: (T, 3) metres of the root that are a way over the ground.
        steps: (T, 3) metres for "left" and "right" from where the photo has that foot to where it stands.
        tips: (T,) 0..1 for "left" and "right": how far the whole body is tipped over to that side; 1 lies.
    """

    rotations: F64
    root: F64
    planted: Mapping[str, F64]
    reach: Mapping[str, F64]
    weight: F64
    fps: float
    flatten: float = 0.0
    sideways: float = np.inf
    way: F64 | None = None
    steps: Mapping[str, F64] | None = None
    tips: Mapping[str, F64] | None = None


def body_of(
    bones: tuple[str, ...], parents: npt.NDArray[np.int32], heads: npt.NDArray[np.float32],
    tails: npt.NDArray[np.float32], rest: npt.NDArray[np.float32], axes: Mapping[str, tuple[float, float, float]],
    freedom: F64, pinned: tuple[str, ...], scale: float, bows: F64 | None = None,
    edge: bool = False,
) -> Body:  # fmt: skip
    """A body from a rig's own arrays (y down); it bows as far as its bones are free where nothing else is said."""
    along = np.array([axes[bone] for bone in bones], np.float64)
    return Body(
        tuple(bones), tuple(int(p) for p in parents), flip_y(heads), flip_y(tails), np.asarray(rest, np.float64), along,
        np.asarray(freedom, np.float64), frozenset(pinned), scale,
        np.asarray(freedom if bows is None else bows, np.float64), edge,
    )  # fmt: skip


def body_frame(body: Body) -> F64:
    """(4,) rotation from a body that stands upright facing the viewer to this one, as the picture shows it.

    Leans with the trunk, and is turned round where the left shoulder is on the left of the picture. That is the only
    turn: a motion is done in the picture's plane, as a drawing does it, since that is where it is seen.
    """
    low, high = body.index("hips"), body.index("neck" if "neck" in body.bones else "chest")
    up = body.heads[high] - body.heads[low]
    lean = float(np.clip(np.arctan2(-up[0], up[1]), -MOST, MOST)) if np.hypot(up[0], up[1]) > 1e-6 else 0.0
    back = _across(body) < 0
    turn = np.array([0.0, 1.0, 0.0, 0.0]) if back else identity()
    return multiply(np.array([0.0, 0.0, np.sin(lean / 2), np.cos(lean / 2)]), turn)


def _across(body: Body) -> float:
    """How far the left shoulder is to the right of the right one, in the picture."""
    left, right = body.index("leftUpperArm"), body.index("rightUpperArm")
    return float(body.heads[left, 0] - body.heads[right, 0]) if min(left, right) >= 0 else 1.0
