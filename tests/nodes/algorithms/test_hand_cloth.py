"""The cloth that a hand lies on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from nodes.algorithms.hand_cloth import cloth_behind, fingers_beside

Mask = npt.NDArray[np.bool_]


def fist(edged: bool) -> tuple[npt.NDArray[np.float32], Mask, Mask, Mask]:
    """A fist before white trousers; what is below it belongs to them, or is a white card that the fist holds."""
    pixels = np.full((80, 80, 4), 1.0, np.float32)
    pixels[..., :3] = (0.75, 0.75, 0.8)
    hand, below = np.zeros((80, 80), bool), np.zeros((80, 80), bool)
    hand[5:40, 25:55], below[40:60, 25:55] = True, True
    pixels[hand, :3] = (0.5, 0.28, 0.2)
    if edged:
        pixels[~hand & ~below, :3] = (0.03, 0.05, 0.2)
    return pixels, hand | below, hand, below


@pytest.mark.parametrize(("edged", "taken"), [(False, 0.85), (True, 0.0)])
def test_trousers_stay_with_the_leg_and_a_card_with_the_hand(edged: bool, taken: float) -> None:
    pixels, mine, hand, below = fist(edged)
    back = np.zeros_like(mine)
    back[12:25, 32:48] = True
    cloth = cloth_behind(pixels, mine, mine, back, 2.0)
    assert cloth[below].mean() >= taken and not cloth[hand].any()
    assert taken or not cloth.any()


def test_where_no_hand_is_seen_nothing_is_cloth() -> None:
    pixels, mine, _, _ = fist(False)
    nothing = np.zeros_like(mine)
    assert not cloth_behind(pixels, mine, mine, nothing, 2.0).any()
    assert not cloth_behind(pixels, mine, nothing, mine, 2.0).any()


def two_fingers(cloth: tuple[float, float, float]) -> tuple[npt.NDArray[np.float32], Mask, Mask]:
    """A hand with one finger that a shadow parts from it, before cloth of a colour."""
    pixels = np.full((80, 80, 4), 1.0, np.float32)
    pixels[..., :3] = cloth
    hand, finger = np.zeros((80, 80), bool), np.zeros((80, 80), bool)
    hand[5:45, 20:48], finger[20:55, 50:57], finger[20:24, 48:50] = True, True, True
    pixels[hand | finger, :3] = (0.5, 0.28, 0.2)
    pixels[24:45, 48:50, :3] = 0.02
    return pixels, hand, finger


@pytest.mark.parametrize(("cloth", "found"), [((0.75, 0.75, 0.8), 0.6), ((0.5, 0.29, 0.2), 0.0)])
def test_a_finger_beside_the_hand_is_the_hands_unless_everything_looks_like_it(
    cloth: tuple[float, float, float], found: float
) -> None:
    pixels, hand, finger = two_fingers(cloth)
    back, zone = np.zeros_like(hand), np.ones_like(hand)
    back[15:35, 27:41] = True
    beside = fingers_beside(pixels, hand, zone, back)
    assert beside[finger].mean() >= found and not beside[hand].any() and not beside[60:].any()
    assert found or not beside.any()


def test_dark_cloth_beside_a_hand_is_no_shadow() -> None:
    pixels, mine, hand, below = fist(False)
    pixels[~hand, :3] = 0.015
    back = np.zeros_like(mine)
    back[12:25, 32:48] = True
    cloth = cloth_behind(pixels, mine, mine, back, 2.0)
    assert cloth[below].mean() > 0.8 and not cloth[hand].any()
