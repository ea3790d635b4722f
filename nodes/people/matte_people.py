"""Matte people: soft coverage and background-free colours for everyone."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.matting import carry_up, closed_form, foreground, share, tighten, trimap
from nodes.people.backends import Backend, choose, resolve_people
from studio.media.image import Image, Patch, linear_to_srgb
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Range

F32 = npt.NDArray[np.float32]
Box = tuple[int, int, int, int]


@node(family="people", version=1, resolve=resolve_people)
def matte_people(
    ctx: Context,
    image: Image,
    people: People,
    *,
    backend: Backend = "auto",
    band: Amount = 1.0,
    hair: Amount = 1.0,
    trust: Fraction = 0.3,
    detail: Annotated[int, Range(256, 4096, "px", soft=(512, 2048))] = 896,
) -> People:
    """Turn everyone's coarse mask into a matte, soft at hair and fingers, with colours free of the background.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        people: Everyone found, with masks.
        backend: embedded and learned do the same here; the masks they start from differ.
        band: Width of the border that is solved for, times a hundredth of a person's height.
        hair: How much wider that border is around the head.
        trust: How much the coarse mask holds where the colours say nothing.
        detail: Longest side, in pixels, at which a matte is solved; larger pictures are carried up from there.

    Returns:
        The same people with mattes and foregrounds; at no pixel do mattes sum to more than 1.
    """
    choose(ctx.models, backend)
    linear = image.array()[..., :3]
    mattes: dict[str, Matte] = {}
    for k, (name, person) in enumerate(people.items()):
        ctx.check()
        ctx.progress(k, 2 * len(people), person.name)
        if person.mask is not None and person.mask.coverage.size:
            mattes[name] = _matte(linear, person, people, (band, hair, trust, detail))
    _share_out(mattes)
    out: dict[str, Person] = {}
    for k, (name, person) in enumerate(people.items()):
        ctx.check()
        ctx.progress(len(people) + k, 2 * len(people), person.name)
        matte = mattes.get(name)
        out[name] = person if matte is None else replace(person, matte=matte, foreground=_colours(linear, matte))
    return People(out)


def _matte(linear: F32, person: Person, people: People, knobs: tuple[float, float, float, int]) -> Matte:
    band, hair, trust, detail = knobs
    assert person.mask is not None
    height = person.mask.coverage.shape[0]
    box = _grown(person.mask.box, round(0.06 * height) + 8, person.mask.size)
    picture = linear_to_srgb(_cut(linear, box))
    own, others = _in_box(person.mask, box), _others(person, people, box)
    scale = min(1.0, detail / max(picture.shape[:2]))
    small, mask, taken = (_resized(array, scale) for array in (picture, own, others))
    # one matte for everybody here against the background, shared out after: no gap opens between neighbours
    both = np.maximum(mask, taken)
    width = band * 0.01 * height * scale + 1.5
    widths = _widths(person.skeleton, box, both.shape, scale, width, hair)
    known = trimap(both, np.zeros(both.shape, bool), widths, widths * 1.1)
    alpha = tighten(closed_form(small, known, _softened(both, width), 0.0005 + trust * 0.06))
    alpha = alpha * share(mask, taken, width)
    if scale < 1:
        alpha = carry_up(alpha, small, picture)
    whole = Matte(alpha, (box[0], box[1]), person.mask.size)
    return _trimmed(whole)


def _softened(mask: F32, width: float) -> F32:
    return np.asarray(cv2.GaussianBlur((mask >= 0.5).astype(np.float32), (0, 0), max(0.35 * width, 0.5)), np.float32)


def _widths(
    skeleton: Skeleton | None, box: Box, shape: tuple[int, ...], scale: float, width: float, hair: float
) -> F32:
    """(h, w) width of the unsure border: wider around the head, where hair is."""
    widths = np.full(shape, width, np.float32)
    if skeleton is None or skeleton.scores[:5].max() < 0.3:
        return widths
    head = skeleton.points[:5].mean(0)
    size = float(np.linalg.norm(skeleton.points[5] - skeleton.points[6]))
    radius = max(0.75 * size, 2.2 * float(np.linalg.norm(skeleton.points[3] - skeleton.points[4])), 4.0) * scale
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32) + 0.5
    far = np.hypot(x - (head[0] - box[0]) * scale, y - (head[1] - box[1]) * scale) / radius
    extra = width * hair * np.clip(1.6 - far, 0, 1)
    return np.asarray(widths + extra, np.float32)


def _others(person: Person, people: People, box: Box) -> F32:
    """(h, w) float32: 1 where somebody else is."""
    taken = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    for other in people.values():
        if other.id != person.id and other.mask is not None:
            taken = np.maximum(taken, _in_box(other.mask, box))
    return taken


def _share_out(mattes: dict[str, Matte]) -> None:
    if not mattes:
        return
    total = np.sum([matte.full() for matte in mattes.values()], axis=0, dtype=np.float32)
    for name, matte in mattes.items():
        x0, y0, x1, y1 = matte.box
        mattes[name] = replace(matte, coverage=matte.coverage / np.maximum(total[y0:y1, x0:x1], 1))


def _colours(linear: F32, matte: Matte) -> Patch:
    """Premultiplied colours of the matte's box."""
    margin = _grown(matte.box, 4, matte.size)
    alpha = _in_box(matte, margin)
    own = foreground(_cut(linear, margin), alpha)
    x, y = matte.origin[0] - margin[0], matte.origin[1] - margin[1]
    height, width = matte.coverage.shape
    inner = own[y : y + height, x : x + width]
    # where the matte is solid the photo itself is the truth
    inner = np.where(matte.coverage[..., None] >= 1, _cut(linear, matte.box), inner)
    pixels = np.concatenate([inner * matte.coverage[..., None], matte.coverage[..., None]], axis=2)
    return Patch(pixels.astype(np.float16), matte.origin)


def _trimmed(matte: Matte) -> Matte:
    inner = Matte.from_full(matte.coverage, margin=2)
    return Matte(inner.coverage, (matte.origin[0] + inner.origin[0], matte.origin[1] + inner.origin[1]), matte.size)


def _grown(box: Box, margin: int, size: tuple[int, int]) -> Box:
    return (
        max(0, box[0] - margin),
        max(0, box[1] - margin),
        min(size[0], box[2] + margin),
        min(size[1], box[3] + margin),
    )


def _cut(array: F32, box: Box) -> F32:
    return np.ascontiguousarray(array[box[1] : box[3], box[0] : box[2]])


def _in_box(matte: Matte, box: Box) -> F32:
    """A matte's coverage on another box."""
    out = np.zeros((box[3] - box[1], box[2] - box[0]), np.float32)
    x0, y0, x1, y1 = matte.box
    left, top, right, bottom = max(x0, box[0]), max(y0, box[1]), min(x1, box[2]), min(y1, box[3])
    if left < right and top < bottom:
        out[top - box[1] : bottom - box[1], left - box[0] : right - box[0]] = matte.coverage[
            top - y0 : bottom - y0, left - x0 : right - x0
        ]
    return out


def _resized(array: F32, scale: float) -> F32:
    if scale >= 1:
        return array
    return np.asarray(cv2.resize(array, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)
