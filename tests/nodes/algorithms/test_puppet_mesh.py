"""Triangles over a mask."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.algorithms.arap import signed_areas
from nodes.algorithms.puppet_mesh import triangulate, vertex_spacing


def painted(shape: tuple[int, int], places: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    canvas = np.zeros(shape, np.uint8)
    for corners in places[triangles]:
        cv2.fillConvexPoly(canvas, np.rint((corners - 0.5) * 256).astype(np.int32), 1, cv2.LINE_8, 8)
    return canvas > 0


def ring() -> np.ndarray:
    mask = np.zeros((200, 160), np.uint8)
    cv2.circle(mask, (80, 100), 70, 1, -1)
    cv2.circle(mask, (80, 100), 30, 0, -1)
    return mask > 0


def test_every_pixel_of_the_mask_is_covered():
    mask = ring()
    assert not (mask & ~painted(mask.shape, *triangulate(mask, 14.0))).any()


def test_a_hole_stays_open():
    covered = painted((200, 160), *triangulate(ring(), 14.0))
    assert not covered[85:115, 65:95].any()


def test_two_legs_are_not_bridged():
    mask = np.zeros((200, 100), bool)
    mask[:60, 10:90], mask[60:, 10:42], mask[60:, 58:90] = True, True, True
    assert not painted(mask.shape, *triangulate(mask, 12.0))[80:, 48:52].any()


def test_all_triangles_have_one_winding():
    places, triangles = triangulate(ring(), 14.0)
    assert (signed_areas(places, triangles) > 0).all()


def test_the_mesh_is_finer_where_asked_for():
    places, _ = triangulate(ring(), 16.0, np.array([[30.0, 100.0, 20.0]]))
    near = np.hypot(*(places - [30, 100]).T) < 20
    mirrored = np.hypot(*(places - [130, 100]).T) < 20
    assert near.sum() > 1.5 * mirrored.sum()


def test_the_spacing_gives_about_the_number_of_vertices_wanted():
    mask = np.ones((400, 200), bool)
    assert 200 < len(triangulate(mask, vertex_spacing(mask, 300))[0]) < 450


def test_an_empty_mask_has_no_mesh():
    places, triangles = triangulate(np.zeros((20, 20), bool), 8.0)
    assert places.shape == (0, 2) and triangles.shape == (0, 3)
