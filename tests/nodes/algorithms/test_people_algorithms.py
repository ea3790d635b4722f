"""Masks, rosters, skeletons and mattes on plain arrays."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.activity import activity, angle_at, body_scale
from nodes.algorithms.grab_cut import cut_box
from nodes.algorithms.image_quality import clipped, sharpness
from nodes.algorithms.instance_masks import keep_body, separate
from nodes.algorithms.matting import closed_form, foreground, share, trimap
from nodes.algorithms.oks import COCO_FALLOFF, keypoint_similarity
from nodes.algorithms.roster import box_overlap, match_boxes, next_number


def figure(x: float, top: float = 20, height: float = 160) -> np.ndarray:
    """A standing figure's 23 keypoints, facing the viewer."""
    at = {0: (0, .08), 1: (.02, .06), 2: (-.02, .06), 3: (.04, .07), 4: (-.04, .07), 5: (.11, .2), 6: (-.11, .2),
          7: (.13, .37), 8: (-.13, .37), 9: (.14, .52), 10: (-.14, .52), 11: (.06, .5), 12: (-.06, .5), 13: (.06, .73),
          14: (-.06, .73), 15: (.06, .95), 16: (-.06, .95), 17: (.14, .56), 18: (-.14, .56), 19: (.06, .98),
          20: (-.06, .98), 21: (.08, 1), 22: (-.08, 1)}  # fmt: skip
    return np.array([(x + at[k][0] * height, top + at[k][1] * height) for k in range(23)], np.float32)


def test_where_two_people_claim_a_pixel_it_goes_to_the_nearer_skeleton() -> None:
    both = np.zeros((200, 200), np.uint8)
    both[20:190, 30:170] = 255
    left, right = separate([both, both], [figure(65), figure(135)], [np.ones(23), np.ones(23)])
    assert not ((left > 0) & (right > 0)).any()
    assert left[110, 65] > 127 and right[110, 135] > 127
    assert (left > 0).sum() + (right > 0).sum() == (both > 0).sum()


def test_small_islands_are_dropped_and_large_pieces_stay() -> None:
    mask = np.zeros((100, 100), np.uint8)
    mask[10:60, 10:60] = mask[70:95, 10:60] = 255
    mask[5:8, 90:93] = 255
    kept = keep_body(mask)
    assert kept[80, 30] == 255 and kept[6, 91] == 0


def test_boxes_are_matched_to_the_entries_that_they_overlap_most() -> None:
    entries = [(0.0, 0.0, 10.0, 10.0), (20.0, 0.0, 30.0, 10.0)]
    assert match_boxes(entries, [(21, 0, 31, 10), (1, 0, 11, 10), (50, 0, 60, 10)]) == {0: 1, 1: 0}
    assert match_boxes([], [(0, 0, 1, 1)]) == {}
    assert box_overlap((0, 0, 2, 1), (1, 0, 3, 1)) == pytest.approx(1 / 3)
    assert next_number(["person_2", "person_x", "person_7"]) == 8


def test_similarity_is_one_for_equal_skeletons_and_falls_with_distance() -> None:
    truth = figure(50)[:17]
    seen = np.ones(17, bool)
    assert keypoint_similarity(truth, truth, seen, 1000, COCO_FALLOFF) == 1
    nose = keypoint_similarity(
        np.add(truth[:1], (np.sqrt(1000) * 0.052, 0)), truth[:1], seen[:1], 1000, COCO_FALLOFF[:1]
    )
    assert nose == pytest.approx(np.exp(-0.5), abs=1e-5)
    assert keypoint_similarity(truth, truth, ~seen, 1000, COCO_FALLOFF) == 0


def bent(**moves: tuple[float, float]) -> np.ndarray:
    points = figure(100, 0, 200)
    for name, place in moves.items():
        points[int(name[1:])] = place
    return points


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (bent(), "stands"),
        (bent(k13=(160, 110), k15=(160, 160), k14=(40, 110), k16=(40, 160)), "sits"),
        (bent(k13=(150, 110), k15=(188, 132), k14=(40, 100), k16=(35, 150)), "stands"),
        (bent(k13=(150, 90), k15=(120, 125), k14=(50, 90), k16=(80, 125)), "crouches"),
        (bent(k13=(130, 140), k15=(165, 180), k14=(80, 145), k16=(60, 185)), "walks"),
        (bent(k7=(155, 38), k9=(190, 36)), "reaches"),
    ],
)
def test_activities_are_told_by_their_joints(points: np.ndarray, expected: str) -> None:
    name, evidence = activity(points, np.ones(23, np.float32), np.zeros(23, np.float32), 100)
    assert name == expected
    assert evidence


def test_unseen_legs_make_no_activity() -> None:
    scores = np.ones(23, np.float32)
    scores[13:17] = scores[19:] = 0
    assert activity(figure(100), scores, np.zeros(23, np.float32), 100)[0] == "unknown"
    assert angle_at(np.array([1.0, 0]), np.zeros(2), np.array([0, 1.0])) == pytest.approx(90)


def test_a_figure_of_known_height_gives_its_scale() -> None:
    scale = body_scale(figure(100, 0, 340), np.zeros(23, np.float32))
    assert 170 < scale < 240  # 1.7 m at 200 pixels a metre


def disk(size: int = 96, radius: float = 30) -> np.ndarray:
    y, x = np.mgrid[0:size, 0:size] + 0.5
    return np.clip(radius + 0.5 - np.hypot(x - size / 2, y - size / 2), 0, 1).astype(np.float32)


def test_a_matte_finds_the_border_that_the_mask_misses_by_pixels() -> None:
    truth = disk()
    picture = truth[..., None] * [0.9, 0.2, 0.1] + (1 - truth[..., None]) * [0.1, 0.3, 0.8]
    mask = np.roll(truth, 3, axis=1)
    known = trimap(mask, np.zeros(truth.shape, bool), 5, 5)
    alpha = closed_form(picture.astype(np.float32), known, mask, trust=0.001)
    assert np.abs(alpha - truth).mean() < 0.2 * np.abs(mask - truth).mean()


def test_foreground_colours_are_free_of_the_background() -> None:
    alpha = disk()
    picture = alpha[..., None] * [0.9, 0.2, 0.1] + (1 - alpha[..., None]) * [0.0, 1.0, 0.0]
    own = foreground(picture.astype(np.float32), alpha)
    edge = (alpha > 0.2) & (alpha < 0.8)
    assert np.abs(own[edge] - [0.9, 0.2, 0.1]).mean() < 0.1


def test_the_trimap_takes_what_others_cover_for_background() -> None:
    mask = disk()
    others = np.zeros(mask.shape, bool)
    others[:, :20] = True
    known = trimap(mask, others, 3, 6)
    assert (known[:, :15] == 0).all()
    assert known[48, 48] == 1 and known[48, 79] == 0.5


def test_neighbours_share_a_border_without_a_gap() -> None:
    left, right = np.zeros((40, 60), np.float32), np.zeros((40, 60), np.float32)
    left[5:35, 5:30] = right[5:35, 30:55] = 1
    one, other = share(left, right, 3), share(right, left, 3)
    assert np.allclose((one + other)[4:36, 4:56], 1, atol=1e-4)
    assert one[20, 10] > 0.99 and other[20, 10] < 0.01


def test_a_box_drawn_by_hand_cuts_out_what_stands_in_it() -> None:
    picture = np.full((80, 80, 3), 40, np.uint8)
    picture[20:60, 30:50] = (220, 180, 60)
    cover = cut_box(picture, (24, 14, 56, 66))
    truth = np.zeros((80, 80), bool)
    truth[20:60, 30:50] = True
    assert ((cover > 0.5) & truth).sum() / ((cover > 0.5) | truth).sum() > 0.9
    assert cut_box(picture, (-50, -50, -10, -10)).shape == (80, 80)


def test_blur_and_clipping_are_measured() -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (120, 120), np.uint8)
    assert sharpness(noise) > 100 > 8 > sharpness(np.full((120, 120), 90, np.uint8))
    half = np.zeros((10, 10, 3), np.uint8)
    half[:5] = 255
    assert clipped(half) == (0.5, 0.5)
