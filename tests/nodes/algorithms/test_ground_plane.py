"""Horizon and camera height from people, and points where lines meet."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.ground_plane import fit_ground, person_distance, vanishing_point

FOCAL = 1000.0


def _crowd(seed: int, count: int, horizon: float, height: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distances, ground rows and pixels per metre (as read off bodies of 1.7 m) of people of unlike height."""
    random = np.random.default_rng(seed)
    metres = random.uniform(3, 12, count)
    grounds = horizon + FOCAL * height / metres + random.normal(0, 2, count)
    scales = FOCAL / metres * random.normal(1, 0.06, count)
    return metres, grounds, scales


@pytest.mark.parametrize(("horizon", "height"), [(300.0, 1.5), (150.0, 2.2), (380.0, 1.1)])
def test_the_horizon_and_the_camera_height_come_out_of_a_crowd(horizon: float, height: float):
    found = []
    for seed in range(8):
        _, grounds, scales = _crowd(seed, 8, horizon, height)
        fit = fit_ground(grounds, scales, np.full(8, 0.07), np.full(8, 3.0), 720.0)
        found.append((fit.horizon, fit.height))
    median = np.median(found, axis=0)
    assert abs(median[0] - horizon) < 35
    assert abs(median[1] - height) / height < 0.12


def test_people_are_ordered_right_by_distance():
    right = total = 0
    for seed in range(40):
        count = 2 + seed % 6
        metres, grounds, scales = _crowd(seed, count, 300.0, 1.5)
        fit = fit_ground(grounds, scales, np.full(count, 0.07), np.full(count, 3.0), 720.0)
        said = [
            person_distance(ground - fit.horizon, 6.0, scale, 0.07, FOCAL, fit.height)
            for ground, scale in zip(grounds, scales, strict=True)
        ]
        for i in range(count):
            for j in range(i):
                if abs(np.log(metres[i] / metres[j])) > 0.03:
                    right += (metres[i] > metres[j]) == (said[i] > said[j])
                    total += 1
    assert right / total >= 0.95


def test_one_person_out_of_line_does_not_spoil_the_horizon():
    _, grounds, scales = _crowd(3, 8, 300.0, 1.5)
    scales[0] *= 0.45
    fit = fit_ground(grounds, scales, np.full(8, 0.07), np.full(8, 3.0), 720.0)
    assert abs(fit.horizon - 300) < 50


def test_nobody_gives_a_guess_without_evidence():
    none = np.zeros(0)
    fit = fit_ground(none, none, none, none, 720.0)
    assert fit.spread == pytest.approx(fit.prior_spread)
    assert 200 < fit.horizon < 400


def test_lines_move_the_horizon_where_people_say_nothing():
    none = np.zeros(0)
    assert abs(fit_ground(none, none, none, none, 720.0, (450.0, 20.0)).horizon - 450) < 40


def test_lines_that_meet_give_their_point():
    random = np.random.default_rng(0)
    point = np.array([700.0, 250.0])
    far = np.column_stack([random.uniform(0, 1000, 30), random.uniform(300, 700, 30)])
    near = far + (point - far) * random.uniform(0.2, 0.5, (30, 1))
    clutter = random.uniform(0, 700, (15, 4))
    segments = np.vstack([np.hstack([far, near]) + random.normal(0, 0.5, (30, 4)), clutter])
    found = vanishing_point(segments)
    assert found is not None
    homogeneous, inliers = found
    assert np.linalg.norm(homogeneous[:2] / homogeneous[2] - point) < 15
    assert inliers[:30].mean() > 0.9


def test_a_person_whose_feet_are_not_seen_below_the_horizon_is_placed_by_size():
    assert person_distance(-5.0, 3.0, 200.0, 0.07, FOCAL, 1.5) == pytest.approx(5.0)
