"""A photo made of paper people: known mattes, known background, known order."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.media.by_id import ById
from studio.media.image import Image, Patch, srgb_to_linear
from studio.media.matte import Matte
from studio.media.person import People, Person


@dataclass
class Scene:
    """What went into the photo.

    Attributes:
        photo, background: With and without people.
        people: With their visible mattes and true colours.
        distance: Metres to each.
        visible: (H, W) coverage of each that the photo shows.
    """

    photo: Image
    background: Image
    people: People
    distance: dict[str, float]
    visible: dict[str, np.ndarray]


def body(size: tuple[int, int], x: float, foot: float, tall: float) -> np.ndarray:
    """(H, W) coverage of a standing figure: head, trunk, legs; soft bordered."""
    big = np.zeros((size[1] * 4, size[0] * 4), np.uint8)

    def at(dx: float, up: float) -> tuple[int, int]:
        return round((x + dx * tall) * 4), round((foot - up * tall) * 4)

    cv2.ellipse(big, at(0, 0.92), (round(0.07 * tall * 4), round(0.08 * tall * 4)), 0, 0, 360, 255, -1)
    cv2.rectangle(big, at(-0.14, 0.84), at(0.14, 0.45), 255, -1)
    for side in (-1, 1):
        cv2.rectangle(big, at(side * 0.075 - 0.055, 0.46), at(side * 0.075 + 0.055, 0.0), 255, -1)
    small = cv2.resize(big, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return cv2.GaussianBlur(small, (0, 0), 0.7)


def make_scene(places: dict[str, tuple[float, float, float, float]], size: tuple[int, int] = (320, 240)) -> Scene:
    """Draw people over grass and sky, the farthest first.

    Args:
        places: (x, foot, height in pixels, metres) of each.
        size: (width, height).
    """
    width, height = size
    random = np.random.default_rng(7)
    background = np.empty((height, width, 3), np.float32)
    background[: height // 3] = (0.55, 0.7, 0.9)
    background[height // 3 :] = (0.35, 0.5, 0.3)
    background += random.normal(0, 0.02, (height, width, 1)).astype(np.float32)
    linear = srgb_to_linear(background.clip(0, 1))
    colours = [(0.8, 0.05, 0.05), (0.05, 0.05, 0.7), (0.7, 0.6, 0.05), (0.5, 0.05, 0.6)]
    whole = {name: body(size, *place[:3]) for name, place in places.items()}
    visible, drawn = {}, linear.copy()
    for n, name in enumerate(sorted(places, key=lambda name: -places[name][3])):
        alpha = whole[name]
        for other in visible:
            visible[other] = visible[other] * (1 - alpha)
        visible[name] = alpha.copy()
        drawn = drawn * (1 - alpha[..., None]) + np.array(colours[n], np.float32) * alpha[..., None]
    people = []
    for name in places:
        n = sorted(places, key=lambda name: -places[name][3]).index(name)
        matte = Matte.from_full(visible[name], 2)
        piece = np.dstack([matte.coverage[..., None] * np.array(colours[n], np.float32), matte.coverage])
        box = tuple(float(v) for v in Matte.from_full((visible[name] > 0.5).astype(np.float32)).box)
        patch = Patch(piece.astype(np.float16), matte.origin)
        people.append((name, Person(name, box, matte=matte, mask=matte, foreground=patch)))  # type: ignore[arg-type]
    distance = {name: place[3] for name, place in places.items()}
    return Scene(Image.from_array(drawn), Image.from_array(linear), ById(people), distance, visible)
