"""How far joints bend."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.joint_limit import EASY, MOST, WRIST, skin


def fan(degrees: np.ndarray) -> np.ndarray:
    angle = np.deg2rad(degrees)
    return np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=1)


def turned(lower: np.ndarray) -> np.ndarray:
    return np.rad2deg(np.unwrap(np.arctan2(lower[:, 1], lower[:, 0])))


def test_a_forearm_turns_freely_as_far_as_its_skin_allows():
    lower = fan(np.linspace(0, np.rad2deg(EASY) - 1, 50))
    assert np.allclose(skin(np.tile([1.0, 0, 0], (50, 1)), lower, np.array([1.0, 0, 0]), np.array([1.0, 0, 0])), lower)


def test_a_forearm_that_is_to_go_right_round_stops_and_does_not_jump_to_the_other_side():
    way = np.concatenate([np.linspace(0, 260, 200), np.linspace(260, 0, 200)])
    ahead = np.array([1.0, 0, 0])
    kept = turned(skin(np.tile(ahead, (400, 1)), fan(way), ahead, ahead))
    assert 0.95 * np.rad2deg(MOST) < kept.max() <= np.rad2deg(MOST)
    assert np.abs(np.diff(kept)).max() <= 260 / 199 + 1e-6 and abs(kept[-1]) < 1e-6


def test_the_turn_is_counted_from_the_photo():
    rest = fan(np.array([90.0]))[0]
    ahead = np.array([1.0, 0, 0])
    kept = turned(skin(np.tile(ahead, (200, 1)), fan(np.linspace(90, -120, 200)), ahead, rest))
    assert kept.min() > 90 - np.rad2deg(MOST) - 1e-6 and kept.min() < 90 - 0.95 * np.rad2deg(MOST)


def test_a_hand_turns_less_far_than_a_forearm():
    ahead = np.array([1.0, 0, 0])
    kept = turned(skin(np.tile(ahead, (200, 1)), fan(np.linspace(0, 170, 200)), ahead, ahead, *WRIST))
    assert 0.95 * np.rad2deg(WRIST[1]) < kept.max() <= np.rad2deg(WRIST[1])
