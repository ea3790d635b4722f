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

from nodes.algorithms.rotation import continuous, inverse, multiply, normalise, rotate, shortest_arc

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
        root: (T, 3) metres from where the hips are at first, for a body of 1.7 m: x right, y up, z towards the viewer.
        soles: (T, 2) metres of the left and right foot above the ground.
        legs: Length of the recorded legs, in the file's unit.
    """

    rotations: F64
    root: F64
    soles: F64
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
    facing = _rest_facing(rest, joints)
    world = np.zeros((len(turned), len(bones), 4))
    world[..., 3] = 1
    for index, bone in enumerate(bones):
        parent = world[:, parents[index]] if parents[index] >= 0 else world[:, index]
        if bone not in joints:
            world[:, index] = parent
            continue
        joint = joints[bone]
        guess = multiply(multiply(axes, turned[:, joint]), facing)
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


def _rest_facing(rest: F64, joints: Mapping[str, int]) -> F64:
    """The rotation that takes our T-pose's axes to those of the file's rest pose; identity where that is no pose."""
    across = sum(rest[joints[f"left{part}"]] - rest[joints[f"right{part}"]] for part in ("UpperLeg", "UpperArm"))
    middle = 0.5 * (rest[joints["leftUpperArm"]] + rest[joints["rightUpperArm"]])
    up = middle - 0.5 * (rest[joints["leftUpperLeg"]] + rest[joints["rightUpperLeg"]])
    left = np.asarray(across, np.float64)
    if np.linalg.norm(left) < 1e-9 or np.linalg.norm(np.cross(left, up)) < 1e-9:
        return np.array([0.0, 0.0, 0.0, 1.0])
    x = left / np.linalg.norm(left)
    z = np.cross(x, up)
    z /= np.linalg.norm(z)
    return _from_axes(np.stack([x, np.cross(z, x), z], axis=1))


def _from_axes(matrix: F64) -> F64:
    """A rotation matrix as a quaternion."""
    w = np.sqrt(max(0.0, 1 + matrix[0, 0] + matrix[1, 1] + matrix[2, 2])) / 2
    x, y, z = (
        np.copysign(np.sqrt(max(0.0, 1 + s[0] * matrix[0, 0] + s[1] * matrix[1, 1] + s[2] * matrix[2, 2])) / 2, sign)
        for s, sign in (
            ((1, -1, -1), matrix[2, 1] - matrix[1, 2]), ((-1, 1, -1), matrix[0, 2] - matrix[2, 0]),
            ((-1, -1, 1), matrix[1, 0] - matrix[0, 1]),
        )
    )  # fmt: skip
    return normalise(np.array([x, y, z, w]))


def _measured(local: F64, spaces: F64, joints: Mapping[str, int]) -> Humanoid:
    """Path of the hips and height of the soles, in metres of a body of 1.7 m."""
    legs = float(np.mean([
        np.median(np.linalg.norm(spaces[:, joints[f"{s}UpperLeg"]] - spaces[:, joints[f"{s}LowerLeg"]], axis=1)
                  + np.linalg.norm(spaces[:, joints[f"{s}LowerLeg"]] - spaces[:, joints[f"{s}Foot"]], axis=1))
        for s in ("left", "right")
    ]))  # fmt: skip
    scale = LEGS / max(legs, 1e-9)
    feet = np.stack([spaces[:, joints[f"{s}Foot"], 1] for s in ("left", "right")], axis=1)
    ground = float(np.percentile(feet, 2))
    hips = spaces[:, joints["hips"]]
    return Humanoid(local, (hips - hips[:1]) * scale, (feet - ground) * scale, legs)
