"""How a body stands at one moment: local rotations and a root, and where they put its bones.

Convention:
    As :mod:`nodes.algorithms.body`: pixels, x right, y up, z towards the viewer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.bone_tree import ancestry, with_parents
from nodes.algorithms.directions import smooth
from nodes.algorithms.rotation import from_vector, inverse, multiply, normalise, rotate, shortest_arc, to_vector
from nodes.algorithms.skinning import global_matrices

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stance:
    """A pose of a :class:`nodes.algorithms.body.Body`.

    Attributes:
        local: (J, 4) local rotations; the body's rest where it is as in the photo.
        root: (3,) pixels from where the photo has the hips.
        size: How large the body is drawn, about where the photo has the hips, before it is moved by the root.
    """

    local: F64
    root: F64
    size: float = 1.0


def places(body: Body, stance: Stance) -> tuple[F64, F64]:
    """Heads and tails (J, 3) of the bones."""
    parents = np.asarray(body.parents)
    turn = global_matrices(stance.local, parents) @ global_matrices(body.rest, parents).transpose(0, 2, 1)
    roots, above = with_parents(parents)
    steps = (turn[above] @ (body.heads - body.heads[above])[:, :, None])[:, :, 0]
    steps[roots] = body.heads[roots]
    heads = np.asarray(ancestry(parents) @ steps)
    tails = heads + (turn @ (body.tails - body.heads)[:, :, None])[:, :, 0]
    shift = body.heads[0] * (1 - stance.size) + stance.root
    return heads * stance.size + shift, tails * stance.size + shift


def global_of(body: Body, local: F64, bone: int) -> F64:
    """(4,) rotation of a bone from the root on; of -1, what the root hangs on."""
    whole = np.array([0.0, 0.0, 0.0, 1.0])
    while bone >= 0:
        whole, bone = multiply(local[bone], whole), body.parents[bone]
    return whole


def turned(body: Body, stance: Stance, bone: int, turn: F64) -> Stance:
    """The stance with one bone, and all that hangs on it, turned by a rotation of the picture's space."""
    return with_global(body, stance, bone, multiply(turn, global_of(body, stance.local, bone)))


def with_global(body: Body, stance: Stance, bone: int, rotation: F64) -> Stance:
    """The stance with one bone's rotation in the picture's space."""
    above = global_of(body, stance.local, body.parents[bone])
    local = np.array(stance.local)
    local[bone] = normalise(multiply(inverse(above), rotation))
    return replace(stance, local=local)


def bend(body: Body, stance: Stance, bone: int) -> float:
    """Radians between how a bone joins its parent now and in the photo."""
    return float(np.linalg.norm(to_vector(multiply(inverse(body.rest[bone]), stance.local[bone]))))


def limited(body: Body, stance: Stance, bone: int, most: float) -> Stance:
    """The stance with a bone no farther than ``most`` radians from how it joins its parent in the photo."""
    vector = to_vector(multiply(inverse(body.rest[bone]), stance.local[bone]))
    angle = float(np.linalg.norm(vector))
    if angle <= most:
        return stance
    local = np.array(stance.local)
    local[bone] = multiply(body.rest[bone], from_vector(vector * (most / angle)))
    return replace(stance, local=local)


def swing(before: F64, after: F64) -> F64:
    """(4,) rotation from a direction to another that turns in the picture as the drawing does, then into its depth.

    The shortest arc between directions that are nearly opposite may go anywhere; a limb in a picture swings in it.
    """
    seen = min(float(np.hypot(*before[:2])), float(np.hypot(*after[:2])))
    whole = max(float(np.linalg.norm(before)), 1e-9)
    angle = np.arctan2(after[1], after[0]) - np.arctan2(before[1], before[0])
    angle = (angle + np.pi) % (2 * np.pi) - np.pi
    flat = from_vector(np.array([0.0, 0.0, float(angle) * float(smooth(seen / whole / 0.3))]))
    return multiply(shortest_arc(normalise(rotate(flat, before)), normalise(after)), flat)
