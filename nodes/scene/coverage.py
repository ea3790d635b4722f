"""Where a person is, from the best that is known: the matte, the coarse mask, or the box."""

from __future__ import annotations

import cv2
import numpy as np

from studio.media.image import F32
from studio.media.matte import Matte
from studio.media.person import People, Person


def matte_of(person: Person, size: tuple[int, int]) -> Matte:
    """The matte, else the mask, else an ellipse in the box.

    Args:
        person: The person.
        size: (width, height) of the picture.

    Returns:
        Coverage in the picture.
    """
    for known in (person.matte, person.mask):
        if known is not None and known.coverage.size:
            return known
    whole = np.zeros((size[1], size[0]), np.float32)
    x0, y0, x1, y1 = person.box
    middle = (round((x0 + x1) / 2), round((y0 + y1) / 2))
    cv2.ellipse(whole, middle, (max(1, round((x1 - x0) / 2)), max(1, round((y1 - y0) / 2))), 0, 0, 360, 1.0, -1)
    return Matte.from_full(whole)


def everyone(people: People, size: tuple[int, int]) -> F32:
    """(H, W) float32 coverage of all people together."""
    gap = np.ones((size[1], size[0]), np.float32)
    for person in people.values():
        matte = matte_of(person, size)
        x0, y0, x1, y1 = matte.box
        gap[y0:y1, x0:x1] *= 1 - np.clip(matte.coverage, 0, 1)
    return 1 - gap


def all_colours(people: People, photo: F32) -> F32:
    """Everyone drawn together, each as the matte has them.

    Args:
        people: Everyone.
        photo: (H, W, 4) float32, linear-light; gives the colours of who has none.

    Returns:
        (H, W, 4) float32, linear-light, premultiplied.
    """
    drawn = np.zeros_like(photo)
    for person in people.values():
        matte = matte_of(person, (photo.shape[1], photo.shape[0]))
        x0, y0, x1, y1 = matte.box
        if person.foreground is not None and person.foreground.pixels.shape[:2] == matte.coverage.shape:
            piece = person.foreground.pixels.astype(np.float32)
        else:
            piece = photo[y0:y1, x0:x1] * matte.coverage[..., None]
        drawn[y0:y1, x0:x1] = piece + drawn[y0:y1, x0:x1] * (1 - piece[..., 3:])
    return drawn


def height_of(person: Person) -> float:
    """Height of the person's box in pixels, at least 1."""
    return max(1.0, float(person.box[3] - person.box[1]))


def crop(matte: Matte, box: tuple[int, int, int, int]) -> F32:
    """(h, w) coverage inside a box of the picture."""
    out = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    x0, y0, x1, y1 = (max(matte.box[0], box[0]), max(matte.box[1], box[1]),
                      min(matte.box[2], box[2]), min(matte.box[3], box[3]))  # fmt: skip
    if x0 < x1 and y0 < y1:
        mx, my = matte.origin
        out[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]] = matte.coverage[y0 - my : y1 - my, x0 - mx : x1 - mx]
    return out
