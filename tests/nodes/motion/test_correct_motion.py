"""Corrections lie on top of a motion and stay where they were set."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.rotation import from_vector, inverse, multiply, to_vector
from nodes.motion.correct_motion import correct_motion
from nodes.motion.pose_at import pose_at
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs

BONES = ("hips", "head")
LIFT = [0.0, 0.0, float(np.sin(0.2)), float(np.cos(0.2))]
"""0.4 radians about z."""


def swing(amount: float = 1.0, loop: bool = True) -> Motions:
    """Two seconds in which the head turns there and back."""
    angle = amount * np.sin(np.linspace(0, 2 * np.pi, 120, endpoint=False))
    rotations = np.stack([from_vector(a[:, None] * [0, 1, 0]) for a in (0 * angle, angle)], axis=1).astype(np.float32)
    root = np.zeros((120, 3), np.float32)
    return Motions({"p": Motion("swing", BONES, 60.0, rotations, root, {"breath": np.zeros(120, np.float32)}, loop)})


def on_top(motions: Motions, time: float, below: Motions) -> np.ndarray:
    """What was added to the head, as a rotation vector."""
    head, was = (pose_at(m, time=time)["p"].rotations[1] for m in (motions, below))
    return to_vector(multiply(inverse(was), head))


def key(time: float, **entry: Any) -> dict[str, Any]:
    return {"person": "p", "bone": "head", "time": time, "rotation": LIFT, **entry}


def test_without_keys_the_very_same_motions_are_handed_on() -> None:
    below = swing()
    assert correct_motion(below)["p"] is below["p"]
    assert correct_motion(below, keys=(key(1.0, person="gone"),))["p"] is below["p"]


def test_a_single_key_is_held_and_added_to_whatever_lies_below() -> None:
    for amount in (0.3, 1.0):
        below = swing(amount)
        made = correct_motion(below, keys=(key(0.5),))
        for time in (0.0, 0.5, 1.9):
            assert on_top(made, time, below) == pytest.approx([0, 0, 0.4], abs=1e-4)


def test_a_key_with_falloff_fades_on_both_sides() -> None:
    below = swing()
    made = correct_motion(below, keys=(key(1.0, falloff=0.5),))
    there = [float(on_top(made, t, below)[2]) for t in (0.4, 0.5, 0.75, 1.0, 1.25, 1.5, 1.8)]
    assert there == pytest.approx([0, 0, 0.2, 0.4, 0.2, 0, 0], abs=1e-4)


def test_between_keys_it_goes_smoothly_on_the_shorter_way() -> None:
    below = swing()
    flipped = [-x for x in LIFT]
    made = correct_motion(below, keys=(key(1.5, rotation=flipped), key(0.5, rotation=[0, 0, 0, 1])))
    there = [float(on_top(made, t, below)[2]) for t in (0.5, 0.75, 1.0, 1.25, 1.49)]
    assert there == pytest.approx([0, 0.4 * 0.15625, 0.2, 0.4 * 0.84375, 0.4], abs=2e-3)


def test_the_root_is_moved_in_metres() -> None:
    made = correct_motion(swing(), keys=({"person": "p", "bone": "root", "time": 1, "move": [0.1, 0, -0.2]},))
    assert pose_at(made, time=0.3)["p"].root == pytest.approx([0.1, 0, -0.2])


def test_a_key_late_in_a_loop_is_felt_once_and_not_in_every_round() -> None:
    below = swing()
    made = correct_motion(below, keys=(key(5.0, falloff=0.5),))
    assert on_top(made, 5.0, below) == pytest.approx([0, 0, 0.4], abs=1e-4)
    for time in (1.0, 3.0):
        assert on_top(made, time, below) == pytest.approx([0, 0, 0], abs=1e-4)
    assert len(made["p"].channels["breath"]) == len(made["p"].rotations)


def test_a_loop_does_not_pop_at_its_seam() -> None:
    made = correct_motion(swing(), keys=(key(0.2, rotation=[0, 0, 0, 1]), key(0.6)))["p"]
    steps = np.abs((made.rotations * np.roll(made.rotations, 1, axis=0)).sum(axis=-1))
    assert np.rad2deg(2 * np.arccos(steps.clip(0, 1))).max() < 5


def test_what_is_below_is_not_written_to() -> None:
    below = swing()
    below["p"].rotations.setflags(write=False)
    before = below["p"].rotations.copy()
    correct_motion(below, keys=(key(0.5),))
    assert np.array_equal(below["p"].rotations, before)


@pytest.mark.parametrize(
    "entry", [{"rotation": [0, 0, 1]}, {"rotation": [0, 0, 0, 0]}, {"rotation": "up"}, {"time": None},
              {"time": float("nan")}, {"falloff": -1}, {"bone": "root"}, {"rotation": [float("inf"), 0, 0, 1]}],
)  # fmt: skip
def test_a_key_that_makes_no_sense_is_refused_in_one_line(entry: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"^correct_motion: [^\n]+$"):
        correct_motion(swing(), keys=({**key(1.0), **entry},))


def test_an_arm_that_a_correction_takes_behind_the_back_is_drawn_there(make_rig: Callable[..., Rig]) -> None:
    rig, still = standing(make_rig)
    back = (*turned(rig, 1.0, 70, 0), *turned(rig, 2.0, 70, 40), *turned(rig, 3.0, 70, 0), *turned(rig, 3.5, 0, 0))
    assert "leftFront" not in correct_motion(still, keys=back)["p"].channels
    made = correct_motion(still, Rigs({"p": rig}), keys=back)["p"].channels["leftFront"]
    assert made[0] == made[-1] == 1 and made[120] == 0


def test_the_artist_says_from_when_to_when_an_arm_is_drawn_in_front(make_rig: Callable[..., Rig]) -> None:
    rig, still = standing(make_rig)
    keys = ({"person": "p", "bone": "leftArm", "time": 1.0, "front": False},
            {"person": "p", "bone": "leftArm", "time": 2.0, "front": True})  # fmt: skip
    held = correct_motion(still, keys=keys)["p"].channels["leftFront"]
    assert [held[k] for k in (0, 61, 119, 120, 239)] == [0, 0, 0, 1, 1]
    fading = tuple({**one, "front": False, "falloff": 0.5} for one in keys)
    made = correct_motion(still, Rigs({"p": rig}), keys=fading)["p"].channels["leftFront"]
    assert [made[k] for k in (0, 29, 31, 149, 151)] == [1, 1, 0, 0, 1], "before and after it is as in the photo"
    with pytest.raises(BadInput, match="wants true or false"):
        correct_motion(still, keys=({**keys[0], "front": 1},))


PARTS = (SimpleNamespace(name="body", order=0), SimpleNamespace(name="leftArm", order=1))


def standing(make_rig: Callable[..., Rig]) -> tuple[Rig, Motions]:
    """A body whose arms hang, and four seconds in which it stands still."""
    rig = make_rig("down", parts=PARTS)
    rotations = np.repeat(rig.rest[None], 240, axis=0)
    return rig, Motions({"p": Motion("still", rig.bones, 60.0, rotations, np.zeros((240, 3), np.float32), {}, False)})


def turned(rig: Rig, time: float, aside: float, behind: float) -> tuple[dict[str, Any], ...]:
    """A key that lifts the left arm aside and swings it behind the back, in degrees."""
    upper = rig.bones.index("leftUpperArm")
    above = global_rotations(rig.rest, rig.parents)[int(rig.parents[upper])]
    swing = multiply(from_vector(np.deg2rad([0, behind, 0])), from_vector(np.deg2rad([0, 0, aside])))
    turn = multiply(multiply(inverse(above), swing), above)
    value = multiply(inverse(rig.rest[upper]), multiply(turn, rig.rest[upper]))
    return ({"person": "p", "bone": "leftUpperArm", "time": time, "rotation": [float(x) for x in value]},)


def test_a_key_goes_straight_to_the_next_one_or_is_held_until_then() -> None:
    below = swing()
    for way, wanted in (("smooth", 0.4 * 0.15625), ("linear", 0.1), ("constant", 0.0)):
        made = correct_motion(below, keys=(key(0.5, rotation=[0, 0, 0, 1], way=way), key(1.5)))
        assert float(on_top(made, 0.75, below)[2]) == pytest.approx(wanted, abs=1e-3)
        assert float(on_top(made, 1.5, below)[2]) == pytest.approx(0.4, abs=1e-3)
    with pytest.raises(BadInput, match="wants one of smooth, linear, constant"):
        correct_motion(below, keys=(key(0.5, way="bouncy"),))
