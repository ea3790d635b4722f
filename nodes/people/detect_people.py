"""Detect people: who is in the picture, and where."""

from __future__ import annotations

from typing import Annotated

import cv2
import numpy as np
import numpy.typing as npt

from nodes.people.backends import Backend, choose, resolve_people
from nodes.people.cut_in_half import with_halves
from nodes.people.naming import named
from nodes.people.whose_pixels import bounds, own_masks, whose_pixels
from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton
from studio.models import embedded_search, ultralytics_people
from studio.models.found import Found
from studio.models.grain import clear
from studio.node import Context, node
from studio.node.knob import Entries, Fraction, Range

U8 = npt.NDArray[np.uint8]

LARGEST_RASTER = 1536
"""Longest side on which masks are worked out: finer detail is the matte's work."""


@node(family="people", version=1, resolve=resolve_people)
def detect_people(
    ctx: Context,
    image: Image,
    *,
    backend: Backend = "auto",
    roster: Entries = (),
    sensitivity: Fraction = 0.5,
    smallest: Annotated[float, Range(0.0, 1.0, soft=(0.0, 0.5))] = 0.08,
) -> People:
    """Find everyone in a picture: a box, a coarse mask and a stable id each.

    A roster holds what the artist fixed: mappings with ``id``, ``box`` (x0, y0, x1, y1 in source pixels), ``name``,
    ``colour`` (r, g, b), ``locked`` (stays even where nobody is detected) and ``removed`` (whoever is there is left
    out). Detections that overlap an entry keep its id; new ones get numbers never used before.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        backend: embedded needs nothing, learned runs YOLO weights from the shelf, auto takes the best there is.
        roster: People that the artist named, fixed, drew by hand or removed.
        sensitivity: Higher finds more people, and more that are none.
        smallest: Leave out people lower than this fraction of the picture's height.

    Returns:
        Everyone found, in the roster's order, then from left to right.
    """
    picture, chosen = image.srgb8(), choose(ctx.models, backend)
    raster = on_raster(picture)
    small = clear(raster)
    least = 0.87 - 0.5 * sensitivity
    found = find(ctx, raster, chosen, least)
    if chosen == "embedded":
        found = [one for one in found if not is_strip(one.coverage)]
        found = with_halves(ctx, found, small)
        masks = whose_pixels(ctx, found, small)
    else:
        masks = own_masks(found, small)
    people = [_person(one, mask, image.size) for one, mask in zip(found, masks, strict=True) if (mask > 127).any()]
    tall = [person for person in people if person.box[3] - person.box[1] >= smallest * image.size[1]]
    return named(sorted(tall, key=lambda person: person.box[0] + person.box[2]), roster, picture)


def is_strip(coverage: U8) -> bool:
    """Whether what is covered is nothing, or lies along the picture's bottom or top, much wider than high."""
    if not (coverage > 127).any():
        return True
    x0, y0, x1, y1 = bounds(np.where(coverage > 127, coverage, 0))
    return (y0 <= 2 or y1 >= coverage.shape[0] - 2) and x1 - x0 > 2.5 * (y1 - y0)


def on_raster(picture: U8) -> U8:
    """The picture at the size at which people are looked for."""
    size = raster_size((picture.shape[1], picture.shape[0]))
    return (
        picture if size == picture.shape[1::-1] else np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
    )


def raster_size(size: tuple[int, int]) -> tuple[int, int]:
    """The raster for masks of a picture of this size."""
    scale = min(1.0, LARGEST_RASTER / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def find(ctx: Context, picture: U8, backend: str, least: float) -> list[Found]:
    """Everyone, by one backend, best first."""
    if min(picture.shape[:2]) < 16:
        return []
    if backend == "learned":
        return ultralytics_people.find_people(ctx.models, picture, least, ctx.check)
    return embedded_search.find_people(ctx.models, picture, least, ctx.check)


def _person(found: Found, mask: U8, size: tuple[int, int]) -> Person:
    matte = Matte.from_full(full_coverage(mask, size))
    scale = np.array([size[0] / mask.shape[1], size[1] / mask.shape[0]], np.float32)
    skeleton = Skeleton(found.points * scale, found.scores, found.depth)
    return Person("", tuple(float(v) for v in matte.box), score=found.score, mask=matte, skeleton=skeleton)  # type: ignore[arg-type]


def full_coverage(mask: U8, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """(H, W) float32 coverage in 0..1 from a mask on the raster; below a tenth counts as nothing."""
    whole = mask if mask.shape[::-1] == size else cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
    cover = np.asarray(whole, np.float32) / 255
    cover[cover < 0.5] = 0
    return cover
