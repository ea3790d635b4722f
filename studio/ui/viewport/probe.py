"""The pixel probe: what lies under the mouse, or in a rectangle of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.media.image import encode_srgb8
from studio.media.person import Person
from studio.ui.viewport.looking import Shown
from studio.ui.viewport.painters.painter import entry
from studio.ui.viewport.plane import LIGHT, Array, Rect

RGBA = tuple[float, float, float, float]


@dataclass(frozen=True)
class Reading:
    """What the probe says.

    Attributes:
        x, y: Whole pixels of the source picture, rounded down.
        light: Linear red, green, blue and alpha, None beside the picture.
        code: 8-bit sRGB of it.
        words: What the painter of the value says.
        person: Id of the person there, "" for nobody.
        pixels: (width, height) that were averaged; (1, 1) for one pixel.
    """

    x: int
    y: int
    light: RGBA | None = None
    code: tuple[int, int, int] | None = None
    words: str = ""
    person: str = ""
    pixels: tuple[int, int] = (1, 1)


def read(shown: Shown | None, x: float, y: float, people: Mapping[str, Person] | None) -> Reading:
    """What lies at a point of the source picture."""
    column, row = int(np.floor(x)), int(np.floor(y))
    if shown is None:
        return Reading(column, row)
    pixels, rect = _pixels(shown)
    at = entry(pixels, rect, x, y) if pixels is not None else None
    words = shown.painter.tell(shown.answer.value, shown.prepared, x, y)
    person = person_at(people, x, y) if people else ""
    if pixels is None or at is None:
        return Reading(column, row, words=words, person=person)
    return Reading(column, row, *_codes(np.asarray(pixels[at], np.float32)), words, person)


def mean(shown: Shown | None, first: tuple[float, float], last: tuple[float, float]) -> Reading:
    """The mean of a rectangle between two points of the source picture, in linear light."""
    (x0, x1), (y0, y1) = sorted((first[0], last[0])), sorted((first[1], last[1]))
    pixels, rect = _pixels(shown) if shown is not None else (None, (0.0, 0.0, 0.0, 0.0))
    if pixels is None or rect[2] <= rect[0]:
        return Reading(int(np.floor(x0)), int(np.floor(y0)))
    across, down = pixels.shape[1] / (rect[2] - rect[0]), pixels.shape[0] / (rect[3] - rect[1])
    columns = slice(*_inside((x0 - rect[0]) * across, (x1 - rect[0]) * across, pixels.shape[1]))
    rows = slice(*_inside((y0 - rect[1]) * down, (y1 - rect[1]) * down, pixels.shape[0]))
    part = pixels[rows, columns]
    if part.size == 0:
        return Reading(int(np.floor(x0)), int(np.floor(y0)))
    light = part.reshape(-1, part.shape[2]).mean(axis=0, dtype=np.float64).astype(np.float32)
    return Reading(int(np.floor(x0)), int(np.floor(y0)), *_codes(light), pixels=(part.shape[1], part.shape[0]))


def inside(region: Rect | None, at: tuple[float, float]) -> bool:
    """Whether a point lies in the region that is looked at; everywhere where there is none."""
    return region is None or (region[0] <= at[0] < region[2] and region[1] <= at[1] < region[3])


def person_at(people: Mapping[str, Person], x: float, y: float) -> str:
    """Id of the nearest person whose matte, else mask, else box covers a point; "" for nobody."""
    for person in sorted(people.values(), key=lambda one: -one.layer):
        matte = person.matte or person.mask
        if matte is None:
            x0, y0, x1, y1 = person.box
            if x0 <= x < x1 and y0 <= y < y1:
                return person.id
            continue
        column, row = int(np.floor(x)) - matte.origin[0], int(np.floor(y)) - matte.origin[1]
        height, width = matte.coverage.shape
        if 0 <= row < height and 0 <= column < width and matte.coverage[row, column] >= 0.5:
            return person.id
    return ""


def _pixels(shown: Shown) -> tuple[Array | None, Rect]:
    plane = shown.prepared.plane
    return (plane.sheet, plane.rect) if plane.kind == LIGHT else (plane.photo, plane.photo_rect)


def _codes(light: Array) -> tuple[RGBA, tuple[int, int, int]]:
    r, g, b, a = (float(part) for part in light)
    codes = encode_srgb8(light[:3])
    return (r, g, b, a), (int(codes[0]), int(codes[1]), int(codes[2]))


def _inside(first: float, last: float, size: int) -> tuple[int, int]:
    """Whole entries that a stretch touches, at least one of those that there are."""
    low = min(max(int(np.floor(first)), 0), size - 1)
    return low, min(max(int(np.ceil(last)), low + 1), size)
