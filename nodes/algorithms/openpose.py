"""The skeleton picture that pose-guided networks were trained on.

Source: Cao et al., OpenPose, TPAMI 2019 (the 18 keypoints of its COCO model); limb colours as ControlNet's annotator
draws them (limbs at 60% of their colour, joints at full colour, sticks 4 pixels wide at 512).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]

KEYPOINTS = (
    "nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist",
    "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle", "right_eye", "left_eye",
    "right_ear", "left_ear",
)  # fmt: skip

LIMBS = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (1, 0), (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip

COLOURS = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0), (0, 255, 85),
    (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255), (170, 0, 255), (255, 0, 255),
    (255, 0, 170), (255, 0, 85),
)  # fmt: skip

_BONES = {
    2: "rightUpperArm", 3: "rightLowerArm", 4: "rightHand", 5: "leftUpperArm", 6: "leftLowerArm", 7: "leftHand",
    8: "rightUpperLeg", 9: "rightLowerLeg", 10: "rightFoot", 11: "leftUpperLeg", 12: "leftLowerLeg", 13: "leftFoot",
}  # fmt: skip

_FACE = {0: (0.0, 0.35, 0.45), 14: (-0.16, 0.5, 0.4), 15: (0.16, 0.5, 0.4), 16: (-0.35, 0.42, 0.0),
         17: (0.35, 0.42, 0.0)}  # fmt: skip
"""Nose, eyes and ears in the T-pose, from the head bone's head, in lengths of that bone: x right, y up, z towards the
viewer."""


def openpose_points(bones: Sequence[str], heads: npt.NDArray[Any], tails: npt.NDArray[Any], head_turn: Any) -> F32:
    """OpenPose's 18 keypoints of a posed skeleton.

    Args:
        bones: (J,) VRM names.
        heads: (J, 3) pixels, y down.
        tails: (J, 3) likewise.
        head_turn: (3, 3) global rotation of the head from the T-pose, y up.

    Returns:
        (18, 2) pixels; NaN where the skeleton has no such bone.
    """
    at: Mapping[str, int] = {name: k for k, name in enumerate(bones)}
    points = np.full((18, 2), np.nan, np.float32)
    for k, name in _BONES.items():
        if name in at:
            points[k] = heads[at[name], :2]
    points[1] = (points[2] + points[5]) / 2
    if "head" in at:
        base, length = heads[at["head"]], np.linalg.norm(tails[at["head"]] - heads[at["head"]])
        for k, offset in _FACE.items():
            moved = np.asarray(head_turn) @ np.array(offset) * length
            points[k] = base[0] + moved[0], base[1] - moved[1]
    return points


def draw_openpose(people: Sequence[F32], size: tuple[int, int]) -> U8:
    """Skeletons on black.

    Args:
        people: (18, 2) pixels each, the farthest person first; NaN is not drawn.
        size: (width, height).

    Returns:
        (H, W, 3) 8-bit sRGB.
    """
    canvas = np.zeros((size[1], size[0], 3), np.uint8)
    stick = max(1, round(min(size) / 128))
    for points in people:
        for (a, b), colour in zip(LIMBS, COLOURS, strict=False):
            _limb(canvas, points[a], points[b], stick, tuple(int(c * 0.6) for c in colour))
        for point, colour in zip(points, COLOURS, strict=True):
            if np.isfinite(point).all() and (np.abs(point) < 32000).all():
                cv2.circle(canvas, _fixed(point), stick * 16, colour, -1, cv2.LINE_AA, shift=4)
    return canvas


def _fixed(point: F32) -> tuple[int, int]:
    """Sixteenths of a pixel, in OpenCV's raster, whose pixel centres are whole numbers."""
    return round((float(point[0]) - 0.5) * 16), round((float(point[1]) - 0.5) * 16)


def _limb(canvas: U8, a: F32, b: F32, stick: int, colour: tuple[int, ...]) -> None:
    both = np.stack([a, b])
    if not np.isfinite(both).all() or np.abs(both).max() >= 32000:
        return
    middle, along = both.mean(axis=0), b - a
    angle = np.arctan2(along[1], along[0])
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = np.stack([np.cos(t) * np.hypot(*along) / 2, np.sin(t) * stick], axis=1)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    outline = np.rint((ring @ turn + middle - 0.5) * 16).astype(np.int32)
    cv2.fillConvexPoly(canvas, outline, colour, cv2.LINE_AA, shift=4)
