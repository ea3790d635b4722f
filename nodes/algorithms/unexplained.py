"""What a limb's region holds that is not the limb: pieces in colours that the limb has nowhere nearby.

A sleeve, a bare arm, a cuff show their colours on the bone as well as beside it. A piece beside the bone in none of
the colours that the bone has thereabouts, parted from them by an edge, and open to what lies beyond the limb, is
something that the limb only hangs before: a neighbour's jacket, a bag on the back, a patch of the wall.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

UNLIKE = 14.0
"""CIELAB's distance from which on a colour is another one; lightness, which folds and shades change, counts less."""
LIGHTNESS = 0.4
"""How much a difference in lightness counts against one in hue."""
ONE_WIDTH = 18.0
"""What a colour on the bone loses, in CIELAB's distance, with each half width of the limb that it is farther away."""
PARTED, OPEN = 9.0, 0.25
"""The least edge towards the limb, in CIELAB's distance a pixel; the least part of a piece's rim that is not limb."""
SAMPLES = 4000


def unexplained(pixels: npt.NDArray[Any], mine: Mask, bone: Mask, half: float) -> Mask:
    """What of a limb's region is not the limb's, told by colours.

    Args:
        pixels: (H, W, 4) premultiplied linear colours of the person.
        mine: (H, W) the limb's region.
        bone: (H, W) the part of it right on the bones, which is the limb for sure.
        half: Half the limb's usual width, in pixels.

    Returns:
        (H, W) bool.
    """
    out = np.zeros_like(mine)
    if not (mine & bone).any():
        return out
    lab = lab_of(pixels)
    other = mine & ~bone
    other[other] = _away(lab, mine & bone, other, half) > UNLIKE
    edges = _edges(lab)
    for piece in _pieces(other, max(1.0, 0.12 * half)):
        if _is_another(piece, mine & ~other, edges):
            out |= piece
    # the limb keeps its own shaded edge, which would stay behind as a line
    return np.asarray(out & (cv2.dilate((mine & ~out).astype(np.uint8), np.ones((3, 3), np.uint8)) == 0), bool)


def lab_of(pixels: npt.NDArray[Any]) -> F32:
    """(H, W, 3) straight colours in CIELAB, softened a little."""
    straight = pixels[..., :3].astype(np.float32) / np.maximum(pixels[..., 3:].astype(np.float32), 1e-2)
    light = np.sqrt(np.clip(straight, 0, 1))
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(light, cv2.COLOR_RGB2LAB), (0, 0), 0.8), np.float32)


def _away(lab: F32, bone: Mask, other: Mask, half: float) -> F32:
    """(N,) how far the colours of ``other`` are from the likest one on the bone, nearer ones preferred."""
    from scipy.spatial import cKDTree

    known = np.argwhere(bone)
    known = known[:: max(1, len(known) // SAMPLES)]
    asked = np.argwhere(other)
    tree = cKDTree(_features(lab, known, half))
    near = tree.query(_features(lab, asked, half), k=1)[1]
    apart = (lab[asked[:, 0], asked[:, 1]] - lab[known[near][:, 0], known[near][:, 1]]) * [LIGHTNESS, 1, 1]
    return np.asarray(np.linalg.norm(apart, axis=1), np.float32)


def _features(lab: F32, places: npt.NDArray[np.int64], half: float) -> F32:
    """(N, 5) colours and places, in one measure."""
    colours = lab[places[:, 0], places[:, 1]] * [LIGHTNESS, 1, 1]
    return np.asarray(np.concatenate([colours, places * (ONE_WIDTH / half)], axis=1), np.float32)


def _pieces(other: Mask, thin: float) -> list[Mask]:
    """What hangs together once everything thinner than twice ``thin`` pixels is gone, each grown back."""
    size = 2 * max(1, round(thin)) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    count, labels = cv2.connectedComponents(cv2.morphologyEx(other.astype(np.uint8), cv2.MORPH_OPEN, disc))
    return [(cv2.dilate((labels == k).astype(np.uint8), disc) > 0) & other for k in range(1, count)]


def _is_another(piece: Mask, limb: Mask, edges: F32) -> bool:
    """Whether a piece is parted from the limb by an edge, and lies at the limb's rim rather than within it."""
    rim = (cv2.dilate(piece.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~piece
    seam = rim & limb
    if not seam.any():
        return True
    return bool(float(seam.sum()) < (1 - OPEN) * float(rim.sum()) and float(np.median(edges[seam])) > PARTED)


def _edges(lab: F32) -> F32:
    """(H, W) the strongest edge within two pixels, in CIELAB's distance a pixel."""
    across, down = (cv2.Sobel(lab, cv2.CV_32F, way, 1 - way, ksize=3) / 8 for way in (1, 0))
    strength = np.sqrt((across**2 + down**2).sum(axis=2))
    return np.asarray(cv2.dilate(strength, np.ones((5, 5), np.uint8)), np.float32)
