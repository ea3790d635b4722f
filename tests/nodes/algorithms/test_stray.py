"""Pixels of a cut-out that are no part of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.stray import without_stray

F32 = npt.NDArray[np.float32]


def body() -> F32:
    """(300, 200, 4) a solid body, 200 pixels tall, in white."""
    pixels = np.zeros((300, 200, 4), np.float32)
    pixels[50:250, 80:120] = 1
    return pixels


def test_dust_goes_wherever_it_lies() -> None:
    pixels = body()
    pixels[60:240, 120:160] = 1e-4
    assert np.array_equal(without_stray(pixels), body())


def test_a_speck_goes_and_a_hand_beside_the_body_stays() -> None:
    pixels = body()
    pixels[100:102, 150:152] = 1
    pixels[150:160, 150:160] = 1
    clean = without_stray(pixels)
    assert not clean[100:102, 150:152].any()
    assert clean[150:160, 150:160, 3].all()


def test_a_thread_far_off_goes_and_a_strand_of_hair_stays() -> None:
    pixels = body()
    pixels[60:240, 160] = 0.2
    pixels[44:50, 100] = 0.2
    clean = without_stray(pixels)
    assert not clean[60:240, 160].any()
    assert np.array_equal(clean[44:50, 100], pixels[44:50, 100])


def test_what_is_all_soft_stays() -> None:
    pixels = np.full((20, 20, 4), 0.3, np.float32)
    assert np.array_equal(without_stray(pixels), pixels)
