"""Whether an arm has room to act."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.algorithms.arm_room import arm_room

PLACES = {
    "left_shoulder": (118, 55), "right_shoulder": (82, 55), "left_elbow": (124, 83), "right_elbow": (76, 83),
    "left_wrist": (127, 108), "right_wrist": (73, 108), "left_hip": (110, 105), "right_hip": (90, 105),
    "left_knee": (111, 145), "right_knee": (89, 145),
}  # fmt: skip


def room(side: str = "left", size: tuple[int, int] | None = (200, 200), taken: bool = False, **moved: object) -> float:
    points = {name: np.array(moved.get(name, place), float) for name, place in PLACES.items()}
    return arm_room(points, dict.fromkeys(points, 0.9), side, size, lambda at: taken)


def test_an_arm_that_hangs_freely_has_room_on_either_side() -> None:
    assert (room("left"), room("right")) == (0.9, 0.9)


def test_an_arm_whose_wrist_is_outside_the_picture_has_none() -> None:
    assert room(left_wrist=(127, 230)) == 0
    assert room(size=(120, 200)) == 0


@pytest.mark.parametrize(
    "moved",
    [{"left_wrist": (98, 80)}, {"left_elbow": (140, 80), "left_wrist": (115, 103)}, {"left_wrist": (112, 108)},
     {"left_wrist": (78, 110)}, {"left_wrist": (120, 170)}],
    ids=["across the chest", "on the hip", "in a pocket", "hands together", "on the ground"],
)  # fmt: skip
def test_an_arm_that_lies_on_something_has_little(moved: dict[str, tuple[int, int]]) -> None:
    assert 0 < room(**moved) < 0.5


def test_a_hand_on_somebody_else_has_little() -> None:
    assert 0 < room(taken=True) < 0.5


def test_a_body_of_no_size_gives_a_number_all_the_same() -> None:
    assert 0 <= room(**dict.fromkeys(PLACES, (50, 50))) <= 1
