"""Borders between people, drawn to edges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from keypoints_by_hand import standing

from nodes.algorithms.shared_borders import to_edges

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]


def side_by_side(border: int, left: tuple[int, int, int], right: tuple[int, int, int]) -> tuple[list[U8], U8]:
    """Two bodies in a picture that meet at column 120, and masks of them that meet elsewhere."""
    picture = np.full((200, 240, 3), 128, np.uint8)
    picture[20:190, 60:120], picture[20:190, 120:180] = left, right
    masks = [np.zeros((200, 240), np.uint8) for _ in range(2)]
    masks[0][20:190, 60:border], masks[1][20:190, border:180] = 255, 255
    return masks, picture


def bodies() -> list[F32]:
    return [standing(90), standing(150)]


def test_a_border_through_a_sleeve_goes_to_the_sleeves_edge() -> None:
    masks, picture = side_by_side(114, (235, 235, 240), (20, 20, 25))
    one, two = to_edges(masks, bodies(), picture)
    assert one[30:180, 114:119].min() > 127 and not two[30:180, :119].any()
    assert two[30:180, 122:178].min() > 127


def test_a_border_on_an_edge_stays_there() -> None:
    masks, picture = side_by_side(120, (235, 235, 240), (20, 20, 25))
    for before, after in zip(masks, to_edges(masks, bodies(), picture), strict=True):
        assert (before != after).mean() < 0.002


def test_a_border_between_two_coats_of_one_cloth_stays_where_it_is() -> None:
    masks, picture = side_by_side(114, (20, 20, 25), (20, 20, 25))
    for before, after in zip(masks, to_edges(masks, bodies(), picture), strict=True):
        assert (before == after).all()


def test_nothing_is_lost_and_nothing_is_had_by_two() -> None:
    masks, picture = side_by_side(112, (235, 60, 60), (20, 120, 25))
    after = to_edges(masks, bodies(), picture)
    assert ((np.max(after, axis=0) > 127) == (np.max(masks, axis=0) > 127)).all()
    assert not ((after[0] > 0) & (after[1] > 0)).any()


def test_one_person_alone_has_no_borders() -> None:
    masks, picture = side_by_side(114, (235, 235, 240), (20, 20, 25))
    (alone,) = to_edges(masks[:1], bodies()[:1], picture)
    assert (alone == masks[0]).all() and to_edges([], [], picture) == []
