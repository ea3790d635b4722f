"""Bounded biharmonic weights: smooth, within their bounds, and of the mesh alone."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.bounded_biharmonic import (
    barycentric,
    biharmonic_energy,
    bounded_biharmonic,
    least_within_bounds,
    mesh_bridges,
    mesh_pieces,
)
from nodes.algorithms.puppet_mesh import triangulate


def along(head: tuple[float, float], tail: tuple[float, float]) -> np.ndarray:
    return np.linspace(head, tail, 9)[1:-1]


def test_weights_sum_to_one_and_stay_within_it():
    places, triangles = triangulate(np.ones((60, 240), bool), 10.0)
    points = np.concatenate([along((0, 30), (110, 30)), along((130, 30), (240, 30))])
    weights = bounded_biharmonic(places, triangles, points, np.repeat([0, 1], 7), 2)
    assert np.allclose(weights.sum(axis=1), 1) and weights.min() >= 0
    assert (weights[places[:, 0] < 60, 0] > 0.9).all() and (weights[places[:, 0] > 180, 1] > 0.9).all()
    joint = np.abs(places[:, 0] - 120) < 8
    assert (np.abs(weights[joint, 0] - 0.5) < 0.3).all()


def test_an_arm_does_not_move_the_torso_across_a_gap():
    mask = np.zeros((200, 120), bool)
    mask[:, :60], mask[:40], mask[:, 80:] = True, True, True
    places, triangles = triangulate(mask, 9.0)
    points = np.concatenate([along((30, 0), (30, 200)), along((100, 50), (100, 200))])
    weights = bounded_biharmonic(places, triangles, points, np.repeat([0, 1], 7), 2)
    torso = (places[:, 0] < 62) & (places[:, 1] > 100)
    assert weights[torso, 1].max() < 0.05


def test_a_weight_is_the_smoothest_field_within_its_bounds():
    places, triangles = triangulate(np.ones((50, 150), bool), 11.0)
    points = np.concatenate([along((5, 25), (50, 25)), along((60, 25), (90, 25))])
    on = barycentric(places, triangles, points)
    energy = biharmonic_energy(places, triangles) + 100 * on.T @ on + 1e-6 * np.eye(len(places))
    right = 100 * on[:7].sum(axis=0)
    free = np.linalg.solve(energy, right)
    assert free.min() < -0.01, "the bounds are of no account in this mesh"
    found = least_within_bounds(energy, right, free)
    slope = energy @ found - right
    inside = (found > 1e-9) & (found < 1 - 1e-9)
    assert np.abs(slope[inside]).max() < 1e-6
    assert slope[found <= 1e-9].min() > -1e-6 and slope[found >= 1 - 1e-9].max() < 1e-6


def test_a_piece_without_a_bone_goes_with_the_piece_it_is_bridged_to():
    mask = np.zeros((60, 300), bool)
    mask[:, :120], mask[:, 130:200], mask[:, 220:] = True, True, True
    places, triangles = triangulate(mask, 12.0)
    piece = mesh_pieces(len(places), triangles)
    assert piece.max() == 2
    bridges = mesh_bridges(places, triangles, np.zeros((len(places), len(places))))
    points = np.concatenate([along((5, 30), (110, 30)), along((230, 30), (290, 30))])
    weights = bounded_biharmonic(places, triangles, points, np.repeat([0, 1], 7), 2, bridges)
    middle = (places[:, 0] > 126) & (places[:, 0] < 204)
    assert len(bridges) == 2 and np.allclose(weights.sum(axis=1), 1)
    assert weights[middle & (places[:, 0] < 140), 0].min() > weights[middle & (places[:, 0] > 190), 0].max()


def test_a_piece_is_bridged_to_its_own_limb_before_a_nearer_one():
    mask = np.zeros((60, 200), bool)
    mask[:, :100], mask[:20, 106:130], mask[:, 140:] = True, True, True
    places, triangles = triangulate(mask, 12.0)
    right = places[:, 0] > 103
    apart = 100.0 * (right[:, None] != right[None])
    loose = (places[:, 0] > 103) & (places[:, 0] < 134)
    ends = [set(pair) for pair in mesh_bridges(places, triangles, apart)]
    assert any(loose[a] != loose[b] and right[a] and right[b] for a, b in ends)


def test_points_are_read_at_their_place():
    places, triangles = triangulate(np.ones((40, 40), bool), 8.0)
    points = np.array([[10.0, 10.0], [21.5, 33.0]])
    assert np.allclose(barycentric(places, triangles, points) @ places, points)


def test_weights_that_are_known_are_kept_and_go_on_smoothly():
    places, triangles = triangulate(np.ones((60, 240), bool), 10.0)
    end = np.flatnonzero(places[:, 0] < 30)
    known = np.tile([0.3, 0.0, 0.7], (len(end), 1))
    weights = bounded_biharmonic(
        places, triangles, along((120, 30), (240, 30)), np.full(7, 1), 3, known=(end, known)
    )  # fmt: skip
    assert np.abs(weights[end] - known).max() < 0.05
    assert weights[places[:, 0] > 150, 1].min() > 0.9
    between = (places[:, 0] > 60) & (places[:, 0] < 100)
    assert (weights[between][:, [0, 1]].min(axis=1) > 0.01).mean() > 0.5
