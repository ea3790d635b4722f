"""A window of a picture as a film's frame."""

from __future__ import annotations

import numpy as np

from nodes.algorithms.window_resample import nearest_in_window, resample_window, seen_of

FILM = (0, 0, 60, 40)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).random((height, width, 4)).astype(np.float32)


def waves(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 0.5 + 0.25 * np.sin(x / 9) + 0.2 * np.cos(y / 7)


def painted(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width] + 0.5
    return np.repeat(waves(x, y)[..., None], 4, axis=2).astype(np.float32)


def test_a_window_on_whole_pixels_at_equal_size_gives_the_very_same_values() -> None:
    pixels = noise(100, 120)
    assert np.allclose(resample_window(pixels, (30, 20, 90, 60), FILM, FILM), pixels[20:60, 30:90], atol=1e-6)


def test_a_window_between_pixels_shows_what_is_there() -> None:
    for window in ((30.4, 20.7, 90.4, 60.7), (20.3, 11.1, 65.3, 41.1), (5.2, 4.1, 115.2, 77.433)):
        got = resample_window(painted(100, 120), window, FILM, FILM)
        x = window[0] + (np.arange(60) + 0.5) * (window[2] - window[0]) / 60
        y = window[1] + (np.arange(40) + 0.5) * (window[3] - window[1]) / 40
        assert np.abs(got[..., 0] - waves(*np.meshgrid(x, y))).max() < 0.01


def test_a_part_of_the_film_is_the_same_as_in_the_whole() -> None:
    pixels, window = noise(100, 120), (10.3, 7.7, 100.3, 67.7)
    all_ = resample_window(pixels, window, FILM, FILM)
    assert np.allclose(resample_window(pixels, window, FILM, (13, 5, 41, 33)), all_[5:33, 13:41], atol=1e-6)


def test_only_the_pixels_that_are_named_as_needed_are_read() -> None:
    pixels, window, part = noise(100, 120), (10.3, 7.7, 100.3, 67.7), (13, 5, 41, 33)
    before = resample_window(pixels, window, FILM, part)
    x0, y0, x1, y1 = seen_of(window, FILM, part, (120, 100))
    spoiled = np.full_like(pixels, np.nan)
    spoiled[y0:y1, x0:x1] = pixels[y0:y1, x0:x1]
    assert np.array_equal(resample_window(spoiled, window, FILM, part), before)


def test_a_flat_picture_stays_flat_up_to_its_edge() -> None:
    flat = np.full((50, 70, 4), 0.3, np.float32)
    assert np.allclose(resample_window(flat, (0, 0, 70, 46.667), FILM, FILM), 0.3, atol=1e-5)


def test_what_is_not_mixed_is_the_pixel_under_the_middle() -> None:
    rows, columns = nearest_in_window((30.0, 20.0, 60.0, 40.0), FILM, FILM, (120, 100))
    assert columns[0, :4].tolist() == [30, 30, 31, 31] and rows[-1, 0] == 39
