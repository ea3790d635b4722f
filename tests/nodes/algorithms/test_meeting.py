"""Where limbs meet and how they come and go."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.meeting import Timing, lacking, nearness, shake, spring, within_reach

TIMES = np.arange(0, 4, 1 / 60)
TIMING = Timing(1.5, 2.5, 0.6, 0.5)


def test_a_limb_is_its_own_before_and_after_and_there_while_they_touch() -> None:
    near = nearness(TIMING, TIMES)
    assert near[TIMES < 0.9].max() == 0 and near[TIMES > 3.01].max() == pytest.approx(0, abs=1e-9)
    assert near[(TIMES >= 1.5) & (TIMES <= 2.5)] == pytest.approx(1.0)
    assert np.abs(np.diff(near, 2)).max() < 0.01


def test_anticipation_draws_back_first_and_still_arrives() -> None:
    near = nearness(Timing(1.5, 2.5, 0.6, 0.5, 0.15), TIMES)
    assert near.min() < -0.08 and near[TIMES >= 1.5][0] == pytest.approx(1.0)


def test_the_meeting_is_within_both_reaches_or_as_near_as_they_come() -> None:
    roots = np.array([[0.0, 0.0]]), np.array([[10.0, 0.0]])
    rooms = np.array([[2.0, 7.0]]), np.array([[2.0, 6.0]])
    for wanted in ([5.0, 3.0], [5.0, 40.0], [0.5, 0.0], [-9.0, -9.0]):
        at = within_reach(np.array([wanted]), roots, rooms)
        for root, room in zip(roots, rooms, strict=True):
            far = float(np.hypot(*(at - root)[0]))
            assert room[0, 0] - 0.1 <= far <= room[0, 1]
    assert lacking(roots, rooms)[0] == 0
    short = np.array([[0.0, 3.0]]), np.array([[0.0, 1.0]])
    assert lacking(roots, short)[0] == pytest.approx(10 - 0.985 * 4)
    assert within_reach(np.array([[5.0, 0.0]]), roots, short)[0, 0] == pytest.approx(7.5)


def test_hands_shake_twice_a_second_and_stand_still_at_both_ends() -> None:
    path = shake(TIMES, TIMING, 3.0, 2.0)
    assert path[TIMES < 1.5].max() == 0 and path.max() == pytest.approx(3.0, rel=0.1)
    assert int((np.diff(np.sign(path[(TIMES > 1.55) & (TIMES < 2.45)])) != 0).sum()) == 3


def test_a_blow_is_felt_at_once_swings_back_and_dies_away() -> None:
    path = spring(TIMES, 1.0)
    assert path[TIMES <= 1.0].max() == 0 and path.max() == pytest.approx(1.0, abs=0.01)
    assert TIMES[path.argmax()] - 1.0 < 0.2 and path.min() < -0.1 and abs(path[-1]) < 1e-3
