"""A script becomes what people do: which clip, on which side, when, how far, and what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.motion.choose_motion import choose_motion
from nodes.motion.clip_library import clip, clip_names
from nodes.motion.stand_in import INSTEAD, SPOKEN
from studio.media.motion import Motion, Motions
from studio.media.person import People, Person
from studio.media.script import Beat, CameraMove, Script
from studio.media.skeleton import BONES, KEYPOINTS, Skeleton

PLACES = {
    "nose": (0, -60), "left_eye": (3, -63), "right_eye": (-3, -63), "left_ear": (6, -62), "right_ear": (-6, -62),
    "left_shoulder": (18, -45), "right_shoulder": (-18, -45), "left_elbow": (28, -17), "right_elbow": (-28, -17),
    "left_wrist": (34, 8), "right_wrist": (-34, 8), "left_hip": (10, 5), "right_hip": (-10, 5), "left_knee": (11, 45),
    "right_knee": (-11, 45), "left_ankle": (12, 85), "right_ankle": (-12, 85),
}  # fmt: skip


def person(name: str, at: int, hidden: tuple[str, ...] = ()) -> Person:
    """Someone who stands and faces the viewer."""
    places = {**dict.fromkeys(KEYPOINTS, (0, 0)), **PLACES}
    points = np.add(np.array([places[key] for key in KEYPOINTS]), (at, 200))
    scores = np.array([0.1 if key in hidden else 0.9 for key in KEYPOINTS], np.float32)
    skeleton = Skeleton(points.astype(np.float32), scores, np.zeros(len(KEYPOINTS), np.float32), "stands")
    return Person(name, (at - 40, 130, at + 40, 300), skeleton=skeleton)


THREE = [person("person_1", 200), person("person_2", 400), person("person_3", 600)]


def play(*beats: Beat, people: list[Person] = THREE, **knobs: Any) -> tuple[Motions, list[str]]:
    ctx = FakeContext()
    motions = choose_motion(ctx, People((p.id, p) for p in people), None, Script(beats), **{"idle": 0.0, **knobs})
    return motions, list(ctx.warnings)


def turn(motion: Motion, bone: str) -> np.ndarray[Any, Any]:
    """(T, 3) how a bone is turned, as a vector of half its angles."""
    return motion.rotations[:, BONES.index(bone), :3]


def busy(motion: Motion, bone: str) -> np.ndarray[Any, Any]:
    """Seconds at which a bone moves."""
    steps = np.abs(np.diff(motion.rotations[:, BONES.index(bone)], axis=0)).max(axis=1)
    return np.flatnonzero(steps > 1e-3) / motion.fps


def test_a_beat_is_done_when_the_script_says_by_whom_it_says() -> None:
    motions, told = play(Beat("person_1", "wave", start=2.0, duration=3.0))
    motion = motions["person_1"]
    arms = np.concatenate([busy(motion, f"{side}LowerArm") for side in ("left", "right")])
    assert 2.0 <= arms.min() < 2.4 and 4.0 < arms.max() <= 5.1
    assert motion.name == "wave" and not told
    assert not busy(motions["person_2"], "rightLowerArm").size


def test_a_handshake_is_done_with_the_hand_that_is_nearer_the_other_one() -> None:
    motions, _ = play(Beat("person_1", "handshake", "person_2"), Beat("person_2", "handshake", "person_1"))
    for name, near, far in (("person_1", "left", "right"), ("person_2", "right", "left")):
        moved = [float(np.ptp(turn(motions[name], f"{side}LowerArm"), axis=0).max()) for side in (near, far)]
        assert moved[0] > 3 * moved[1], name


def test_who_has_nothing_to_do_looks_at_who_acts() -> None:
    motions, _ = play(Beat("person_2", "dance", duration=4.0))
    left, right = (float(turn(motions[name], "head")[:, 1].sum()) for name in ("person_1", "person_3"))
    assert left > 0.5 and right < -0.5  # about the upright axis: to the own left, to the own right
    assert motions["person_1"].name == "breathe"


def test_who_talks_turns_to_whom_and_is_listened_to() -> None:
    motions, _ = play(Beat("person_1", "talk", "person_2", duration=4.0, line="How good to see you"))
    assert float(turn(motions["person_1"], "head")[:, 1].max()) > 0.1
    assert motions["person_1"].name in ("talk", "talk_both") and motions["person_2"].name == "listen"


def test_sadly_is_smaller_and_slower_than_happily_and_the_head_hangs() -> None:
    def wave(mood: str) -> Motion:
        return play(Beat("person_1", "wave", duration=1.0, mood=mood), people=THREE[:1])[0]["person_1"]

    happy, plain, sad = (wave(mood) for mood in ("happy", "", "sad"))
    lengths = [np.count_nonzero(motion.channels["action"]) for motion in (happy, plain, sad)]
    assert lengths[0] < lengths[1] < lengths[2]
    heads = [float(turn(motion, "head")[:, 0].mean()) for motion in (happy, sad)]
    assert heads[1] > heads[0] + 0.01
    sizes = [max(np.ptp(turn(m, f"{s}UpperArm"), axis=0).max() for s in ("left", "right")) for m in (happy, sad)]
    assert sizes[0] > sizes[1]


def test_twice_is_done_twice() -> None:
    def nods(times: int) -> int:
        motion = play(Beat("person_1", "nod", duration=1.4 * times, times=times), people=THREE[:1])[0]["person_1"]
        pitch = turn(motion, "head")[:, 0]
        return int(((pitch[1:-1] > 0.06) & (pitch[1:-1] >= pitch[:-2]) & (pitch[1:-1] > pitch[2:])).sum())

    assert nods(3) == nods(1) + 2

    def jumps(times: int) -> int:
        motion = play(Beat("person_1", "jump", duration=1.2 * times, times=times), people=THREE[:1])[0]["person_1"]
        return int(np.count_nonzero(np.diff((motion.root[:, 1] > 0.15).astype(int)) == 1))

    assert [jumps(n) for n in (1, 2, 3)] == [1, 2, 3]


def test_who_sits_down_stays_down_until_the_script_says_otherwise() -> None:
    beats = (Beat("person_1", "sit", start=0, duration=1.8), Beat("person_1", "wave", start=3, duration=2.4))
    motion = play(*beats, people=THREE[:1])[0]["person_1"]
    low = motion.root[:, 1]
    assert low[round(2.5 * 60) : round(5.2 * 60)].max() < -0.15
    up = play(*beats, Beat("person_1", "stand_up", start=6, duration=1.8), people=THREE[:1])[0]["person_1"].root[:, 1]
    assert up[round(5.5 * 60)] < -0.15 and abs(up[round(7.2 * 60)]) < 0.02


def test_who_sits_and_waves_waves_as_high_as_who_stands() -> None:
    wave = Beat("person_1", "wave", start=3, duration=3)
    sitting = play(Beat("person_1", "sit", duration=2), wave, people=THREE[:1])[0]["person_1"]
    standing = play(wave, people=THREE[:1])[0]["person_1"]
    for bone in ("UpperArm", "LowerArm"):
        for side in ("left", "right"):
            at = round(4.4 * 60)
            assert turn(sitting, side + bone)[at] == pytest.approx(turn(standing, side + bone)[at], abs=0.35), side
    steps = np.abs(np.diff(sitting.rotations, axis=0)).max()
    assert steps < 0.12  # nothing jumps where an arm leaves the knee


def test_an_action_without_a_clip_is_told_of_once_and_talked_instead() -> None:
    motions, told = play(Beat("person_1", "juggle"))
    assert motions["person_1"].name in ("talk", "talk_both")
    assert told == ["there is no motion for juggle yet: person_1 makes a gesture of talk instead"]


def test_who_has_no_free_arm_does_the_nearest_thing_and_it_is_told() -> None:
    tied = person("person_1", 200, hidden=("left_wrist", "right_wrist", "left_elbow", "right_elbow"))
    motions, told = play(Beat("person_1", "wave"), people=[tied])
    assert motions["person_1"].name == "nod"
    assert told == ["person_1 has no free arm: nod instead of wave"]
    _, told = play(Beat("person_1", "punch", "person_2"), people=[tied, THREE[1]])
    assert told == ["person_1 has no free arm: punch by trunk and head alone"]


def test_who_shows_no_legs_cannot_jump_and_it_is_told() -> None:
    cut = person("person_1", 200, hidden=("left_ankle", "right_ankle"))
    motions, told = play(Beat("person_1", "jump"), people=[cut])
    assert motions["person_1"].name == "rejoice" and told == [
        "person_1 has no legs in the picture that could move: rejoice instead of jump"
    ]


def test_a_script_about_who_is_not_there_and_an_empty_one_change_nothing() -> None:
    without, _ = play()
    plain = choose_motion(FakeContext(), People((p.id, p) for p in THREE), idle=0.0)
    assert [m.name for m in without.values()] == [m.name for m in plain.values()]
    stranger, told = play(Beat("person_9", "wave"))
    assert [m.name for m in stranger.values()] == [m.name for m in plain.values()]
    assert told == ["the script has person_9, who is not in the picture: left out"]


def test_beats_of_the_cast_stand_in_place_of_those_of_the_script() -> None:
    own = {"person": "person_1", "motion": "bow", "start": 0.0, "length": 3.0}
    motions, _ = play(Beat("person_1", "wave"), Beat("person_2", "nod"), cast=(own,))
    assert [motions[f"person_{n}"].name for n in (1, 2, 3)] == ["bow", "nod", "breathe"]


@pytest.mark.parametrize("mood", ["happy", "angry", "sad", "excited", "afraid", "calm", "loving", "proud", "tired",
                                  "surprised", "puzzled"])  # fmt: skip
def test_every_mood_can_be_played_without_a_jump(mood: str) -> None:
    motion = play(Beat("person_1", "point", "person_3", 1.0, 2.0, mood))[0]["person_1"]
    assert np.isfinite(motion.rotations).all() and np.abs(np.diff(motion.rotations, axis=0)).max() < 0.15


def test_what_stands_in_for_something_is_a_clip() -> None:
    assert clip_names() >= {name for names in INSTEAD.values() for name in names} | set(INSTEAD) | SPOKEN
    assert all("mood" in clip(name).tags for name in clip_names() if name.startswith("mood_"))


def test_a_wave_is_done_with_the_free_arm_even_where_it_leaves_the_picture() -> None:
    top = person("person_1", 200, hidden=("right_wrist", "right_elbow"))
    assert top.skeleton is not None
    raised = replace(top.skeleton, points=(top.skeleton.points - (0, 150)).astype(np.float32))
    motions, told = play(Beat("person_1", "wave"), people=[replace(top, skeleton=raised), *THREE[1:]])
    assert np.ptp(turn(motions["person_1"], "leftLowerArm"), axis=0).max() > 0.3 and not told


def test_who_waves_to_somebody_on_the_side_of_a_held_arm_waves_with_the_other_one() -> None:
    held = person("person_2", 400, hidden=("left_wrist", "left_elbow"))
    motions, told = play(Beat("person_2", "wave", "person_3"), people=[THREE[0], held, THREE[2]])
    assert np.ptp(turn(motions["person_2"], "rightLowerArm"), axis=0).max() > 0.3 and not told


def test_a_hand_that_is_up_in_the_photo_waves_from_where_it_is() -> None:
    someone = person("person_1", 200)
    assert someone.skeleton is not None
    points = someone.skeleton.points.copy()
    for joint, at in (("left_elbow", (45, -50)), ("left_wrist", (60, -85))):
        points[KEYPOINTS.index(joint)] = np.add(at, (200, 200))
    up = replace(someone, skeleton=replace(someone.skeleton, points=points))
    assert play(Beat("person_1", "wave"), people=[up, *THREE[1:]])[0]["person_1"].name == "hand_sway"


def test_what_stands_in_for_arms_goes_farther_than_when_it_is_asked_for() -> None:
    held = person("person_1", 200, hidden=("left_wrist", "right_wrist"))
    instead, asked = (
        np.ptp(turn(play(Beat("person_1", action), people=[held, *THREE[1:]])[0]["person_1"], "head"), axis=0).max()
        for action in ("wave", "nod")
    )
    assert instead > 1.3 * asked


def test_a_beat_cut_by_hand_is_as_short_as_it_was_cut_and_goes_as_far_as_was_said() -> None:
    def acts(**more: Any) -> int:
        motion = play(Beat("person_1", "wave", start=1.0, duration=0.8, **more), people=THREE[:1])[0]["person_1"]
        return int((motion.channels["action"] > 0.5).sum())

    assert acts(exact=True) < 0.9 * 60 < acts()
    small, large = (
        play(Beat("person_1", "nod", duration=2.0, amplitude=amount), people=THREE[:1])[0]["person_1"]
        for amount in (0.3, 1.0)
    )
    head = small.bones.index("head")
    assert np.ptp(small.rotations[:, head], axis=0).max() < 0.6 * np.ptp(large.rotations[:, head], axis=0).max()


def test_who_strides_in_the_photo_is_not_said_to_have_no_legs() -> None:
    striding = person("person_1", 200)
    assert striding.skeleton is not None
    striding = replace(striding, skeleton=replace(striding.skeleton, activity="walks"))
    assert not play(Beat("person_1", "walk"), people=[striding, *THREE[1:]])[1]
    assert "no legs" in play(Beat("person_1", "jump"), people=[striding, *THREE[1:]])[1][0]


def filmed(*beats: Beat, **knobs: Any) -> Motions:
    script = Script(beats, camera=(CameraMove("push_in", duration=6.0),))
    return choose_motion(FakeContext(), People((p.id, p) for p in THREE), None, script, **{"idle": 0.0, **knobs})


def test_a_script_that_only_moves_the_camera_leaves_people_at_ease_with_a_glance_now_and_then_and_no_gesture() -> None:
    motions = filmed()
    heads = [busy(motion, "head") for motion in motions.values()]
    assert all(len(seconds) > 20 and seconds.max() < 14 for seconds in heads)
    assert len({round(float(seconds.min()), 2) for seconds in heads}) == 3
    for motion in motions.values():
        assert not any(len(busy(motion, f"{side}LowerArm")) for side in ("left", "right"))
        assert np.abs(turn(motion, "head")).max() < 0.3 and not motion.channels.get("action", np.zeros(1)).any()


def test_whoever_is_told_something_while_the_camera_moves_does_that() -> None:
    waves = filmed(Beat("person_1", "wave", duration=2.0))["person_1"]
    assert any(len(busy(waves, f"{side}LowerArm")) for side in ("left", "right"))
    by_hand = filmed(motion="wave")["person_2"]
    assert any(len(busy(by_hand, f"{side}LowerArm")) for side in ("left", "right"))


def test_a_motion_that_goes_round_takes_no_longer_than_its_beat_and_is_left_gently() -> None:
    motions, _ = play(Beat("person_1", "sway", start=1.0, duration=3.0))
    motion = motions["person_1"]
    acts = np.flatnonzero(motion.channels["action"]) / motion.fps
    assert clip("sway").duration > 10 and acts[0] == pytest.approx(1.0, abs=0.05) and acts[-1] <= 4.05
    swayed = np.abs(np.diff(turn(motion, "hips"), axis=0)).max(axis=1)
    all_ = choose_motion(FakeContext(), People((p.id, p) for p in THREE), None, None, motion="sway", idle=0.0)
    usual = np.abs(np.diff(turn(all_["person_1"], "hips"), axis=0))
    assert 0 < swayed.max() < 4 * usual.max()
