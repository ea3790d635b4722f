"""Pieces of one person in another one's mask, told by their colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from keypoints_by_hand import standing

from nodes.algorithms.own_colours import by_colour

U8 = npt.NDArray[np.uint8]

PIECE = (slice(60, 80), slice(112, 120))


def side_by_side(left: tuple[int, int, int], right: tuple[int, int, int]) -> tuple[list[U8], U8]:
    """Two bodies that meet at column 120, and masks that give a corner of the left one to the right one."""
    picture = np.random.default_rng(0).integers(-6, 7, (200, 240, 3)) + np.array([128, 128, 128])
    picture[20:190, 60:120] += np.array(left) - 128
    picture[20:190, 120:180] += np.array(right) - 128
    masks = [np.zeros((200, 240), np.uint8) for _ in range(2)]
    masks[0][20:190, 60:120], masks[1][20:190, 120:180] = 255, 255
    masks[0][PIECE], masks[1][PIECE] = 0, 255
    return masks, picture.clip(0, 255).astype(np.uint8)


def test_a_piece_in_the_colours_of_who_stands_beside_is_theirs() -> None:
    masks, picture = side_by_side((200, 60, 50), (40, 60, 160))
    one, two = by_colour(masks, [standing(90), standing(150)], picture)
    assert (one[PIECE] > 127).mean() > 0.85 and (two[PIECE] > 0).mean() < 0.15
    assert (two[30:180, 122:178] > 127).all()


def test_a_piece_between_two_coats_of_one_colour_stays() -> None:
    masks, picture = side_by_side((40, 40, 45), (40, 40, 45))
    for before, after in zip(masks, by_colour(masks, [standing(90), standing(150)], picture), strict=True):
        assert (before == after).all()


def test_a_cuff_of_the_other_ones_colour_on_a_forearm_stays_on_it() -> None:
    masks, picture = side_by_side((200, 60, 50), (40, 60, 160))
    points = [standing(90), standing(150)]
    points[1][[8, 10, 18]] = (140, 66), (118, 70), (112, 72)
    for before, after in zip(masks, by_colour(masks, points, picture), strict=True):
        assert (before == after).all()


def test_nobody_has_what_another_one_has() -> None:
    masks, picture = side_by_side((200, 60, 50), (40, 60, 160))
    one, two = by_colour(masks, [standing(90), standing(150)], picture)
    assert not ((one > 0) & (two > 0)).any()
    assert (((one > 127) | (two > 127)) == (np.max(masks, axis=0) > 127)).all()


def test_one_person_alone_keeps_everything() -> None:
    masks, picture = side_by_side((200, 60, 50), (40, 60, 160))
    (alone,) = by_colour(masks[:1], [standing(90)], picture)
    assert (alone == masks[0]).all() and by_colour([], [], picture) == []
