"""Correct matte: paint onto a person's matte, or erase from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.brush import Box, stroke, stroke_box
from studio.media.errors import BadInput
from studio.media.image import Image, Patch
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.node import Context, node
from studio.node.knob import Entries

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]


@node(family="people", version=1)
def correct_matte(ctx: Context, image: Image, people: People, *, strokes: Entries = ()) -> People:
    """Paint onto people's mattes by hand.

    What is painted onto one person is taken from the others, so that at no pixel mattes sum to more than 1. Strokes of
    people who are gone are left alone.

    Args:
        ctx: Services lent by the engine.
        image: The photo; painted pixels take its colours.
        people: Everyone, with mattes.
        strokes: Entries {"person": id, "points": [[x, y, pressure], ...] in pixels of the photo, "size": width of the
            brush in pixels, "hardness": 0..1, "erase": true to take away}, in the order in which they were painted.

    Returns:
        The same people with mattes and foregrounds as painted; those who were not touched are handed on as they are.
    """
    ours = [read for read in (read_stroke(entry) for entry in strokes) if read.person in people]
    if not ours:
        return people
    covers = {name: _whole(person, image.size) for name, person in people.items()}
    touched: set[str] = set()
    for done, one in enumerate(ours):
        ctx.check()
        ctx.progress(done, len(ours))
        touched |= _paint(covers, one, image.size)
    linear = image.array()[..., :3]
    return People(
        (name, _repainted(person, covers[name], linear) if name in touched else person)
        for name, person in people.items()
    )


@dataclass(frozen=True)
class Stroke:
    """A stroke: (N, 3) points as x, y, pressure, in pixels."""

    person: str
    points: F64
    radius: float
    hardness: float
    erase: bool


def read_stroke(entry: Mapping[str, Any]) -> Stroke:
    """An entry as a stroke. Raises BadInput where it is none."""
    points = entry.get("points")
    size, hardness = entry.get("size", 20.0), entry.get("hardness", 0.8)
    if not isinstance(points, tuple | list) or not points or not all(_numbers(point, 3) for point in points):
        raise BadInput("correct_matte: a stroke needs points [x, y, pressure]")
    if not _numbers((size, hardness), 2) or size <= 0 or not 0 <= hardness <= 1:
        raise BadInput("correct_matte: a stroke needs a size above 0 and a hardness from 0 to 1")
    places = np.array(points, np.float64)
    places[:, 2] = places[:, 2].clip(0, 1)
    return Stroke(str(entry.get("person", "")), places, size / 2, float(hardness), bool(entry.get("erase")))


def _numbers(value: Any, count: int) -> bool:
    fits = isinstance(value, tuple | list) and len(value) == count
    return fits and all(isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < 1e6 for x in value)


def _whole(person: Person, size: tuple[int, int]) -> F32:
    matte = person.matte or person.mask
    return matte.full() if matte is not None else np.zeros((size[1], size[0]), np.float32)


def _paint(covers: dict[str, F32], one: Stroke, size: tuple[int, int]) -> set[str]:
    """Paint a stroke into (H, W) coverages, in place; gives whose were touched."""
    box: Box = stroke_box(one.points, one.radius, size)
    stamp = stroke(one.points, one.radius, one.hardness, box)
    window = slice(box[1], box[3]), slice(box[0], box[2])
    own = covers[one.person][window]
    if one.erase:
        own *= 1 - stamp
        return {one.person}
    np.maximum(own, stamp, out=own)
    touched = {one.person}
    for name, cover in covers.items():
        over = name != one.person and bool((cover[window] > 1 - own).any())
        if over:
            np.minimum(cover[window], 1 - own, out=cover[window])
            touched.add(name)
    return touched


def _repainted(person: Person, cover: F32, linear: F32) -> Person:
    matte = Matte.from_full(cover, margin=2)
    x0, y0, x1, y1 = matte.box
    colours = linear[y0:y1, x0:x1].copy()
    patch = person.foreground
    if patch is not None:
        _keep_colours(colours, (x0, y0, x1, y1), patch, cover)
    alpha = matte.coverage[..., None]
    pixels = np.concatenate([colours * alpha, alpha], axis=2).astype(np.float16)
    return replace(person, matte=matte, foreground=Patch(pixels, matte.origin))


def _keep_colours(colours: F32, box: Box, patch: Patch, cover: F32) -> None:
    """Where the person had colours of its own, free of background, those stay; what is newly solid is the photo's."""
    height, width = patch.pixels.shape[:2]
    x0, y0 = max(box[0], patch.origin[0]), max(box[1], patch.origin[1])
    x1, y1 = min(box[2], patch.origin[0] + width), min(box[3], patch.origin[1] + height)
    if x0 >= x1 or y0 >= y1:
        return
    left, top = x0 - patch.origin[0], y0 - patch.origin[1]
    before = patch.pixels[top : top + y1 - y0, left : left + x1 - x0].astype(np.float32)
    known = (before[..., 3] > 1e-3) & (cover[y0:y1, x0:x1] < 0.999)
    straight = before[..., :3] / np.maximum(before[..., 3:], 1e-3)
    there = colours[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]]
    there[known] = straight[known]
