"""Pieces of a limb's region that its own colours do not explain."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.unexplained import unexplained

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
SKIN, SLEEVE, JACKET = (0.55, 0.32, 0.22), (0.6, 0.6, 0.62), (0.03, 0.05, 0.3)


def forearm() -> tuple[F32, Mask, Mask, Mask]:
    """An upright forearm, bare below its sleeve; a neighbour's jacket runs along its right side."""
    pixels = np.ones((120, 100, 4), np.float32)
    pixels[..., :3] = 0.5
    arm, jacket, bone = (np.zeros((120, 100), bool) for _ in range(3))
    arm[:, 35:61], jacket[:, 61:85], bone[:, 44:52] = True, True, True
    pixels[:50][arm[:50], :3], pixels[50:][arm[50:], :3] = SLEEVE, SKIN
    pixels[jacket, :3] = JACKET
    return pixels, arm, jacket, bone


def test_a_neighbours_jacket_beside_an_arm_is_not_the_arm() -> None:
    pixels, arm, jacket, bone = forearm()
    found = unexplained(pixels, arm | jacket, bone, 13)
    assert found[jacket].mean() > 0.9 and not found[arm].any()


def test_the_colours_of_an_arm_where_it_has_them_are_the_arm() -> None:
    pixels, arm, _, bone = forearm()
    assert not unexplained(pixels, arm, bone, 13).any()


def test_a_shaded_side_is_the_arm() -> None:
    pixels, arm, _, bone = forearm()
    pixels[:, 35:61, :3] *= np.linspace(1.0, 0.35, 26)[None, :, None]
    assert not unexplained(pixels, arm, bone, 13).any()


def test_a_badge_within_a_sleeve_stays_on_it() -> None:
    pixels, arm, _, bone = forearm()
    pixels[20:32, 53:59, :3] = JACKET
    assert not unexplained(pixels, arm, bone, 13).any()


def test_what_has_no_bone_in_it_is_left_alone() -> None:
    pixels, arm, jacket, bone = forearm()
    assert not unexplained(pixels, arm | jacket, np.zeros_like(bone), 13).any()
