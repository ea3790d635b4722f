"""Forward kinematics and the two-bone solution, with numbers done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms import kinematics, two_bone_ik
from nodes.algorithms.rotation import from_vector, identity, shortest_arc

Z = np.array([0.0, 0.0, 1.0])
HEADS = np.array([[0.0, 0, 0], [0, 1, 0], [0, 2, 0]])
TAILS = np.array([[0.0, 1, 0], [0, 2, 0], [0, 3, 0]])
PARENTS = (-1, 0, 1)


def test_a_chain_bent_at_its_middle_joint_lies_where_a_ruler_says() -> None:
    turns = identity(3)
    turns[1:] = from_vector(-np.pi / 2 * Z)  # from the second bone on, y becomes x
    heads, tails = kinematics.posed_bones(turns, np.array([10.0, 0, 0]), HEADS, TAILS, PARENTS)
    assert heads == pytest.approx(np.array([[10, 0, 0], [10, 1, 0], [11, 1, 0]]))
    assert tails[2] == pytest.approx([12, 1, 0])


def test_local_and_global_rotations_undo_each_other() -> None:
    local = from_vector(np.random.default_rng(1).normal(size=(7, 3, 3)))
    turned = kinematics.global_rotations(local, PARENTS)
    assert np.abs(turned - local).max() > 0.1
    assert kinematics.local_rotations(turned, PARENTS) == pytest.approx(local)


def test_a_knee_of_a_three_four_five_triangle_is_square() -> None:
    root, target = np.zeros(3), np.array([0.0, -5.0, 0.0])
    knee, end = two_bone_ik.bend(root, target, 3.0, 4.0, Z)
    assert knee == pytest.approx([0, -1.8, 2.4])
    assert end == pytest.approx(target)


def test_what_is_too_far_is_reached_for_with_a_straight_limb() -> None:
    knee, end = two_bone_ik.bend(np.zeros(3), np.array([10.0, 0, 0]), 3.0, 4.0, Z)
    assert (knee, end) == (pytest.approx([3, 0, 0]), pytest.approx([7, 0, 0]))


def test_a_bent_knee_stays_as_it_was_where_nothing_moved_and_bends_forward_beyond() -> None:
    hip, knee, ankle = np.array([0.0, 0, 0]), np.array([0.3, -4.0, 0.2]), np.array([0.0, -8.0, 0.0])
    upper, lower = float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))
    for drop, least in ((0.0, 0.0), (1.0, 1.5)):
        root = hip - [[0, drop, 0]]
        side = two_bone_ik.side_of_bend(hip, knee, ankle, root, ankle[None], Z)
        middle, _ = two_bone_ik.bend(root, ankle[None], upper, lower, side)
        if drop == 0:
            assert middle[0] == pytest.approx(knee, abs=1e-6)
        assert middle[0, 2] - knee[2] >= least - 1e-6


def test_the_same_rotation_is_found_for_a_rig_as_for_its_bones() -> None:
    turn = shortest_arc(np.array([0.0, 1, 0]), np.array([1.0, 0, 0]))
    heads, _ = kinematics.posed_bones(np.stack([turn] * 3), np.zeros(3), HEADS, TAILS, PARENTS)
    assert heads[2] == pytest.approx([2, 0, 0])
