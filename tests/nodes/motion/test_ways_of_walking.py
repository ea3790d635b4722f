"""Every way of walking and running: feet that stand do not slide, it is as quick as its steps, and moods have one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.motion_clip import mirrored, sample_root, sample_rotations, sample_track
from nodes.algorithms.rotation import rotate
from nodes.motion.choose_motion import choose_motion
from nodes.motion.clip_library import clip, clip_names
from nodes.motion.clip_preview import frames, preview, search
from nodes.motion.going import feet_of, gait_of, goes, mood_left, speed_of, tempo_of
from nodes.motion.pace_script import pace_script
from nodes.motion.place_people import place_people
from nodes.motion.retarget_motion import retarget_motion
from studio.cli.bench import load
from studio.media.motion import Motion
from studio.media.person import People
from studio.media.rig import Rig
from studio.media.script import Beat, Script
from studio.media.skeleton import BONES, KEYPOINTS, PARENT, T_POSE_DIRECTION, Skeleton

together = load(Path(__file__).parents[2] / "benchmarks" / "together.py")
PARENTS = [-1 if (above := PARENT[bone]) is None else BONES.index(above) for bone in BONES]
GAITS = sorted(name for name in clip_names() if goes(name))
ON_THE_WAY = [name for name in GAITS if name not in ("walk_sideways", "walk_skip")]
"""Those whose legs swing along the way, one step for each landing."""
OF_THE_BODY = {
    "nose": (0, 1.62), "left_shoulder": (0.19, 1.4), "right_shoulder": (-0.19, 1.4), "left_elbow": (0.24, 1.12),
    "right_elbow": (-0.24, 1.12), "left_wrist": (0.26, 0.86), "right_wrist": (-0.26, 0.86), "left_hip": (0.09, 0.94),
    "right_hip": (-0.09, 0.94), "left_knee": (0.09, 0.5), "right_knee": (-0.09, 0.5), "left_ankle": (0.09, 0.08),
    "right_ankle": (-0.09, 0.08),
}  # fmt: skip
"""Metres beside the feet and above them, of somebody who stands and faces the viewer."""


def seen_whole(people: People, rigs: Any) -> People:
    """The same people with skeletons, so that they can be cast."""
    made = {}
    for name, one in people.items():
        metre, ground = rigs[name].pixels_per_metre, np.array(rigs[name].ground)
        places = [OF_THE_BODY.get(key, (0.03 * (1 if "left" in key else -1), 1.6)) for key in KEYPOINTS]
        points = ground + np.array(places) * metre * np.array([1, -1])
        scores = np.full(len(KEYPOINTS), 0.9, np.float32)
        skeleton = Skeleton(points.astype(np.float32), scores, np.zeros(len(KEYPOINTS), np.float32), "stands")
        made[name] = replace(one, skeleton=skeleton)
    return People(made)


def goes_over_the_ground(beat: Beat, spot: tuple[float, float] = (-1.5, 5.5)) -> tuple[Rig, Motion, list[str]]:
    """Somebody who stands does a beat: the body, what it does, and what was told."""
    rigs, people, _ = together.stage_of([spot])
    ctx, cast = FakeContext(), seen_whole(people, rigs)
    script = pace_script(ctx, Script((beat,)), cast, rigs, together.CAMERA)
    motions = retarget_motion(ctx, rigs, choose_motion(ctx, cast, rigs, script, idle=0.0))
    made = place_people(ctx, rigs, motions, cast, together.CAMERA, script)
    return rigs["person_1"], made["person_1"], list(ctx.warnings)


def as_beat(name: str, **more: Any) -> Beat:
    action, _, style = name.partition("_")
    towards = "" if style == "backwards" else "right"
    return Beat("person_1", action, style=style, towards=towards, **{"duration": 3.0, **more})


@pytest.mark.parametrize("name", GAITS)
def test_feet_that_stand_stay_where_they_are_in_the_picture(name: str) -> None:
    rig, motion, told = goes_over_the_ground(as_beat(name))
    assert not told and motion.name == name
    far = together.ground_places(rig, motion)
    assert np.abs(far[-1] - far[0]).max() > 0.5
    assert together.sliding(rig, motion) < 0.04


@pytest.mark.parametrize("name", GAITS)
def test_knees_and_feet_bend_as_far_as_joints_do_while_somebody_goes(name: str) -> None:
    rig, motion, _ = goes_over_the_ground(as_beat(name))
    turned = global_rotations(motion.rotations.astype(np.float64), rig.parents)
    along = rotate(turned, np.array([T_POSE_DIRECTION[bone] for bone in rig.bones], np.float64))
    for side in ("left", "right"):
        upper, lower = (along[:, rig.bones.index(f"{side}{part}")] for part in ("UpperLeg", "LowerLeg"))
        bent = np.degrees(np.arccos(np.clip((upper * lower).sum(axis=-1), -1, 1)))
        assert bent.max() < 150, side
    steps = np.abs(np.diff(motion.rotations, axis=0)).max()
    assert steps < 0.3  # no knee snaps from straight to bent


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_it_goes_as_quick_as_feet_that_stand_are_left_behind(name: str) -> None:
    found = clip(name)
    assert found.repeat is not None
    times = np.linspace(*found.repeat, 192, endpoint=False)
    turned = global_rotations(sample_rotations(found, BONES, times), PARENTS)
    heads = np.zeros((len(times), len(BONES), 3))
    for j, above in enumerate(PARENTS):
        along = 0.0 if above < 0 else rotate(turned[:, above], _length(BONES[above]) * _axis(BONES[above]))
        heads[:, j] = heads[:, above] + along if above >= 0 else heads[:, j]
    quick = []
    for side in ("left", "right"):
        stands = sample_track(found.channels[f"{side}Plant"], times)[:, 0] > 0.99
        ankle = heads[:, BONES.index(f"{side}Foot"), 2] - heads[:, BONES.index(f"{side}UpperLeg"), 2]
        quick.append(np.gradient(ankle, times)[stands])
    assert abs(float(np.median(np.concatenate(quick)))) == pytest.approx(found.gait["speed"], rel=0.45)


def _length(bone: str) -> float:
    return 0.45 if bone.endswith("UpperLeg") else 0.43 if bone.endswith("LowerLeg") else 0.0


def _axis(bone: str) -> np.ndarray[Any, Any]:
    return np.array(T_POSE_DIRECTION[bone], np.float64)


@pytest.mark.parametrize("name", GAITS)
def test_done_by_the_other_side_it_is_its_mirror_image(name: str) -> None:
    found = clip(name)
    times, other = np.linspace(0, found.duration, 40), mirrored(found)
    assert np.allclose(sample_root(other, times), sample_root(found, times) * [-1, 1, 1])
    assert np.array_equal(
        sample_track(other.channels["leftPlant"], times), sample_track(found.channels["rightPlant"], times)
    )
    back = sample_rotations(mirrored(other), BONES, times)
    assert np.allclose(back, sample_rotations(found, BONES, times))


@pytest.mark.parametrize(
    ("mood", "name"), [("sad", "walk_sad"), ("happy", "walk_happy"), ("proud", "walk_strut"), ("angry", "walk_angry")]
)
def test_a_mood_that_has_a_gait_is_not_laid_over_it_once_more(mood: str, name: str) -> None:
    beat = Beat("person_1", "walk", mood=mood)
    assert gait_of(beat) == name and mood_left(beat).tempo == 1 and not mood_left(beat).postures
    _, motion, _ = goes_over_the_ground(replace(beat, towards="right"))
    assert motion.name == name


def test_a_style_that_is_said_keeps_the_mood_on_top() -> None:
    sneaks = Beat("person_1", "walk", mood="sad", style="sneak")
    assert gait_of(sneaks) == "walk_sneak" and mood_left(sneaks).postures
    assert tempo_of(sneaks) < 1 and speed_of(sneaks) < speed_of(replace(sneaks, mood=""))
    assert not goes("wave") and goes("walk") and goes("run_jog")


def test_who_takes_their_time_strolls_and_who_hurries_strides_at_the_pace_that_was_said() -> None:
    slow, plain, quick = (Beat("person_1", "walk", tempo=tempo) for tempo in (0.6, 1.0, 1.5))
    assert [gait_of(beat) for beat in (slow, plain, quick)] == ["walk_stroll", "walk", "walk_brisk"]
    assert speed_of(slow) == pytest.approx(0.6) and speed_of(quick) == pytest.approx(1.5)


def test_feet_on_tiptoe_keep_their_heels_off_the_ground_and_come_down_again() -> None:
    rig, motion, _ = goes_over_the_ground(as_beat("walk_tiptoe"))
    _, plain, _ = goes_over_the_ground(as_beat("walk"))

    def heel(one: Motion) -> np.ndarray[Any, Any]:
        """(T,) how far the left foot points down."""
        turned = global_rotations(one.rotations.astype(np.float64), rig.parents)
        foot = rig.bones.index("leftFoot")
        return -rotate(turned[:, foot], np.array([0.0, 0.0, 1.0]))[:, 1]

    walks = slice(int(1.2 * motion.fps), int(2.0 * motion.fps))
    assert heel(motion)[walks].min() > heel(plain)[walks].min() + 0.1
    assert abs(heel(motion)[-1] - heel(motion)[0]) < 0.02
    assert feet_of(as_beat("walk_tiptoe")).toes > 0


def test_who_walks_backwards_goes_away_from_where_they_look_and_does_not_turn_round() -> None:
    rig, motion, _ = goes_over_the_ground(as_beat("walk_backwards"), (0.0, 4.0))
    assert together.ground_places(rig, motion)[-1, 1] < -4.2 and "flip" not in motion.channels


@pytest.mark.parametrize("name", ["turn_about", "turn_spin"])
def test_a_turn_comes_round_again_and_its_preview_shows_it(name: str) -> None:
    found = clip(name)
    flip = sample_track(found.channels["flip"], np.linspace(0, found.duration, 200))[:, 0]
    assert flip[0] == 1 and flip[-1] == 1 and flip.min() == -1
    inked = [np.flatnonzero((picture < 200).any(axis=(0, 2))) for picture in frames(name)]
    widths = [int(np.ptp(columns)) for columns in inked]
    assert min(widths) < 0.9 * max(widths) and preview(name).shape == (110, 300, 3)


@pytest.mark.parametrize(
    ("words", "first"),
    [("tiptoe", "walk_tiptoe"), ("sneak", "walk_sneak"), ("limp", "walk_limp"), ("sprint", "run_sprint"),
     ("march", "walk_march"), ("look over his shoulder", "turn_back"), ("fidget", "fidget"), ("drunk", "walk_stagger")],
)  # fmt: skip
def test_words_of_a_prompt_find_the_way_of_walking(words: str, first: str) -> None:
    assert search(words)[0] == first


def test_who_is_seen_from_before_turns_aside_and_who_is_seen_from_the_side_turns_round() -> None:
    rigs, people, _ = together.stage_of([(0.0, 5.0)])
    cast, turns = seen_whole(people, rigs), Script((Beat("person_1", "turn", style="about"),))
    assert choose_motion(FakeContext(), cast, None, turns)["person_1"].name == "turn_quarter"
    skeleton = cast["person_1"].skeleton
    assert skeleton is not None
    middle = np.array([rigs["person_1"].ground[0], 0], np.float32)
    narrow = replace(skeleton, points=((skeleton.points - middle) * [0.3, 1] + middle).astype(np.float32))
    aside = People({"person_1": replace(cast["person_1"], skeleton=narrow)})
    assert choose_motion(FakeContext(), aside, None, turns)["person_1"].name == "turn_about"


def test_hips_of_who_stands_in_a_lunge_come_up_on_the_way_and_go_down_where_they_arrive() -> None:
    rigs, people, motions = together.stage_of([(-1.5, 5.5)])
    rig, metre = rigs["person_1"], rigs["person_1"].pixels_per_metre
    heads, tails = rig.heads.copy(), rig.tails.copy()
    legs = [j for j, bone in enumerate(BONES) if "Foot" in bone or "Toes" in bone]
    lower = [j for j, bone in enumerate(BONES) if bone.endswith("LowerLeg")]
    body = [j for j in range(len(BONES)) if j not in (*legs, *lower)]
    heads[body, 1], tails[body, 1] = heads[body, 1] + 0.3 * metre, tails[body, 1] + 0.3 * metre
    for side, out in (("left", 1), ("right", -1)):  # knees out, shins as long as they were
        upper, knee = BONES.index(f"{side}UpperLeg"), BONES.index(f"{side}LowerLeg")
        heads[knee, 0] += out * 0.3 * metre
        tails[upper] = heads[knee]
    low = replace(rig, heads=heads, tails=tails)
    script = Script((Beat("person_1", "walk", towards="right", duration=4.0),))
    cast, ctx = seen_whole(people, rigs), FakeContext()
    bodies = type(rigs)({"person_1": low})
    made = place_people(ctx, bodies, motions, cast, together.CAMERA, script)["person_1"]
    up = made.root[:, 1]
    assert up.max() > 0.15 and abs(up[0]) < 0.02 and abs(up[-1]) < 0.05
