"""Figures of a puppet's quality: they see a fold, a tear and a stretch, and nothing where there is none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nodes.algorithms.puppet_quality import covered_by, flipped_triangles, hole_pixels, stretched_triangles

SQUARE = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], float)
FACES = np.array([[0, 1, 2], [1, 3, 2]])


def strip(x0: int, x1: int, bone: int) -> Any:
    """A solid bar from x0 to x1, 20 pixels high, in a texture of its own."""
    columns = np.linspace(x0, x1, 9)
    points = np.stack(np.meshgrid(columns, [30.0, 50.0]), axis=-1).reshape(-1, 2)
    k = np.arange(8)
    faces = np.concatenate([np.stack([k, k + 1, k + 9], 1), np.stack([k + 1, k + 10, k + 9], 1)])
    pixels = np.ones((20, x1 - x0, 4), np.float16)
    weights = np.eye(2)[[bone] * len(points)]
    return SimpleNamespace(
        vertices=points, triangles=faces, weights=weights, texture=SimpleNamespace(pixels=pixels, origin=(x0, 30))
    )


def arm(overlap: int) -> Any:
    """Two bars that meet at x = 60, the second going on ``overlap`` pixels under the first."""
    heads, tails = np.array([[25, 40, 0], [60, 40, 0]], float), np.array([[60, 40, 0], [95, 40, 0]], float)
    return SimpleNamespace(
        parts=[strip(20, 60, 0), strip(60 - overlap, 100, 1)], heads=heads, tails=tails, parents=np.array([-1, 0])
    )


def bent(rig: Any, degrees: float, shift: float = 0.0) -> Any:
    """The second bar turned about the joint, and pulled away from it."""
    turn = np.array([[np.cos(a := np.radians(degrees)), -np.sin(a)], [np.sin(a), np.cos(a)]])
    second = (rig.parts[1].vertices - [60, 40]) @ turn.T + [60 + shift, 40]
    tail = turn @ [35, 0] + [60 + shift, 40]
    heads, tails = np.array([[25, 40], [60 + shift, 40]]), np.stack([[60, 40], tail])
    return SimpleNamespace(vertices=[rig.parts[0].vertices, second], heads=heads, tails=tails)


def test_a_turned_mesh_has_no_flipped_triangles_and_a_mirrored_one_only_such() -> None:
    quarter = SQUARE @ np.array([[0, 1], [-1, 0]])
    assert flipped_triangles(SQUARE, quarter, FACES) == 0
    assert flipped_triangles(SQUARE, SQUARE * [-1, 1], FACES) == 2


def test_one_vertex_pushed_through_the_opposite_edge_flips_one_triangle() -> None:
    pushed = SQUARE.copy()
    pushed[0] = [0.9, 0.9]
    assert flipped_triangles(SQUARE, pushed, FACES) == 1
    assert flipped_triangles(SQUARE, SQUARE, np.zeros((0, 3), int)) == 0


def test_a_stretch_is_counted_by_its_larger_singular_value() -> None:
    assert stretched_triangles(SQUARE, SQUARE * [3, 1], FACES) == 2
    assert stretched_triangles(SQUARE, SQUARE * [2, 0.2], FACES) == 0


def test_coverage_at_rest_is_the_textures() -> None:
    rig = arm(0)
    textures = [part.texture.pixels[..., 3] for part in rig.parts]
    origins = [part.texture.origin for part in rig.parts]
    shapes, faces = [part.vertices for part in rig.parts], [part.triangles for part in rig.parts]
    covered = covered_by(textures, origins, shapes, shapes, faces, (10, 20, 110, 60))
    assert covered.shape == (40, 100)
    assert (covered[11:29, 11:89] > 0.99).all() and (covered[:9] == 0).all() and (covered[:, :9] == 0).all()


def test_a_body_at_rest_has_no_holes() -> None:
    rig = arm(0)
    assert hole_pixels(rig, bent(rig, 0)) == 0


@pytest.mark.parametrize("degrees", [-70, -30, 30, 70])
def test_a_limb_that_goes_on_under_its_parent_bends_without_a_hole(degrees: float) -> None:
    rig = arm(12)
    assert hole_pixels(rig, bent(rig, degrees)) == 0


def test_a_limb_pulled_off_its_joint_leaves_a_hole() -> None:
    rig = arm(0)
    assert hole_pixels(rig, bent(rig, 0, shift=6)) > 20


def test_a_cut_limb_that_bends_leaves_a_hole() -> None:
    assert hole_pixels(arm(0), bent(arm(0), 80)) > 5


def test_nobody_has_no_holes() -> None:
    empty = SimpleNamespace(parts=[], heads=np.zeros((0, 3)), tails=np.zeros((0, 3)))
    assert hole_pixels(empty, SimpleNamespace(vertices=[], heads=np.zeros((0, 2)), tails=np.zeros((0, 2)))) == 0
