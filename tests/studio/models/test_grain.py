"""Grain: how much there is, and the picture without it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.models.grain import GRAINY, clear, grain, without_grain


def scene() -> np.ndarray:
    """A grey room with a lighter disc in it."""
    y, x = np.mgrid[:160, :200]
    picture = np.repeat((80 + 0.2 * x)[..., None], 3, axis=2)
    picture[np.hypot(x - 100, y - 80) < 40] = 190
    return picture.astype(np.uint8)


def grainy(picture: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(4).normal(0, sigma, picture.shape[:2])[..., None]
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sigma", [4.0, 9.0, 16.0])
def test_grain_is_measured_in_levels_of_the_picture(sigma: float) -> None:
    assert grain(grainy(scene(), sigma)) == pytest.approx(sigma, rel=0.25)


def test_a_clean_picture_is_handed_on_as_it_is() -> None:
    picture = scene()
    assert grain(picture) < 0.5 and clear(picture) is picture


def test_a_picture_with_one_flat_patch_has_no_grain_however_rough_the_rest_is() -> None:
    picture = grainy(scene(), 20)
    picture[:48] = scene()[:48]
    assert grain(picture) < GRAINY


def test_black_and_white_margins_do_not_hide_grain() -> None:
    framed = cv2.copyMakeBorder(grainy(scene(), 9), 64, 64, 64, 64, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    assert grain(framed) > GRAINY


def test_grain_goes_and_edges_stay() -> None:
    rough = grainy(scene(), 9)
    smooth = without_grain(rough, 9.0)
    inner = (slice(60, 100), slice(80, 120))
    assert smooth[inner].std() < 0.3 * rough[inner].std()
    assert abs(float(smooth[inner].mean()) - 190) < 3
    step = smooth[80, 54:60, 0].astype(float).mean(), smooth[80, 66:72, 0].astype(float).mean()
    assert step[1] - step[0] > 80


def test_an_all_black_picture_has_no_grain() -> None:
    assert grain(np.zeros((64, 64, 3), np.uint8)) == 0
