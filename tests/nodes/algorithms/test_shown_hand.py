"""Where a hand is held so that it is seen, and when an arm is up."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.shown_hand import Arm, best, choices, placed, raised


def arm(samples: int = 5) -> Arm:
    """An upper arm to the left of a shoulder at the origin, its forearm up."""
    upper, lower, hand = (np.tile(np.array(way, float), (samples, 1)) for way in ((-50, 0), (0, 50), (0, 30)))
    still = np.zeros(samples)
    return Arm(np.zeros((samples, 2)), upper, lower, hand, still - np.pi / 2, still + 1, -1.0)


def test_an_arm_that_is_seen_is_left_alone() -> None:
    pairs = choices()
    found, cost = best(arm(), lambda hand, forearm: np.zeros(hand.shape[:2]), pairs)
    assert found == 0 and np.all(pairs[0] == 0) and cost[0] == 0


def test_a_hand_goes_where_it_is_seen_by_the_nearest_way() -> None:
    pairs = choices()
    found, _ = best(arm(), lambda hand, forearm: (hand[..., 0] < -30).any(axis=2).astype(float), pairs)
    tips = placed(arm(), pairs[[found]])[2]
    assert (tips[..., 0] >= -30).all()
    assert 0 < np.abs(pairs[found]).max() < np.deg2rad(75)


def test_what_is_hidden_wherever_it_goes_stays_where_it_is() -> None:
    assert best(arm(), lambda hand, forearm: np.ones(hand.shape[:2]), choices())[0] == 0


def test_an_arm_is_up_through_the_dips_of_a_wave_and_down_at_both_ends() -> None:
    times = np.arange(0, 5, 1 / 60)
    apart = np.where((times > 1) & (times < 4), 1.5 - 0.6 * (np.sin(2 * np.pi * times / 0.5) > 0), 0.0)
    share = raised(apart, apart >= 0, 60)
    assert share[[0, -1]].max() == 0
    assert share[(times > 1.4) & (times < 3.6)].min() > 0.95
    assert share[(times < 0.7) | (times > 4.3)].max() == 0


def test_an_arm_that_hardly_moves_makes_no_gesture() -> None:
    assert raised(np.full(60, 0.1), np.ones(60, bool), 60).max() == 0
    assert raised(np.full(60, 2.0), np.zeros(60, bool), 60).max() == 0
