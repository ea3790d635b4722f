"""Skinning, with numbers done by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.rotation import from_vector
from nodes.algorithms.skinning import (
    LONGEST,
    SHORTEST,
    bone_frames,
    deform,
    global_matrices,
    place_bones,
    posed_skeleton,
    turns,
)

HEADS = np.array([[0.0, 0.0, 0.0], [100.0, 0.0, 0.0]])
TAILS = np.array([[100.0, 0.0, 0.0], [200.0, 0.0, 0.0]])
PARENTS = np.array([-1, 0])
REST = np.tile([0.0, 0.0, 0.0, 1.0], (2, 1))


def frames(rotations: np.ndarray):
    turn = turns(PARENTS, global_matrices(REST, PARENTS), rotations)
    heads, tails = place_bones(HEADS, TAILS, PARENTS, turn, np.zeros(3))
    return bone_frames(HEADS, TAILS, heads, tails, PARENTS, turn)


def bent(degrees: float, axis: tuple[float, float, float] = (0, 0, 1)) -> np.ndarray:
    return np.array([REST[0], from_vector(np.array(axis, float) * np.deg2rad(degrees))])


def test_a_body_at_rest_stays_where_it_is():
    heads, tails = posed_skeleton(HEADS, TAILS, PARENTS, REST, REST, np.zeros(3))
    assert np.allclose(heads, HEADS) and np.allclose(tails, TAILS)


def test_a_turn_to_the_left_raises_the_forearm_in_the_picture():
    _, tails = posed_skeleton(HEADS, TAILS, PARENTS, REST, bent(90), np.zeros(3))
    assert np.allclose(tails[1], [100, -100, 0], atol=1e-9)


def test_the_root_moves_the_whole_body():
    heads, _ = posed_skeleton(HEADS, TAILS, PARENTS, REST, REST, np.array([3.0, -4.0, 5.0]))
    assert np.allclose(heads - HEADS, [3, -4, 5])


def test_rest_rotations_do_not_move_a_rest_pose_that_is_not_the_t_pose():
    rest = np.array([from_vector(np.array([0.1, 0.7, 0.3])), from_vector(np.array([0.5, -0.2, 0.9]))])
    heads, tails = posed_skeleton(HEADS, TAILS, PARENTS, rest, rest, np.zeros(3))
    assert np.allclose(heads, HEADS) and np.allclose(tails, TAILS)


def test_a_mesh_at_rest_is_untouched():
    places = np.array([[10.0, 5.0], [100.0, 0.0], [150.0, -7.0]])
    weights = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    assert np.allclose(deform(places, weights, frames(REST)), places, atol=1e-9)


def test_a_vertex_of_one_bone_follows_it_rigidly():
    moved = deform(np.array([[150.0, 10.0]]), np.array([[0.0, 1.0]]), frames(bent(90)))
    assert np.allclose(moved, [[110.0, -50.0]], atol=1e-6)


def test_a_shared_vertex_keeps_its_distance_from_the_joint_however_far_it_bends():
    for degrees in (30, 90, 150, -150):
        moved = deform(np.array([[100.0, 20.0]]), np.array([[0.5, 0.5]]), frames(bent(degrees)))
        assert np.hypot(*(moved[0] - [100, 0])) == pytest.approx(20, rel=1e-3)


def test_a_bone_that_turns_towards_the_viewer_gets_shorter_but_never_than_the_limit():
    half = frames(bent(60, (0, 1, 0)))
    assert half.stretch[1] == pytest.approx(0.5, abs=1e-6) and half.angle[1] == pytest.approx(0, abs=1e-6)
    assert frames(bent(88, (0, 1, 0))).stretch[1] == SHORTEST


def test_a_foreshortened_photo_is_not_pulled_longer_than_the_limit():
    heads, tails = HEADS.copy(), TAILS.copy()
    tails[1] = [120, 0, 80]
    turn = turns(PARENTS, global_matrices(REST, PARENTS), bent(76, (0, 1, 0)))
    placed = place_bones(heads, tails, PARENTS, turn, np.zeros(3))
    assert bone_frames(heads, tails, *placed, PARENTS, turn).stretch[1] == LONGEST


def test_angles_follow_the_tree_without_a_jump_of_a_whole_turn():
    both = np.array([from_vector(np.array([0, 0, np.deg2rad(150)])), from_vector(np.array([0, 0, np.deg2rad(60)]))])
    angle = frames(both).angle
    assert np.rad2deg(angle) == pytest.approx([-150, -210])
