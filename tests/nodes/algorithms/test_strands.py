"""Loose strands beside a head."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from nodes.algorithms.strands import loose_strands

MIDDLE, HEAD = (100.0, 110.0), 70.0
SKY, HAIR = (0.48, 0.72, 0.9), (0.08, 0.07, 0.09)


def _head() -> np.ndarray:
    """(200, 200) coverage of a head and shoulders."""
    inside = np.zeros((200, 200), np.float32)
    cv2.ellipse(inside, (100, 110), (28, 36), 0, 0, 360, 1.0, -1)
    cv2.rectangle(inside, (40, 150), (160, 199), 1.0, -1)
    return inside


def _photo(ground: np.ndarray) -> np.ndarray:
    """(200, 200, 3) the head before a background."""
    photo = ground.astype(np.float32).copy()
    photo[_head() > 0.5] = HAIR
    return photo


def _sky() -> np.ndarray:
    """(200, 200, 3) a clear sky, paler below, with a little grain."""
    fall = np.linspace(0, 0.08, 200)[:, None, None]
    return np.clip(np.array(SKY) + fall + np.random.default_rng(3).normal(0, 0.003, (200, 200, 3)), 0, 1)


def _tuft(photo: np.ndarray, colour: tuple[float, float, float]) -> np.ndarray:
    """(200, 200) bool: three strands drawn to the left of the head."""
    drawn = np.zeros(photo.shape[:2], np.uint8)
    for low in (96, 104, 112):
        cv2.line(drawn, (76, low), (50, low - 14), 255, 1, cv2.LINE_AA)
    share = drawn[..., None] / np.float32(255)
    photo[:] = photo * (1 - share) + np.array(colour, np.float32) * share
    return np.asarray((drawn > 100) & (_head() < 0.5))


def _found(photo: np.ndarray) -> np.ndarray:
    return loose_strands(photo, _head(), _head(), MIDDLE, HEAD)


def test_strands_of_the_hairs_colour_before_the_sky_are_found():
    photo = _photo(_sky())
    tuft = _tuft(photo, HAIR)
    found = _found(photo)
    assert found[tuft].mean() > 0.95
    assert not (found & ~(cv2.dilate(tuft.astype(np.uint8), np.ones((7, 7))) > 0)).any()


def test_a_clear_sky_beside_a_head_holds_none():
    assert not _found(_photo(_sky())).any()


def test_a_thing_of_another_colour_is_no_hair():
    photo = _photo(_sky())
    _tuft(photo, (0.9, 0.2, 0.1))
    assert not _found(photo).any()


def test_a_wire_that_goes_on_beyond_the_head_is_no_hair():
    photo = _photo(_sky())
    cv2.line(photo, (0, 70), (199, 90), HAIR, 2)
    assert not _found(photo).any()


def test_a_dark_board_beside_the_head_is_no_hair():
    photo = _photo(_sky())
    cv2.rectangle(photo, (40, 90), (74, 120), HAIR, -1)
    assert not _found(photo).any()


@pytest.mark.parametrize("grain", [3, 9])
def test_before_foliage_nothing_is_told_apart(grain: int):
    leaves = np.random.default_rng(5).normal(0, 1, (200, 200, 1)).astype(np.float32)
    leaves = cv2.GaussianBlur(leaves, (0, 0), grain / 3)[..., None]
    ground = np.clip(np.array((0.25, 0.4, 0.2)) * (1 + 0.5 * leaves / leaves.std()), 0, 1)
    photo = _photo(ground)
    _tuft(photo, HAIR)
    assert not _found(photo).any()


def test_hair_like_the_background_is_left_alone():
    photo = _photo(np.full((200, 200, 3), 0.1))
    _tuft(photo, HAIR)
    assert not _found(photo).any()
