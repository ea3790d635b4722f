"""A small made value of every media, so that any node can be run: two stick people in front of a soft background.

What is cheap to make by hand is made by hand; rigs, motions and poses come from the nodes that make them. A new media
needs one entry here, and every node that takes it is covered by the contract.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import cv2
import numpy as np
from fakes import FakeContext

from studio.media.by_id import ById
from studio.media.camera import Camera
from studio.media.contact import Contact, Contacts
from studio.media.depth import Depth
from studio.media.flow import Flow, Ids
from studio.media.image import Image, Patch
from studio.media.matte import Matte
from studio.media.person import PERSON_COLOURS, Person
from studio.media.scene import Objects, Thing
from studio.media.script import Beat, CameraMove, Script
from studio.media.shot import Shot
from studio.media.skeleton import KEYPOINTS, Skeleton
from studio.media.sound import Sound
from studio.media.view import View, ViewPath

SIZE = (240, 200)
SHOT = Shot(size=(0, 0), fps=8.0, first=0, last=2)
TIME = SHOT.time(1)
SCRIPT = Script(
    (Beat("person_1", "handshake", "person_2"), Beat("person_2", "handshake", "person_1")),
    camera=(CameraMove("push_in", ("person_1",), id="camera push_in 1"),),
)

BODY = {
    "nose": (0.0, 0.93), "left_eye": (0.015, 0.95), "right_eye": (-0.015, 0.95), "left_ear": (0.04, 0.94),
    "right_ear": (-0.04, 0.94), "left_shoulder": (0.1, 0.8), "right_shoulder": (-0.1, 0.8), "left_elbow": (0.16, 0.64),
    "right_elbow": (-0.16, 0.64), "left_wrist": (0.2, 0.5), "right_wrist": (-0.2, 0.5), "left_hip": (0.07, 0.5),
    "right_hip": (-0.07, 0.5), "left_knee": (0.08, 0.27), "right_knee": (-0.08, 0.27), "left_ankle": (0.08, 0.05),
    "right_ankle": (-0.08, 0.05), "left_hand": (0.21, 0.46), "right_hand": (-0.21, 0.46), "left_heel": (0.08, 0.02),
    "right_heel": (-0.08, 0.02), "left_toe": (0.1, 0.01), "right_toe": (-0.1, 0.01),
}  # fmt: skip
"""Keypoints as (right, up), in heights of the person."""
LINES = (
    ("shoulder", "elbow"), ("elbow", "wrist"), ("wrist", "hand"), ("hip", "knee"), ("knee", "ankle"), ("ankle", "toe"),
)  # fmt: skip


def person(number: int, x: float, foot: float, height: float) -> Person:
    """A stick person of a height in pixels, standing at (x, foot)."""
    places = {name: (x + right * height, foot - up * height) for name, (right, up) in BODY.items()}
    coverage = Matte.from_full(_paint(places, height))
    x0, y0, x1, y1 = coverage.box
    colour = np.array([0.5, 0.2, 0.1 * number], np.float32)
    alpha = coverage.coverage[..., None]
    skeleton = Skeleton(
        np.array([places[name] for name in KEYPOINTS], np.float32),
        np.ones(len(KEYPOINTS), np.float32),
        np.zeros(len(KEYPOINTS), np.float32),
        "stands",
    )
    return Person(
        f"person_{number}", (float(x0), float(y0), float(x1), float(y1)), colour=PERSON_COLOURS[number], mask=coverage,
        matte=coverage, foreground=Patch(np.concatenate([colour * alpha, alpha], 2).astype(np.float16), (x0, y0)),
        skeleton=skeleton, layer=number, metres=6.0 - number,
    )  # fmt: skip


def _paint(places: dict[str, tuple[float, float]], height: float) -> np.ndarray:
    canvas = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    spots = {name: (round(x), round(y)) for name, (x, y) in places.items()}
    trunk = [spots[name] for name in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")]
    cv2.fillPoly(canvas, [np.array(trunk)], 255)
    cv2.circle(canvas, spots["nose"], round(height * 0.07), 255, -1)
    cv2.line(canvas, spots["nose"], tuple(np.mean(trunk[:2], axis=0).astype(int).tolist()), 255, round(height * 0.06))
    for a, b in LINES:
        for side in ("left", "right"):
            cv2.line(canvas, spots[f"{side}_{a}"], spots[f"{side}_{b}"], 255, max(3, round(height * 0.055)))
    return cv2.GaussianBlur(canvas, (3, 3), 0).astype(np.float32) / 255


@cache
def people() -> ById[Person]:
    """Two people, one before the other."""
    return ById((one.id, one) for one in (person(1, 80.0, 180.0, 150.0), person(2, 165.0, 190.0, 165.0)))


@cache
def plate() -> Image:
    """The background alone."""
    y, x = np.mgrid[: SIZE[1], : SIZE[0]] / SIZE[0]
    return Image.from_array(np.stack([0.3 + 0.3 * x, 0.4 * y + 0.1, 0.2 + 0.1 * np.sin(40 * x)], 2).astype(np.float32))


@cache
def image() -> Image:
    """The people before the background."""
    pixels = plate().array()
    for one in people().values():
        assert one.foreground is not None
        front = one.foreground.pixels.astype(np.float32)
        (x, y), (height, width) = one.foreground.origin, front.shape[:2]
        under = pixels[y : y + height, x : x + width]
        pixels[y : y + height, x : x + width] = front + under * (1 - front[..., 3:])
    return Image.from_array(pixels)


@cache
def depth() -> Depth:
    """A ground that comes nearer, and the people on it."""
    metres = np.repeat(np.linspace(9.0, 3.0, SIZE[1], dtype=np.float32)[:, None], SIZE[0], axis=1)
    for one in people().values():
        assert one.matte is not None
        metres = np.where(one.matte.full() > 0.5, np.float32(one.metres or 1.0), metres)
    return Depth(metres)


@cache
def rigs() -> Any:
    """Rigs of the people."""
    from nodes.rig.rig_person import rig_person

    return ById((key, rig_person(FakeContext(), image(), one)) for key, one in people().items())


@cache
def motions() -> Any:
    """Motions of the people, made for their rigs."""
    from nodes.motion.choose_motion import choose_motion
    from nodes.motion.retarget_motion import retarget_motion

    return retarget_motion(FakeContext(), rigs(), choose_motion(FakeContext(), people()))


@cache
def poses() -> Any:
    """How they stand at one moment."""
    from nodes.motion.pose_at import pose_at

    return pose_at(motions(), time=TIME)


SAMPLES: dict[str, Callable[[], Any]] = {
    "Image": image,
    "Any": image,
    "People": people,
    "Matte": lambda: people()["person_1"].matte,
    "Camera": lambda: Camera(SIZE, 200.0, 60.0, 0.0, 1.6, 0.5, "made"),
    "Depth": depth,
    "Flow": lambda: Flow(np.zeros((SIZE[1], SIZE[0], 2), np.float32)),
    "Ids": lambda: Ids(np.zeros((SIZE[1], SIZE[0]), np.uint8), ()),
    "Rigs": rigs,
    "Motions": motions,
    "Poses": poses,
    "Script": lambda: SCRIPT,
    "Contacts": lambda: Contacts((Contact("handshake", "person_1", "person_2", "leftHand", "rightHand", 0.4, 0.5),)),
    "Objects": lambda: Objects((Thing("ball", "object", (150.0, 90.0, 170.0, 110.0), "ball", 0.8),)),
    "View": lambda: View((30.0, 20.0, 150.0, 120.0), 0.5),
    "ViewPath": lambda: ViewPath(8.0, np.tile([30.0, 20.0, 150.0, 120.0], (3, 1)), np.ones(3), np.zeros(3, bool), 0.5),
    "Sound": lambda: Sound(np.zeros((800, 1), np.float32), 8000),
}
"""By the name of what travels on a link."""
