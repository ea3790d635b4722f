"""Pixels along a limb's outline, parted into limb and body."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.seam_matte import part_seam

F32 = npt.NDArray[np.float32]
SLEEVE, VEST = np.array((0.8, 0.8, 0.82), np.float32), np.array((0.02, 0.02, 0.03), np.float32)


def mixed(front: F32, back: F32) -> tuple[F32, F32, F32]:
    """A sleeve before a vest, blurred at its outline; its true coverage, and the share found, a pixel short."""
    true = np.zeros((60, 60), np.float32)
    true[:, :30] = 1
    true = cv2.GaussianBlur(true, (0, 0), 1.2)
    share = np.zeros((60, 60), np.float32)
    share[:, :29] = 1
    pixels = np.ones((60, 60, 4), np.float32)
    pixels[..., :3] = true[..., None] * front + (1 - true[..., None]) * back
    return pixels, true.astype(np.float32), share


def test_nothing_of_a_white_sleeve_stays_on_a_dark_vest() -> None:
    pixels, true, share = mixed(SLEEVE, VEST)
    seam = part_seam(pixels, share, np.ones((60, 60), bool), 4)
    assert seam.where[:, 27:32].all() and np.abs(seam.behind[seam.where][:, :3] - VEST).max() < 0.02
    assert np.abs(seam.front[..., 3] - true)[seam.where].max() < 0.05


def test_limb_over_body_is_the_picture_again() -> None:
    for front, back in ((SLEEVE, VEST), (VEST, SLEEVE)):
        pixels, _, share = mixed(front, back)
        seam = part_seam(pixels, share, np.ones((60, 60), bool), 4)
        again = seam.front + (1 - seam.front[..., 3:]) * seam.behind
        assert np.abs(again - pixels)[seam.where].max() < 1e-3


def test_what_looks_alike_is_not_parted() -> None:
    pixels, _, share = mixed(VEST, VEST * 1.3)
    assert not part_seam(pixels, share, np.ones((60, 60), bool), 4).where.any()


def test_a_limb_that_is_nowhere_has_no_seam() -> None:
    pixels, _, share = mixed(SLEEVE, VEST)
    assert not part_seam(pixels, np.zeros_like(share), np.ones((60, 60), bool), 4).where.any()
