"""What people are given to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fakes import FakeContext

from nodes.motion.choose_motion import CHOICES, choose_motion
from studio.media.errors import BadInput, Cancelled
from studio.media.motion import Motions
from studio.media.person import People, Person
from studio.media.skeleton import BONES, KEYPOINTS, Skeleton
from studio.media.value import content_digest

PLACES = {
    "nose": (0, -60), "left_eye": (3, -63), "right_eye": (-3, -63), "left_ear": (6, -62), "right_ear": (-6, -62),
    "left_shoulder": (18, -45), "right_shoulder": (-18, -45), "left_elbow": (24, -17), "right_elbow": (-24, -17),
    "left_wrist": (27, 8), "right_wrist": (-27, 8), "left_hip": (10, 5), "right_hip": (-10, 5), "left_knee": (11, 45),
    "right_knee": (-11, 45), "left_ankle": (12, 85), "right_ankle": (-12, 85),
}  # fmt: skip


def person(name: str, activity: str = "stands", hidden: tuple[str, ...] = (), **moved: tuple[int, int]) -> Person:
    """Someone whose keypoints are all seen but the hidden ones."""
    places = {**dict.fromkeys(KEYPOINTS, (0, 0)), **PLACES, **moved}
    points = np.array([places[key] for key in KEYPOINTS], np.float32) + 200
    scores = np.array([0.1 if key in hidden else 0.9 for key in KEYPOINTS], np.float32)
    skeleton = Skeleton(points, scores, np.zeros(len(KEYPOINTS), np.float32), activity)
    return Person(name, (170, 130, 230, 300), skeleton=skeleton)


def choose(people: list[Person], **knobs: Any) -> Motions:
    return choose_motion(FakeContext(), People((one.id, one) for one in people), **knobs)


GROUP = [person(f"person_{n}") for n in range(1, 6)]


def test_in_a_group_everyone_does_something_else_in_a_rhythm_of_their_own() -> None:
    motions = choose(GROUP)
    assert len({motion.name for motion in motions.values()}) == 5
    breaths = [motion.channels["breath"][:300] for motion in choose(GROUP, motion="breathe").values()]
    for a in range(5):
        for b in range(a):
            assert np.abs(breaths[a] - breaths[b]).max() > 0.1


def test_the_same_seed_gives_the_same_and_another_one_something_else() -> None:
    again = content_digest(choose(GROUP, seed=4))
    assert again == content_digest(choose(GROUP, seed=4))
    assert again != content_digest(choose(GROUP, seed=5))


def test_one_persons_rhythm_does_not_hang_on_who_else_is_there() -> None:
    alone = choose(GROUP[:1], motion="wave")["person_1"]
    assert np.array_equal(alone.rotations, choose(GROUP, motion="wave")["person_1"].rotations)


@pytest.mark.parametrize("seed", range(8))
def test_who_sits_stays_there_with_still_legs_and_gets_nothing_that_needs_them(seed: int) -> None:
    motion = choose([person("person_1", "sits")], seed=seed)["person_1"]
    assert motion.name not in ("dance", "walk", "bow")
    legs = [j for j, bone in enumerate(BONES) if "Leg" in bone]
    assert np.abs(motion.root).max() < 0.005  # a breath lifts a little
    assert np.array_equal(motion.rotations[:, legs], np.repeat(motion.rotations[:1, legs], len(motion.root), axis=0))


@pytest.mark.parametrize("seed", range(8))
def test_arms_that_are_not_seen_or_lie_on_the_trunk_get_no_gesture(seed: int) -> None:
    unseen = person("person_1", hidden=("left_wrist", "right_elbow"))
    crossed = person("person_2", left_wrist=(-5, -20), right_wrist=(5, -20))
    names = {motion.name for motion in choose([unseen, crossed], seed=seed).values()}
    assert not names & {"wave", "clap", "cheer", "point", "dance", "shrug"}


def test_the_arm_that_is_free_is_the_one_that_waves() -> None:
    one = person("person_1", hidden=("right_wrist",))
    motion = choose([one], motion="wave")["person_1"]
    moved = [np.ptp(motion.rotations[:, BONES.index(f"{side}LowerArm")], axis=0).max() for side in ("left", "right")]
    assert moved[0] > 0.3 > moved[1]


@pytest.mark.parametrize("name", CHOICES)
def test_every_choice_begins_at_the_relaxed_stand_and_holds_sound_values(name: str) -> None:
    motion = choose(GROUP[:2], motion=name)["person_2"]
    breathes = choose(GROUP[:2], motion="breathe")["person_2"]
    assert motion.rotations[0] == pytest.approx(breathes.rotations[0], abs=1e-6)
    assert not motion.root[0].any() and motion.loop and motion.relative
    assert motion.rotations.dtype == np.float32 and np.isfinite(motion.rotations).all()
    assert motion.channels["breath"].min() >= 0 and motion.channels["breath"].max() <= 1


def test_breath_comes_twelve_to_sixteen_times_a_minute() -> None:
    for seed in range(6):
        motion = choose(GROUP[:1], motion="breathe", seed=seed)["person_1"]
        breath = motion.channels["breath"]
        breaths = int(((breath[1:] > 0.5) & (breath[:-1] <= 0.5)).sum())
        assert 11.5 <= breaths / (len(breath) / motion.fps) * 60 <= 16.5


def test_a_given_length_is_kept_by_everyone_so_that_the_film_loops() -> None:
    lengths = {len(motion.rotations) for motion in choose(GROUP, length=4.0).values()}
    assert lengths == {240}


def test_a_tempo_of_two_is_twice_as_quick() -> None:
    slow, quick = (choose(GROUP[:1], motion="wave", variety=0.0, tempo=t)["person_1"] for t in (1.0, 2.0))
    arm = BONES.index("rightLowerArm")
    raised = [int(np.argmax(np.abs(m.rotations[:, arm, 2]) > 0.5)) for m in (slow, quick)]
    assert raised[1] - 9 == pytest.approx((raised[0] - 9) / 2, abs=2)  # 9 samples before either begins


def test_the_cast_has_the_last_word() -> None:
    order = {"person": "person_2", "motion": "nod", "start": 1.0, "amplitude": 0.0}
    motions = choose(GROUP, motion="wave", cast=(order, {"person": "nobody", "motion": "bow"}))
    assert [motion.name for motion in motions.values()] == ["wave", "nod", "wave", "wave", "wave"]


@pytest.mark.parametrize(
    "entry", [{"motion": "juggle"}, {"motion": "group"}, {"motion": 3}, {"side": "up"}, {"amplitude": "much"},
              {"tempo": 0}, {"start": float("nan")}, {"motion": ["wave"]}],
)  # fmt: skip
def test_an_entry_that_makes_no_sense_is_refused_in_one_line(entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^choose_motion: [^\n]+$"):
        choose(GROUP, cast=({"person": "person_1", **entry},))


def test_an_empty_picture_gives_no_motion_and_a_cancel_stops_the_work() -> None:
    assert len(choose([])) == 0
    with pytest.raises(Cancelled):
        choose_motion(FakeContext(cancel_after=2), People((one.id, one) for one in GROUP))


def beat(motion: str, start: float, length: float, **more: Any) -> dict[str, Any]:
    return {"person": "person_1", "motion": motion, "start": start, "length": length, **more}


def moving(motions: Motions, bone: str) -> np.ndarray[Any, Any]:
    """Where a bone of the first person turns, sample by sample."""
    turns = motions["person_1"].rotations[:, BONES.index(bone)]
    return np.abs(np.diff(turns, axis=0)).max(axis=1) > 2e-3


def test_beats_are_done_where_they_lie_and_nowhere_else() -> None:
    cast = (beat("wave", 1.0, 3.0, side="right"), beat("nod", 6.0, 2.0))
    motions = choose(GROUP, cast=cast, idle=0.0)
    arm, head = moving(motions, "rightLowerArm"), moving(motions, "head")
    seconds = np.flatnonzero(arm) / 60
    assert 1.0 <= seconds.min() < 1.5 and 3.5 < seconds.max() <= 4.0
    assert head[6 * 60 : 8 * 60].any() and not head[int(4.1 * 60) : 6 * 60 - 1].any() and not head[8 * 60 + 2 :].any()
    assert len(motions) == len(GROUP)


def test_a_longer_beat_has_more_rounds_at_the_same_pace_and_a_short_one_is_quicker() -> None:
    def strokes(length: float) -> int:
        turns = choose(GROUP, cast=(beat("wave", 0.5, length, side="right"),), idle=0.0)["person_1"].rotations
        swing = turns[:, BONES.index("rightLowerArm"), 2]
        steps = np.sign(np.diff(swing)[np.abs(np.diff(swing)) > 1e-4])
        return int((np.diff(steps) != 0).sum())

    assert strokes(8.0) >= strokes(4.0) + 4 and strokes(2.0) == strokes(3.4)


def test_where_two_beats_overlap_one_goes_over_into_the_other_without_a_jump() -> None:
    cast = (beat("cheer", 0.5, 3.0), beat("wave", 2.0, 3.5, side="right"))
    turns = choose(GROUP, cast=cast)["person_1"].rotations[:, BONES.index("rightUpperArm")]
    alone = choose(GROUP, cast=cast[:1])["person_1"].rotations[:, BONES.index("rightUpperArm")]
    assert np.abs(np.diff(turns, axis=0)).max() < 2 * np.abs(np.diff(alone, axis=0)).max()
    assert np.array_equal(turns[:115], alone[:115]) and not np.allclose(turns[150:200], alone[150:200], atol=0.05)


def test_who_walks_and_waves_walks_on_with_the_arm_waving() -> None:
    walk, wave = beat("walk", 1.0, 4.0, side="right"), beat("wave", 1.0, 4.0, side="right")
    alone, waving, both = (choose([person("a")], idle=0.0, cast=cast) for cast in ([walk], [wave], [walk, wave]))
    leg, arm = BONES.index("leftUpperLeg"), BONES.index("rightLowerArm")
    during = slice(int(2.0 * both["a"].fps), int(4.0 * both["a"].fps))
    np.testing.assert_allclose(both["a"].rotations[during, leg], alone["a"].rotations[during, leg], atol=1e-6)
    np.testing.assert_allclose(both["a"].rotations[during, arm], waving["a"].rotations[during, arm], atol=1e-6)


def test_a_beat_past_the_end_makes_the_loop_longer_unless_a_length_is_set() -> None:
    cast = (beat("nod", 20.0, 2.0),)
    assert len(choose(GROUP, cast=cast)["person_1"].root) >= 22 * 60
    assert len(choose(GROUP, cast=cast, length=5.0)["person_1"].root) == 300


def test_where_somebody_acts_is_told_beside_the_motion() -> None:
    given = choose(GROUP, motion="nod")["person_1"].channels["action"]
    assert given[0] == 0 and given.max() == 1
    placed = choose(GROUP, cast=(beat("nod", 1.0, 2.0),))["person_1"].channels["action"]
    assert np.flatnonzero(placed).tolist() == list(range(60, 181))


@pytest.mark.parametrize(
    "more", [{"length": 0}, {"length": "long"}, {"start": -1}, {"fade_in": -1}, {"motion": "juggle"}]
)
def test_a_beat_that_makes_no_sense_is_refused_in_one_line(more: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^choose_motion: [^\n]+$"):
        choose(GROUP, cast=({**beat("nod", 1.0, 2.0), **more},))


def test_who_has_somebody_beside_them_glances_there() -> None:
    left, right = person("person_1"), person("person_2")
    moved = Person("person_2", (290, 130, 350, 300), skeleton=right.skeleton)
    motions = choose([left, moved], motion="glance", variety=0.0)
    head = BONES.index("head")
    turns = [float(motion.rotations[:, head, 1].sum()) for motion in motions.values()]
    assert turns[0] > 0 > turns[1]  # about the upright axis: to the own left, to the own right
