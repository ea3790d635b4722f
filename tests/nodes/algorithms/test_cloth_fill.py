"""Colours continued under what lies in front."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.cloth_fill import continue_colours, spread


def test_stripes_go_on_under_the_cover():
    pixels = np.ones((80, 80, 4), np.float32)
    pixels[..., 0] = (np.arange(80) // 8 % 2)[:, None]
    known = np.zeros((80, 80), bool)
    known[:, :50] = True
    filled = continue_colours(pixels, known, ~known, 40)
    assert np.abs(filled[:, 54, 0] - pixels[:, 54, 0]).mean() < 0.2
    assert (filled[~known, 3] == 1).all() and not filled[known].any()


def test_only_the_persons_own_colours_are_used():
    pixels = np.zeros((60, 60, 4), np.float32)
    pixels[:, :20] = (0.5, 0.25, 0.1, 1)
    pixels[:, 40:] = (0, 1, 0, 1)
    known = np.zeros((60, 60), bool)
    known[:, :20] = True
    wanted = np.zeros((60, 60), bool)
    wanted[:, 20:40] = True
    assert np.allclose(continue_colours(pixels, known, wanted, 10)[wanted], (0.5, 0.25, 0.1, 1), atol=0.02)


def test_a_flat_colour_spreads_flat():
    known = np.zeros((70, 50), bool)
    known[3:9, 4:12] = True
    assert np.allclose(spread(np.full((70, 50, 3), 0.3, np.float32), known), 0.3, atol=1e-3)
