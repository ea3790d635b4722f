"""Brushes, dragged points, curves of keys and orders of layers, with round numbers."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.brush import stroke, stroke_box, thinned
from nodes.algorithms.correction import Key
from nodes.algorithms.key_curve import reduce, smooth
from nodes.algorithms.layer_order import OrderKey, order_at
from nodes.algorithms.point_drag import drag_points
from nodes.algorithms.rotation import from_vector, to_vector


def turn(time: float, angle: float) -> Key:
    return Key(time, tuple(float(x) for x in from_vector(np.array([0.0, 0.0, angle]))), 0.0)


def angles(keys: list[Key]) -> list[float]:
    return [float(to_vector(np.array(key.value))[2]) for key in keys]


def test_a_hard_stroke_covers_what_is_nearer_than_its_radius() -> None:
    cover = stroke(np.array([[5.0, 10.0, 1.0], [15.0, 10.0, 1.0]]), 4.0, 1.0, (0, 0, 20, 20))
    assert cover[10, 10] == 1
    assert cover[7, 10] == 1
    assert cover[4, 10] == 0
    assert cover[10, 17] == 1  # the cap is round
    assert cover[6, 18] == 0


def test_pressure_narrows_the_brush_and_softness_fades_it() -> None:
    points = np.array([[10.5, 10.5, 0.5]])
    cover = stroke(points, 8.0, 1.0, (0, 0, 21, 21))
    assert cover[10, 13] == 1
    assert cover[10, 16] == 0
    soft = stroke(np.array([[10.5, 10.5, 1.0]]), 8.0, 0.0, (0, 0, 21, 21))
    row = soft[10, 10:19]
    assert row[0] == 1
    assert row[4] == pytest.approx(0.5, abs=0.01)
    assert np.all(np.diff(row) < 0)


def test_a_stroke_is_the_same_whatever_window_is_asked_for() -> None:
    points = np.array([[3.0, 4.0, 1.0], [30.0, 17.0, 0.4], [22.0, 33.0, 1.0]])
    whole = stroke(points, 5.0, 0.5, (0, 0, 40, 40))
    assert np.array_equal(whole[10:25, 12:38], stroke(points, 5.0, 0.5, (12, 10, 38, 25)))
    x0, y0, x1, y1 = stroke_box(points, 5.0, (40, 40))
    outside = whole.copy()
    outside[y0:y1, x0:x1] = 0
    assert not outside.any()


def test_a_thinned_stroke_keeps_its_ends() -> None:
    points = [(float(x), 0.0, 1.0) for x in range(11)]
    assert [p[0] for p in thinned(points, 4.0)] == [0, 4, 8, 10]
    assert thinned(points[:1], 4.0) == points[:1]


def test_dragged_points_land_where_they_are_put_and_take_their_neighbours_along() -> None:
    points = np.array([[0.0, 0], [10, 0], [20, 0], [200, 0]])
    moved = drag_points(points, [0, 1], np.array([[0.0, 5], [10, 7]]), 10.0)
    assert moved[:2].tolist() == [[0, 5], [10, 7]]
    assert 0.5 < moved[2, 1] < 7
    assert moved[3] == pytest.approx([200, 0], abs=1e-6)
    assert np.array_equal(drag_points(points, [], np.zeros((0, 2)), 10.0), points)


def test_a_smoothed_key_goes_half_way_to_where_its_neighbours_point() -> None:
    keys = [turn(0.0, 0.0), turn(1.0, 1.0), turn(4.0, 0.4)]
    assert angles(smooth(keys, [True] * 3, 0.5)) == pytest.approx([0.0, 0.55, 0.4])
    assert angles(smooth(keys, [True, False, True], 0.5)) == pytest.approx([0.0, 1.0, 0.4])


def test_reducing_leaves_out_what_the_others_imply_and_nothing_else() -> None:
    """Between keys a curve eases: half way in time it is half way, a quarter in it is 0.15625 of the way."""
    keys = [turn(0.0, 0.0), turn(1.0, 0.15625), turn(2.0, 0.5), turn(4.0, 1.0), turn(5.0, 0.2)]
    assert [key.time for key in reduce(keys, [True] * 5, 0.01)] == [0.0, 4.0, 5.0]
    assert [key.time for key in reduce(keys, [True, False, True, True, True], 0.01)] == [0.0, 1.0, 2.0, 4.0, 5.0]
    assert len(reduce(keys, [True] * 5, 3.0)) == 2
    assert len(reduce([Key(0, (0, 0, 0), 0), Key(1, (0, 0.5, 0), 0), Key(2, (0, 1, 0), 0)], [True] * 3, 0.01)) == 2


def test_an_order_holds_until_the_next_and_the_pictures_holds_before() -> None:
    keys = [OrderKey(2.0, ("b", "a", "c")), OrderKey(1.0, ("c", "b", "a"))]
    natural = {"a": 0.0, "b": 1.0, "c": 2.0}
    assert order_at(keys, 0.5, natural) == ("a", "b", "c")
    assert order_at(keys, 1.0, natural) == ("c", "b", "a")
    assert order_at(keys, 9.0, natural) == ("b", "a", "c")


def test_whom_an_order_does_not_name_keeps_their_place_and_who_is_gone_is_passed_over() -> None:
    natural = {"a": 0.0, "new": 1.0, "b": 2.0}
    assert order_at([OrderKey(0.0, ("b", "gone", "a"))], 0.0, natural) == ("new", "b", "a")
    assert order_at([OrderKey(0.0, ("a", "b"))], 0.0, natural) == ("a", "new", "b")
