"""The arrays behind the stage: contacts, depth, skeleton pictures, and the match with the photo."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.contact_shadow import LIFTED, contacts, darkness, grounded
from nodes.algorithms.film_grid import film_grid
from nodes.algorithms.openpose import COLOURS, KEYPOINTS, draw_openpose, openpose_points
from nodes.algorithms.people_depth import film_depth, metres_of_people
from nodes.algorithms.rest_match import cells, edge, neighbours, plate_refinement, refine_atlas, shares_of
from nodes.algorithms.texture_atlas import Atlas, texture_atlas


def test_a_contact_lies_under_the_foot() -> None:
    (spot,) = contacts(np.array([[100, 200]]), np.array([[120, 206]]), 100.0)
    assert spot[0] == pytest.approx(110) and spot[1] == pytest.approx(206)
    assert spot[2] > 10 and spot[3] < spot[2]


def test_a_foot_that_leaves_the_ground_loses_its_contact_and_leaves_it_there() -> None:
    photo = contacts(np.array([[100, 200]]), np.array([[120, 206]]), 100.0)
    for lift, close in ((0, 1.0), (LIFTED / 2, 0.5), (LIFTED, 0.0), (1, 0.0)):
        now = photo - np.array([0, lift * 100, 0, 0], np.float32)
        kept, left = grounded(photo, now, 100.0)
        assert left[0] == pytest.approx(close, abs=1e-4) and kept[0, 1] == pytest.approx(photo[0, 1])
    towards, left = grounded(photo, photo + np.array([5, 20, 0, 0], np.float32), 100.0)
    assert left[0] == 1 and towards[0, :2].tolist() == pytest.approx([photo[0, 0] + 5, photo[0, 1] + 20])


def test_darkness_is_measured_against_the_ground_around() -> None:
    ground = np.full((100, 200, 3), 0.4, np.float32)
    spot = np.array([[100, 50, 30, 12]], np.float32)
    assert darkness(ground, spot)[0] == pytest.approx(0, abs=1e-6)
    ground[38:62, 70:130] = 0.2
    assert darkness(ground, spot)[0] == pytest.approx(0.5, abs=0.02)
    ground[38:62, 70:130] = 0.9
    assert darkness(ground, spot)[0] == 0
    assert darkness(ground, np.array([[900, 900, 30, 12]], np.float32))[0] == 0


def test_a_nearer_layer_is_never_farther() -> None:
    metres = metres_of_people([100, 200, 150], [2, 0, 1], [(0, 0)] * 3, None, (1000, 500))
    assert metres[1] == pytest.approx(1200 / 200) and metres[1] > metres[2] > metres[0] > 0


def test_people_stand_where_the_plate_says() -> None:
    depth = np.linspace(9, 3, 50, dtype=np.float32)[:, None].repeat(80, 1)
    metres = metres_of_people([10, 10], [0, 1], [(5, 10.4), (900, 900)], depth, (80, 50))
    assert metres.tolist() == pytest.approx([depth[10, 0], 3.0])
    sky = np.full((50, 80), np.inf, np.float32)
    assert np.isfinite(metres_of_people([10], [0], [(5, 5)], sky, (80, 50))).all()


def test_depths_are_never_mixed() -> None:
    depth = np.array([[1, np.inf], [1, np.inf]], np.float32)
    assert set(np.unique(film_depth(depth, film_grid((2, 2), (6, 6))))) == {1, np.inf}
    assert np.isinf(film_depth(None, film_grid((2, 2), (6, 6)))).all()


def test_openpose_keypoints_come_from_the_bones() -> None:
    bones = ("head", "leftUpperArm", "rightUpperArm", "leftFoot")
    heads = np.array([[50, 20, 0], [60, 30, 0], [40, 30, 0], [55, 90, 0]], float)
    tails = heads + np.array([[0, -10, 0], [10, 10, 0], [-10, 10, 0], [5, 5, 0]])
    points = dict(zip(KEYPOINTS, openpose_points(bones, heads, tails, np.eye(3)), strict=True))
    assert points["neck"].tolist() == [50, 30] and points["left_ankle"].tolist() == [55, 90]
    assert np.isnan(points["right_knee"]).all()
    assert points["left_ear"][0] > points["nose"][0] > points["right_ear"][0]
    assert points["left_eye"][1] < points["nose"][1] < 20


def test_limbs_and_joints_wear_openpose_colours() -> None:
    points = np.full((18, 2), np.nan, np.float32)
    points[2], points[3] = [20, 50], [80, 50]
    drawn = draw_openpose([points], (100, 100))
    assert drawn[50, 50].tolist() == [int(c * 0.6) for c in COLOURS[2]]
    assert drawn[50, 20].tolist() == list(COLOURS[2]) and drawn[50, 80].tolist() == list(COLOURS[3])
    assert (drawn[:30] == 0).all() and (draw_openpose([], (8, 8)) == 0).all()


def small_atlas(alpha: float = 1.0) -> tuple[Atlas, np.ndarray]:
    texture = np.full((6, 4, 4), alpha, np.float16)
    texture[..., :3] *= 0.5
    corners = np.array([[10, 20], [14, 20], [10, 26], [14, 26]], np.float32)
    return texture_atlas([texture], [(10, 20)], [corners], film_grid((40, 40), (0, 0))), corners


def test_texels_lie_in_the_atlas_as_pixels_in_the_film() -> None:
    atlas, corners = small_atlas()
    x, y, width, height, film_x, film_y = atlas.spots[0]
    assert (atlas.texels[0] == corners + np.array([x - film_x, y - film_y])).all()
    inside = atlas.pixels[y : y + height, x : x + width, 3]
    assert inside.sum() == 24 and inside[20 - film_y : 26 - film_y, 10 - film_x : 14 - film_x].all()


def test_what_a_person_lacks_goes_into_the_texture_and_the_rest_is_left() -> None:
    atlas, _ = small_atlas()
    miss = np.zeros((40, 40, 3), np.float32)
    miss[22, 11], miss[5, 5], miss[23, 12] = 0.25, 0.3, -2.0
    better, left, clear = refine_atlas(atlas, (0,), miss, np.ones((40, 40)), 0.25)
    assert clear[22, 11] == 0 and clear[5, 5] == 1
    hidden, same, _ = refine_atlas(atlas, (0,), miss, np.full((40, 40), 0.2), 0.25)
    assert (hidden.pixels == atlas.pixels).all() and (same == miss).all()
    x, y, _, _, film_x, film_y = atlas.spots[0]
    assert better.pixels[y + 22 - film_y, x + 11 - film_x, :3].tolist() == [0.75] * 3
    assert better.pixels[y + 23 - film_y, x + 12 - film_x, 0] == 0
    assert (left[22, 11] == 0).all() and (left[5, 5] == np.float32(0.3)).all() and left[23, 12, 0] == -1.5
    assert (better.pixels[..., 3] == atlas.pixels[..., 3]).all() and (miss[22, 11] == 0.25).all()


def test_what_the_plate_lacks_shines_through_what_people_leave_free() -> None:
    plate, coverage = np.full((2, 3, 4), 0.5, np.float32), np.array([[0, 0.5, 1.0]] * 2, np.float32)
    miss = np.array([[0.1] * 3, [-0.4] * 3, [0.2] * 3], np.float32)[None].repeat(2, 0)
    miss[1] = 0
    added, left = plate_refinement(plate, miss, coverage)
    assert added[0, 0, 0] == pytest.approx(0.1) and left[0, 0, 0] == pytest.approx(0, abs=1e-6)
    assert added[0, 1, 0] == pytest.approx(-0.5) and left[0, 1, 0] == pytest.approx(-0.15)
    assert left[0, 2, 0] == pytest.approx(0.2) and (added[1] == 0).all()
    assert edge(coverage).tolist() == [[0, 1, 1]] * 2


def test_what_is_refined_belongs_to_the_nearest_and_is_shared_halfway_between_two() -> None:
    atlas, _ = small_atlas()
    moved = atlas._replace(spots=[(*atlas.spots[0][:4], atlas.spots[0][4] + 20, atlas.spots[0][5])])
    first, second = shares_of([atlas, moved], (40, 40), [10.0, 10.0])
    assert first[22, 12] == 1 and second[22, 32] == 1 and first[22, 15] == 1 and second[22, 15] == 0
    assert 0.2 < first[22, 21] < 0.8 and first[22, 21] + second[22, 21] == pytest.approx(1)
    assert first[2, 2] == second[2, 2] == 0


def test_a_soft_border_takes_on_no_more_light_than_it_covers() -> None:
    atlas, _ = small_atlas()
    pixels = atlas.pixels.copy()
    pixels[..., :] *= np.float16(0.2)
    miss = np.zeros((40, 40, 3), np.float32)
    miss[22, 11], miss[23, 12] = 0.6, -0.05
    better, left, _ = refine_atlas(atlas._replace(pixels=pixels), (0,), miss, np.ones((40, 40)), 0.04)
    x, y, _, _, film_x, film_y = atlas.spots[0]
    assert better.pixels[y + 22 - film_y, x + 11 - film_x, 0] == pytest.approx(0.2, abs=1e-3)
    assert left[22, 11, 0] == pytest.approx(0.5, abs=1e-3) and left[23, 12, 0] == pytest.approx(0, abs=1e-3)
    lit, rest, _ = refine_atlas(atlas._replace(pixels=pixels), (0,), miss, np.ones((40, 40)), 0.04, lit=True)
    assert lit.pixels[y + 22 - film_y, x + 11 - film_x, 0] == pytest.approx(0.7, abs=1e-3)
    assert np.abs(rest[22, 11]).max() < 1e-3


def test_an_edge_reaches_a_little_beyond_what_is_covered() -> None:
    coverage = np.zeros((30, 30), np.float32)
    coverage[:, :10] = 1
    assert edge(coverage)[15, 11] == 0
    assert edge(coverage, 3.0)[15, 11] == 1 and edge(coverage, 3.0)[15, 20] == 0


def test_cells_cover_the_mask_and_no_more_than_they_must() -> None:
    mask = np.zeros((50, 70), bool)
    mask[5, 5] = mask[40, 60] = True
    points, triangles = cells(mask, 10)
    assert len(triangles) == 4 and len(points) == 8
    assert points.min(axis=0).tolist() == [0, 0] and points.max(axis=0).tolist() == [70, 50]


def test_neighbours_weigh_the_nearest_most() -> None:
    index, weight = neighbours(np.array([[0.0, 0.0]]), np.array([[1.0, 0], [5, 0], [50, 0], [90, 0]]), 3)
    assert index.tolist() == [[0, 1, 2]] and weight.sum() == pytest.approx(1)
    assert weight[0, 0] > weight[0, 1] > weight[0, 2]
    assert neighbours(np.zeros((2, 2)), np.zeros((1, 2)), 3)[0].tolist() == [[0], [0]]
