"""A hand and the cloth that it lies on: told apart by hue; from what it holds, by what the cloth goes on into."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

UNLIKE, DARK = 10.0, 0.6
"""How far the hue of cloth lies from that of the hand, in CIELAB's a* and b*; as dark as this, in parts of the hand's
lightness, it may be a shadow on fingers."""
WIDE_SHADE = 1.2
"""How much wider than a ring something dark must be to be more than a shadow."""
MOST_SKIN = 0.3
"""Share of what lies beside a hand from which on its colour tells nothing."""
PARTED = 2.0
"""How much stronger the edge towards the hand must be than that towards the body."""


def cloth_behind(pixels: npt.NDArray[Any], mine: Mask, zone: Mask, back: Mask, thin: float) -> Mask:
    """What an arm's region has of the cloth behind its hand.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        mine: (H, W) the arm.
        zone: (H, W) the part of it that may be hand.
        back: (H, W) the back of the hand.
        thin: Half the width of what is left alone, in pixels: rings, nails.

    Returns:
        (H, W) bool.
    """
    if not (zone.any() and back.any()):
        return np.zeros_like(mine)
    lab = _lab(pixels)
    skin = np.median(lab[back], axis=0)
    light = lab[..., 0] > DARK * skin[0]
    other = zone & (np.hypot(*np.moveaxis(lab - skin, 2, 0)[1:]) > UNLIKE)
    out = np.zeros_like(mine)
    for piece in [*_pieces(other & light, thin), *_pieces(other & ~light, WIDE_SHADE * thin)]:
        if _goes_on(piece, mine, pixels[..., 3] > 0.9, lab):
            out |= piece
    # fingers keep their shaded edge, which would stay behind as a line
    return np.asarray(out & (cv2.dilate((mine & ~out).astype(np.uint8), np.ones((3, 3), np.uint8)) == 0), bool)


def fingers_beside(pixels: npt.NDArray[Any], mine: Mask, zone: Mask, back: Mask) -> Mask:
    """What of a hand lies beside the region that was taken for it: fingers that a shadow parts from it.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        mine: (H, W) the arm.
        zone: (H, W) where the hand may be.
        back: (H, W) the back of the hand.

    Returns:
        (H, W) bool, nothing where much else beside the hand has its colour: bare legs, a coat.
    """
    rest = zone & ~mine
    if not (rest.any() and back.any()):
        return np.zeros_like(mine)
    lab = _lab(pixels)
    skin = np.median(lab[back], axis=0)
    off = np.abs(lab - skin)
    alike = rest & (np.hypot(off[..., 1], off[..., 2]) < UNLIKE) & (off[..., 0] < DARK * skin[0])
    if float(alike.sum()) > MOST_SKIN * float(rest.sum()):
        return np.zeros_like(mine)
    _, labels = cv2.connectedComponents((alike | (mine & zone)).astype(np.uint8), connectivity=4)
    beside = np.unique(labels[mine & zone])
    return np.asarray(alike & np.isin(labels, beside[beside > 0]), bool)


def _pieces(other: Mask, thin: float) -> list[Mask]:
    size = 2 * max(1, round(thin)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    count, labels = cv2.connectedComponents(cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, disc))
    return [(cv2.dilate((labels == k).astype(np.uint8), disc) > 0) & other for k in range(1, count)]


def _goes_on(piece: Mask, mine: Mask, solid: Mask, lab: F32) -> bool:
    """Whether a piece is parted from the arm more clearly than from the body."""
    across, down = (cv2.Sobel(lab, cv2.CV_32F, way, 1 - way, ksize=3) for way in (1, 0))
    edges = cv2.dilate(np.sqrt((across**2 + down**2).sum(axis=2)), np.ones((5, 5), np.uint8))
    rim = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
    arm, body = rim & mine, rim & solid & ~mine
    return bool(arm.any() and body.any() and np.median(edges[arm]) > PARTED * np.median(edges[body]))


def _lab(pixels: npt.NDArray[Any]) -> F32:
    """(H, W, 3) straight colours in CIELAB, softened a little."""
    straight = pixels[..., :3].astype(np.float32) / np.maximum(pixels[..., 3:].astype(np.float32), 1e-2)
    light = np.sqrt(np.clip(straight, 0, 1))
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(light, cv2.COLOR_RGB2LAB), (0, 0), 0.8), np.float32)
