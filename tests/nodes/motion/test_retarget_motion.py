"""From a clip to a person in a photo: the photo first, then the motion, within what the body and the photo allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from fakes import FakeContext

from nodes.algorithms.motion_clip import swap_side
from nodes.motion.choose_motion import choose_motion
from nodes.motion.pose_at import pose_at
from nodes.motion.retarget_motion import retarget_motion
from nodes.rig.limb_freedom import CROPPED
from studio.media.motion import Motion
from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import BONES

HEIGHT = 340.0
ARM_CLIPS = {"wave": 1, "clap": 2, "dance": 2, "cheer": 2, "point": 1}
ALL = (*ARM_CLIPS, "subtle", "breathe", "nod", "walk", "sway", "look_around", "shrug", "bow")
WRIST = {side: BONES.index(f"{side}Hand") for side in ("left", "right")}
Make = Callable[..., Rig]
Posed = Callable[..., tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]


def act(rig: Rig, name: str, **knobs: Any) -> Motion:
    """What the rig does when asked for a clip, done with the right arm."""
    order = {"person": rig.person, "side": "right", "start": 0.15}
    people = People({rig.person: Person(rig.person, (0, 0, 1, 1))})
    motions = choose_motion(FakeContext(), people, motion=name, cast=(order,))  # type: ignore[arg-type]
    return retarget_motion(FakeContext(), Rigs({rig.person: rig}), motions, **knobs)[rig.person]


def film(rig: Rig, motion: Motion, posed: Posed, seconds: float = 4.0, fps: float = 24.0) -> npt.NDArray[np.float64]:
    """(T, J, 3) heads of bones at ``fps`` frames a second."""
    times = np.arange(0, seconds, 1 / fps)
    return np.array([posed(rig, pose_at({"p": motion}, time=t)["p"])[0] for t in times])  # type: ignore[arg-type]


@pytest.mark.parametrize("arms", ["down", "hip", "crossed", "up"])
@pytest.mark.parametrize("name", ["wave", "dance", "walk"])
def test_the_first_sample_is_the_photo_and_the_loop_comes_back_to_it(make_rig: Make, arms: str, name: str) -> None:
    rig = make_rig(arms)
    motion = act(rig, name)
    assert np.array_equal(motion.rotations[0], rig.rest)
    assert np.array_equal(motion.root[0], [0, 0, 0])
    assert np.abs((motion.rotations[-1] * rig.rest).sum(axis=1)) == pytest.approx(np.ones(len(BONES)), abs=1e-3)
    assert (motion.relative, motion.bones, motion.channels["breath"][0]) == (False, rig.bones, 0)


@pytest.mark.parametrize("arms", ["down", "hip", "crossed", "up"])
@pytest.mark.parametrize("name", ALL)
def test_rotations_are_units_and_run_without_flips_or_pops(make_rig: Make, arms: str, name: str) -> None:
    motion = act(make_rig(arms), name)
    assert np.isfinite(motion.rotations).all()
    assert np.linalg.norm(motion.rotations, axis=-1) == pytest.approx(np.ones(motion.rotations.shape[:2]), abs=1e-5)
    steps = (motion.rotations[1:] * motion.rotations[:-1]).sum(axis=-1)
    assert steps.min() > np.cos(np.deg2rad(30) / 2)  # less than 30 degrees a sixtieth of a second
    assert np.abs(np.diff(motion.root, axis=0)).max() < 0.02


@pytest.mark.parametrize("name", [name for name in ALL if name != "walk"])
def test_planted_feet_stay(make_rig: Make, posed: Posed, name: str) -> None:
    rig = make_rig()
    heads = film(rig, act(rig, name), posed)
    for side in ("left", "right"):
        for bone in ("Foot", "Toes"):
            j = BONES.index(side + bone)
            assert np.abs(heads[:, j, :2] - rig.heads[j, :2]).max() < 1e-3 * HEIGHT


def test_walking_on_the_spot_lifts_the_feet_in_turn_and_slides_none(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    heads = film(rig, act(rig, "walk"), posed)
    feet = [BONES.index(f"{side}Foot") for side in ("left", "right")]
    lift = rig.heads[feet, 1] - heads[:, feet, 1]
    assert lift.max(axis=0).min() > 0.03 * HEIGHT
    assert lift.min(axis=1).max() < 0.02 * HEIGHT  # never both at once
    low = lift < 0.002 * HEIGHT
    assert np.abs(heads[:, feet, 0] - rig.heads[feet, 0])[low].max() < 4e-3 * HEIGHT


@pytest.mark.parametrize("arms", ["down", "hip", "up"])
@pytest.mark.parametrize("name", ARM_CLIPS)
def test_the_wrists_of_a_gesture_are_seen_to_travel(make_rig: Make, posed: Posed, name: str, arms: str) -> None:
    rig = make_rig(arms)
    heads = film(rig, act(rig, name), posed)
    for side in ("left", "right") if ARM_CLIPS[name] == 2 else ("right",):
        path = heads[:, WRIST[side], :2]
        assert np.ptp(path, axis=0).max() > 0.1 * HEIGHT, side


@pytest.mark.parametrize("back", [False, True])
def test_a_wave_raises_the_hand_above_the_shoulder_from_wherever_the_arm_was(
    make_rig: Make, posed: Posed, back: bool
) -> None:
    for arms in ("down", "hip", "crossed", "up"):
        rig = make_rig(arms, back=back)
        heads = film(rig, act(rig, "wave"), posed)[36]
        shoulder, elbow, wrist = (heads[BONES.index(f"right{b}")] for b in ("UpperArm", "LowerArm", "Hand"))
        outward = 1 if back else -1
        assert wrist[1] < shoulder[1] - 0.05 * HEIGHT, arms
        assert (elbow[0] - shoulder[0]) * outward > 0.08 * HEIGHT, arms


def test_arms_that_only_swing_along_stay_near_their_own_pose(make_rig: Make, posed: Posed) -> None:
    rig = make_rig("up")
    wrists = film(rig, act(rig, "walk"), posed)[:, list(WRIST.values())]
    assert wrists[..., 1].max() < rig.heads[BONES.index("head"), 1]


def test_an_arm_that_is_held_goes_with_the_chest_and_not_its_own_way(make_rig: Make, posed: Posed) -> None:
    freedom = np.array([0.0 if "Arm" in b or "Hand" in b else 1.0 for b in BONES], np.float32)
    rig = make_rig("crossed", freedom=freedom)
    motion = act(rig, "wave")
    rest = np.repeat(rig.rest[None], len(motion.rotations), axis=0)
    held = [BONES.index(f"{side}{b}") for side in ("left", "right") for b in ("UpperArm", "LowerArm", "Hand")]
    assert np.abs((motion.rotations[:, held] * rest[:, held]).sum(axis=-1)) == pytest.approx(1, abs=1e-5)
    assert np.ptp(film(rig, motion, posed)[:, held[1], 0]) > 0.5  # it sways with the body
    free = act(rig, "wave", caution=0.0)
    assert np.abs((free.rotations[:, held] * rest[:, held]).sum(axis=-1)).min() < 0.9


@pytest.mark.parametrize("pinned", [("hips",), ("rightUpperLeg",)])
def test_a_seat_and_the_pictures_edge_hold_the_hips(make_rig: Make, posed: Posed, pinned: tuple[str, ...]) -> None:
    rig = make_rig(pinned=pinned)
    motion = act(rig, "dance")
    assert not motion.root.any()
    hips = BONES.index("hips")
    assert np.abs(motion.rotations[:, hips] - rig.rest[hips]).max() < 1e-6
    assert np.ptp(film(rig, motion, posed)[:, BONES.index("head"), 0]) > 5


def test_hips_that_the_picture_cuts_off_go_down_out_of_it_but_hardly_up(make_rig: Make) -> None:
    rig = make_rig(pinned=("hips",))
    rig = replace(rig, reasons=tuple(CROPPED if bone == "hips" else "" for bone in rig.bones))
    danced, jumped = act(rig, "dance").root, act(rig, "jump").root
    assert danced[:, 1].min() < -0.03
    assert jumped[:, 1].max() < 0.03
    assert 0.02 < np.ptp(danced[:, 0]) < 0.07


def test_a_pinned_hand_stays_while_the_body_moves(make_rig: Make, posed: Posed) -> None:
    rig = make_rig("hip", pinned=("rightLowerArm", "leftFoot", "rightFoot"))
    heads = film(rig, act(rig, "sway"), posed)
    assert np.ptp(heads[:, BONES.index("chest"), 0]) > 2
    assert np.ptp(heads[:, WRIST["right"], :2], axis=0).max() < 1e-3 * HEIGHT


def test_at_a_hundredth_everything_stays_next_to_the_photo(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    heads = film(rig, act(rig, "dance", amplitude=0.01), posed)
    assert 0 < np.abs(heads - rig.heads).max() < 0.02 * HEIGHT


def test_elbows_never_bend_further_than_elbows_do(make_rig: Make, posed: Posed) -> None:
    for name in ARM_CLIPS:
        for arms in ("down", "hip", "up"):
            rig = make_rig(arms)
            heads = film(rig, act(rig, name, amplitude=1.5), posed)
            for side in ("left", "right"):
                shoulder, elbow, wrist = (heads[:, BONES.index(side + b)] for b in ("UpperArm", "LowerArm", "Hand"))
                a, b = elbow - shoulder, wrist - elbow
                cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
                assert np.rad2deg(np.arccos(cosine.clip(-1, 1))).max() < 151, (name, arms)


def test_a_smaller_body_moves_less(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    child = replace(rig, heads=rig.heads / 2, tails=rig.tails / 2)
    big, small = (np.ptp(act(r, "dance").root[:, 0]) for r in (rig, child))
    assert small == pytest.approx(big / 2, rel=0.1)


def test_the_other_hand_does_the_same_in_the_mirror(make_rig: Make, posed: Posed) -> None:
    rig, films = make_rig(), []
    for side in ("left", "right"):
        order = {"person": "person_1", "side": side, "start": 0.2}
        people = People({"person_1": Person("person_1", (0, 0, 1, 1))})
        motions = choose_motion(FakeContext(), people, motion="wave", idle=0.0, cast=(order,))
        motion = retarget_motion(FakeContext(), Rigs({"person_1": rig}), motions)["person_1"]
        films.append(film(rig, motion, posed, 3.0))
    swapped = [BONES.index(swap_side(bone)) for bone in BONES]
    mirrored = films[1][:, swapped] * [-1, 1, 1] + [200, 0, 0]  # the rig stands at x = 100
    assert np.abs(films[0] - mirrored).max() < 1e-3 * HEIGHT


def test_without_amplitude_and_idle_nothing_moves_at_all(make_rig: Make) -> None:
    rig = make_rig("hip")
    people = People({"person_1": Person("person_1", (0, 0, 1, 1))})
    motions = choose_motion(FakeContext(), people, motion="dance", idle=0.0, amplitude=0.0)
    motion = retarget_motion(FakeContext(), Rigs({"person_1": rig}), motions)["person_1"]
    assert np.abs(motion.rotations - rig.rest).max() < 2e-6 and not motion.root.any()


def test_an_amplitude_of_four_goes_farther_and_still_breaks_nothing(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    once, more = (film(rig, act(rig, "dance", amplitude=a), posed) for a in (1.0, 4.0))
    head = BONES.index("head")
    assert np.ptp(more[:, head, 0]) > 1.3 * np.ptp(once[:, head, 0])
    assert np.abs(more[:, BONES.index("leftFoot"), :2] - rig.heads[BONES.index("leftFoot"), :2]).max() < 1e-3 * HEIGHT


def test_who_has_no_motion_is_left_out_and_the_inputs_are_not_written_to(make_rig: Make) -> None:
    rig = make_rig()
    rig.rest.setflags(write=False)
    people = People({"person_1": Person("person_1", (0, 0, 1, 1))})
    motions = choose_motion(FakeContext(), people, motion="wave")
    motions["person_1"].rotations.setflags(write=False)
    made = retarget_motion(FakeContext(), Rigs({"person_1": rig, "person_2": rig}), motions)
    assert list(made) == ["person_1"]


def length_of(heads: npt.NDArray[np.float64], a: str, b: str) -> npt.NDArray[np.float64]:
    """(T,) how long the picture shows a bone."""
    return np.hypot(*(heads[:, BONES.index(b), :2] - heads[:, BONES.index(a), :2]).T)


@pytest.mark.parametrize("arms", ["down", "up"])
@pytest.mark.parametrize("name", [*ARM_CLIPS, "shrug", "greet", "heart"])
def test_arms_stay_nearly_as_long_in_the_picture_as_the_photo_has_them(
    make_rig: Make, posed: Posed, name: str, arms: str
) -> None:
    rig = make_rig(arms)
    heads = film(rig, act(rig, name), posed)
    for side in ("left", "right"):
        for a, b in (("UpperArm", "LowerArm"), ("LowerArm", "Hand")):
            length = length_of(heads, side + a, side + b)
            assert length.min() > 0.75 * length[0], (side, a)


def test_without_flattening_a_clap_is_seen_to_shorten_the_forearms(make_rig: Make, posed: Posed) -> None:
    rig = make_rig()
    deep = length_of(film(rig, act(rig, "clap", flatten=0.0), posed), "rightLowerArm", "rightHand")
    assert deep.min() < 0.75 * deep[0]


@pytest.mark.parametrize("name", ["look_around", "wave", "point", "sway", "dance", "laugh"])
def test_heads_stay_near_where_they_were_unless_they_are_let(make_rig: Make, posed: Posed, name: str) -> None:
    rig = make_rig()
    head = BONES.index("head")
    aside = [
        np.abs(film(rig, act(rig, name, sideways=far), posed, 12.0, 6.0)[:, head, 0] - rig.heads[head, 0]).max()
        for far in (0.03, 0.01, 1.0)
    ]
    assert aside[0] < 0.035 * HEIGHT and aside[1] < 0.013 * HEIGHT
    assert aside[2] >= aside[0] > 0


def test_a_hand_that_is_up_waves_from_there(make_rig: Make, posed: Posed) -> None:
    rig = make_rig("up")
    heads = film(rig, act(rig, "wave"), posed)
    wrist, elbow = heads[:, WRIST["right"], 1], heads[:, BONES.index("rightLowerArm"), 1]
    assert np.ptp(heads[:, WRIST["right"], 0]) > 0.1 * HEIGHT
    assert (wrist < elbow + 0.05 * HEIGHT).all()
