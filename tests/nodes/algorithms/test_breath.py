"""A breath."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.breath import chest_swell

BONES = ("hips", "spine", "chest", "neck", "leftShoulder", "rightShoulder", "leftUpperArm")


def test_the_chest_widens_the_feet_stay_and_the_shoulders_rise():
    heads = np.array([[50, 200], [50, 180], [50, 150], [50, 100], [55, 105], [45, 105], [80, 110]], float)
    tails = np.roll(heads, -1, axis=0)
    places = np.array([[80.0, 130.0], [20.0, 130.0], [50.0, 400.0], [50.0, 100.0], [85.0, 190.0]])
    weights = np.zeros((5, 7))
    weights[:4, 2], weights[4, 6] = 1, 1
    left, right, foot, neck, arm = chest_swell(places, weights, heads, tails, BONES)
    assert left[0] > 0.3 and right[0] < -0.3 and np.hypot(*foot) < 1e-6
    assert neck[1] < -0.4 and arm[1] < -0.4
