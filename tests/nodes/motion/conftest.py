"""A body standing in a photo, made of round numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from nodes.algorithms.kinematics import flip_y, global_rotations, local_rotations, posed_bones
from nodes.algorithms.rotation import inverse, multiply, shortest_arc
from studio.media.motion import Pose
from studio.media.rig import Rig
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

PARENTS = np.array([-1 if PARENT[b] is None else BONES.index(str(PARENT[b])) for b in BONES], np.int32)
NEXT = {"hips": "spine", "spine": "chest", "chest": "neck", "neck": "head", "head": "crown"}
LIMBS = (("Shoulder", "UpperArm", "LowerArm", "Hand", "Fingers"), ("UpperLeg", "LowerLeg", "Foot", "Toes", "Tips"))
ARMS = {
    "down": ((0.24, 0.17, 0.0), (0.27, -0.08, 0.06), (0.28, -0.16, 0.08)),
    "hip": ((0.42, 0.25, -0.05), (0.2, 0.05, 0.05), (0.14, 0.02, 0.08)),
    "crossed": ((0.25, 0.18, 0.05), (-0.05, 0.22, 0.18), (-0.12, 0.24, 0.18)),
    "up": ((0.3, 0.7, 0.0), (0.32, 0.95, 0.0), (0.33, 1.03, 0.0)),
}
HEIGHT = 340.0
"""Pixels; 1.7 metres at 200 pixels a metre."""


def joints(arms: str) -> dict[str, tuple[float, float, float]]:
    """Places in metres from the hips, y up."""
    places = {"hips": (0.0, 0.0, 0.0), "spine": (0.0, 0.1, 0.0), "chest": (0.0, 0.25, 0.0), "neck": (0.0, 0.5, 0.0)}
    places |= {"head": (0.0, 0.58, 0.02), "crown": (0.0, 0.8, 0.02)}
    for side, k in (("left", 1), ("right", -1)):
        arm = [(0.03, 0.45, 0.0), (0.18, 0.45, 0.0), *ARMS[arms]]
        leg = [(0.09, -0.05, 0.0), (0.11, -0.45, 0.03), (0.12, -0.85, 0.0), (0.14, -0.9, 0.1), (0.145, -0.9, 0.17)]
        for names, spots in zip(LIMBS, (arm, leg), strict=True):
            places |= {side + name: (k * x, y, z) for name, (x, y, z) in zip(names, spots, strict=True)}
    return places


def stand(arms: str = "down", back: bool = False, **changes: object) -> Rig:
    """A rig of that body, its arms as named; ``back`` shows it from behind."""
    turn = np.array([-1.0, 1.0, -1.0]) if back else np.ones(3)
    places = {name: np.array(place) * 200 * turn for name, place in joints(arms).items()}
    ends = dict(NEXT)
    for names in LIMBS:
        ends |= {side + a: side + b for side in ("left", "right") for a, b in pairwise(names)}
    heads, tails = (np.array([places[name] for name in names]) for names in (BONES, [ends[b] for b in BONES]))
    along = (tails - heads) / np.linalg.norm(tails - heads, axis=1, keepdims=True)
    rest = local_rotations(shortest_arc(np.array([T_POSE_DIRECTION[b] for b in BONES], float), along), PARENTS)
    place = np.array([100.0, 180.0, 0.0])
    values = {
        "person": "person_1", "bones": BONES, "parents": PARENTS, "heads": (flip_y(heads) + place).astype(np.float32),
        "tails": (flip_y(tails) + place).astype(np.float32), "rest": rest.astype(np.float32),
        "freedom": np.ones(len(BONES), np.float32), "reasons": ("",) * len(BONES), "pinned": ("leftFoot", "rightFoot"),
        "pixels_per_metre": 200.0, "layer": 0, "parts": (), "ground": (100.0, 360.0), "standing": True,
    }  # fmt: skip
    return Rig(**{**values, **changes})  # type: ignore[arg-type]


def bones_of(rig: Rig, pose: Pose) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Heads and tails (J, 3) of a posed rig, in the picture (y down)."""
    rest = global_rotations(rig.rest, rig.parents)
    turns = multiply(global_rotations(pose.rotations, rig.parents), inverse(rest))
    root = pose.root * rig.pixels_per_metre
    heads, tails = posed_bones(turns, root, flip_y(rig.heads), flip_y(rig.tails), rig.parents)
    return flip_y(heads), flip_y(tails)


@pytest.fixture
def make_rig() -> Callable[..., Rig]:
    return stand


@pytest.fixture
def posed() -> Callable[..., tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
    return bones_of
