"""A pose seen in a mirror: left does what right did, in the picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.drag_joint import HELD
from nodes.algorithms.rotation import inverse, multiply
from nodes.algorithms.stance import Stance, global_of, places, swing, with_global

F64 = npt.NDArray[np.float64]
_REFLECT, _TURN = np.array([-1.0, 1.0, 1.0]), np.array([1.0, -1.0, -1.0, 1.0])


def other_side(bone: str) -> str:
    """The bone's counterpart on the other side; a bone of the trunk is its own."""
    for side, other in (("left", "right"), ("right", "left")):
        if bone.startswith(side):
            return other + bone.removeprefix(side)
    return bone


def mirrored(body: Body, stance: Stance) -> Stance:
    """The stance reflected about the upright line through the hips.

    Limbs point where those of the other side pointed, reflected. The trunk turns the other way by as much as it had
    turned from the photo, so that a body that stands sideways stays so. Bones that were never seen are left alone.
    """
    heads, tails = places(body, stance)
    made = Stance(np.array(stance.local), stance.root * _REFLECT, stance.size)
    for j, bone in enumerate(body.bones):
        other = body.index(other_side(bone))
        if other < 0 or body.freedom[j] <= HELD:
            continue
        rest = global_of(body, body.rest, j)
        if other == j:
            turn = multiply(global_of(body, stance.local, j), inverse(rest)) * _TURN
        else:
            turn = swing(body.tails[j] - body.heads[j], (tails[other] - heads[other]) * _REFLECT)
        made = with_global(body, made, j, multiply(turn, rest))
    return made
