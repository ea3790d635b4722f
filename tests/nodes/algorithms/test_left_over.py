"""What is left over of people once everybody has a mask."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from keypoints_by_hand import standing

from nodes.algorithms.left_over import adopt, pieces, without_doubtful

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


def scene() -> tuple[U8, U8, npt.NDArray[np.bool_]]:
    """A red figure on grey, her mask without the left thigh, and where that thigh is."""
    rng = np.random.default_rng(0)
    whole = np.zeros((180, 160), bool)
    whole[10:170, 50:110] = True
    thigh = np.zeros_like(whole)
    thigh[95:130, 80:110] = True
    picture = np.where(whole[..., None], np.array([200, 60, 50]), np.array([90, 100, 110])) + rng.integers(
        -8, 9, (180, 160, 3)
    )
    return picture.astype(np.uint8), np.where(whole & ~thigh, 255, 0).astype(np.uint8), thigh


def likely_at(mask: U8, piece: npt.NDArray[np.bool_]) -> F32:
    return np.where((mask > 127) | piece, 1, 0).astype(np.float32)


@pytest.mark.parametrize(("share", "taken"), [(0.9, True), (0.1, False)])
def test_a_missed_thigh_goes_back_to_its_body_where_it_looks_like_somebodys_alone(share: float, taken: bool) -> None:
    picture, mask, thigh = scene()
    (mended,) = adopt([mask], [standing(80)], picture, likely_at(mask, thigh), lambda piece: share)
    assert ((mended[thigh] > 127).mean() > 0.95) == taken
    assert (mended[:, :50] == 0).all() and (mended[mask > 0] == 255).all()


def test_a_gap_that_shows_the_background_is_no_part_of_anybody() -> None:
    picture, mask, thigh = scene()
    rng = np.random.default_rng(1)
    picture[thigh] = (np.array([90, 100, 110]) + rng.integers(-8, 9, (int(thigh.sum()), 3))).astype(np.uint8)
    (kept,) = adopt([mask], [standing(80)], picture, likely_at(mask, thigh), lambda piece: 1.0)
    assert np.array_equal(kept, mask)


def test_what_touches_nobody_is_left_alone() -> None:
    picture, mask, _ = scene()
    apart = np.zeros(mask.shape, bool)
    apart[60:120, 125:150] = True
    picture[apart] = (200, 60, 50)
    (kept,) = adopt([mask], [standing(80)], picture, likely_at(mask, apart), lambda piece: 1.0)
    assert np.array_equal(kept, mask)


def test_slivers_are_no_pieces_and_the_largest_piece_comes_first() -> None:
    left = np.zeros((60, 60), bool)
    left[2, :] = True
    left[10:20, 5:15] = left[30:50, 5:25] = True
    assert [int(piece.sum()) > 300 for piece in pieces(left, 2)] == [True, False]


@pytest.mark.parametrize(("share", "stays"), [(0.9, True), (0.0, False)])
def test_what_a_flood_won_stays_where_it_looks_like_somebodys_alone(share: float, stays: bool) -> None:
    picture, mask, thigh = scene()
    flooded = np.where(thigh, 255, mask).astype(np.uint8)
    likely = likely_at(mask, thigh)
    (out,) = without_doubtful([flooded], [mask], [standing(80)], picture, likely, lambda piece: share)
    assert np.array_equal(out, flooded if stays else mask)
    assert without_doubtful([], [], [], picture, likely, lambda piece: 1.0) == []
