"""A person drawn in code: keypoints, matte and colours of a body standing with its arms a little away."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.algorithms.rotation import from_vector, inverse, multiply
from studio.media.image import Image, Patch, srgb_to_linear
from studio.media.matte import Matte
from studio.media.person import Person
from studio.media.rig import Rig
from studio.media.skeleton import KEYPOINTS, Skeleton

SIZE = (500, 720)

STANDING: dict[str, tuple[float, float]] = {
    "nose": (250, 100), "left_eye": (260, 92), "right_eye": (240, 92), "left_ear": (272, 98), "right_ear": (228, 98),
    "left_shoulder": (310, 180), "right_shoulder": (190, 180), "left_elbow": (350, 270), "right_elbow": (150, 270),
    "left_wrist": (380, 350), "right_wrist": (120, 350), "left_hip": (285, 350), "right_hip": (215, 350),
    "left_knee": (290, 490), "right_knee": (210, 490), "left_ankle": (295, 630), "right_ankle": (205, 630),
    "left_hand": (390, 378), "right_hand": (110, 378), "left_heel": (295, 640), "right_heel": (205, 640),
    "left_toe": (310, 655), "right_toe": (190, 655),
}  # fmt: skip

LIMBS = (
    ("hip", "knee", 56), ("knee", "ankle", 40), ("ankle", "toe", 28), ("shoulder", "elbow", 36), ("elbow", "wrist", 30),
    ("wrist", "hand", 26),
)  # fmt: skip


def stick_person(changes: dict[str, tuple[float, float]] | None = None, name: str = "person_1") -> tuple[Image, Person]:
    """A picture and the person in it; ``changes`` moves keypoints, one at (-1, -1) is not seen."""
    points = STANDING | (changes or {})
    coverage, colours = _paint({key: place for key, place in points.items() if place[0] >= 0})
    alpha = coverage[..., None]
    backdrop = np.full((SIZE[1], SIZE[0], 3), 0.1, np.float32)
    image = Image.from_array(colours * alpha + backdrop * (1 - alpha))
    matte = Matte.from_full(coverage)
    x0, y0, x1, y1 = matte.box
    foreground = np.concatenate([colours * alpha, alpha], axis=2)[y0:y1, x0:x1].astype(np.float16)
    skeleton = Skeleton(
        np.array([points[key] for key in KEYPOINTS], np.float32),
        np.array([float(points[key][0] >= 0) for key in KEYPOINTS], np.float32),
        np.zeros(len(KEYPOINTS), np.float32),
    )
    box = (float(x0), float(y0), float(x1), float(y1))
    return image, Person(name, box, matte=matte, foreground=Patch(foreground, (x0, y0)), skeleton=skeleton)


def _paint(points: dict[str, tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Coverage (H, W) and straight linear colours (H, W, 3): blue shirt, brown trousers, skin, outlined limbs."""
    cover = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    colour = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    corners = [points.get(k, STANDING[k]) for k in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    for canvas, shade in ((cover, 255), (colour, (60, 90, 200))):
        cv2.fillPoly(canvas, [np.array(corners, np.int32)], shade)
    _stroke(cover, colour, points["nose"], (250, 190), 40, (210, 160, 130))
    for canvas, shade in ((cover, 255), (colour, (210, 160, 130))):
        cv2.circle(canvas, (int(points["nose"][0]), int(points["nose"][1])), 42, shade, -1)
    for near, far, width in LIMBS:
        for side in ("left", "right"):
            ends = (f"{side}_{near}", f"{side}_{far}")
            if all(end in points for end in ends):
                shade = (110, 70, 40) if near in ("hip", "knee") else (30, 50, 140)
                shade = (210, 160, 130) if far == "hand" else shade
                _stroke(cover, colour, points[ends[0]], points[ends[1]], width, shade)
    soft = cv2.GaussianBlur(cover, (5, 5), 0).astype(np.float32) / 255
    return soft, srgb_to_linear(colour.astype(np.float32) / 255)


def _stroke(
    cover: np.ndarray, colour: np.ndarray, a: tuple[float, float], b: tuple[float, float], width: int,
    shade: tuple[int, int, int],
) -> None:  # fmt: skip
    ends = (int(a[0]), int(a[1])), (int(b[0]), int(b[1]))
    cv2.line(cover, *ends, 255, width)
    cv2.line(colour, *ends, tuple(int(c * 0.5) for c in shade), width)
    cv2.line(colour, *ends, shade, width - 6)


def turned(rig: Rig, turns: dict[str, float]) -> np.ndarray:
    """Rest rotations with some bones turned in the picture's plane, counter-clockwise degrees."""
    pose, whole = rig.rest.astype(float), []
    for k, bone in enumerate(rig.bones):
        above = whole[rig.parents[k]] if rig.parents[k] >= 0 else np.array([0.0, 0.0, 0.0, 1.0])
        whole.append(multiply(above, rig.rest[k]))
        q = from_vector(np.array([0, 0, np.deg2rad(turns.get(bone, 0.0))]))
        pose[k] = multiply(multiply(inverse(above), multiply(q, above)), rig.rest[k])
    return pose
