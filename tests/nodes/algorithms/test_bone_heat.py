"""Weights from the heat of bones."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.bone_heat import bone_heat
from nodes.algorithms.puppet_mesh import triangulate


def test_weights_sum_to_one_and_stay_within_it():
    mask = np.ones((60, 240), bool)
    places, triangles = triangulate(mask, 10.0)
    heads, tails = np.array([[0.0, 30.0], [120.0, 30.0]]), np.array([[120.0, 30.0], [240.0, 30.0]])
    weights = bone_heat(places, triangles, heads, tails, np.array([30.0, 30.0]))
    assert np.allclose(weights.sum(axis=1), 1) and weights.min() >= 0
    assert (weights[places[:, 0] < 60, 0] > 0.9).all() and (weights[places[:, 0] > 180, 1] > 0.9).all()
    joint = np.abs(places[:, 0] - 120) < 8
    assert (np.abs(weights[joint, 0] - 0.5) < 0.3).all()


def test_an_arm_does_not_move_the_torso_across_a_gap():
    mask = np.zeros((200, 120), bool)
    mask[:, :60], mask[:40], mask[:, 80:] = True, True, True
    places, triangles = triangulate(mask, 9.0)
    heads, tails = np.array([[30.0, 0.0], [100.0, 30.0]]), np.array([[30.0, 200.0], [100.0, 200.0]])
    weights = bone_heat(places, triangles, heads, tails, np.array([30.0, 20.0]))
    torso = (places[:, 0] < 62) & (places[:, 1] > 100)
    assert weights[torso, 1].max() < 0.05
