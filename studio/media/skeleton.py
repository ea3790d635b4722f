"""Names of bones and keypoints: VRM 1.0 humanoid bones, COCO keypoints.

Source: VRM 1.0 humanoid specification; COCO keypoint challenge 2017.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type

BONES: tuple[str, ...] = (
    "hips", "spine", "chest", "neck", "head",
    "leftShoulder", "leftUpperArm", "leftLowerArm", "leftHand",
    "rightShoulder", "rightUpperArm", "rightLowerArm", "rightHand",
    "leftUpperLeg", "leftLowerLeg", "leftFoot", "leftToes",
    "rightUpperLeg", "rightLowerLeg", "rightFoot", "rightToes",
)  # fmt: skip
"""Every bone used, parents first. Left is the person's own left."""

PARENT: dict[str, str | None] = {
    "hips": None, "spine": "hips", "chest": "spine", "neck": "chest", "head": "neck",
    "leftShoulder": "chest", "leftUpperArm": "leftShoulder", "leftLowerArm": "leftUpperArm", "leftHand": "leftLowerArm",
    "rightShoulder": "chest", "rightUpperArm": "rightShoulder", "rightLowerArm": "rightUpperArm",
    "rightHand": "rightLowerArm",
    "leftUpperLeg": "hips", "leftLowerLeg": "leftUpperLeg", "leftFoot": "leftLowerLeg", "leftToes": "leftFoot",
    "rightUpperLeg": "hips", "rightLowerLeg": "rightUpperLeg", "rightFoot": "rightLowerLeg", "rightToes": "rightFoot",
}  # fmt: skip

T_POSE_DIRECTION: dict[str, tuple[float, float, float]] = {
    "hips": (0, 1, 0), "spine": (0, 1, 0), "chest": (0, 1, 0), "neck": (0, 1, 0), "head": (0, 1, 0),
    "leftShoulder": (1, 0, 0), "leftUpperArm": (1, 0, 0), "leftLowerArm": (1, 0, 0), "leftHand": (1, 0, 0),
    "rightShoulder": (-1, 0, 0), "rightUpperArm": (-1, 0, 0), "rightLowerArm": (-1, 0, 0), "rightHand": (-1, 0, 0),
    "leftUpperLeg": (0, -1, 0), "leftLowerLeg": (0, -1, 0), "leftFoot": (0, 0, 1), "leftToes": (0, 0, 1),
    "rightUpperLeg": (0, -1, 0), "rightLowerLeg": (0, -1, 0), "rightFoot": (0, 0, 1), "rightToes": (0, 0, 1),
}  # fmt: skip
"""Direction from a bone's head to its tail in the T-pose: x right in the picture, y up, z towards the viewer."""

COCO_KEYPOINTS: tuple[str, ...] = (
    "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle",
)  # fmt: skip

KEYPOINTS: tuple[str, ...] = (
    *COCO_KEYPOINTS, "left_hand", "right_hand", "left_heel", "right_heel", "left_toe", "right_toe",
)  # fmt: skip
"""COCO's 17 first, then the middle of the knuckles, the heels and the tips of the feet."""


@media_type
@dataclass(frozen=True, eq=False)
class Skeleton:
    """Keypoints of one person, in the order of :data:`KEYPOINTS`.

    Attributes:
        points: (23, 2) float32, (x, y) in pixels of the source picture; may lie outside it.
        scores: (23,) float32 in 0..1, how sure the estimate is that this point is where it says, and visible.
        depth: (23,) float32, metres towards the viewer from the middle of the hips (z of the house's space).
        activity: What the body does: "stands", "sits", "walks", "runs", "reaches", "crouches" or "unknown".
        evidence: One line on why.
    """

    points: npt.NDArray[np.float32]
    scores: npt.NDArray[np.float32]
    depth: npt.NDArray[np.float32]
    activity: str = "unknown"
    evidence: str = ""

    def point(self, name: str) -> npt.NDArray[np.float32]:
        """(2,) position of a keypoint by name."""
        point: npt.NDArray[np.float32] = self.points[KEYPOINTS.index(name)]
        return point

    def score(self, name: str) -> float:
        """Score of a keypoint by name."""
        return float(self.scores[KEYPOINTS.index(name)])
