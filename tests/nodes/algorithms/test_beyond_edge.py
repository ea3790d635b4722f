"""Bodies that go on beyond the edge that cuts them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.beyond_edge import continue_beyond

F32 = npt.NDArray[np.float32]


def body(cover: F32) -> F32:
    """A cut-out with rows of different colours."""
    rows = np.broadcast_to(np.linspace(0.1, 0.9, cover.shape[0], dtype=np.float32)[:, None, None], (*cover.shape, 3))
    return np.asarray(np.concatenate([rows * cover[..., None], cover[..., None]], axis=2), np.float32)


def test_a_body_that_the_lower_edge_cuts_goes_on_as_in_a_mirror() -> None:
    cover = np.zeros((20, 30), np.float32)
    cover[5:, 8:20] = 1
    more = continue_beyond(body(cover), {"bottom": 6})
    assert more.shape == (26, 30, 4)
    np.testing.assert_allclose(more[20:], more[14:20][::-1], atol=1e-6)


def test_hair_that_ends_short_of_the_edge_is_not_seen_in_a_mirror_above_it() -> None:
    cover = np.zeros((20, 60), np.float32)
    cover[3:, 5:25], cover[:, 40:50] = 1, 1
    more = continue_beyond(body(cover), {"top": 12})
    assert not more[:12, :35, 3].any() and more[11, 42:48, 3].min() > 0.9


def test_what_the_upper_edge_cuts_ends_round() -> None:
    cover = np.zeros((20, 60), np.float32)
    cover[:, 10:40] = 1
    above = continue_beyond(body(cover), {"top": 30})[:30, :, 3]
    wide = [int((row > 0.5).sum()) for row in above[::-1]]
    assert wide[0] >= 28 and wide == sorted(wide, reverse=True) and wide[-1] == 0
    assert 8 < sum(count > 0 for count in wide) < 16


def test_a_head_that_an_edge_just_touches_is_closed_by_the_rest_of_its_round() -> None:
    rows, columns = np.mgrid[0:60, 0:80] + 0.5
    cover = (np.hypot(rows - 22, columns - 40) < 30).astype(np.float32)
    above = continue_beyond(body(cover), {"top": 25})[:25, :, 3]
    high = int((above > 0.5).any(axis=1).sum())
    assert 6 <= high <= 10 and (above[24] > 0.5).sum() >= 36


def test_nothing_is_added_where_no_edge_cuts() -> None:
    cover = np.ones((8, 9), np.float32)
    assert np.array_equal(continue_beyond(body(cover), {"left": 0}), body(cover))


def test_corners_go_on_both_ways() -> None:
    more = continue_beyond(body(np.ones((12, 12), np.float32)), {"bottom": 4, "left": 4})
    assert more.shape == (16, 16, 4) and more[12:14, 2:4, 3].min() > 0.9
