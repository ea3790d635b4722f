"""Gestures are done where they are seen: inside the frame, clear of heads; what is seen anyway is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext
from pairs import moved, people_of

from nodes.algorithms.joint_limit import MOST
from nodes.motion.choose_motion import choose_motion
from nodes.motion.on_clock import figure_of
from nodes.motion.retarget_motion import retarget_motion
from nodes.motion.show_hands import show_hands
from studio.media.image import Image
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs

Make = Callable[..., Rig]
F64 = npt.NDArray[np.float64]
WIDE, HIGH = 600, 560
MIDDLE = 300.0
AT_THE_EDGE = 60.0
"""Where the hips of somebody are whose hand leaves the picture in a wave."""


def photo() -> Image:
    return Image.from_array(np.zeros((HIGH, WIDE, 3), np.float32))


def standing(rig: Rig, *places: float) -> Rigs:
    """People side by side, the last one in front."""
    rigs = [moved(rig, "abc"[k], x, 340.0) for k, x in enumerate(places)]
    return Rigs((one.person, replace(one, layer=k)) for k, one in enumerate(rigs))


def do(rigs: Rigs, name: str, who: str = "a", side: str = "right") -> Motions:
    """One does a gesture with one hand, the others stand."""
    beats = ({"person": who, "motion": name, "side": side, "start": 0.5, "length": 3.0},)
    motions = choose_motion(FakeContext(), people_of(rigs), motion="breathe", cast=beats, idle=0.0, length=5.0)
    return retarget_motion(FakeContext(), rigs, motions)


def shown(rigs: Rigs, motions: Motions, **knobs: Any) -> Motions:
    return show_hands(FakeContext(), rigs, motions, photo(), **knobs)


def knuckles(rig: Rig, motion: Motion, side: str = "right") -> F64:
    """(T, 2) pixels, y down."""
    j = rig.bones.index(f"{side}Hand")
    return figure_of(rig, motion).places()[1][:, j, :2] * np.array([1.0, -1.0])


def held(motion: Motion) -> slice:
    """The samples in which a wave of 3 seconds from 0.5 s on goes to and fro."""
    return slice(round(1.6 * motion.fps), round(2.4 * motion.fps))


def heading(rig: Rig, motion: Motion, bone: str = "rightLowerArm") -> F64:
    heads, tails = figure_of(rig, motion).places()
    along = (tails - heads)[:, rig.bones.index(bone)]
    return np.asarray(np.unwrap(np.arctan2(along[:, 1], along[:, 0])))


def test_a_wave_at_the_edge_is_done_inside_the_picture(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), AT_THE_EDGE)
    before = do(rigs, "wave")
    after = shown(rigs, before)
    outside, inside = (knuckles(rigs["a"], motions["a"])[held(before["a"]), 0] for motions in (before, after))
    assert (outside < 0).mean() > 0.5
    assert inside.min() > 5


def test_the_wave_itself_goes_on_as_it_was(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), AT_THE_EDGE)
    before = do(rigs, "wave")
    after = shown(rigs, before)
    span = held(before["a"])
    paths = [heading(rigs["a"], motions["a"])[span] for motions in (before, after)]
    assert np.ptp(paths[0]) > np.deg2rad(20)
    assert paths[1] - paths[1].mean() == pytest.approx(paths[0] - paths[0].mean(), abs=0.01)


def test_where_the_arm_is_at_rest_nothing_changes_and_nothing_jumps(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), AT_THE_EDGE)
    before = do(rigs, "wave")["a"]
    after = shown(rigs, Motions({"a": before}))["a"]
    ends = [*range(round(0.3 * before.fps)), *range(round(4.3 * before.fps), len(before.root))]
    assert np.array_equal(after.rotations[ends], before.rotations[ends])
    steps = [np.abs(np.diff(knuckles(rigs["a"], one), axis=0)).max() for one in (before, after)]
    assert steps[1] < 1.7 * steps[0]


@pytest.mark.parametrize("name", ["wave", "cheer", "point", "raise_hand", "nod"])
def test_a_gesture_that_is_seen_anyway_is_handed_on_as_it_is(make_rig: Make, name: str) -> None:
    rigs = standing(make_rig("down"), MIDDLE)
    before = do(rigs, name)
    after = shown(rigs, before)
    assert np.array_equal(after["a"].rotations, before["a"].rotations)


def test_a_hand_keeps_clear_of_a_neighbours_head(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), MIDDLE, MIDDLE - 95)
    before = do(rigs, "wave")
    after = shown(rigs, before)
    head = rigs["b"].bones.index("head")
    middle = (rigs["b"].heads[head, :2] + rigs["b"].tails[head, :2]) / 2
    far = [
        np.hypot(*(knuckles(rigs["a"], motions["a"])[held(before["a"])] - middle).T).mean()
        for motions in (before, after)
    ]
    assert far[0] < 0.2 * 200 and far[1] > 0.26 * 200


def test_an_arm_in_front_does_not_lie_over_the_face_behind(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), MIDDLE, MIDDLE - 78)
    rigs = Rigs({"a": replace(rigs["a"], layer=1), "b": replace(rigs["b"], layer=0)})
    before = do(rigs, "cheer")
    after = shown(rigs, before)
    head = rigs["b"].bones.index("head")
    middle = (rigs["b"].heads[head, :2] + rigs["b"].tails[head, :2]) / 2

    def nearest(motions: Motions) -> float:
        heads = figure_of(rigs["a"], motions["a"]).places()[0][held(before["a"]), :, :2] * np.array([1.0, -1.0])
        ends = [heads[:, rigs["a"].bones.index(bone)] for bone in ("rightLowerArm", "rightHand")]
        middles = ends[0] + 0.5 * (ends[1] - ends[0])
        return float(min(np.hypot(*(at - middle).T).mean() for at in (*ends, middles)))

    assert nearest(after) > nearest(before) + 5


def test_an_elbow_is_not_bent_farther_than_skin_goes(make_rig: Make) -> None:
    for place in (20.0, 40.0, AT_THE_EDGE):
        rigs = standing(make_rig("down"), place)
        after = shown(rigs, do(rigs, "wave"))["a"]
        bend = heading(rigs["a"], after) - heading(rigs["a"], after, "rightUpperArm")
        assert np.abs(bend - bend[0]).max() < MOST + 0.02


def test_a_held_arm_stays_where_it_is(make_rig: Make) -> None:
    rig = make_rig("down")
    freedom = rig.freedom.copy()
    freedom[[rig.bones.index(bone) for bone in ("rightUpperArm", "rightLowerArm")]] = 0.1
    rigs = standing(replace(rig, freedom=freedom), AT_THE_EDGE)
    before = do(rigs, "wave")
    assert np.array_equal(shown(rigs, before)["a"].rotations, before["a"].rotations)


def test_who_leaves_the_picture_swings_the_arms_as_before(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), AT_THE_EDGE)
    still = do(rigs, "wave")["a"]
    root = np.array(still.root)
    root[:, 0] -= np.linspace(0, 4, len(root))  # metres, at a walk
    gone = replace(still, root=root)
    assert np.array_equal(shown(rigs, Motions({"a": gone}))["a"].rotations, gone.rotations)


def test_none_of_it_leaves_every_motion_as_it_is(make_rig: Make) -> None:
    rigs = standing(make_rig("down"), AT_THE_EDGE)
    before = do(rigs, "wave")
    assert shown(rigs, before, amount=0.0) is before
    half = shown(rigs, before, amount=0.5)
    at = [float(knuckles(rigs["a"], m["a"])[held(before["a"]), 0].mean()) for m in (before, half, shown(rigs, before))]
    assert at[0] < at[1] < at[2]


def test_a_hand_that_is_up_in_the_photo_and_sways_out_is_kept_inside(make_rig: Make) -> None:
    rigs = standing(make_rig("up"), 73.0)  # the middle of the upper arm is at the picture's edge
    before = do(rigs, "hand_sway")
    after = shown(rigs, before)
    out = [float((knuckles(rigs["a"], motions["a"])[:, 0] < 4).mean()) for motions in (before, after)]
    assert out[1] < out[0]
