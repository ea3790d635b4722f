"""Ground text: which person, thing or region a phrase means."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import cv2
import numpy as np

from nodes.algorithms.language.grounding import ground
from nodes.scene.coverage import matte_of
from nodes.scene.relate_people import relate_people
from nodes.scene.spots import spots_of
from nodes.script.lexicon_file import lexicon
from studio.media.image import F32, Image
from studio.media.matte import Matte
from studio.media.person import People
from studio.media.scene import Grounding, Scene
from studio.node import Context, node
from studio.node.knob import Pixels, Range, Text


class Grounds(NamedTuple):
    """What a phrase means.

    Attributes:
        heat: How much attention each place of the picture has, 0..1: a matte for any node that takes one.
        found: The weights by person, thing and region, and why.
    """

    heat: Matte
    found: Grounding


@node(family="scene", version=1)
def ground_text(
    ctx: Context,
    image: Image,
    people: People,
    scene: Scene | None = None,
    *,
    text: Text = "",
    soften: Annotated[Pixels, Range(0.0, 256.0, "px", (0.0, 64.0))] = 6.0,
) -> Grounds:
    """Find whom or what a phrase means: "the woman in red on the left", "the one holding the bat", "the sky".

    Attention of the words over everything that is in the picture: colours of clothes, side, order, size, what somebody
    does, holds or looks at. What is not understood is told.

    Args:
        ctx: Services lent by the engine.
        image: The photo, for the colours of clothes.
        people: Everyone in it, with mattes and skeletons.
        scene: The scene graph, for things, regions and relations; it is made where none is linked.
        text: The phrase.
        soften: How soft the map's borders are.

    Returns:
        The heat map, and the weights.
    """
    ctx.check()
    size = image.size
    if not text.strip():
        return Grounds(Matte.from_full(np.zeros((size[1], size[0]), np.float32)), Grounding("", evidence="no phrase"))
    scene = relate_people(ctx, image, people) if scene is None else scene
    meant = ground(text, spots_of(image, people, scene), lexicon())
    for word in meant.not_understood:
        ctx.warn(f"not understood: {word}")
    if not meant.chosen:
        ctx.warn(f"{text[:80]!r} fits nobody and nothing in the picture")
    ctx.check()
    heat = _heat(dict(meant.weights), people, scene, size, soften)
    return Grounds(
        Matte.from_full(heat), Grounding(text, meant.weights, meant.chosen, meant.evidence, meant.not_understood)
    )


def _heat(weights: dict[str, float], people: People, scene: Scene, size: tuple[int, int], soften: float) -> F32:
    """(H, W) attention: each place has the weight of what is seen there, the largest being 1."""
    heat = np.zeros((size[1], size[0]), np.float32)
    most = max(weights.values(), default=0.0)
    for thing in scene.things:
        weight = weights.get(thing.id, 0.0) / most if most > 0 else 0.0
        if weight < 0.004 or thing.id in people:
            continue
        if thing.mask is not None:
            cover = cv2.resize(thing.mask.astype(np.float32) / 255, size, interpolation=cv2.INTER_LINEAR)
            np.maximum(heat, weight * cover, out=heat)
        else:
            x0, y0, x1, y1 = (round(v) for v in thing.box)
            part = heat[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
            np.maximum(part, weight, out=part)
    for person in sorted(people.values(), key=lambda one: one.layer):
        matte, weight = matte_of(person, size), weights.get(person.id, 0.0) / most if most > 0 else 0.0
        x0, y0, x1, y1 = matte.box
        part = heat[y0:y1, x0:x1]
        part += matte.coverage * (weight - part)
    return np.asarray(cv2.GaussianBlur(heat, (0, 0), soften) if soften > 0 else heat, np.float32).clip(0, 1)
