"""How near two segments are, against the same found by trying all points."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.capsule import closest


def test_the_nearest_points_are_as_near_as_any() -> None:
    dice = np.random.default_rng(0)
    p0, p1, q0, q1 = dice.normal(size=(4, 200, 3))
    found = closest(p0, p1, q0, q1)
    steps = np.linspace(0, 1, 101)
    one = p0[:, None] + steps[:, None] * (p1 - p0)[:, None]
    two = q0[:, None] + steps[:, None] * (q1 - q0)[:, None]
    tried = np.linalg.norm(one[:, :, None] - two[:, None], axis=-1).min(axis=(1, 2))
    assert (found.distance <= tried + 1e-9).all() and np.abs(found.distance - tried).max() < 0.05


def test_points_and_parallel_segments_are_fine() -> None:
    p, q = np.zeros((1, 3)), np.array([[0.0, 2.0, 0.0]])
    along = np.array([[1.0, 0.0, 0.0]])
    assert closest(p, p, q, q).distance[0] == 2
    assert closest(p, p + along, q, q + along).distance[0] == 2
    assert closest(p, p + along, q + 3 * along, q + 4 * along).distance[0] == np.hypot(2, 2)
