"""Crop, blur, grade, text and the pictures that are made."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import FakeContext

from nodes.algorithms.gaussian import gaussian_blur
from nodes.composite.blur import blur
from nodes.composite.checker import checker
from nodes.composite.constant import constant
from nodes.composite.crop import crop
from nodes.composite.grade import grade
from nodes.composite.ramp import ramp
from nodes.composite.reformat import reformat
from nodes.composite.reroute import reroute
from nodes.composite.switch import switch
from nodes.composite.text import text
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.shot import Shot
from studio.node import node_type_of

SHOT = Shot((40, 30))


def plain(*colour: float, size: tuple[int, int] = (8, 6)) -> Image:
    return Image.from_array(np.broadcast_to(np.float32(colour), (size[1], size[0], 4)))


def test_a_crop_cuts_the_sides_off() -> None:
    image = Image.from_array(np.random.default_rng(0).random((6, 8, 4)))
    seen = crop(FakeContext(), image, left=1, top=2, right=3, bottom=0.4)
    assert np.array_equal(seen.array(), image.array()[2:, 1:5])
    kept = crop(FakeContext(), image, left=1, top=2, right=3, keep_size=True)
    assert kept.size == (8, 6) and np.array_equal(kept.array()[2:, 1:5], image.array()[2:, 1:5])
    assert (kept.array()[:2] == 0).all() and (kept.array()[:, 5:] == 0).all()


def test_a_soft_crop_fades_inwards() -> None:
    seen = crop(FakeContext(), plain(1, 1, 1, 1, size=(40, 60)), left=4, soft=10, keep_size=True).array()[30, :, 3]
    assert np.allclose(seen[4:14], (np.arange(10) + 0.5) / 10, atol=1e-3) and (seen[14:29] == 1).all()


def test_a_crop_of_everything_is_refused() -> None:
    with pytest.raises(BadInput, match="leaves nothing"):
        crop(FakeContext(), plain(1, 1, 1, 1), left=5, right=3)


@pytest.mark.parametrize("deviation", [1, 3, 7, 12, 30])
def test_a_blurred_dot_is_a_gaussian(deviation: float) -> None:
    dot = np.zeros((301, 301, 1), np.float32)
    dot[150, 150] = 1000
    seen = gaussian_blur(dot, deviation, False)[..., 0]
    x = np.arange(301) - 150
    assert seen.sum() == pytest.approx(1000, rel=2e-3)
    assert (seen.sum(axis=0) * x**2).sum() / 1000 == pytest.approx(deviation**2, rel=0.03, abs=0.02)
    assert abs((seen.sum(axis=0) * x).sum()) / 1000 < 0.02


def test_a_wide_blur_is_the_exact_one_to_half_a_step() -> None:
    import cv2

    picture = np.random.default_rng(0).random((10, 14, 4)).astype(np.float32)
    picture = cv2.resize(picture, (210, 150), interpolation=cv2.INTER_NEAREST)
    for deviation in (9.0, 21.0, 50.0):
        taps = 2 * int(4 * deviation) + 1
        exact = cv2.GaussianBlur(picture, (taps, taps), deviation, borderType=cv2.BORDER_REPLICATE)
        assert np.abs(gaussian_blur(picture, deviation, True) - exact).max() < 1 / 255


def test_blurring_a_plain_colour_changes_nothing_but_open_edges() -> None:
    image = plain(0.5, 0.25, 0, 1, size=(60, 50))
    assert np.allclose(blur(FakeContext(), image, size=6).array(), image.array(), atol=1e-3)
    open_edges = blur(FakeContext(), image, size=6, edges="transparent").array()
    assert open_edges[25, 0, 3] == pytest.approx(0.53, abs=0.03) and open_edges[25, 30, 3] > 0.99


def test_a_blur_takes_effect_inside_its_matte() -> None:
    image = Image.from_array(np.random.default_rng(0).random((20, 30, 4)))
    left = np.zeros((20, 30), np.float32)
    left[:, :10] = 1
    seen = blur(FakeContext(), image, Matte.from_full(left), size=3).array()
    assert np.array_equal(seen[:, 10:], image.array()[:, 10:])
    assert np.allclose(seen[:, :10], blur(FakeContext(), image, size=3).array()[:, :10], atol=1e-3)


@pytest.mark.parametrize(
    ("knobs", "wanted"),
    [
        ({}, (0.25, 0.5, 0.125)),
        ({"exposure": 1.0}, (0.5, 1.0, 0.25)),
        ({"gain": (2.0, 0.5, 1.0)}, (0.5, 0.25, 0.125)),
        ({"lift": (0.1, 0.1, 0.1)}, (0.325, 0.55, 0.2125)),
        ({"offset": (0.1, 0.0, -0.1)}, (0.35, 0.5, 0.025)),
        ({"gamma": (2.0, 1.0, 0.5)}, (0.5, 0.5, 0.015625)),
        ({"saturation": 0.0}, (0.419775, 0.419775, 0.419775)),
        ({"saturation": 2.0}, (0.080225, 0.580225, -0.169775)),
        ({"gain": (0.0, 0.0, 0.0), "mix": 0.5}, (0.125, 0.25, 0.0625)),
    ],
)
def test_a_grade_gives_the_numbers_done_by_hand(knobs: dict, wanted: tuple[float, ...]) -> None:
    half = plain(0.125, 0.25, 0.0625, 0.5)  # straight: .25 .5 .125
    seen = grade(FakeContext(), half, **knobs).array()[0, 0]
    assert np.allclose(seen[:3], np.array(wanted) / 2, atol=1e-3) and seen[3] == 0.5


def test_a_grade_leaves_what_is_transparent_alone() -> None:
    seen = grade(FakeContext(), plain(0, 0, 0, 0), offset=(1, 1, 1), lift=(1, 1, 1)).array()
    assert (seen == 0).all()


def test_a_constant_has_the_size_of_the_shot_the_proxy_or_the_picture_beside_it() -> None:
    ctx = FakeContext()
    seen = constant(ctx, shot=SHOT, scale=0.5, colour=(1.0, 0.5, 0.0, 0.5))
    assert seen.size == (20, 15) and np.allclose(seen.array()[3, 3], (0.5, 0.25, 0, 0.5))
    assert constant(ctx, shot=Shot(), scale=0.25).size == (480, 270)
    assert constant(ctx, plain(0, 0, 0, 0), shot=SHOT, scale=0.5).size == (8, 6)


def test_a_photo_is_brought_to_the_film_and_the_proxy() -> None:
    ctx, photo = FakeContext(), Image.from_array(np.random.default_rng(0).random((30, 40, 4)))
    assert np.array_equal(reformat(ctx, photo, shot=Shot(), scale=1.0).array(), photo.array())
    half = reformat(ctx, photo, shot=Shot(), scale=0.5)
    means = photo.array().reshape(15, 2, 20, 2, 4).mean(axis=(1, 3))
    assert half.size == (20, 15) and np.allclose(half.array(), means, atol=1e-3)
    barred = reformat(ctx, photo, shot=Shot((80, 30)), scale=1.0).array()
    assert barred.shape == (30, 80, 4) and np.array_equal(barred[:, 20:60], photo.array())
    assert reformat(ctx, photo, shot=Shot((80, 30)), scale=1.0, framing="fill").size == (80, 30)


def test_a_checker_alternates() -> None:
    seen = checker(FakeContext(), shot=SHOT, scale=1.0, size=10.0, first=(0, 0, 0, 1), second=(1, 1, 1, 1)).array()
    assert seen[0, 0, 0] == 0 and seen[0, 10, 0] == 1 and seen[10, 0, 0] == 1 and seen[10, 10, 0] == 0
    assert seen[9, 9, 0] == 0 and seen[..., 0].mean() == 0.5


def test_a_ramp_runs_from_one_colour_to_the_other() -> None:
    ctx = FakeContext()
    across = ramp(ctx, shot=SHOT, scale=1.0).array()[..., 0]
    assert np.allclose(across, (np.arange(40) + 0.5) / 40, atol=1e-3)
    up = ramp(ctx, shot=SHOT, scale=1.0, angle=90).array()[..., 0]
    assert np.allclose(up[:, 5], 1 - (np.arange(30) + 0.5) / 30, atol=1e-3)
    radial = ramp(ctx, shot=SHOT, scale=1.0, shape="radial", smooth=True).array()[..., 0]
    assert radial[15, 20] < 0.01 and radial[0, 0] > 0.98 and np.allclose(radial, radial[::-1, ::-1])


def test_words_are_written_where_they_are_wanted() -> None:
    ctx, shot = FakeContext(), Shot((200, 100))
    seen = text(ctx, shot=shot, scale=1.0, words="Hi", size=40.0, x=20.0, y=10.0, colour=(1, 0, 0, 1)).array()
    rows, columns = np.flatnonzero(seen[..., 3].any(axis=1)), np.flatnonzero(seen[..., 3].any(axis=0))
    assert 10 <= rows[0] <= 25 and rows[-1] < 60 and 20 <= columns[0] <= 28 and columns[-1] < 80
    assert np.array_equal(seen[..., 0], seen[..., 3]) and (seen[..., 1:3] == 0).all() and seen[..., 3].max() == 1
    right = text(ctx, shot=shot, scale=1.0, words="Hi\nthere", size=20.0, x=190.0, y=10.0, align="right").array()
    assert right[:, 191:].sum() == 0 and right[10:35, 150:190].sum() > 0 < right[35:65, 120:190].sum()


def test_words_lie_over_the_picture_below() -> None:
    below = plain(0.2, 0.2, 0.2, 1, size=(200, 100))
    seen = text(FakeContext(), below, shot=SHOT, scale=1.0, words="Ж", size=60.0, font="serif bold").array()
    assert seen.shape == (100, 200, 4) and seen[..., 0].max() == 1 and (seen[..., 3] == 1).all()
    assert np.array_equal(text(FakeContext(), below, shot=SHOT, scale=1.0, words="").array(), below.array())


def test_a_switch_hands_on_what_it_picks() -> None:
    assert switch("a", "b", None, "d", which=1) == "b"
    pick = node_type_of(switch).pick
    assert pick is not None and pick({"which": 3}) == "d"
    with pytest.raises(BadInput, match="input c"):
        switch("a", "b", which=2)
    assert reroute("x") == "x"
