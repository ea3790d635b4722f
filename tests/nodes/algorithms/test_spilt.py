"""Background that a mask took in."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from keypoints_by_hand import standing

from nodes.algorithms.edge_strength import edge_strength
from nodes.algorithms.flooding import without_stolen
from nodes.algorithms.limb_claim import hand_area
from nodes.algorithms.spilt import without_spilt

U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]


def scene(arm: tuple[int, int, int]) -> tuple[U8, U8, npt.NDArray[np.bool_]]:
    """A dark coat before a blurred crowd, a mask with a piece at the side, of a colour or (0, 0, 0), and that piece."""
    rng = np.random.default_rng(1)
    crowd = cv2.GaussianBlur(rng.uniform(60, 240, (200, 200, 3)).astype(np.float32), (0, 0), 9)
    picture = np.clip(128 + 4 * (crowd - crowd.mean()), 60, 220)
    coat = np.zeros((200, 200), bool)
    coat[8:178, 52:108] = True
    piece = np.zeros_like(coat)
    piece[60:100, 108:160] = True
    picture[coat] = (18, 18, 22)
    if any(arm):
        picture[piece] = arm
    return picture.astype(np.uint8), np.where(coat | piece, 255, 0).astype(np.uint8), piece


@pytest.mark.parametrize(("arm", "kept"), [((0, 0, 0), False), ((20, 20, 24), True), ((250, 250, 160), True)])
def test_a_piece_of_crowd_leaves_a_mask_and_a_sleeve_stays(arm: tuple[int, int, int], kept: bool) -> None:
    picture, mask, piece = scene(arm)
    (clean,) = without_spilt([mask], [standing(80)], [np.ones(23, np.float32)], picture)
    assert ((clean[piece] > 127).mean() > 0.9) == kept
    assert (clean[~piece] == mask[~piece]).all()


def test_a_badge_before_the_crowd_stays_on_the_coat() -> None:
    picture, mask, piece = scene((0, 0, 0))
    badge = np.zeros_like(piece)
    badge[70:90, 108:114] = True
    picture[badge] = (240, 240, 250)
    (clean,) = without_spilt([mask], [standing(80)], [np.ones(23, np.float32)], picture)
    assert (clean[badge] > 127).mean() > 0.8 and (clean[piece & ~badge] > 127).mean() < 0.1


def test_without_people_nothing_is_spilt() -> None:
    assert without_spilt([], [], [], np.zeros((20, 20, 3), np.uint8)) == []
    empty = np.zeros((200, 200), np.uint8)
    out = without_spilt([empty], [standing(80)], [np.ones(23, np.float32)], np.zeros((200, 200, 3), np.uint8))
    assert not out[0].any()


def test_an_edge_in_the_dark_counts_as_one_in_the_light() -> None:
    steps = np.zeros((40, 80, 3), np.uint8)
    steps[:, 20:40], steps[:, 40:60], steps[:, 60:] = 9, 100, 168
    edges = edge_strength(steps)[20]
    assert edges[18:22].max() == pytest.approx(edges[58:62].max(), rel=0.25)
    assert edges[8:12].max() == 0


@pytest.mark.parametrize(("sleeve", "coat", "taken"), [(60, 12, False), (60, 60, True)])
def test_a_flood_takes_nothing_over_the_edge_of_a_sleeve(sleeve: int, coat: int, taken: bool) -> None:
    owner = np.full((60, 80), 2, np.int32)
    owner[30:50] = 1
    picture = np.full((60, 80, 3), coat, np.uint8)
    picture[owner == 1] = sleeve
    picture[20:30, 25:45] = sleeve if taken else coat
    flooded = owner.copy()
    flooded[20:30, 25:45] = 1
    mended = without_stolen(owner, flooded, edge_strength(picture))
    assert (mended == (flooded if taken else owner)).all()


def test_between_the_fingers_there_is_no_hand() -> None:
    hand = np.tile(np.array([80, 90], np.float32), (21, 1))
    for finger, angle in enumerate(np.radians([-60, -20, 0, 20, 40])):
        for joint in range(4):
            hand[1 + 4 * finger + joint] += (20 + 10 * joint) * np.array([np.sin(angle), -np.cos(angle)])
    area = hand_area(hand, (120, 160), 4)
    tips = np.rint(hand[[4, 8, 12, 16, 20]]).astype(int)
    assert (area[tips[:, 1], tips[:, 0]] == 255).all() and area[85, 80] == 255
    between = np.rint((hand[4] + hand[8]) / 2).astype(int)
    assert area[between[1], between[0]] == 0
