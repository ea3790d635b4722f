"""A camera's way: smooth, even to the eye, inside the picture."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.camera_path import HARDEST, blended, eased, seconds_needed, smoothed, swayed, tracked
from nodes.algorithms.framing import Subject, framed, inside, whole

PICTURE = (1200.0, 800.0)


def windows(x: float, y: float, height: float, count: int = 61) -> np.ndarray:
    ones = np.ones(count)
    return inside(ones * x, ones * y, ones * height, PICTURE, 1.5)


def test_a_zoom_grows_by_equal_factors_in_equal_times_about_a_point_that_stays() -> None:
    a, b = windows(600, 400, 800), windows(300, 300, 200)
    way = blended(a, b, np.linspace(0, 1, 61))
    high = way[:, 3] - way[:, 1]
    assert np.allclose(high[1:] / high[:-1], high[1] / high[0])
    share = (b[0, 0] - a[0, 0]) / ((b[0, 0] - a[0, 0]) - (b[0, 2] - a[0, 2]))
    still = way[:, 0] + share * (way[:, 2] - way[:, 0])
    assert np.ptp(still) < 1e-9


@pytest.mark.parametrize("ease", ["smooth", "linear", "in", "out"])
def test_an_ease_begins_at_0_ends_at_1_and_never_turns_back(ease: str) -> None:
    way = eased(np.linspace(-0.5, 1.5, 201), ease)
    assert way[0] == 0 and way[-1] == 1 and np.diff(way).min() >= 0


def test_what_is_said_of_the_hardest_acceleration_is_true() -> None:
    times = np.linspace(0, 1, 20001)
    way = eased(times)
    assert np.abs(np.diff(way, 2) / (times[1] - times[0]) ** 2).max() == pytest.approx(HARDEST, rel=1e-3)


def test_a_longer_way_takes_longer_and_no_way_takes_nothing() -> None:
    here, near, far = (windows(x, 400, 300)[0] for x in (300, 450, 900))
    assert seconds_needed(here, here, 3.0) == 0.0
    assert 0 < seconds_needed(here, near, 3.0) < seconds_needed(here, far, 3.0)


def test_a_camera_stays_while_somebody_sways_and_goes_along_when_they_go() -> None:
    times = np.arange(361) / 60
    sway = inside(600 + 12 * np.sin(7 * times), 400 + 0 * times, 300 + 0 * times, PICTURE, 1.5)
    assert np.ptp(tracked(sway, 60.0, False)[:, 0]) < 1.0
    walk = inside(300 + 90 * times, 400 + 0 * times, 300 + 0 * times, PICTURE, 1.5)
    way = tracked(walk, 60.0, True)
    assert np.abs(way[60:-60, 0] - walk[60:-60, 0]).max() < 0.05 * 300
    assert np.abs(np.diff(way[:, 0], 2)).max() * 60**2 < 3.0 * 300


def test_a_camera_in_somebodys_hands_sways_inside_what_it_saw_and_never_in_one_place() -> None:
    still = windows(0, 0, 800, 600)
    held = swayed(still, np.ones(600), 60.0, 3)
    assert (held[:, :2] >= -1e-9).all() and (held[:, 2:] <= np.array(PICTURE) + 1e-9).all()
    assert np.ptp(held[:, 0]) > 0.005 * 800
    assert np.allclose((held[:, 2] - held[:, 0]) / (held[:, 3] - held[:, 1]), 1.5)
    assert np.array_equal(swayed(still, np.zeros(600), 60.0, 3), still)


def test_what_is_smoothed_keeps_its_mean_and_its_ends() -> None:
    step = np.repeat([0.0, 1.0], 100)[:, None]
    soft = smoothed(step, 8.0)
    assert soft[0, 0] == 0.0 and soft[-1, 0] == pytest.approx(1.0) and soft[99:101].mean() == pytest.approx(0.5)


def somebody(x: float, y: float = 200.0, looks: float = 0.0) -> Subject:
    head = np.array([[x, y]])
    return Subject(head, np.array([80.0]), np.array([[x - 90, y - 50, x + 90, y + 500]]), looks)


@pytest.mark.parametrize("size", ["wide", "medium", "chest", "close"])
def test_a_window_holds_the_head_with_air_above_it_and_lies_in_the_picture(size: str) -> None:
    for x in (50.0, 600.0, 1150.0):
        (window,) = framed([somebody(x)], size, PICTURE, 1.5, 100.0)
        assert window[0] >= 0 and window[1] >= 0 and window[2] <= 1200 and window[3] <= 800
        assert window[0] < x < window[2] and window[1] < 200 - 50 and window[3] > 200 + 80
        assert (window[2] - window[0]) / (window[3] - window[1]) == pytest.approx(1.5)


def test_closer_sizes_see_less_and_eyes_lie_on_the_upper_third() -> None:
    highs = []
    for size in ("medium", "chest", "close"):
        (window,) = framed([somebody(600, 300)], size, PICTURE, 1.5, 50.0)
        highs.append(window[3] - window[1])
        eyes = 300 - 0.1 * 80  # a tenth of a head above its middle
        assert 0.24 < (eyes - window[1]) / highs[-1] < 0.42
    assert highs == sorted(highs, reverse=True) and highs[2] < 0.6 * highs[0]


def test_who_looks_aside_has_more_room_on_that_side() -> None:
    (ahead,), (right,) = (framed([somebody(600, 300, looks)], "close", PICTURE, 1.5, 50.0) for looks in (0.0, 1.0))
    assert right[0] > ahead[0] and right[2] - 600 > 600 - right[0]


def test_several_are_all_seen_and_too_many_are_the_whole_picture() -> None:
    (both,) = framed([somebody(300), somebody(700)], "close", PICTURE, 1.5, 50.0)
    assert both[0] < 300 - 60 and both[2] > 700 + 60
    (all_,) = framed([somebody(20), somebody(1180)], "wide", PICTURE, 1.5, 50.0)
    assert np.allclose(all_, whole(PICTURE, 1.5))
