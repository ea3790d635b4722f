"""Keys are worked on as entries; what is not meant stays as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nodes.algorithms.rotation import from_vector, to_vector
from nodes.motion import correction_keys as work
from nodes.motion.correct_motion import correct_motion
from studio.media.motion import Motions

GONE = {"person": "gone", "bone": "head", "time": 1.0, "rotation": [0, 0, 0, 1], "note": "kept"}


def turn(time: float, angle: float, person: str = "p", bone: str = "head", **more: Any) -> dict[str, Any]:
    return {**work.entry(person, bone, time, from_vector(np.array([0.0, 0.0, angle]))), **more}


def angle(one: Any) -> float:
    return float(to_vector(np.array(one["rotation"]))[2])


def test_a_key_takes_the_place_of_the_one_at_its_time_and_keeps_the_tracks_falloff() -> None:
    entries = (turn(1.0, 0.5, falloff=0.25), turn(2.0, 0.1, falloff=0.25), GONE)
    made = work.with_keys(entries, [turn(1.00003, 0.9), turn(1.0, 0.3, bone="neck", falloff=0.5)])
    assert [(one["bone"], one["time"], one.get("falloff")) for one in made if one["person"] == "p"] == [
        ("head", 1.00003, 0.25), ("head", 2.0, 0.25), ("neck", 1.0, 0.5)
    ]  # fmt: skip
    assert GONE in made
    correct_motion(Motions(), keys=made)  # it can read them


def test_keys_are_deleted_by_person_bone_and_time() -> None:
    entries = (turn(1.0, 0.5), turn(2.0, 0.5), turn(1.0, 0.5, bone="neck"), GONE)
    assert len(work.without(entries, work.of("p", {"head"}, 1.0))) == 3
    assert work.without(entries, work.of("p")) == (GONE,)


def test_keys_that_are_retimed_push_others_aside_and_never_go_before_the_start() -> None:
    entries = (turn(0.5, 0.1), turn(1.0, 0.2), turn(1.5, 0.3), GONE)
    made = work.retimed(entries, work.of("p", None, 1.0), lambda t: t + 0.5)
    assert [(one["time"], round(angle(one), 3)) for one in made if one["person"] == "p"] == [(0.5, 0.1), (1.5, 0.2)]
    assert work.retimed(entries, work.of("p", None, 0.5), lambda t: t - 9)[1]["time"] == 0.0
    assert GONE in made


def test_scaling_and_offsetting_change_rotations_and_metres() -> None:
    root = work.entry("p", "root", 1.0, (0.1, 0.2, 0.0))
    made = work.scaled((turn(1.0, 0.4), root, GONE), work.of("p"), 0.5)
    assert angle(made[0]) == pytest.approx(0.2)
    assert made[1]["move"] == pytest.approx([0.05, 0.1, 0])
    shifted = work.offset((turn(1.0, 0.4), root), work.of("p"), (0.0, -0.1, 0.0))
    assert angle(shifted[0]) == pytest.approx(0.4)
    assert shifted[1]["move"] == pytest.approx([0.1, 0.1, 0])
    assert angle(work.offset((turn(1.0, 0.4),), work.of("p"), turn(0, 0.3)["rotation"])[0]) == pytest.approx(0.7)


def test_falloff_is_set_and_taken_away() -> None:
    made = work.with_falloff((turn(1.0, 0.4), GONE), work.of("p"), 0.5)
    assert made[0]["falloff"] == 0.5
    assert "falloff" not in work.with_falloff(made, work.of("p"), 0.0)[0]
    assert made[1] is GONE


def test_a_track_is_smoothed_and_reduced_while_others_stay_untouched() -> None:
    entries = (turn(0.0, 0.0), turn(1.0, 1.0), turn(2.0, 0.0), GONE)
    assert angle(work.smoothed(entries, work.of("p"))[2]) == pytest.approx(0.5)
    line = (turn(0.0, 0.0), turn(1.0, 0.5), turn(2.0, 1.0), GONE)
    made = work.reduced(line, work.of("p"), 0.01)
    assert [one["time"] for one in made if one["person"] == "p"] == [0.0, 2.0]
    assert GONE in made


def test_moments_are_counted_once_for_each_person() -> None:
    entries = (turn(1.0, 0.1), turn(1.0, 0.1, bone="neck"), turn(2.0, 0.1), GONE)
    assert work.times(entries, "p") == (1.0, 2.0)
    assert work.counts(entries) == {"p": 2, "gone": 1}


def test_what_says_on_which_side_an_arm_is_drawn_is_moved_and_deleted_but_never_bent() -> None:
    order = work.order_entry("p", "leftArm", 1.0, False)
    entries = (order, turn(0.5, 0.1), turn(1.0, 0.2), turn(1.5, 0.3))
    ours = work.of("p")
    for made in (work.scaled(entries, ours, 0.5), work.smoothed(entries, ours), work.reduced(entries, ours, 0.5),
                 work.offset(entries, ours, (0.0, 0.0, 0.0, 1.0))):  # fmt: skip
        assert order in made
    later = work.retimed(entries, work.of("p", {"leftArm"}), lambda t: t + 1)
    assert [one["time"] for one in later if work.is_order(one)] == [2.0]
    assert order not in work.without(entries, work.of("p", {"leftArm"}))
