"""Order layers: who stands in front of whom, and what each hides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms.hidden_texture import carry_colours
from nodes.algorithms.occlusion import (
    above_evidence,
    close_gap,
    continue_under,
    fill_specks,
    junction_evidence,
    line_up,
    monotone,
)
from nodes.scene.coverage import height_of, matte_of
from nodes.scene.stature import cut_sides, stature
from studio.media.by_id import ById
from studio.media.depth import Depth
from studio.media.image import Image, Patch, linear_to_srgb, srgb_to_linear
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Range, Seed

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]
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
    drawn = _Drawn(np.zeros((size[1], size[0], 4), np.float32))
    photo = image.array()
    made: dict[str, Person] = {}
    for layer in range(len(order) - 1, -1, -1):
        ctx.check()
        ctx.progress(len(made), len(order), "behind others")
        person = people[ids[order[layer]]]
        placed = replace(person, layer=layer, metres=float(metres[layer]), cropped=cut_sides(person, size))
        made[person.id] = _continued(ctx, photo, placed, drawn, continue_behind, close_gaps, pattern, seed)
        drawn.add(made[person.id])
    return ById((name, made[name]) for name in ids)


@dataclass
class _Drawn:
    """Everyone in front so far, drawn together: (H, W, 4) linear-light, premultiplied."""

    pixels: F32

    def add(self, person: Person) -> None:
        """Draw one more under them."""
        patch = person.foreground
        if patch is None:
            return
        x, y = patch.origin
        height, width = patch.pixels.shape[:2]
        over = self.pixels[y : y + height, x : x + width]
        over += (1 - over[..., 3:]) * patch.pixels.astype(np.float32)


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
    a, b = _crop(matte_of(one, size), box), _crop(matte_of(other, size), box)
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
        count += bool(_crop(matte_of(cover, size), box)[0, 0] > 0.8 and _crop(matte_of(person, size), box)[0, 0] < 0.2)
    return count


def _crop(matte: Matte, box: Box) -> F32:
    """(h, w) coverage inside a box of the picture."""
    out = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    x0, y0, x1, y1 = (max(matte.box[0], box[0]), max(matte.box[1], box[1]),
                      min(matte.box[2], box[2]), min(matte.box[3], box[3]))  # fmt: skip
    if x0 < x1 and y0 < y1:
        mx, my = matte.origin
        out[y0 - box[1] : y1 - box[1], x0 - box[0] : x1 - box[0]] = matte.coverage[y0 - my : y1 - my, x0 - mx : x1 - mx]
    return out


def _continued(
    ctx: Context, photo: F32, person: Person, drawn: _Drawn, behind: float, gaps: float, pattern: bool, seed: int
) -> Person:
    """The person with matte and colours carried on behind everyone drawn so far."""
    size = (photo.shape[1], photo.shape[0])
    matte = matte_of(person, size)
    if not matte.coverage.size:
        return person
    reach = max(1.0, behind * height_of(person))
    pad = int(np.ceil(reach)) + 3
    x0, y0, x1, y1 = matte.box
    box = (max(0, x0 - pad), max(0, y0 - pad), min(size[0], x1 + pad), min(size[1], y1 + pad))
    own, window = _crop(matte, box), (slice(box[1], box[3]), slice(box[0], box[2]))
    front = drawn.pixels[window]
    full = own
    if front[..., 3].max() > 0.004:
        closed = close_gap(own, front[..., 3], max(1.5, gaps * height_of(person))) if gaps > 0 else own
        full = continue_under(closed, front[..., 3], reach) if behind > 0 else closed
        full = fill_specks(full, own, front[..., 3], max(2.0, 1.5 * gaps * height_of(person)))
    colours = _colours(ctx, photo[window], person, box, own, full, front, pattern, seed)
    pixels = np.dstack([colours * full[..., None], full]).astype(np.float16)
    hidden = np.clip(full - own, 0, 1).astype(np.float32)
    return replace(
        person,
        matte=Matte(full, (box[0], box[1]), size),
        hidden=Matte(hidden, (box[0], box[1]), size),
        foreground=Patch(pixels, (box[0], box[1])),
    )


def _colours(
    ctx: Context, photo: F32, person: Person, box: Box, own: F32, full: F32, front: F32, pattern: bool, seed: int
) -> F32:
    """(h, w, 3) linear-light colours of the person: as matted where seen, solved or carried on where not."""
    seen = _foreground(photo, person, box, own)
    hidden = full > own + 1e-3
    if not hidden.any():
        return seen
    near = _near(hidden)
    seen[near] = _hidden_colours(ctx, photo[near], seen[near], own[near], full[near], front[near], pattern, seed)
    return seen


def _near(region: B8) -> tuple[slice, slice]:
    """The part of a picture around a region, with some room."""
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    pad = 32 + int(min(np.ptp(rows), np.ptp(columns)) // 2)
    return (
        slice(max(0, int(rows[0]) - pad), int(rows[-1]) + pad),
        slice(max(0, int(columns[0]) - pad), int(columns[-1]) + pad),
    )


def _hidden_colours(
    ctx: Context, photo: F32, seen: F32, own: F32, full: F32, front: F32, pattern: bool, seed: int
) -> F32:
    """(h, w, 3) linear-light: what is seen, and what is solved or carried on where it is not."""
    hidden = full > own + 1e-3

    def check(done: float) -> None:
        ctx.check()

    solid = np.where(front[..., 3] < 0.02, own, 0).astype(np.float32)
    carried = carry_colours(
        linear_to_srgb(seen), solid, hidden.astype(np.float32), detail=pattern, seed=seed, check=check
    )
    # Under a soft border the photo still tells the colour: what is left of it once the front one is taken away. Where
    # the mattes are wrong that is far off, so it may only change what was carried on a little.
    left = linear_to_srgb(np.clip((photo[..., :3] - front[..., :3]) / np.maximum(1 - front[..., 3:], 0.05), 0, 1))
    trust = np.clip((0.6 - front[..., 3:]) / 0.4, 0, 1) * np.clip((full[..., None] - 0.8) / 0.2, 0, 1)
    most = 0.12 + np.clip((0.2 - front[..., 3:]) / 0.2, 0, 1)
    mixed = srgb_to_linear(carried + np.clip(left - carried, -most, most) * trust)
    return np.where(hidden[..., None], mixed, seen).astype(np.float32)


def _foreground(photo: F32, person: Person, box: Box, own: F32) -> F32:
    """(h, w, 3) the person's colours, not premultiplied; the photo's own where nothing was estimated."""
    colours = photo[..., :3].copy()
    patch = person.foreground
    if patch is None:
        return colours
    x, y = patch.origin
    height, width = patch.pixels.shape[:2]
    x0, y0, x1, y1 = max(x, box[0]), max(y, box[1]), min(x + width, box[2]), min(y + height, box[3])
    if x0 >= x1 or y0 >= y1:
        return colours
    piece = patch.pixels[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32)
    straight = piece[..., :3] / np.maximum(piece[..., 3:], 1e-4)
    there = (slice(y0 - box[1], y1 - box[1]), slice(x0 - box[0], x1 - box[0]))
    colours[there] = np.where(piece[..., 3:] > 1e-3, straight, colours[there])
    return colours
