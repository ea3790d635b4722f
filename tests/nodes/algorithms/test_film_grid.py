"""The film's grid: plate, textures and vertices must agree to a hair."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.film_grid import film_grid, resample_patch, resample_picture
from nodes.algorithms.shelf_packing import pack_shelves

SOURCE = (64, 40)


def picture() -> np.ndarray:
    random = np.random.default_rng(1)
    pixels = random.random((SOURCE[1], SOURCE[0], 4)).astype(np.float16)
    pixels[..., :3] *= pixels[..., 3:]
    return pixels


@pytest.mark.parametrize("film", [(64, 40), (32, 20), (45, 28), (17, 11), (96, 60), (133, 83)])
@pytest.mark.parametrize("box", [(0, 0, 64, 40), (7, 5, 30, 33), (0, 9, 21, 40), (63, 39, 64, 40)])
def test_a_patch_is_resampled_as_the_picture_around_it(film: tuple[int, int], box: tuple[int, int, int, int]) -> None:
    grid, whole = film_grid(SOURCE, film), np.zeros((SOURCE[1], SOURCE[0], 4), np.float16)
    x0, y0, x1, y1 = box
    whole[y0:y1, x0:x1] = picture()[y0:y1, x0:x1]
    wanted = resample_picture(whole, grid).astype(np.float32)
    wanted[..., 3] = wanted[..., 3].clip(0, 1)
    got, (x, y) = resample_patch(whole[y0:y1, x0:x1], (x0, y0), grid)
    pasted = np.zeros((film[1] + 40, film[0] + 40, 4), np.float32)
    pasted[y + 20 : y + 20 + got.shape[0], x + 20 : x + 20 + got.shape[1]] = got
    assert np.abs(pasted[20:-20, 20:-20] - wanted).max() < 2e-3
    assert pasted.sum() > 0


def test_at_equal_size_nothing_changes() -> None:
    grid = film_grid(SOURCE, (0, 0))
    assert (resample_picture(picture(), grid) == picture()).all()
    patch, origin = resample_patch(picture()[3:9, 4:20], (4, 3), grid)
    assert origin == (4, 3) and (patch == picture()[3:9, 4:20]).all()


def test_the_proxy_scale_shrinks_the_film() -> None:
    assert film_grid(SOURCE, (0, 0), 0.5).size == (32, 20)
    assert film_grid(SOURCE, (1280, 800), 0.25).size == (320, 200)


def test_a_film_of_another_shape_gets_bars_or_cuts_the_picture() -> None:
    bars, cut = film_grid(SOURCE, (64, 64)), film_grid(SOURCE, (40, 40), fill=True)
    assert bars.film == (0, 12, 64, 52) and bars.source == (0, 0, *SOURCE)
    assert cut.source == (12, 0, 52, 40) and cut.film == (0, 0, 40, 40)
    framed = resample_picture(np.ones((40, 64, 4), np.float16), bars)
    assert (framed[:12, :, :3] == 0).all() and (framed[..., 3] == 1).all() and (framed[12:52] == 1).all()


def test_points_go_where_pixels_go() -> None:
    grid = film_grid(SOURCE, (64, 64))
    assert grid.to_film(np.array([0.5, 0.5])).tolist() == [0.5, 12.5]
    assert film_grid(SOURCE, (32, 20)).to_film(np.array([[64, 40]])).tolist() == [[32, 20]]


def test_a_patch_may_reach_outside_the_picture() -> None:
    patch, origin = resample_patch(np.ones((10, 10, 4), np.float16), (-6, 36), film_grid(SOURCE, (32, 20)))
    assert origin == (-3, 18) and patch.shape == (5, 5, 4) and (patch == 1).all()


def test_packed_rectangles_do_not_touch() -> None:
    sizes = [(5, 9), (30, 2), (1, 1), (12, 12), (7, 20), (0, 0)]
    (width, height), places = pack_shelves(sizes, gap=2)
    taken = np.zeros((height, width), int)
    for (w, h), (x, y) in zip(sizes, places, strict=True):
        assert x >= 2 and y >= 2 and x + w + 2 <= width and y + h + 2 <= height
        taken[y - 2 : y + h + 2, x - 2 : x + w + 2] += 1
    assert taken.max() == 1
    assert (pack_shelves([])[0]) == (1, 1)
