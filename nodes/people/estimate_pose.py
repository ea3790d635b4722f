"""Estimate pose: a skeleton for everyone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.activity import activity, body_scale
from nodes.people.backends import Backend, choose, resolve_people
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton
from studio.models import embedded_people, embedded_search, ultralytics_people
from studio.models.found import Found
from studio.node import Context, node

U8 = npt.NDArray[np.uint8]


@node(family="people", version=1, resolve=resolve_people)
def estimate_pose(ctx: Context, image: Image, people: People, *, backend: Backend = "auto") -> People:
    """Find where everyone's joints are, how deep they lie, and what the body does.

    Everybody is looked at alone, the others' pixels greyed out; the pose that fits the person's mask best is taken.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        people: Everyone found.
        backend: embedded needs nothing, learned runs YOLO weights from the shelf, auto takes the best there is.

    Returns:
        The same people with skeletons.
    """
    picture, learned = image.srgb8(), choose(ctx.models, backend) == "learned"
    out: dict[str, Person] = {}
    for k, (name, person) in enumerate(people.items()):
        ctx.check()
        ctx.progress(k, len(people), person.name)
        found = _pose(ctx, alone(picture, person, list(people.values())), person)
        if learned and found is not None:
            found = ultralytics_people.improve_pose(ctx.models, picture, person.box, found)
        out[name] = person if found is None else replace(person, skeleton=skeleton_of(found))
        if out[name].skeleton is None:
            ctx.warn(f"{person.name or name}: no pose found; draw the skeleton by hand")
    return People(out)


def alone(picture: U8, person: Person, people: Sequence[Person]) -> U8:
    """The picture with everybody else greyed out."""
    shown = picture.copy()
    grey = np.round(picture.reshape(-1, 3).mean(0)).astype(np.uint8)
    for other in people:
        if other is not person and other.mask is not None:
            x0, y0, x1, y1 = other.mask.box
            shown[y0:y1, x0:x1][other.mask.coverage > 0] = grey
    if person.mask is not None:
        x0, y0, x1, y1 = person.mask.box
        own = person.mask.coverage > 0
        shown[y0:y1, x0:x1][own] = picture[y0:y1, x0:x1][own]
    return shown


def _pose(ctx: Context, shown: U8, person: Person) -> Found | None:
    height, width = shown.shape[:2]
    if person.mask is None or not (person.mask.coverage > 0.5).any():
        return None
    mask = (person.mask.full() * 255).astype(np.uint8)
    prior = None if person.skeleton is None else person.skeleton.points
    cut = person.mask.box[0] <= 1 or person.mask.box[2] >= width - 1
    return embedded_search.find_pose(embedded_people.body_network(ctx.models), shown, mask, prior, cut)


def skeleton_of(found: Found) -> Skeleton:
    """A skeleton with what the body does."""
    scale = body_scale(found.points, found.depth)
    name, evidence = activity(found.points, found.scores, found.depth, scale)
    return Skeleton(found.points, found.scores, found.depth, name, evidence)
