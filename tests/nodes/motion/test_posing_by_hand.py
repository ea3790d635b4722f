"""Joints are dragged, and keys on top of the motion put them there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nodes.algorithms.drag_joint import HANDLES, drag, held, place_of
from nodes.algorithms.mirror_pose import mirrored
from nodes.algorithms.rotation import from_vector
from nodes.algorithms.stance import Stance, places, turned
from nodes.motion.correct_motion import correct_motion
from nodes.motion.pose_at import pose_at
from nodes.motion.posing import body_from, corrected, differing, keys_for, stance_at
from studio.media.motion import Motion, Motions, Pose
from studio.media.rig import Rig
from studio.media.skeleton import BONES

MakeRig = Callable[..., Rig]


def at_rest(rig: Rig) -> tuple[Any, Stance]:
    body = body_from(rig)
    return body, stance_at(body, None, 0.0)


def joint(body: Any, stance: Stance, handle: str) -> np.ndarray:
    return place_of(body, handle, *places(body, stance))[:2]


def swaying(rig: Rig) -> Motion:
    """Two seconds in which the chest sways, in the rig's own terms."""
    angle = 0.2 * np.sin(np.linspace(0, 2 * np.pi, 120, endpoint=False))
    rotations = np.repeat(rig.rest[None], 120, axis=0).astype(np.float64)
    body = body_from(rig)
    for k, a in enumerate(angle):
        stance = turned(body, Stance(rotations[k], np.zeros(3)), BONES.index("chest"), from_vector(np.array([0, 0, a])))
        rotations[k] = stance.local
    root = np.zeros((120, 3), np.float32)
    return Motion("sway", BONES, 60.0, rotations.astype(np.float32), root, {}, True, 0.0, False)


def test_a_joint_that_is_dragged_to_where_it_is_moves_nothing(make_rig: MakeRig) -> None:
    for arms in ("down", "hip", "up"):
        body, rest = at_rest(make_rig(arms))
        for handle in HANDLES:
            done = drag(body, rest, handle, joint(body, rest, handle))
            for was, now in zip(places(body, rest), places(body, done), strict=True):
                assert now[:, :2] == pytest.approx(was[:, :2], abs=0.01), (arms, handle)


@pytest.mark.parametrize(
    ("handle", "step"),
    [("leftHand", (30, 60)), ("rightHand", (-40, 20)), ("leftFoot", (20, 40)), ("rightFoot", (-8, 12)),
     ("leftElbow", (12, 6)), ("leftKnee", (6, 4)), ("head", (12, -4)), ("neck", (10, -0.5)), ("leftFingers", (4, 3))],
)  # fmt: skip
def test_a_joint_follows_the_mouse_within_a_pixel(make_rig: MakeRig, handle: str, step: tuple[float, float]) -> None:
    body, rest = at_rest(make_rig())
    target = joint(body, rest, handle) + step
    assert joint(body, drag(body, rest, handle, target), handle) == pytest.approx(target, abs=1.0)


def test_a_limb_that_moves_leaves_the_rest_of_the_body_alone(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    done = drag(body, rest, "leftHand", joint(body, rest, "leftHand") + np.array([30, 60]))
    assert set(differing(body, rest, done)) == {"leftUpperArm", "leftLowerArm"}


def test_a_lifted_foot_keeps_its_turn(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    done = drag(body, rest, "leftFoot", joint(body, rest, "leftFoot") + np.array([0, 40]))
    along = [np.subtract(*reversed([a[body.index("leftFoot")] for a in places(body, s)])) for s in (rest, done)]
    assert along[0] == pytest.approx(along[1], abs=1e-6)


def test_hips_that_move_leave_planted_feet_where_they_are(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    pins = {end: joint(body, rest, end) for end in ("leftFoot", "rightFoot")}
    done = drag(body, rest, "hips", joint(body, rest, "hips") + np.array([6, -14]), pins)
    assert joint(body, done, "hips") == pytest.approx(joint(body, rest, "hips") + np.array([6, -14]))
    for end, at in pins.items():
        assert joint(body, done, end) == pytest.approx(at, abs=0.5)


def test_hips_go_no_farther_than_pinned_legs_reach(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    pins = {end: joint(body, rest, end) for end in ("leftFoot", "rightFoot")}
    done = drag(body, rest, "hips", joint(body, rest, "hips") + np.array([0, 200]), pins)
    assert 0 <= joint(body, done, "hips")[1] - joint(body, rest, "hips")[1] < 30
    for end, at in pins.items():
        assert joint(body, done, end) == pytest.approx(at, abs=0.6)


def test_an_elbow_goes_round_a_pinned_hand(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig("hip"))
    pin = joint(body, rest, "leftHand")
    done = drag(body, rest, "leftElbow", joint(body, rest, "leftElbow") + np.array([6, 6]), {"leftHand": pin})
    assert joint(body, done, "leftHand") == pytest.approx(pin, abs=1.0)


def test_turned_alone_a_bone_keeps_its_length_in_the_picture(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    done = drag(body, rest, "leftHand", joint(body, rest, "leftHand") + np.array([300, 0]), rigid=True)
    assert set(differing(body, rest, done)) == {"leftLowerArm"}
    lengths = [np.linalg.norm(joint(body, s, "leftHand") - joint(body, s, "leftElbow")) for s in (rest, done)]
    assert lengths[0] == pytest.approx(lengths[1])


def test_what_was_never_seen_cannot_be_dragged_and_what_is_held_moves_a_little(make_rig: MakeRig) -> None:
    freedom = np.ones(len(BONES), np.float32)
    for side, value in (("left", 0.0), ("right", 0.1)):
        freedom[[BONES.index(f"{side}{bone}") for bone in ("UpperArm", "LowerArm", "Hand")]] = value
    body, rest = at_rest(make_rig(freedom=freedom))
    assert held(body, "leftHand") == "leftUpperArm"
    assert drag(body, rest, "leftHand", joint(body, rest, "leftHand") + np.array([50, 50])) is rest
    target = joint(body, rest, "rightHand") + np.array([-12, 3])
    assert joint(body, drag(body, rest, "rightHand", target), "rightHand") == pytest.approx(target, abs=1.0)
    far = drag(body, rest, "rightHand", joint(body, rest, "rightHand") + np.array([-30, 200]))
    assert joint(body, far, "rightHand")[1] < joint(body, rest, "rightHand")[1] + 60


def test_hips_that_something_holds_move_once_they_are_freed(make_rig: MakeRig) -> None:
    freedom = np.ones(len(BONES), np.float32)
    freedom[0] = 0.1
    for value, holds in ((0.1, "hips"), (1.0, "")):
        freedom[0] = value
        body, _ = at_rest(make_rig(pinned=("hips",), freedom=freedom.copy()))
        assert held(body, "hips") == holds


def test_a_mirrored_pose_raises_the_other_arm_and_twice_mirrored_is_as_before(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig())
    raised = drag(body, rest, "leftHand", joint(body, rest, "leftHand") + np.array([40, 90]))
    other = mirrored(body, raised)
    middle = joint(body, rest, "hips")[0]
    left, right = joint(body, raised, "leftHand"), joint(body, other, "rightHand")
    assert right == pytest.approx([2 * middle - left[0], left[1]], abs=0.5)
    again = joint(body, mirrored(body, other), "leftHand")
    assert again == pytest.approx(left, abs=0.5)


def test_keys_put_the_motion_where_the_joint_was_dragged(make_rig: MakeRig, posed: Callable[[Rig, Pose], Any]) -> None:
    rig = make_rig()
    body, below = body_from(rig), swaying(rig)
    for time in (0.5, 20 / 24, 1.31):
        start = stance_at(body, below, time)
        wanted = drag(body, start, "leftHand", joint(body, start, "leftHand") + np.array([30, 50]))
        wanted = drag(body, wanted, "hips", joint(body, wanted, "hips") + np.array([5, -6]))
        keys = keys_for("person_1", body, start, wanted, time, differing(body, start, wanted), 0.3)
        made = correct_motion(Motions({"person_1": below}), keys=tuple(keys))
        _, tails = posed(rig, pose_at(made, time=time)["person_1"])
        at = tails[BONES.index("leftLowerArm"), :2] * [1, -1]
        assert at == pytest.approx(joint(body, wanted, "leftHand"), abs=0.5)
        far = stance_at(body, corrected(below, "person_1", keys), time + 0.4)
        assert not differing(body, far, stance_at(body, below, time + 0.4))


def test_a_body_seen_from_behind_can_be_posed_too(make_rig: MakeRig) -> None:
    body, rest = at_rest(make_rig(back=True))
    target = joint(body, rest, "leftHand") + np.array([-30, 60])
    assert joint(body, drag(body, rest, "leftHand", target), "leftHand") == pytest.approx(target, abs=1.0)
