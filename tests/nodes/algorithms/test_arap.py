"""As-rigid-as-possible polish."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.arap import polish, prepare_arap, signed_areas, unflip
from nodes.algorithms.puppet_mesh import triangulate

STILL = np.array([1.0, 0.0, 1.0])


def strip(length: int = 12, width: int = 4):
    x, y = np.meshgrid(np.arange(length, dtype=float), np.arange(width, dtype=float))
    places = np.stack([x.ravel(), y.ravel()], axis=1)
    triangles = []
    for row in range(width - 1):
        for column in range(length - 1):
            a = row * length + column
            triangles += [(a, a + 1, a + length), (a + 1, a + length + 1, a + length)]
    return places, np.array(triangles, np.int32)


def test_a_mesh_at_rest_stays_at_rest():
    places, triangles = strip()
    system = prepare_arap(places, triangles, np.full(len(places), 0.1))
    assert np.allclose(polish(system, places, np.tile(STILL, (len(places), 1))), places, atol=1e-9)


def test_a_turned_mesh_is_left_alone():
    places, triangles = strip()
    turn = np.array([[np.cos(1.0), -np.sin(1.0)], [np.sin(1.0), np.cos(1.0)]])
    system = prepare_arap(places, triangles, np.full(len(places), 0.1))
    moved = polish(system, places @ turn.T, np.tile(STILL, (len(places), 1)))
    assert np.allclose(moved, places @ turn.T, atol=1e-9)


def test_wanted_stretch_is_kept_and_unwanted_stretch_is_undone():
    places, triangles = strip()
    longer = places * [1.5, 1.0]
    pins = np.where(places[:, 0] == 0, 10.0, 0.0)
    system = prepare_arap(places, triangles, pins)
    wanted = polish(system, longer, np.tile([1.5, 0.0, 1.0], (len(places), 1)), 3)
    undone = polish(system, longer, np.tile(STILL, (len(places), 1)), 30)
    assert np.allclose(wanted, longer, atol=1e-6)
    assert np.ptp(undone[:, 0]) < 11.2


def test_triangles_that_turned_over_are_turned_back():
    places, triangles = strip()
    broken = places.copy()
    broken[17] += [1.6, 0.3]
    system = prepare_arap(places, triangles, np.full(len(places), 0.1))
    assert (signed_areas(broken, triangles) * system.winding < 0).any()
    mended = unflip(system, broken, np.tile(STILL, (len(places), 1)))
    assert (signed_areas(mended, triangles) * system.winding > 0).all()
    far = np.abs(places[:, 0] - 5) > 4
    assert np.array_equal(mended[far], broken[far])


def test_what_cannot_be_turned_back_is_not_made_worse():
    places, triangles = strip()
    ends = np.array([[0, len(places) - 1, len(places) - 2]], np.int32)
    whole = np.concatenate([triangles, ends])
    system = prepare_arap(places, whole, np.full(len(places), 0.1))
    moved = places + np.outer(places[:, 0] - places[:, 0].mean(), [0.0, -0.02])
    area = signed_areas(places, whole)
    before = int((area * signed_areas(moved, whole) < 0).sum())
    after = int((area * signed_areas(unflip(system, moved, np.tile(STILL, (len(places), 1))), whole) < 0).sum())
    assert after <= before


def test_a_corner_of_the_outline_that_was_folded_in_is_put_back_outside():
    places, triangles = strip()
    count = np.bincount(triangles.ravel(), minlength=len(places))
    corner = int(np.flatnonzero(count == 1)[0])
    ear = triangles[(triangles == corner).any(axis=1)][0]
    others = [int(v) for v in ear if v != corner]
    broken = places.copy()
    broken[corner] = 2 * places[others].mean(axis=0) - places[corner]
    system = prepare_arap(places, triangles, np.full(len(places), 0.1))
    mended = unflip(system, broken, np.tile(STILL, (len(places), 1)))
    assert (signed_areas(mended, triangles) * system.winding > 0).all()


def test_what_hangs_on_another_piece_goes_exactly_with_it():
    places, triangles = triangulate(np.ones((60, 120), bool), 15.0)
    both, faces = np.concatenate([places, places]), np.concatenate([triangles, triangles + len(places)])
    ties = np.zeros((5, len(both)))
    ties[np.arange(5), len(places) + np.arange(5)], ties[np.arange(5), np.arange(5)] = 1, -1
    target = both.copy()
    target[len(places) :] += [20, 0]
    free, tied = (prepare_arap(both, faces, np.full(len(both), 0.05), rows) for rows in (None, ties))
    still = np.tile([1.0, 0, 1], (len(both), 1))
    assert np.abs(ties @ polish(free, target, still)).max() > 5
    assert np.abs(ties @ polish(tied, target, still)).max() < 1e-9
    assert np.allclose(polish(tied, both, still), both, atol=1e-6)
