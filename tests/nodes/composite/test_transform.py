"""Moving, turning and resizing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from fakes import FakeContext

from nodes.composite.transform import transform
from studio.media.image import Image


@pytest.fixture
def noise() -> Image:
    return Image.from_array(np.random.default_rng(0).random((24, 32, 4)) * (1, 1, 1, 0) + (0, 0, 0, 1))


@pytest.mark.parametrize("filtering", ["nearest", "linear", "cubic", "lanczos"])
def test_nothing_set_changes_nothing(noise: Image, filtering: str) -> None:
    seen = transform(FakeContext(), noise, filtering=filtering)  # type: ignore[arg-type]
    assert np.array_equal(seen.array(), noise.array())


@pytest.mark.parametrize("filtering", ["nearest", "linear", "cubic", "lanczos"])
def test_whole_pixels_are_moved_exactly(noise: Image, filtering: str) -> None:
    seen = transform(FakeContext(), noise, x=5, y=-3, filtering=filtering).array()  # type: ignore[arg-type]
    assert np.array_equal(seen[:-3, 5:], noise.array()[3:, :-5])
    assert (seen[:, :5] == 0).all() and (seen[-3:] == 0).all()


def test_half_a_pixel_is_the_mean_of_two(noise: Image) -> None:
    seen = transform(FakeContext(), noise, x=0.5, filtering="linear").array()
    before = noise.array()
    assert np.allclose(seen[:, 1:], (before[:, 1:] + before[:, :-1]) / 2, atol=1e-3)


def test_a_quarter_turn_is_counter_clockwise(noise: Image) -> None:
    square = Image(noise.pixels[:, :24].clone())
    seen = transform(FakeContext(), square, rotate=90, filtering="nearest").array()
    assert np.array_equal(seen, np.rot90(square.array()))


def test_twice_the_size_about_a_corner() -> None:
    dot = np.zeros((8, 8, 4), np.float32)
    dot[1, 2] = 1
    seen = transform(FakeContext(), Image.from_array(dot), scale=2, centre=(0, 0), filtering="nearest").array()
    assert (seen[2:4, 4:6] == 1).all() and seen.sum() == 16


def test_stretch_acts_on_the_width_alone() -> None:
    square = np.zeros((20, 40, 4), np.float32)
    square[8:12, 18:22] = 1
    seen = transform(FakeContext(), Image.from_array(square), stretch=3, filtering="nearest").array()[..., 3]
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (8, 11, 14, 25)


def test_shrinking_does_not_flicker() -> None:
    stripes = np.zeros((64, 64, 4), np.float32)
    stripes[:, ::2] = 1
    stripes[..., 3] = 1
    seen = transform(FakeContext(), Image.from_array(stripes), scale=0.25).array()[28:36, 28:36, 0]
    assert np.abs(seen - 0.5).max() < 0.05


def test_shrinking_keeps_the_light_that_there_is() -> None:
    picture = cv2.GaussianBlur(np.random.default_rng(1).random((64, 64, 4)).astype(np.float32), (0, 0), 2)
    picture[:16] = picture[-16:] = picture[:, :16] = picture[:, -16:] = 0
    seen = transform(FakeContext(), Image.from_array(picture), scale=0.5).array()
    assert np.allclose(seen.sum(axis=(0, 1)) * 4, picture.sum(axis=(0, 1)), rtol=0.01)


def test_edges_are_premultiplied_and_show_no_fringe() -> None:
    red = np.zeros((16, 16, 4), np.float32)
    red[4:12, 4:12] = (1, 0, 0, 1)
    seen = transform(FakeContext(), Image.from_array(red), rotate=30, filtering="linear").array()
    assert np.allclose(seen[..., 0], seen[..., 3], atol=1e-3) and (seen[..., 1:3] == 0).all()
    for filtering in ("cubic", "lanczos"):
        seen = transform(FakeContext(), Image.from_array(red), rotate=30, filtering=filtering).array()  # type: ignore[arg-type]
        assert seen[..., 3].min() >= 0 and seen[..., 3].max() <= 1
