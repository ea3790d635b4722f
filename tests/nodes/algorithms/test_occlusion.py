"""Who is in front of whom."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.occlusion import (
    above_evidence,
    junction_evidence,
    line_up,
    monotone,
)
from nodes.algorithms.over import composite_at_rest


def _disc(y: float, x: float, radius: float, size: int = 160) -> np.ndarray:
    rows, columns = np.mgrid[0:size, 0:size]
    return np.clip(radius - np.hypot(rows - y, columns - x) + 0.5, 0, 1).astype(np.float32)


@pytest.mark.parametrize("shift", [35, 50, 65])
def test_the_outline_that_runs_straight_on_belongs_to_the_one_in_front(shift: int):
    front, whole = _disc(80, 55, 40), _disc(80, 55 + shift, 40)
    behind = whole * (1 - front)
    evidence, places = junction_evidence(front, behind, 8)
    assert evidence > 0.2 and places == 2
    assert junction_evidence(behind, front, 8)[0] == pytest.approx(-evidence, abs=1e-6)


def test_people_who_do_not_touch_give_no_evidence():
    assert junction_evidence(_disc(80, 30, 20), _disc(80, 120, 20), 6) == (0.0, 0)
    assert above_evidence(_disc(80, 30, 20), _disc(80, 120, 20)) == (0.0, 0)


def test_who_lies_lower_along_the_shared_border_is_in_front():
    upper, lower = np.zeros((60, 60), np.float32), np.zeros((60, 60), np.float32)
    upper[5:30, 10:50] = 1
    lower[30:55, 10:50] = 1
    assert above_evidence(lower, upper)[0] > 0.9
    assert above_evidence(upper, lower)[0] < -0.9


def test_a_line_up_follows_outlines_first_and_distance_where_they_say_nothing():
    distance = np.array([4.0, 3.0, 5.0])
    assert line_up(np.zeros((3, 3)), distance) == [2, 0, 1]
    front = np.zeros((3, 3))
    front[0, 1], front[1, 0] = 1.0, -1.0
    assert line_up(front, distance) == [2, 1, 0]


def test_distances_of_a_line_up_never_rise_towards_the_viewer():
    assert monotone(np.array([5.0, 3.0, 4.0, 1.0])).tolist() == [5.0, 3.5, 3.5, 1.0]
    assert monotone(np.array([])).tolist() == []


def test_layers_are_drawn_over_the_plate_from_the_farthest_on():
    plate = np.full((4, 4, 4), 0.5, np.float32)
    half = np.array([0.5, 0.0, 0.0, 0.5], np.float32)
    solid = np.array([0.0, 1.0, 0.0, 1.0], np.float32)
    drawn = composite_at_rest(plate, [(np.tile(solid, (2, 2, 1)), (1, 1)), (np.tile(half, (1, 1, 1)), (1, 1))])
    assert drawn[1, 1].tolist() == [0.5, 0.5, 0.0, 1.0]
    assert drawn[2, 2].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert (plate == 0.5).all()
