"""Which arms of a person may act, and where they have room."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nodes.motion.choose_motion import paths
from nodes.motion.read_actor import read_actor
from studio.media.image import Patch
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.rig import Part, Rig
from studio.media.skeleton import KEYPOINTS, Skeleton

PLACES = {
    "nose": (0, -60), "left_ear": (6, -62), "right_ear": (-6, -62), "left_shoulder": (18, -45),
    "right_shoulder": (-18, -45), "left_elbow": (24, -17), "right_elbow": (-24, -17), "left_wrist": (27, 8),
    "right_wrist": (-27, 8), "left_hip": (10, 5), "right_hip": (-10, 5), "left_knee": (11, 45),
    "right_knee": (-11, 45), "left_ankle": (12, 85), "right_ankle": (-12, 85),
}  # fmt: skip


def someone(name: str, x: float = 200, **moved: tuple[int, int]) -> Person:
    places = {**dict.fromkeys(KEYPOINTS, (0, 0)), **PLACES, **moved}
    points = np.array([places[key] for key in KEYPOINTS], np.float32) + np.array([x, 200], np.float32)
    scores = np.full(len(KEYPOINTS), 0.9, np.float32)
    matte = Matte(np.ones((2, 2), np.float32), (int(x), 200), (400, 400))
    skeleton = Skeleton(points, scores, np.zeros(len(KEYPOINTS), np.float32), "stands")
    return Person(name, (x - 30, 130, x + 30, 300), matte=matte, skeleton=skeleton)


def crowded(*people: Person) -> dict[str, tuple[str, ...]]:
    return dict(read_actor(People((p.id, p) for p in people), people[0].id, None, paths()).crowded)


def test_alone_there_is_room_for_everything() -> None:
    found = crowded(someone("a"))
    assert not any(sides for part, sides in found.items() if part != "hand_sway")


def test_a_hand_sways_from_where_it_is_only_when_it_is_up() -> None:
    assert crowded(someone("a"))["hand_sway"] == ("left", "right")
    assert crowded(someone("a", right_wrist=(-30, -90), right_elbow=(-35, -60)))["hand_sway"] == ("left",)


def test_nobody_waves_over_a_neighbours_face() -> None:
    found = crowded(someone("a"), someone("b", 148))  # the neighbour is at the right hand's side
    assert "right" in found["wave"] and "left" not in found["wave"] and "left" not in found["point"]
    assert "right" in found["point"]


@pytest.mark.parametrize(("x", "side"), [(20, "right"), (380, "left")])
def test_nobody_waves_out_of_the_picture(x: float, side: str) -> None:
    assert side in crowded(someone("a", x))["wave"]


def test_a_hand_that_is_up_does_nothing_low() -> None:
    up = crowded(someone("a", right_wrist=(-30, -90), right_elbow=(-35, -60)))
    assert "right" in up["shrug"] and "right" in up["heart"] and "right" not in up["wave"]


def test_without_a_skeleton_nothing_is_known() -> None:
    plain = replace(someone("a"), skeleton=None)
    actor = read_actor(People({"a": plain}), "a", None, paths())
    assert actor.arms == {"left": 0.0, "right": 0.0} and not actor.legs


def test_a_bent_arm_with_the_hand_above_the_elbow_does_nothing_low() -> None:
    bent = crowded(someone("a", right_elbow=(-48, -30), right_wrist=(-30, -52)))
    assert "right" in bent["heart"] and "right" in bent["greet"] and "right" not in bent["wave"]
    assert "left" not in bent["heart"]


@pytest.mark.parametrize(("x", "side"), [(260, "left"), (140, "right"), (390, "")])
def test_who_looks_aside_knows_where_the_nearest_one_stands(x: float, side: str) -> None:
    people = People((p.id, p) for p in (someone("a"), someone("b", x)))
    far = replace(people["a"], box=(190, 130, 210, 300)) if not side else people["a"]
    assert read_actor(People({"a": far, "b": people["b"]}), "a", None, paths()).beside == side


def test_who_has_no_face_in_the_picture_makes_no_gestures() -> None:
    cut = replace(someone("a"), cropped=("top",))
    scores = cut.skeleton.scores.copy() if cut.skeleton else np.zeros(0)
    scores[KEYPOINTS.index("nose")] = 0.1
    faceless = replace(cut, skeleton=replace(cut.skeleton, scores=scores))  # type: ignore[type-var]
    assert max(read_actor(People({"a": faceless}), "a", None, paths()).arms.values()) == 0
    assert min(read_actor(People({"a": cut}), "a", None, paths()).arms.values()) > 0.5


def rigged(*free: str) -> Rig:
    """A rig whose named arms are free and layers of their own."""
    none, bones = np.zeros((2, 4), np.float32), ("leftUpperArm", "rightUpperArm")
    dot = Patch(np.zeros((1, 1, 4), np.float16), (0, 0))
    mesh = (np.zeros((0, 2), np.float32), np.zeros((0, 3), np.int32), np.zeros((0, 2), np.float32))
    parts = tuple(Part(f"{side}Arm", f"{side}LowerArm", dot, *mesh, 1) for side in free)
    freedom = np.array([1.0 if side in free else 0.1 for side in ("left", "right")], np.float32)
    where = np.zeros((2, 3), np.float32)
    return Rig("a", bones, np.full(2, -1, np.int32), where, where, none, freedom, ("", ""), (), 100.0, 0, parts,
               (0, 0), True)  # fmt: skip


def test_the_rig_knows_better_than_the_joints_which_arm_is_free() -> None:
    behind = Matte(np.ones((400, 400), np.float32), (0, 0), (400, 400))  # somebody is seen wherever the hands are
    people = People({"a": someone("a"), "b": replace(someone("b", 300), matte=behind)})
    assert max(read_actor(people, "a", None, paths()).arms.values()) < 0.5
    arms = read_actor(people, "a", rigged("left"), paths()).arms
    assert arms["left"] > 0.8 and arms["right"] == 0
