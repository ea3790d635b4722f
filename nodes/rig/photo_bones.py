"""From keypoints to bones: a whole body in the photo's pose, however little of it is seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import inverse, multiply, normalise, rotate, shortest_arc
from nodes.rig.body_proportions import Points, complete, pixels_per_metre, straighten
from studio.media.skeleton import BONES, KEYPOINTS, PARENT, T_POSE_DIRECTION, Skeleton

F64 = npt.NDArray[np.float64]

PARENTS = np.array([-1 if PARENT[b] is None else BONES.index(str(PARENT[b])) for b in BONES], np.int32)

SEEN = 0.15
"""Score from which on a keypoint is believed to be where it says."""


@dataclass(frozen=True)
class PhotoBones:
    """Bones in the photo's pose.

    Attributes:
        heads, tails: (J, 3) float64 pixels: x, y (down) in the picture, z towards the viewer from the hips.
        rest: (J, 4) local rotations that bring the T-pose into this pose.
        points: (23, 3) keypoints, guessed where they were not seen.
        known: (23,) which of them were seen.
        scores: (23,) how surely.
        pixels_per_metre: Scale at this person.
    """

    heads: F64
    tails: F64
    rest: F64
    points: F64
    known: npt.NDArray[np.bool_]
    scores: npt.NDArray[np.float32]
    pixels_per_metre: float

    def point(self, name: str) -> F64:
        """(3,) keypoint by name."""
        found: F64 = self.points[KEYPOINTS.index(name)]
        return found

    def score(self, name: str) -> float:
        """Score of a keypoint."""
        return float(self.scores[KEYPOINTS.index(name)])

    def knows(self, *names: str) -> bool:
        """Whether all these keypoints were seen."""
        return all(bool(self.known[KEYPOINTS.index(name)]) for name in names)


def read_bones(skeleton: Skeleton, box: tuple[float, float, float, float], top: float | None = None) -> PhotoBones:
    """Bones of a body from its keypoints.

    Args:
        skeleton: Keypoints; those of low score are replaced by the body's usual proportions.
        box: The person's box, for the scale of last resort.
        top: Row of the top of the matte, or None.
    """
    known = np.asarray((skeleton.scores >= SEEN) & np.isfinite(skeleton.points).all(axis=1))
    scale = pixels_per_metre(skeleton.points, known, box)
    depth = np.nan_to_num(skeleton.depth).astype(np.float64) * scale
    points = np.concatenate([np.nan_to_num(skeleton.points), depth[:, None]], axis=1).astype(np.float64)
    named = complete({name: points[k] for k, name in enumerate(KEYPOINTS) if known[k]}, scale, box)
    for name in ("left", "right"):
        straighten(named, name, scale)
    heads, tails = lay_bones(named, scale, top)
    origin = heads[0, 2]
    heads[:, 2] -= origin
    tails[:, 2] -= origin
    whole = np.array([named[name] for name in KEYPOINTS])
    return PhotoBones(heads, tails, rest_rotations(heads, tails, named), whole, known, skeleton.scores, scale)


def lay_bones(points: Points, scale: float, top: float | None) -> tuple[F64, F64]:
    """Heads and tails (J, 3) of every bone from all keypoints."""
    hips = (points["left_hip"] + points["right_hip"]) / 2
    shoulders = (points["left_shoulder"] + points["right_shoulder"]) / 2
    trunk = shoulders - hips
    ears = (points["left_ear"] + points["right_ear"]) / 2
    neck, skull = shoulders + 0.06 * trunk, shoulders + 0.06 * trunk + 0.62 * (ears - shoulders - 0.06 * trunk)
    crown = skull + _crown(ears - shoulders, points, ears, skull, scale, top)
    spans = {
        "hips": (hips, hips + 0.2 * trunk), "spine": (hips + 0.2 * trunk, hips + 0.5 * trunk),
        "chest": (hips + 0.5 * trunk, neck), "neck": (neck, skull), "head": (skull, crown),
    }  # fmt: skip
    for side in ("left", "right"):
        joint = {part: points[f"{side}_{part}"] for part in
                 ("shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")}  # fmt: skip
        ball = joint["ankle"] + 0.65 * (joint["toe"] - joint["ankle"])
        spans |= {
            f"{side}Shoulder": (neck + 0.2 * (joint["shoulder"] - neck), joint["shoulder"]),
            f"{side}UpperArm": (joint["shoulder"], joint["elbow"]), f"{side}LowerArm": (joint["elbow"], joint["wrist"]),
            f"{side}Hand": (joint["wrist"], joint["hand"]), f"{side}UpperLeg": (joint["hip"], joint["knee"]),
            f"{side}LowerLeg": (joint["knee"], joint["ankle"]), f"{side}Foot": (joint["ankle"], ball),
            f"{side}Toes": (ball, joint["toe"]),
        }  # fmt: skip
    return np.array([spans[bone][0] for bone in BONES]), np.array([_apart(*spans[bone]) for bone in BONES])


def rest_rotations(heads: F64, tails: F64, points: Points) -> F64:
    """(J, 4) local rotations: forward kinematics with them gives exactly the bones' directions.

    Hips, chest and head also take their turn about their own axis from the lines of hips, shoulders and ears; every
    other bone turns from its parent by the smallest rotation there is.
    """
    across = {"hips": points["left_hip"] - points["right_hip"],
              "chest": points["left_shoulder"] - points["right_shoulder"],
              "head": points["left_ear"] - points["right_ear"]}  # fmt: skip
    whole: list[F64] = []
    local = np.zeros((len(BONES), 4))
    for k, bone in enumerate(BONES):
        above = whole[PARENTS[k]] if PARENTS[k] >= 0 else np.array([0.0, 0.0, 0.0, 1.0])
        direction = normalise((tails[k] - heads[k]) * [1, -1, 1])
        turn = shortest_arc(rotate(above, np.array(T_POSE_DIRECTION[bone], np.float64)), direction)
        turned = multiply(turn, above)
        if bone in across:
            turned = multiply(_face(turned, direction, across[bone] * [1, -1, 1]), turned)
        whole.append(normalise(turned))
        local[k] = normalise(multiply(inverse(above), whole[k]))
    return local


def _face(turned: F64, axis: F64, left: F64) -> F64:
    """The turn about ``axis`` that brings the body's left, as it is, towards where ``left`` says it is."""
    now = rotate(turned, np.array([1.0, 0.0, 0.0]))
    wanted = left - (left @ axis) * axis
    now = now - (now @ axis) * axis
    if np.linalg.norm(wanted) < 1e-6 or np.linalg.norm(now) < 1e-6:
        return np.array([0.0, 0.0, 0.0, 1.0])
    angle = np.arctan2(np.cross(now, wanted) @ axis, now @ wanted)
    return np.concatenate([axis * np.sin(angle / 2), [np.cos(angle / 2)]])


def _crown(up: F64, points: Points, ears: F64, skull: F64, scale: float, top: float | None) -> F64:
    """From the skull's base to the top of the head, square to the line of the ears where it can be seen."""
    tilt = (points["left_ear"] - points["right_ear"])[:2]
    square = np.array([tilt[1], -tilt[0], 0.0])
    square = square if square @ up > 0 else -square
    direction = normalise(
        normalise(up * [1, 1, 0.3]) + (0.6 * normalise(square) if np.hypot(*tilt) > 0.06 * scale else 0)
    )
    height = float(np.linalg.norm(ears - skull)) + 0.13 * scale
    if top is not None and direction[1] < -0.5 and 0.4 < (skull[1] - top) / height < 1.8:
        height = float((skull[1] - top) / -direction[1])
    return direction * height


def _apart(head: F64, tail: F64) -> F64:
    """The tail, kept at least a pixel from the head: a bone of no length has no direction."""
    return tail if np.linalg.norm(tail - head) >= 1.0 else head + np.array([0.0, 1.0, 0.0])
