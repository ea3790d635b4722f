"""Patch completion and the smooth surfaces under it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nodes.algorithms.inpaint import complete, smooth
from nodes.algorithms.membrane import pull_push
from nodes.algorithms.straight_edges import running_in


def _hole(height: int, width: int, rows: slice, columns: slice) -> np.ndarray:
    hole = np.zeros((height, width), bool)
    hole[rows, columns] = True
    return hole


def _stripes(height: int, width: int) -> np.ndarray:
    wave = 0.5 + 0.4 * np.sin(np.arange(height) / 4.0)
    return np.repeat(np.repeat(wave[:, None, None], width, axis=1), 3, axis=2).astype(np.float32)


def test_stripes_go_on_sideways_through_a_hole():
    picture = _stripes(96, 128)
    hole = _hole(96, 128, slice(20, 80), slice(45, 80))
    filled = complete(np.where(hole[..., None], 0, picture).astype(np.float32), hole)
    assert np.abs(filled - picture)[hole].mean() < 0.04


def test_what_lies_outside_the_hole_stays_bit_for_bit():
    picture = np.random.default_rng(0).random((80, 90, 3), np.float32)
    hole = _hole(80, 90, slice(30, 50), slice(30, 60))
    assert (complete(picture, hole)[~hole] == picture[~hole]).all()


def test_grass_stays_as_rough_as_it_was():
    picture = np.random.default_rng(1).normal(0.5, 0.12, (120, 140, 3)).clip(0, 1).astype(np.float32)
    hole = _hole(120, 140, slice(40, 85), slice(45, 95))
    filled = complete(picture, hole)
    assert filled[hole].std() > 0.6 * picture[~hole].std()


def test_nothing_is_copied_from_what_is_to_be_avoided_nor_read_from_the_hole():
    picture = np.random.default_rng(2).uniform(0.3, 0.4, (90, 120, 3)).astype(np.float32)
    hole = _hole(90, 120, slice(30, 60), slice(20, 50))
    avoid = _hole(90, 120, slice(25, 65), slice(75, 105))
    picture[hole] = (1, 0, 0)
    picture[avoid] = (0, 1, 0)
    filled = complete(picture, hole, avoid)
    assert filled[hole].min() > 0.2 and filled[hole].max() < 0.5


def test_the_same_seed_fills_the_same():
    picture = np.random.default_rng(3).random((70, 100, 3), np.float32)
    hole = _hole(70, 100, slice(20, 50), slice(30, 70))
    assert (complete(picture, hole, seed=5) == complete(picture, hole, seed=5)).all()


def test_a_picture_with_nothing_to_copy_from_is_filled_smoothly():
    picture = np.zeros((60, 60, 3), np.float32)
    picture[:, :3] = 0.8
    hole = _hole(60, 60, slice(0, 60), slice(3, 60))
    filled = complete(picture, hole)
    assert np.allclose(filled, 0.8, atol=1e-3)


def test_filling_can_be_stopped():
    def stop(done: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        complete(_stripes(64, 64), _hole(64, 64, slice(20, 40), slice(20, 40)), check=stop)


def test_pull_push_keeps_what_is_known_and_stays_between_it_elsewhere():
    values = np.zeros((33, 47, 1), np.float32)
    values[0], values[-1] = 1.0, 3.0
    known = np.zeros((33, 47), np.float32)
    known[0] = known[-1] = 1
    surface = pull_push(values, known)
    assert np.allclose(surface[0], 1) and np.allclose(surface[-1], 3)
    assert surface.min() >= 1.0 and surface.max() <= 3.0
    assert abs(float(surface[16].mean()) - 2.0) < 0.3


def test_a_smooth_fill_joins_its_surroundings_without_a_step():
    ramp = np.repeat(np.linspace(0.2, 0.8, 100, dtype=np.float32)[None, :, None], 60, axis=0)
    hole = _hole(60, 100, slice(15, 45), slice(30, 70))
    filled = smooth(np.repeat(ramp, 3, axis=2), hole)
    assert np.abs(filled - ramp)[hole].max() < 0.12


def test_a_straight_edge_goes_on_through_a_hole():
    picture = np.full((120, 160, 3), 0.3, np.float32)
    picture[:, 90:] = 0.7
    hole = _hole(120, 160, slice(40, 120), slice(60, 125))
    filled = complete(np.where(hole[..., None], 0, picture).astype(np.float32), hole)
    assert np.abs(filled - picture)[40:75][hole[40:75]].mean() < 0.03


def test_edges_that_run_into_a_hole_end_where_they_meet():
    picture = np.full((120, 160, 3), 0.3, np.float32)
    picture[:70, :100] = 0.8
    hole = _hole(120, 160, slice(45, 95), slice(75, 125))
    edges = running_in(smooth(picture, hole), hole)
    depths = sorted(round(edge.depth) for edge in edges[:2])
    assert len(edges) == 2 and depths == pytest.approx([25, 25], abs=4)


def test_the_fill_is_as_sharp_as_what_it_is_copied_from():
    leaves = np.random.default_rng(4).uniform(0, 1, (160, 200, 1)).astype(np.float32)
    leaves = np.repeat(cv2.GaussianBlur(leaves, (0, 0), 1.0)[..., None], 3, axis=2)
    hole = _hole(160, 200, slice(50, 110), slice(70, 130))
    filled = complete(leaves, hole)
    sharp = np.abs(np.diff(leaves[..., 0], axis=1)).mean()
    assert np.abs(np.diff(filled[55:105, 75:125, 0], axis=1)).mean() > 0.85 * sharp
