"""Keyframe curves, by numbers done by hand and against scipy."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import BPoly
from scipy.optimize import brentq

from studio.graph.curve import Curve, Interpolation, Key


def _two(
    interpolation: Interpolation, right: tuple[float, float] = (0, 0), left: tuple[float, float] = (0, 0)
) -> Curve:
    return Curve(((Key(1.0, 10.0, interpolation, right=right), Key(3.0, 20.0, left=left)),))


def test_a_curve_is_held_before_its_first_key_and_after_its_last() -> None:
    assert [_two("linear").at(t) for t in (-5, 1, 3, 99)] == [10, 10, 20, 20]


def test_a_constant_span_jumps_at_the_next_key_and_a_linear_one_goes_straight() -> None:
    assert [_two("constant").at(t) for t in (1.5, 2.999, 3.0)] == [10, 10, 20]
    assert [_two("linear").at(t) for t in (1.5, 2.0, 2.5)] == [12.5, 15, 17.5]


def test_a_bezier_span_without_tangents_eases_in_and_out() -> None:
    # handles of a third make time linear, so the value is the smoothstep 3s^2 - 2s^3
    assert [_two("bezier").at(t) for t in (1.5, 2.0, 2.5)] == pytest.approx([11.5625, 15.0, 18.4375], abs=1e-12)


@pytest.mark.parametrize(
    ("x1", "y1", "x2", "y2", "x", "y"),
    [
        (0.25, 0.1, 0.25, 1.0, 0.5, 0.8024033877399112),  # CSS "ease", as browsers print it
        (0.42, 0.0, 0.58, 1.0, 0.5, 0.5),  # "ease-in-out" is symmetric
    ],
)
def test_a_bezier_span_agrees_with_the_easing_curves_of_browsers(
    x1: float, y1: float, x2: float, y2: float, x: float, y: float
) -> None:
    curve = Curve(((Key(0, 0, right=(x1, y1)), Key(1, 1, left=(x2 - 1, y2 - 1))),))
    assert curve.at(x) == pytest.approx(y, abs=1e-9)


@given(*[st.floats(0.01, 1.0)] * 2, *[st.floats(-3, 3)] * 2, st.floats(0.001, 0.999))
def test_a_bezier_span_agrees_with_scipys_bernstein_polynomials(
    x1: float, x2: float, y1: float, y2: float, x: float
) -> None:
    curve = Curve(((Key(0, 0, right=(x1, y1)), Key(1, 1, left=(-x2, y2))),))
    across = BPoly(np.array([[0.0], [x1], [1 - x2], [1.0]]), [0.0, 1.0])
    up = BPoly(np.array([[0.0], [y1], [1 + y2], [1.0]]), [0.0, 1.0])
    s = brentq(lambda s: float(across(s)) - x, 0.0, 1.0, xtol=1e-15)
    # where the curve stands still in time its value is steep, and both solvers are as good as their rounding
    assert curve.at(x) == pytest.approx(float(up(s)), abs=1e-5)


def test_a_handle_longer_than_the_span_is_shortened_with_its_slope_kept() -> None:
    long, short = _two("bezier", right=(8.0, 4.0)), _two("bezier", right=(2.0, 1.0))
    assert [long.at(t) for t in (1.3, 2, 2.7)] == [short.at(t) for t in (1.3, 2, 2.7)]


def test_keys_are_put_in_order_of_time_and_one_at_the_same_time_is_replaced() -> None:
    curve = Curve(((),)).insert(Key(2, 1)).insert(Key(0, 5)).insert(Key(1, 7)).insert(Key(1, 8))
    assert [(key.time, key.value) for key in curve.keys[0]] == [(0, 5), (1, 8), (2, 1)]


def test_a_deleted_key_is_gone_and_a_moved_one_keeps_its_tangents() -> None:
    curve = Curve(((Key(0, 0), Key(1, 1, "linear", (-0.1, 0), (0.2, 3)), Key(2, 2)),))
    assert [key.time for key in curve.delete(1).keys[0]] == [0, 2]
    assert curve.move(1, 3, 9).keys[0][-1] == Key(3, 9, "linear", (-0.1, 0), (0.2, 3))
    assert [key.value for key in curve.move(1, 2, 9).keys[0]] == [0, 9]
    with pytest.raises(ValueError, match="no key at 5 seconds"):
        curve.move(5, 6, 0)


def test_each_part_of_a_vector_has_keys_of_its_own() -> None:
    curve = Curve(((Key(0, 0, "linear"), Key(2, 2)), (Key(0, 5),))).insert(Key(1, 9, "linear"), part=1)
    assert curve.at(0.5) == (0.5, pytest.approx(5 + 4 * 0.5))


def test_smooth_tangents_go_from_neighbour_to_neighbour_and_are_level_at_ends_and_peaks() -> None:
    curve = Curve(((Key(0, 0), Key(1, 1), Key(2, 4), Key(3, 0)),)).smooth()
    first, climbing, peak, last = curve.keys[0]
    assert (first.right, last.left, peak.left[1], peak.right[1]) == ((0, 0), (0, 0), 0, 0)
    assert climbing.left == pytest.approx((-1 / 3, -2 / 3))
    assert climbing.right == pytest.approx((1 / 3, 2 / 3))


def test_automatic_keys_follow_when_a_neighbour_is_set_moved_or_deleted() -> None:
    curve = Curve(((Key(0, 0), Key(1, 1, auto=True), Key(2, 2)),)).fitted()
    assert curve.keys[0][1].right == pytest.approx((1 / 3, 1 / 3))
    assert curve.move(2, 2, 0).keys[0][1].right == (pytest.approx(1 / 3), 0)
    assert curve.insert(Key(1.5, 9)).keys[0][1].right == pytest.approx((1 / 6, 1 / 2))
    assert curve.delete(2).keys[0][1].right == (0, 0)


def test_a_level_key_comes_to_rest() -> None:
    curve = Curve(((Key(0, 0), Key(1, 1), Key(2, 4)),)).smooth().flat(1.0)
    assert curve.keys[0][1] == Key(1, 1, left=(0, 0), right=(0, 0))
    assert (curve.at(1.001) - curve.at(0.999)) / 0.002 == pytest.approx(0, abs=0.02)


@given(st.lists(st.tuples(st.floats(0.05, 2), st.floats(-100, 100)), min_size=2, max_size=6))
def test_a_smooth_curve_stays_between_its_keys(steps: list[tuple[float, float]]) -> None:
    times = list(itertools.accumulate(step for step, _ in steps))
    curve = Curve((tuple(Key(t, v) for t, (_, v) in zip(times, steps, strict=True)),)).smooth()
    for a, b in itertools.pairwise(curve.keys[0]):
        for part in (0.1, 0.37, 0.5, 0.81):
            value = curve.at(a.time + part * (b.time - a.time))
            assert min(a.value, b.value) - 1e-9 <= value <= max(a.value, b.value) + 1e-9
