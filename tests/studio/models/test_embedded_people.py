"""Crops, and the networks in mediapipe's wheel."""

from __future__ import annotations

import sys

import numpy as np
from fakes import SHELF

from studio.models.embedded_people import Pyramid, Square, body_network, square_overlap
from studio.models.fading import fade_out
from studio.models.search_crops import tiles


def ramp(width: int = 64, height: int = 48) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([x * 2, y * 2, np.full_like(x, 7)], axis=2).astype(np.uint8)


def test_a_crop_shows_the_pixels_that_its_square_names() -> None:
    crop = Pyramid(ramp()).crop(Square(20, 16, 16), 16) * 255
    assert np.allclose(crop, ramp()[8:24, 12:28], atol=0.51)


def test_a_point_of_a_turned_crop_maps_back_to_where_it_came_from() -> None:
    square = Square(30, 20, 24, 0.4)
    place = square.to_picture(np.array([[0.25, 0.75]], np.float32))[0]
    crop = Pyramid(ramp()).crop(square, 24) * 255
    column, row = int(0.25 * 24), int(0.75 * 24)
    # the crop's pixel centre lies half a pixel from the place asked for
    assert abs(crop[row, column, 0] / 2 + 0.5 - place[0]) < 1.1
    assert abs(crop[row, column, 1] / 2 + 0.5 - place[1]) < 1.1


def test_a_mirrored_picture_goes_on_beyond_its_edge_and_keeps_its_coordinates() -> None:
    crop = Pyramid(ramp(), mirror=True).crop(Square(0, 24, 16), 16) * 255
    assert np.allclose(crop[:, 8:], ramp()[16:32, :8], atol=0.51)
    assert np.allclose(crop[:, :8], crop[:, :7:-1], atol=0.51)


def test_large_crops_are_cut_without_aliasing() -> None:
    checker = (np.indices((256, 256)).sum(0) % 2 * 255).astype(np.uint8)[..., None].repeat(3, 2)
    crop = Pyramid(checker).crop(Square(128, 128, 256), 32)
    assert np.abs(crop - 0.5).max() < 0.02


def test_tiles_cover_the_picture() -> None:
    seen = np.zeros((48, 64), bool)
    for tile in list(tiles((64, 48), (0.5,)))[1:]:
        x, y, half = tile.x, tile.y, tile.side / 2
        seen[int(y - half) : int(np.ceil(y + half)), int(x - half) : int(np.ceil(x + half))] = True
    assert seen.all()
    assert square_overlap(Square(0, 0, 2), Square(0, 0, 2)) == 1


def test_fading_somebody_out_leaves_the_rest_and_no_edge() -> None:
    picture = ramp()
    mask = np.zeros((48, 64), np.uint8)
    mask[16:32, 20:40] = 1
    marked = np.where(mask[..., None] > 0, 255, picture).astype(np.uint8)
    faded = fade_out(marked, mask)
    assert np.array_equal(faded[:10], picture[:10])
    assert np.abs(faded.astype(int) - picture)[..., 1].max() < 20


def test_the_network_answers_alike_every_time_without_importing_mediapipe() -> None:
    pyramid = Pyramid(ramp(128, 128))
    network = body_network(SHELF)
    first, second = (network.look(pyramid, Square(64, 64, 128)) for _ in range(2))
    assert np.array_equal(first.points, second.points) and np.array_equal(first.mask, second.mask)
    assert first.score < 0.5
    assert "mediapipe" not in sys.modules
