"""Recorded motion as rotations of the humanoid's bones, whatever rest pose, unit and axes it was recorded with.

A bone's direction is taken from where its joints are, so it is right even where the file's rest pose is no pose; its
twist is what the joint turns beyond that. Source of the idea: Unity's and VRM's normalised humanoid, in which a T-pose
has identity rotations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import continuous, from_vector, inverse, multiply, normalise, rotate, shortest_arc

F64 = npt.NDArray[np.float64]
ENDS = {
    "hips": ("spine", "chest"), "spine": ("chest", "neck"), "chest": ("neck", "head"), "neck": ("head",),
    **{f"{s}Shoulder": (f"{s}UpperArm",) for s in ("left", "right")},
    **{f"{s}UpperArm": (f"{s}LowerArm",) for s in ("left", "right")},
    **{f"{s}LowerArm": (f"{s}Hand",) for s in ("left", "right")},
    **{f"{s}UpperLeg": (f"{s}LowerLeg",) for s in ("left", "right")},
    **{f"{s}LowerLeg": (f"{s}Foot",) for s in ("left", "right")},
    **{f"{s}Foot": (f"{s}Toes",) for s in ("left", "right")},
}  # fmt: skip
"""Where a bone ends: the first of these that was found."""
LEGS = 0.88
"""Metres from the hips to the soles of a body of 1.7 m."""


@dataclass(frozen=True)
class Humanoid:
    """What a recording says of a human body.

    Attributes:
        rotations: (T, J, 4) local rotations of the bones, identity in a T-pose that faces the viewer.
        root: (T, 3) metres of the hips for a body of 1.7 m, in the file's space: x right, y up, z towards the viewer.
        feet: (T, 2, 3) metres of the left and right ankle.
        toes: (T, 2, 3) metres of the ball of the left and right foot; the ankle where nobody recorded it.
        legs: Length of the recorded legs, in the file's unit.
    """

    rotations: F64
    root: F64
    feet: F64
    toes: F64
    legs: float


def upright(placed: F64, joints: Mapping[str, int]) -> F64:
    """The rotation that takes the file's axes to ours: y up, the body facing +z, its left along +x, at first.

    Args:
        placed: (T, J, 3) places of joints.
        joints: Index of joints by bone.
    """
    feet = 0.5 * (placed[:, joints["leftFoot"]] + placed[:, joints["rightFoot"]])
    top = placed[:, joints.get("head", joints["chest"])]
    up_axis = _nearest_axis(np.median(top - feet, axis=0))
    stand = shortest_arc(up_axis, np.array([0.0, 1.0, 0.0]))
    first = placed[: max(1, len(placed) // 20)]
    across = sum(
        first[:, joints[f"left{part}"]] - first[:, joints[f"right{part}"]] for part in ("UpperLeg", "UpperArm")
    )
    left = rotate(stand, np.asarray(across).mean(axis=0)) * np.array([1.0, 0.0, 1.0])
    length = float(np.linalg.norm(left))
    if length < 1e-9:
        return stand
    return multiply(shortest_arc(left / length, np.array([1.0, 0.0, 0.0])), stand)


def _nearest_axis(direction: F64) -> F64:
    axis = np.zeros(3)
    which = int(np.abs(direction).argmax())
    axis[which] = np.sign(direction[which]) or 1.0
    return axis


def to_humanoid(
    turned: F64, placed: F64, rest: F64, joints: Mapping[str, int], bones: Sequence[str], parents: Sequence[int],
    directions: F64,
) -> Humanoid:  # fmt: skip
    """The recording as motion of our bones.

    Args:
        turned: (T, K, 4) world rotations of the file's K joints.
        placed: (T, K, 3) their places.
        rest: (K, 3) places with all rotations zero.
        joints: Index of joints by bone name (:func:`nodes.algorithms.humanoid.recognise`).
        bones: Names of our J bones, parents first.
        parents: (J,) index of each bone's parent, -1 for the root.
        directions: (J, 3) direction of each bone in our T-pose.

    Returns:
        The motion; bones that the file does not have follow their parent.
    """
    axes = upright(placed, joints)
    spaces = rotate(axes, placed)
    facings = _facings(multiply(axes, turned), spaces, rest, joints)
    world = np.zeros((len(turned), len(bones), 4))
    world[..., 3] = 1
    for index, bone in enumerate(bones):
        parent = world[:, parents[index]] if parents[index] >= 0 else world[:, index]
        if bone not in joints:
            world[:, index] = parent
            continue
        joint = joints[bone]
        guess = multiply(multiply(axes, turned[:, joint]), facings[bone]) if bone in facings else parent
        end = next((joints[name] for name in ENDS.get(bone, ()) if name in joints), None)
        if end is None:
            world[:, index] = guess if bone == "head" else parent
            continue
        aim = spaces[:, end] - spaces[:, joint]
        length = np.linalg.norm(aim, axis=1, keepdims=True)
        aim = np.where(length > 1e-9, aim / np.maximum(length, 1e-9), rotate(guess, directions[index]))
        now = rotate(guess, np.broadcast_to(directions[index], aim.shape))
        world[:, index] = multiply(shortest_arc(now, aim), guess)
    local = np.array(world)
    for index, above in enumerate(parents):
        if above >= 0:
            local[:, index] = multiply(inverse(world[:, above]), world[:, index])
    return _measured(continuous(normalise(local)), spaces, joints)


def _facings(turned: F64, spaces: F64, rest: F64, joints: Mapping[str, int]) -> dict[str, F64]:
    """For each bone, the rotation that takes our T-pose's axes to those of its joint where nothing is turned.

    The rest pose says it. Where that is no pose at all (bones along one axis, whatever they are), the trunk's are taken
    from how its joints lie over the whole recording, on average; limbs then have no twist of their own.
    """
    x, y = _across(rest[None], joints), _upwards(rest[None], joints)
    legs, arms = (_line(rest[None], joints, part)[0] for part in ("UpperLeg", "UpperArm"))
    if float(legs @ arms) > 0.9 * float(np.linalg.norm(legs) * np.linalg.norm(arms)) and _apart(x[0], y[0]):
        return dict.fromkeys(joints, from_axes(x, y)[0])
    found = {}
    for bone in ("hips", "spine", "chest", "neck", "head"):
        if bone in joints:
            part = {"hips": "UpperLeg", "spine": ""}.get(bone, "UpperArm")
            lies = from_axes(_line(spaces, joints, part) if part else _across(spaces, joints), _upwards(spaces, joints))
            found[bone] = _middle(multiply(inverse(turned[:, joints[bone]]), lies))
    return found


def _line(places: F64, joints: Mapping[str, int], part: str) -> F64:
    """(T, 3) from the right to the left one of a pair."""
    return np.asarray(places[:, joints[f"left{part}"]] - places[:, joints[f"right{part}"]])


def _across(places: F64, joints: Mapping[str, int]) -> F64:
    return _line(places, joints, "UpperLeg") + _line(places, joints, "UpperArm")


def _upwards(places: F64, joints: Mapping[str, int]) -> F64:
    top, low = (places[:, [joints[f"{s}{part}"] for s in ("left", "right")]].mean(axis=1)
                for part in ("UpperArm", "UpperLeg"))  # fmt: skip
    return np.asarray(top - low)


def _apart(a: F64, b: F64) -> bool:
    return float(np.linalg.norm(np.cross(a, b))) > 1e-9


def _middle(rotations: F64) -> F64:
    """(4,) the mean of (T, 4) rotations (Markley et al., Averaging quaternions, 2007)."""
    return np.asarray(np.linalg.eigh(rotations.T @ rotations)[1][:, -1])


def from_axes(x: F64, up: F64) -> F64:
    """(T, 4) rotations that take the first axis to (T, 3) directions x, and the second one as near to up as can be."""
    x = x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-9)
    turn = shortest_arc(np.array([1.0, 0.0, 0.0]), x)
    y, aside = rotate(turn, np.array([0.0, 1.0, 0.0])), rotate(turn, np.array([0.0, 0.0, 1.0]))
    angle = np.arctan2((up * aside).sum(axis=-1), (up * y).sum(axis=-1))
    return multiply(from_vector(x * angle[..., None]), turn)


def _measured(local: F64, spaces: F64, joints: Mapping[str, int]) -> Humanoid:
    """Paths of the hips and feet, in metres of a body of 1.7 m."""
    legs = float(np.mean([
        np.median(np.linalg.norm(spaces[:, joints[f"{s}UpperLeg"]] - spaces[:, joints[f"{s}LowerLeg"]], axis=1)
                  + np.linalg.norm(spaces[:, joints[f"{s}LowerLeg"]] - spaces[:, joints[f"{s}Foot"]], axis=1))
        for s in ("left", "right")
    ]))  # fmt: skip
    scale = LEGS / max(legs, 1e-9)
    ankles = [joints[f"{s}Foot"] for s in ("left", "right")]
    toes = [joints.get(f"{s}Toes", ankle) for s, ankle in zip(("left", "right"), ankles, strict=True)]
    return Humanoid(local, spaces[:, joints["hips"]] * scale, spaces[:, ankles] * scale, spaces[:, toes] * scale, legs)
