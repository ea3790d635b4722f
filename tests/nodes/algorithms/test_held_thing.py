"""A thing is cut out where its outline can be seen, and left where it cannot."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.held_thing import cut_thing

BOX = (90.0, 70.0, 152.0, 132.0)
U8 = npt.NDArray[np.uint8]


def place() -> U8:
    """Something grey to stand before, not quite even."""
    return np.random.default_rng(5).integers(90, 130, (200, 240, 3)).astype(np.uint8)


def disc(picture: U8, at: tuple[int, int] = (121, 101), radius: int = 30) -> npt.NDArray[np.bool_]:
    """A red disc in a picture; where it is."""
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(mask, at, radius, 1, -1)
    picture[mask > 0] = np.random.default_rng(6).integers(0, 20, (int(mask.sum()), 3)) + np.array([200, 30, 20])
    return mask > 0


def test_a_thing_is_cut_out_along_its_outline() -> None:
    picture = place()
    mask = disc(picture)
    found, why = cut_thing(picture, BOX)
    assert why == "" and found.dtype == np.float32 and found.shape == (200, 240)
    overlap = (found > 0.5) & mask
    assert overlap.sum() / ((found > 0.5) | mask).sum() > 0.93
    assert found[:60].max() == 0 and 0 < found.min(initial=1, where=found > 0) < 0.9, "with a soft edge"


def test_an_arm_across_a_box_is_no_part_of_the_thing() -> None:
    picture = place()
    mask = disc(picture, radius=24)
    picture[66:84, 60:160] = [60, 60, 200]
    arm = np.array([[60.0, 75.0], [160.0, 75.0]], np.float32)
    found, why = cut_thing(picture, BOX, [arm], 14.0)
    assert why == "" and (found > 0.5)[66:84].sum() < 0.2 * mask.sum()


def test_nothing_is_cut_where_a_box_shows_what_is_around_it_too() -> None:
    found, why = cut_thing(place(), BOX)
    assert why and found.max() == 0


def test_nothing_is_cut_that_goes_on_beyond_its_box() -> None:
    picture = place()
    picture[:, 100:140] = [200, 30, 20]
    picture[:, :100] //= 2
    assert "beyond its box" in cut_thing(picture, (95.0, 80.0, 145.0, 120.0))[1]


def test_boxes_at_the_edge_and_boxes_of_a_pixel_are_no_trouble() -> None:
    picture = place()
    disc(picture, (0, 0), 40)
    for box in ((-20.0, -10.0, 41.0, 41.0), (239.0, 199.0, 240.0, 200.0), (5.0, 5.0, 5.5, 5.5)):
        found, _ = cut_thing(picture, box)
        assert np.isfinite(found).all() and 0 <= found.min() <= found.max() <= 1
