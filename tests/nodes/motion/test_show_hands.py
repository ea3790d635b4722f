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
from nodes.algorithms.rotation import rotate
from nodes.motion.choose_motion import choose_motion
from nodes.motion.on_clock import figure_of
from nodes.motion.retarget_motion import retarget_motion
from nodes.motion.show_hands import show_hands
from studio.media.image import Image, Patch
from studio.media.motion import Motion, Motions
from studio.media.rig import Part, Rig, Rigs

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


def cut_by_the_top(rig: Rig, side: str = "right", beyond: int = 6) -> Rig:
    """The rig with a hand that goes on beyond the picture's upper edge, 20 pixels wide there."""
    wrist = rig.heads[rig.bones.index(f"{side}Hand"), :2]
    left, right, low = round(float(wrist[0])) - 10, round(float(wrist[0])) + 10, round(float(wrist[1]))
    pixels = np.ones((low + beyond, right - left, 4), np.float16)
    vertices = np.array([(x, y) for y in (-beyond, low) for x in (left, right)], np.float32)
    weights = np.zeros((4, len(rig.bones)), np.float32)
    weights[:, rig.bones.index(f"{side}Hand")] = 1
    texture = Patch(pixels, (left, -beyond))
    triangles = np.array([(0, 1, 2), (1, 3, 2)], np.int32)
    return replace(rig, parts=(Part(f"{side}Arm", f"{side}LowerArm", texture, vertices, triangles, weights, 1),))


def highest_and_lowest_of_the_cut(rig: Rig, motion: Motion, side: str = "right") -> tuple[F64, F64]:
    """(T,) pixels by which the ends of a hand's cut are in the picture: the lower one, the higher one."""
    figure, j = figure_of(rig, motion), rig.bones.index(f"{side}Hand")
    x = rig.parts[0].vertices[[0, 1], 0]
    ends = np.array([(place, 0.0, 0.0) for place in x]) - figure.body.heads[j] * np.array([1.0, 1.0, 0.0])
    at = figure.places()[0][:, j, None] + rotate(figure.turns[:, j, None], ends[None])
    return -at[..., 1].min(axis=1), -at[..., 1].max(axis=1)


def with_a_cut_hand(rig: Rig) -> Rigs:
    """Somebody with raised hands, one of them cut by the upper edge at the fingers."""
    one = moved(rig, "a", MIDDLE, 195.0)
    return Rigs({"a": cut_by_the_top(one)})


@pytest.mark.parametrize("name", ["wave", "hand_sway"])
def test_what_the_edge_cuts_off_a_hand_does_not_come_into_the_picture(make_rig: Make, name: str) -> None:
    rigs = with_a_cut_hand(make_rig("up"))
    before = do(rigs, name)
    after = shown(rigs, before)
    deep = [highest_and_lowest_of_the_cut(rigs["a"], motions["a"])[0].max() for motions in (before, after)]
    assert deep[0] > 5
    assert deep[1] < 0.1 * deep[0]


def test_a_hand_at_the_edge_still_waves(make_rig: Make) -> None:
    rigs = with_a_cut_hand(make_rig("up"))
    before = do(rigs, "wave")
    after = shown(rigs, before)
    ways = [np.ptp(knuckles(rigs["a"], motions["a"])[held(before["a"]), 0]) for motions in (before, after)]
    assert ways[1] > 0.3 * ways[0] > 10


def test_a_hand_that_the_edge_does_not_cut_does_not_keep_to_it(make_rig: Make) -> None:
    rigs = with_a_cut_hand(make_rig("up"))
    whole = Rigs({"a": replace(rigs["a"], parts=())})
    before = do(rigs, "wave")
    assert not np.array_equal(shown(rigs, before)["a"].rotations, shown(whole, before)["a"].rotations)
