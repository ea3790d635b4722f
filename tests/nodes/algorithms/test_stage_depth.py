"""Ground, upright things, sky, and the roundness of bodies."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.stage_depth import find_sky, ground_end, relief


def _scene(height: int = 180, width: int = 240, foot: int = 120) -> np.ndarray:
    """Sky, a brick-red wall that stands on grey ground at row ``foot``."""
    picture = np.empty((height, width, 3), np.float32)
    picture[:50] = (0.6, 0.75, 0.95)
    picture[50:foot] = (0.55, 0.25, 0.2)
    picture[foot:] = (0.45, 0.45, 0.45)
    picture[50:] += np.random.default_rng(0).normal(0, 0.03, (height - 50, width, 1)).astype(np.float32)
    return picture.clip(0, 1)


def test_the_ground_ends_where_the_wall_stands():
    end = ground_end(_scene(), np.full(240, 70, np.float32))
    assert np.abs(end[10:-10] - 120).max() < 6


def test_the_ground_never_ends_above_the_horizon():
    end = ground_end(_scene(foot=60), np.full(240, 90, np.float32))
    assert end.min() >= 90


def test_sky_is_found_above_the_horizon_and_only_there():
    sky = find_sky(_scene(), np.full(240, 100, np.float32))
    assert sky[:42].mean() > 0.9
    assert sky[60:].mean() < 0.02


def test_a_body_bulges_towards_the_viewer_inside_its_outline():
    body = np.zeros((60, 40), np.float32)
    body[5:55, 8:32] = 1
    bulge = relief(body, 10, 0.15)
    assert bulge[30, 20] > 0.14
    assert bulge[30, 8] < 0.0
    assert np.abs(bulge).max() <= 0.1501
