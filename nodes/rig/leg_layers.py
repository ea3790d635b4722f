"""The legs' layers: each leg cut out of the body, going on under the body above it and under the leg in front of it.

The body is drawn over both legs, so that a skirt or a coat falls over them. Where a layer goes on under another it has
the same pixels as that one, or such as nobody sees at rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.cloth_fill import continue_colours
from nodes.rig.leg_outline import BODY, SOLID, Legs, leg_capsules
from nodes.rig.leg_twin import twin
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

UNDER = 0.35
"""How far a leg goes on under what is above it, in thighs."""
SLIVER = 0.02
"""Half of the width, in metres, below which a piece of a hidden leg is left out."""
DEEP = 3
"""Pixels from the person's outline within which nothing is hidden under anything."""


def cut_legs(texture: PersonTexture, bones: PhotoBones, legs: Legs) -> tuple[F32, dict[str, F32], dict[str, Mask]]:
    """The body without its legs, and each leg.

    Returns:
        Pixels (h, w, 4) of the body; those of each leg by side, the farther first; (h, w) by side, where a leg hangs on
        the body and moves as that does.
    """
    pixels, far = texture.pixels, "right" if legs.near == "left" else "left"
    found, ties = {}, {}
    for side in (far, legs.near):
        mine, share = legs.mask(side), _own(texture, legs.mask(side))
        ties[side] = above = (legs.labels == BODY) & _above(texture, bones, legs, side)
        hidden = _behind(texture, bones, legs, side) & ((legs.labels == BODY) | legs.mask(legs.near)) & ~mine
        colours = _continued(texture, bones, legs, side, hidden | above)
        if side == far:
            colours, hidden = _with_twin(texture, bones, legs, colours, hidden)
        if not legs.start.hem:
            colours = np.where(above[..., None], pixels, colours)
        found[side] = _with_hidden(texture, pixels * share[..., None], share, hidden | above, colours)
    return np.asarray(pixels * _own(texture, legs.labels == BODY)[..., None], np.float32), found, ties


def _own(texture: PersonTexture, mask: Mask) -> F32:
    """(h, w) share of a layer in each pixel: all of its own, softly less over opaque pixels of others."""
    import cv2

    soft = np.clip(2 * cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.2), 0, 1)
    return np.asarray(np.where(mask, 1, soft * _deep(texture, 1)), np.float32)


def _with_hidden(texture: PersonTexture, layer: F32, share: F32, hidden: Mask, colours: F32) -> F32:
    """A layer (h, w, 4) with opaque colours where it is hidden, softly ending."""
    import cv2

    soft = np.clip(2 * cv2.GaussianBlur(hidden.astype(np.float32), (0, 0), 1.2) - 0.7, 0, 1)
    soft = np.maximum(soft, hidden & (share > 0)) * hidden * _deep(texture, DEEP) * (1 - share)
    return np.asarray(layer + colours * soft[..., None], np.float32)


def _continued(texture: PersonTexture, bones: PhotoBones, legs: Legs, side: str, hidden: Mask) -> F32:
    """(h, w, 4) a leg's own colours, from where nothing of a hem is among them, carried on to where it is hidden."""
    import cv2

    half = reach_of("leftLowerLeg") * bones.pixels_per_metre
    skip = 2 * max(round(0.12 * half), 2) + 1
    known = legs.mask(side) & (texture.coverage > SOLID)
    known = cv2.erode(known.astype(np.uint8), np.ones((skip, skip), np.uint8)) > 0
    if legs.start.hem:
        away = cv2.distanceTransform((legs.labels != BODY).astype(np.uint8), cv2.DIST_L2, 3)
        known &= away > 0.8 * half
    return continue_colours(texture.pixels, known, hidden, 1.5 * half)


def _with_twin(
    texture: PersonTexture, bones: PhotoBones, legs: Legs, colours: F32, hidden: Mask
) -> tuple[F32, Mask]:  # fmt: skip
    """The farther leg's hidden colours, and where they are: the nearer leg's, but for a strip along what is seen."""
    import cv2

    far = "right" if legs.near == "left" else "left"
    room = legs.mask(legs.near) & leg_capsules(texture, bones, far, 2.0, legs.start.along)
    borrowed, share = twin(texture, bones, legs, room)
    there = borrowed[..., 3] > 0
    mixed = np.where((hidden & there)[..., None], colours + share[..., None] * (borrowed - colours), borrowed)
    radius = 2 * max(round(SLIVER * bones.pixels_per_metre), 1) + 1
    whole = (np.where(share > 0.5, there, hidden) & room | legs.mask(far)).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (radius, radius))
    shape = cv2.morphologyEx(whole, cv2.MORPH_OPEN, disc) > 0
    return np.where((room & there)[..., None], mixed, colours), np.where(room, shape, hidden)


def _above(texture: PersonTexture, bones: PhotoBones, legs: Legs, side: str) -> Mask:
    """(h, w) where a leg goes on under skirt or pelvis: as wide as trousers are there, or as a leg under a hem."""
    start, other = legs.start.along, "right" if side == "left" else "left"
    wide = leg_capsules(texture, bones, side, 1.1 if legs.start.hem else 1.6, max(start - UNDER, 0.02), start)
    return np.asarray(wide & (_from_leg(texture, bones, side) <= 1.2 * _from_leg(texture, bones, other) + 1))


def _from_leg(texture: PersonTexture, bones: PhotoBones, side: str) -> F32:
    """(h, w) pixels from a leg's bones."""
    import cv2

    line = leg_capsules(texture, bones, side, 0.0, 0.0)
    return np.asarray(cv2.distanceTransform(1 - line.astype(np.uint8), cv2.DIST_L2, 3), np.float32)


def _behind(texture: PersonTexture, bones: PhotoBones, legs: Legs, side: str) -> Mask:
    """(h, w) where a leg may go on behind what is in front of it: around its bones, and a strip along what is seen."""
    import cv2

    strip = 2 * max(round(0.3 * reach_of("leftLowerLeg") * bones.pixels_per_metre), 2) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (strip, strip))
    grown = cv2.dilate(legs.mask(side).astype(np.uint8), kernel) > 0
    return np.asarray(leg_capsules(texture, bones, side, 1.05, legs.start.along) | grown)


def _deep(texture: PersonTexture, pixels: int) -> Mask:
    """Where the person is opaque, ``pixels`` away from anything that is not."""
    import cv2

    kernel = np.ones((2 * pixels + 1, 2 * pixels + 1), np.uint8)
    return np.asarray(cv2.erode((texture.coverage > SOLID).astype(np.uint8), kernel) > 0)
