"""Arms that change sides."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.limb_order import beside, in_front


def swing(samples: int = 100) -> np.ndarray:
    """From 10 before the trunk to 10 behind it and back."""
    return 10 * np.cos(np.linspace(0, 2 * np.pi, samples))


def test_an_arm_that_goes_through_beside_the_trunk_is_drawn_behind_until_it_comes_back() -> None:
    front = in_front(swing(), np.ones(100, bool), True, 3.0)
    assert front[0] and front[-1] and not front[50]
    assert np.abs(np.diff(front.astype(int))).sum() == 2


def test_it_changes_only_where_it_is_beside_the_trunk() -> None:
    clear = np.zeros(100, bool)
    clear[[45, 46, 80]] = True
    front = in_front(swing(), clear, True, 3.0)
    assert list(np.flatnonzero(np.diff(front.astype(int)))) == [44, 79]


def test_who_never_leaves_the_trunk_stays_as_in_the_photo() -> None:
    assert in_front(swing(), np.zeros(100, bool), True, 3.0).all()
    assert not in_front(-swing(), np.zeros(100, bool), False, 3.0).any()
    once = np.zeros(100, bool)
    once[50] = True  # through, and never back beside the trunk
    assert in_front(swing(), once, True, 3.0).all()


def test_trembling_about_the_plane_changes_nothing() -> None:
    depth = np.concatenate([[1.0], 2.5 * np.sin(np.arange(200) * 2.1)])
    assert in_front(depth, np.ones(201, bool), True, 3.0).all()


def test_beside_is_farther_than_its_reach_with_every_point() -> None:
    low, high = np.zeros((2, 2)), np.tile([0.0, 10.0], (2, 1))
    points = np.array([[[5.0, 5.0], [5.0, 0.0]], [[5.0, 5.0], [2.0, 4.0]]])
    assert list(beside(points, low, high, 3.0)) == [True, False]
