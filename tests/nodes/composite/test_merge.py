"""Merging, by numbers worked out by hand: A = (.4, .2, 0, .5) premultiplied, B = (.1, .6, .3, .8)."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest
from fakes import FakeContext

from nodes.composite.merge import Operation, merge
from studio.media.image import Image
from studio.media.matte import Matte

A = (0.4, 0.2, 0.0, 0.5)
B = (0.1, 0.6, 0.3, 0.8)

BY_HAND = {
    "over": (0.45, 0.5, 0.15, 0.9),
    "under": (0.18, 0.64, 0.3, 0.9),
    "in": (0.32, 0.16, 0.0, 0.4),
    "out": (0.08, 0.04, 0.0, 0.1),
    "atop": (0.37, 0.46, 0.15, 0.8),
    "xor": (0.13, 0.34, 0.15, 0.5),
    "mask": (0.05, 0.3, 0.15, 0.4),
    "stencil": (0.05, 0.3, 0.15, 0.4),
    "matte": (0.25, 0.4, 0.15, 0.65),
    "copy": A,
    "plus": (0.5, 0.8, 0.3, 1.0),
    "multiply": (0.17, 0.46, 0.15, 0.9),
    "screen": (0.46, 0.68, 0.3, 0.9),
    "overlay": (0.21, 0.62, 0.15, 0.9),
    "hard light": (0.39, 0.58, 0.15, 0.9),
    "soft light": (0.20625, 0.625, 0.20625, 0.9),
    "darken": (0.18, 0.5, 0.15, 0.9),
    "lighten": (0.45, 0.64, 0.3, 0.9),
    "exclusion": (0.42, 0.56, 0.3, 0.9),
    "minus": (0.3, -0.4, -0.3, 0.9),
    "from": (-0.3, 0.4, 0.3, 0.9),
    "difference": (0.3, 0.4, 0.3, 0.9),
    "divide": (4.0, 1 / 3, 0.0, 0.9),
    "average": (0.25, 0.4, 0.15, 0.9),
    "max": (0.4, 0.6, 0.3, 0.9),
    "min": (0.1, 0.2, 0.0, 0.9),
}


def plain(colour: tuple[float, ...], size: tuple[int, int] = (4, 3)) -> Image:
    return Image.from_array(np.broadcast_to(np.float32(colour), (size[1], size[0], 4)))


def test_every_operation_has_numbers_by_hand() -> None:
    assert set(get_args(Operation)) == set(BY_HAND)


@pytest.mark.parametrize("operation", BY_HAND)
def test_an_operation_gives_the_numbers_done_by_hand(operation: Operation) -> None:
    seen = merge(FakeContext(), plain(B), plain(A), operation=operation).array()
    assert np.allclose(seen, BY_HAND[operation], atol=2e-3)


@pytest.mark.parametrize(
    "operation",
    ["over", "under", "atop", "xor", "stencil", "matte", "plus", "multiply", "screen", "overlay", "hard light",
     "soft light", "darken", "lighten", "exclusion", "from", "difference", "max"],
)  # fmt: skip
def test_a_transparent_picture_on_top_changes_nothing(operation: Operation) -> None:
    seen = merge(FakeContext(), plain(B), plain((0, 0, 0, 0)), operation=operation).array()
    assert np.allclose(seen, np.float16(B), atol=1e-3)


def test_mix_and_matte_lead_back_to_b() -> None:
    half = np.zeros((3, 4), np.float32)
    half[:, 2:] = 0.5
    matte = Matte.from_full(half)
    assert np.allclose(merge(FakeContext(), plain(B), plain(A), mix=0.0).array(), np.float16(B))
    seen = merge(FakeContext(), plain(B), plain(A), matte, mix=0.5).array()
    assert np.allclose(seen[:, :2], np.float16(B))
    assert np.allclose(seen[:, 2:], np.float32(B) * 0.75 + np.float32(BY_HAND["over"]) * 0.25, atol=1e-3)


def test_sizes_meet_in_the_top_left_corner_and_b_rules() -> None:
    seen = merge(FakeContext(), plain((0, 0, 0, 1), (5, 4)), plain((1, 1, 1, 1), (3, 9))).array()
    assert seen.shape == (4, 5, 4)
    assert (seen[:, :3, 0] == 1).all() and (seen[:, 3:, 0] == 0).all() and (seen[..., 3] == 1).all()


def test_no_light_grows_to_infinity() -> None:
    bright = plain((60000, 60000, 60000, 1))
    assert np.isfinite(merge(FakeContext(), bright, bright, operation="plus").array()).all()


def test_inputs_stay_as_they_are() -> None:
    a, b = plain(A), plain(B)
    for operation in get_args(Operation):
        merge(FakeContext(), b, a, operation=operation)
    assert np.array_equal(a.array(), plain(A).array()) and np.array_equal(b.array(), plain(B).array())
