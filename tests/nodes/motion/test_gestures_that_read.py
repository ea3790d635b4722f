"""Gestures of head and trunk go far enough to be read, whatever holds the arms, the hips or a neighbour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext

from nodes.algorithms.kinematics import flip_y, global_rotations
from nodes.algorithms.rotation import from_vector, multiply, rotate
from nodes.motion.choose_motion import choose_motion
from nodes.motion.retarget_motion import retarget_motion
from nodes.rig.limb_freedom import HUDDLE
from studio.media.motion import Motion, Pose
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import BONES

F64 = npt.NDArray[np.float64]
Make = Callable[..., Rig]
Posed = Callable[..., Any]
HEIGHT = 340.0
HEAD = BONES.index("head")


def does(rig: Rig, name: str) -> Motion:
    people = People({rig.person: Person(rig.person, (0, 0, 1, 1))})
    order = ({"person": rig.person, "side": "right", "start": 0.2},)
    motions = choose_motion(FakeContext(), people, motion=name, cast=order, idle=0.0)  # type: ignore[arg-type]
    return retarget_motion(FakeContext(), Rigs({rig.person: rig}), motions, sideways=0.08)[rig.person]  # type: ignore[arg-type]


def crown(rig: Rig, motion: Motion, posed: Posed) -> F64:
    """(T, 3) where the top of the head goes, in heights of the body, y down."""
    poses = [Pose(motion.bones, r, p, {}) for r, p in zip(motion.rotations, motion.root, strict=True)]
    tails = np.array([posed(rig, pose)[1][HEAD] for pose in poses])
    return np.asarray((tails - tails[0]) / HEIGHT)


def turned(rig: Rig, motion: Motion) -> F64:
    """(T, 3) where the face points."""
    return rotate(global_rotations(motion.rotations, rig.parents)[:, HEAD], np.array([0.0, 0.0, 1.0]))


def held(rig: Rig, bones: tuple[str, ...], most: float, reason: str) -> Rig:
    freedom, reasons = rig.freedom.copy(), list(rig.reasons)
    for bone in bones:
        freedom[BONES.index(bone)], reasons[BONES.index(bone)] = most, reason
    return replace(rig, freedom=freedom, reasons=tuple(reasons))


def seen_from(rig: Rig, degrees: float) -> Rig:
    """The same body turned about the vertical: at 90 it looks to the right of the picture."""
    turn = from_vector(np.array([0.0, np.deg2rad(degrees), 0.0]))
    middle = rig.heads[0].astype(np.float64)
    heads, tails = (flip_y(rotate(turn, flip_y(ends - middle))) + middle for ends in (rig.heads, rig.tails))
    rest = rig.rest.copy()
    rest[0] = multiply(turn, rest[0])
    return replace(rig, heads=heads.astype(np.float32), tails=tails.astype(np.float32), rest=rest)


ARMS = tuple(f"{side}{part}" for side in ("left", "right") for part in ("UpperArm", "LowerArm", "Hand"))
TRUNK = ("hips", "spine", "chest")


@pytest.mark.parametrize("pinned", [("leftFoot", "rightFoot"), ("hips",), ("hips", "leftFoot", "rightFoot")])
@pytest.mark.parametrize("arms", ["down", "hip", "crossed"])
def test_a_bow_brings_the_head_down_whatever_the_hips_and_the_arms_are_held_by(
    make_rig: Make, posed: Posed, pinned: tuple[str, ...], arms: str
) -> None:
    rig = held(make_rig(arms, pinned=pinned), ARMS, 0.1, "crossed")
    assert crown(rig, does(rig, "bow"), posed)[:, 1].max() >= 0.1


def test_a_neighbour_at_the_shoulder_keeps_nobody_from_bowing_but_from_swaying(make_rig: Make, posed: Posed) -> None:
    free, beside = make_rig(), held(make_rig(), TRUNK, 0.35, HUDDLE)
    bows = [crown(rig, does(rig, "bow"), posed)[:, 1].max() for rig in (free, beside)]
    sways = [np.abs(crown(rig, does(rig, "lean"), posed)[:, 0]).max() for rig in (free, beside)]
    assert bows[1] > 0.9 * bows[0] and sways[1] < 0.7 * sways[0]


def test_a_trunk_that_the_artist_holds_does_not_bow(make_rig: Make, posed: Posed) -> None:
    rig = held(make_rig(pinned=("hips",)), ("spine", "chest", "neck", "head"), 0.0, "set by hand")
    assert np.abs(crown(rig, does(rig, "bow"), posed)).max() < 1e-6


def test_who_is_seen_from_the_side_bows_along_the_picture(make_rig: Make, posed: Posed) -> None:
    for degrees, way in ((80, 1), (-80, -1)):
        rig = seen_from(make_rig(pinned=("hips",)), degrees)
        gone = crown(rig, does(rig, "bow"), posed)
        assert (way * gone[:, 0]).max() > 0.15 and gone[:, 1].max() > 0.06
    nearly = seen_from(make_rig(pinned=("hips",)), 20)
    assert np.abs(crown(nearly, does(nearly, "bow"), posed)[:, 0]).max() < 0.03


def test_a_shaken_head_is_turned_and_a_nod_brings_the_face_down(make_rig: Make) -> None:
    rig = held(make_rig("crossed"), ARMS, 0.1, "crossed")
    ahead = turned(rig, does(rig, "shake_head"))
    yaw = np.rad2deg(np.arctan2(ahead[:, 0], ahead[:, 2]))
    assert yaw.max() > 20 and yaw.min() < -20
    ahead = turned(rig, does(rig, "nod"))
    pitch = np.rad2deg(np.arctan2(-ahead[:, 1], ahead[:, 2]))
    assert pitch.max() > 20 and pitch.min() < -5


def test_who_laughs_throws_the_head_back_bends_forward_and_shakes_four_times_a_second(make_rig: Make) -> None:
    rig = held(make_rig("crossed"), ARMS, 0.1, "crossed")
    motion = does(rig, "laugh")
    ahead = turned(rig, motion)
    pitch = np.rad2deg(np.arctan2(-ahead[:, 1], ahead[:, 2]))
    assert pitch.min() < -20 and pitch.max() > 20
    quick = pitch - np.convolve(np.pad(pitch, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    turns = int((np.diff(np.sign(np.diff(quick[np.abs(quick) > 0.3]))) != 0).sum())
    assert turns >= 8


def test_a_shoulder_shrugs_half_as_far_at_least_where_its_arm_is_held(make_rig: Make, posed: Posed) -> None:
    free, crossed = make_rig(), held(make_rig(), ARMS, 0.1, "crossed")
    tail = BONES.index("leftShoulder")

    def rise(rig: Rig) -> float:
        motion = does(rig, "shrug")
        poses = [Pose(motion.bones, r, p, {}) for r, p in zip(motion.rotations, motion.root, strict=True)]
        places = np.array([posed(rig, pose)[1][tail] for pose in poses])
        return float((places[0] - places)[:, 1].max()) / HEIGHT

    assert rise(free) > 0.02 and rise(crossed) > 0.5 * rise(free)
