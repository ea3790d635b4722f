"""Order layers: who stands in front of whom, and what each hides."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms.occlusion import above_evidence, junction_evidence, line_up, monotone
from nodes.scene.behind import Continuation, Drawn, carry_on
from nodes.scene.coverage import crop, height_of, matte_of
from nodes.scene.stature import cut_sides, stature
from studio.media.by_id import ById
from studio.media.depth import Depth
from studio.media.image import Image
from studio.media.person import People, Person
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Range, Seed

F64 = npt.NDArray[np.float64]
Box = tuple[int, int, int, int]


@node(family="scene", version=1)
def order_layers(
    ctx: Context,
    image: Image,
    people: People,
    depth: Depth,
    *,
    continue_behind: Annotated[Fraction, Range(0.0, 0.3)] = 0.08,
    close_gaps: Annotated[Fraction, Range(0.0, 0.03)] = 0.012,
    outlines: Amount = 1.0,
    pattern: bool = True,
    seed: Seed = 0,
) -> People:
    """Line people up from the farthest to the nearest, and carry each on behind those in front.

    Where two people touch, the one behind goes on under the one in front, so that no gap opens when they move. Colours
    that the photo shows stay untouched.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        people: Everyone in it, with mattes.
        depth: Distance at each pixel.
        continue_behind: How far a person goes on behind another, as a part of the person's height.
        close_gaps: Width of slivers between touching people that are closed, as a part of the person's height.
        outlines: How much outlines count beside distance when telling who is in front.
        pattern: Carry on the pattern of cloth behind others; otherwise plain colours.
        seed: Start of the search for patterns.

    Returns:
        The same people with layer, distance, cropped sides, and matte and colours carried on behind others.
    """
    if not people:
        return people
    size = image.size
    ids = list(people)
    distance = np.array([_metres(people[name], depth, size) for name in ids])
    front = _evidence([people[name] for name in ids], distance, size, outlines)
    order = line_up(front, distance)
    metres = monotone(distance[order])
    drawn = Drawn(np.zeros((size[1], size[0], 4), np.float32))
    photo, how = image.array(), Continuation(continue_behind, close_gaps, pattern, seed)
    made: dict[str, Person] = {}
    for layer in range(len(order) - 1, -1, -1):
        ctx.check()
        ctx.progress(len(made), len(order), "behind others")
        person = people[ids[order[layer]]]
        placed = replace(person, layer=layer, metres=float(metres[layer]), cropped=cut_sides(person, size))
        made[person.id] = carry_on(ctx, photo, placed, drawn, how)
        drawn.add(made[person.id])
    return ById((name, made[name]) for name in ids)


def _metres(person: Person, depth: Depth, size: tuple[int, int]) -> float:
    """Median distance over the person."""
    matte = matte_of(person, size)
    x0, y0, x1, y1 = matte.box
    there = depth.metres[y0:y1, x0:x1][matte.coverage > 0.5]
    there = there[np.isfinite(there)]
    if not there.size:
        return person.metres if person.metres is not None else 100.0
    return float(np.median(there))


def _evidence(people: list[Person], distance: F64, size: tuple[int, int], outlines: float) -> F64:
    """(N, N) how strongly i is in front of j; 0 where they do not touch."""
    front = np.zeros((len(people), len(people)))
    for i, one in enumerate(people):
        for j in range(i):
            other = people[j]
            box = _shared_box(one, other, size)
            if box is None:
                continue
            one_body, other_body = stature(one, size), stature(other, size)
            # Feet on the ground tell distance well; where the picture cuts them off, size alone tells little.
            doubt = 0.08 + one_body.spread * other_body.spread * 6
            value = float(np.tanh(np.log(distance[j] / distance[i]) / doubt))
            value += outlines * _outline_evidence(one, other, box, size)
            front[i, j], front[j, i] = value, -value
    return front


def _shared_box(one: Person, other: Person, size: tuple[int, int]) -> Box | None:
    """Where two people's mattes may touch, with some room around; None where they are apart."""
    a, b = matte_of(one, size).box, matte_of(other, size).box
    room = round(0.06 * max(height_of(one), height_of(other))) + 2
    x0, y0 = max(a[0], b[0]) - room, max(a[1], b[1]) - room
    x1, y1 = min(a[2], b[2]) + room, min(a[3], b[3]) + room
    x0, y0, x1, y1 = max(0, x0), max(0, y0), min(size[0], x1), min(size[1], y1)
    return (x0, y0, x1, y1) if x1 - x0 > 2 and y1 - y0 > 2 else None


def _outline_evidence(one: Person, other: Person, box: Box, size: tuple[int, int]) -> float:
    a, b = crop(matte_of(one, size), box), crop(matte_of(other, size), box)
    tall = min(height_of(one), height_of(other))
    below, length = above_evidence(a, b)
    if length < 0.01 * tall:
        return 0.0
    straight, places = junction_evidence(a, b, max(4.0, 0.035 * tall))
    hidden = _joints_inside(other, one, size) - _joints_inside(one, other, size)
    return 0.8 * below + straight * min(1.0, places / 2) + float(np.tanh(hidden / 1.5))


def _joints_inside(person: Person, cover: Person, size: tuple[int, int]) -> int:
    """How many of a person's joints lie where only the other is seen: those are hidden."""
    if person.skeleton is None:
        return 0
    points = np.floor(person.skeleton.points).astype(int)
    inside = ((points >= 0) & (points < size)).all(axis=1) & (person.skeleton.scores > 0.15)
    count = 0
    for x, y in points[inside]:
        box = (int(x), int(y), int(x) + 1, int(y) + 1)
        count += bool(crop(matte_of(cover, size), box)[0, 0] > 0.8 and crop(matte_of(person, size), box)[0, 0] < 0.2)
    return count
