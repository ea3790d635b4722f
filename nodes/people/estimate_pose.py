"""Estimate pose: a skeleton for everyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.activity import activity, body_scale
from nodes.algorithms.limb_claim import without_phantoms
from nodes.people.backends import Backend, choose, resolve_people
from nodes.people.detect_people import on_raster
from nodes.people.whose_pixels import known_arms, with_own_arms
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.skeleton import Skeleton
from studio.models import embedded_people, embedded_pose, ultralytics_people
from studio.models.found import Found
from studio.models.grain import clear, smoothings
from studio.models.print_joints import without_guesses
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
    raster = on_raster(picture)
    small = clear(raster)
    shown = [] if small is raster else smoothings(raster)
    masks = {name: _mask(person, small) for name, person in people.items()}
    poses: dict[str, Found | None] = {}
    for k, (name, person) in enumerate(people.items()):
        ctx.check()
        ctx.progress(k, len(people), person.name)
        others = [mask for other, mask in masks.items() if other != name]
        found = _pose(ctx, small, masks[name], others, person)
        if shown and found is not None:
            found = without_guesses(embedded_people.body_network(ctx.models), shown, found, _taken(masks[name], others))
        if learned and found is not None:
            found = ultralytics_people.improve_pose(ctx.models, small, masks[name], found)
        poses[name] = None if found is None else replace(found, coverage=masks[name])
    seen = with_hands(ctx, {name: found for name, found in poses.items() if found is not None}, small)
    out: dict[str, Person] = {}
    for name, person in people.items():
        known = seen.get(name)
        out[name] = person if known is None else replace(person, skeleton=skeleton_of(known, image.size))
        if out[name].skeleton is None:
            ctx.warn(f"{person.name or name}: no pose found; draw the skeleton by hand")
    return People(out)


def with_hands(ctx: Context, poses: Mapping[str, Found], small: U8) -> dict[str, Found]:
    """Poses told whose hands are whose; joints that lie on somebody else score low."""
    found = list(poses.values())
    arms = known_arms(ctx, found, small, settled=True)
    own = [with_own_arms(one, arms, k) for k, one in enumerate(found)]
    masks = [one.coverage for one in own]
    free = [
        replace(one, scores=without_phantoms(one.points, one.scores, masks[k], masks[:k] + masks[k + 1 :]))
        for k, one in enumerate(own)
    ]
    return dict(zip(poses, free, strict=True))


def _mask(person: Person, small: U8) -> U8:
    """A person's mask on the raster."""
    if person.mask is None:
        return np.zeros(small.shape[:2], np.uint8)
    whole = (person.mask.full() * 255).astype(np.uint8)
    return np.asarray(cv2.resize(whole, small.shape[1::-1], interpolation=cv2.INTER_AREA), np.uint8)


def _taken(mask: U8, others: Sequence[U8]) -> U8:
    """Where somebody else is, and not this person."""
    return np.max([np.where(mask > 0, 0, other) for other in others], axis=0) if others else np.zeros_like(mask)


def _pose(ctx: Context, small: U8, mask: U8, others: Sequence[U8], person: Person) -> Found | None:
    if not (mask > 127).any():
        return None
    taken = _taken(mask, others)
    prior = None
    if person.skeleton is not None and person.mask is not None and person.skeleton.scores.max() > 0:
        scale = [small.shape[1] / person.mask.size[0], small.shape[0] / person.mask.size[1]]
        prior = (person.skeleton.points * scale).astype(np.float32)
    return embedded_pose.find_pose(embedded_people.body_network(ctx.models), small, mask, taken, prior)


def skeleton_of(found: Found, size: tuple[int, int]) -> Skeleton:
    """A skeleton, in pixels of a picture of this size, with what the body does."""
    height, width = found.coverage.shape
    points = (found.points * [size[0] / width, size[1] / height]).astype(np.float32)
    name, evidence = activity(points, found.scores, found.depth, body_scale(points, found.depth))
    return Skeleton(points, found.scores, found.depth, name, evidence)
