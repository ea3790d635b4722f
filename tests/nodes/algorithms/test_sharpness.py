"""How sharp a picture is, and fills of what is out of focus."""

from __future__ import annotations

import cv2
import numpy as np

from nodes.algorithms.fringe import keep_background
from nodes.algorithms.inpaint import complete
from nodes.algorithms.sharpness import sharpness


def _spots(blur: float) -> np.ndarray:
    coarse = np.random.default_rng(4).random((12, 16, 3), np.float32)
    picture = cv2.resize(coarse, (320, 240), interpolation=cv2.INTER_NEAREST)
    return cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture


def _steepest(picture: np.ndarray, where: np.ndarray) -> float:
    across = np.abs(np.diff(picture, axis=1)).max(axis=2)[:, :]
    return float(across[where[:, 1:]].max())


def test_only_what_is_in_focus_is_sharp():
    everywhere = np.ones((240, 320), bool)
    assert sharpness(_spots(12), everywhere).max() < 0.1
    assert np.median(sharpness(_spots(0), everywhere)) > 0.9


def test_what_is_not_known_does_not_count():
    picture, known = _spots(12), np.ones((240, 320), bool)
    picture[80:160, 120:200] = _spots(0)[80:160, 120:200]
    known[75:165, 115:205] = False
    assert sharpness(picture, known).max() < 0.1


def test_a_fill_of_what_is_out_of_focus_has_no_edges():
    picture, hole = _spots(12), np.zeros((240, 320), bool)
    hole[60:240, 100:220] = True
    filled = complete(np.where(hole[..., None], 0, picture).astype(np.float32), hole)
    assert _steepest(filled, hole) < 2.5 * _steepest(picture, ~hole)


def test_the_fill_goes_on_from_what_is_kept_of_the_background():
    source, hole = np.full((80, 100, 3), 0.6, np.float32), np.zeros((80, 100), bool)
    hole[20:80, 20:80] = True
    coverage = np.zeros((80, 100), np.float32)
    coverage[35:80, 35:65] = 1
    source[coverage > 0] = (0.1, 0.2, 0.1)
    filled = np.where(hole[..., None], 0.5, source).astype(np.float32)
    kept = keep_background(source, filled, coverage, hole)
    assert np.abs(kept[26, 50] - 0.6).max() < 0.02 and np.abs(kept[50, 50] - 0.6).max() < 0.03
    clamped = keep_background(source, filled, coverage, hole, 0.02)
    assert np.abs(clamped[50, 50] - 0.52).max() < 0.01
