"""Round heads and chests."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.relief import MOST, relief, turned_relief
from nodes.algorithms.rotation import from_euler
from nodes.algorithms.skinning import matrices

BONES = ("neck", "head")
HEADS, TAILS = np.array([[0.0, 130.0], [0.0, 100.0]]), np.array([[0.0, 100.0], [0.0, 0.0]])


def face() -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.linspace(-60, 60, 41), np.linspace(-20, 125, 41))
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    return places, np.tile([0.0, 1.0], (len(places), 1))


def shift(angles: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    places, weights = face()
    turn = matrices(from_euler(np.array([[0, 0, 0], angles], np.float64), "ZYX"))
    tilts = np.deg2rad([0, -angles[2]])
    return places, turned_relief(relief(places, weights, HEADS, TAILS, BONES), turn, tilts)


def test_nothing_moves_at_rest_or_when_a_head_only_tilts():
    assert np.abs(shift((0, 0, 0))[1]).max() < 1e-12
    assert np.abs(shift((0, 0, 25))[1]).max() < 1e-9


def test_a_head_that_turns_to_its_left_takes_its_features_to_the_right_of_the_picture():
    places, moved = shift((0, 20, 0))
    nose = np.hypot(*(places - [0, 53]).T).argmin()
    assert moved[nose, 0] > 8 and abs(moved[nose, 1]) < 1e-9


def test_a_head_that_nods_takes_its_features_down():
    places, moved = shift((20, 0, 0))
    nose = np.hypot(*(places - [0, 53]).T).argmin()
    assert moved[nose, 1] > 4 and abs(moved[nose, 0]) < 1e-9


def test_the_outline_stays():
    places, moved = shift((0, 25, 0))
    rim = np.abs(places[:, 0]) > 51
    assert np.abs(moved[rim]).max() < 1e-9


def test_however_far_a_head_turns_nothing_folds_over():
    places, moved = shift((0, 80, 0))
    now = (places + moved)[:, 0].reshape(41, 41)
    assert (np.diff(now, axis=1) > 0.2 * np.diff(places[:, 0].reshape(41, 41), axis=1)).all()
    assert np.abs(moved).max() < MOST * 52


def test_a_face_in_profile_is_not_drawn_out_over_its_outline():
    places, weights = face()
    turn = matrices(from_euler(np.array([[0, 0, 0], [0, 30, 0]], np.float64), "ZYX"))
    ways = [np.array([[0.0, 0.0, 1.0]] * 2), np.array([[1.0, 0.0, 0.0]] * 2)]
    moved = [
        turned_relief(relief(places, weights, HEADS, TAILS, BONES, ahead), turn, np.zeros(2)).max() for ahead in ways
    ]
    assert moved[1] < 0.4 * moved[0]
