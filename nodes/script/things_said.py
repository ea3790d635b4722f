"""The things and regions of a scene as a prompt may speak of them."""

from __future__ import annotations

from nodes.algorithms.language.thing_phrase import Item
from nodes.scene.spots import words_of
from nodes.script.describe import HAVING, colours_within
from studio.media.image import Image
from studio.media.person import People
from studio.media.scene import Scene


def items_of(image: Image, people: People, scene: Scene | None) -> list[Item]:
    """Everything but people, described; nothing where there is no scene."""
    if scene is None:
        return []
    pixels, made = image.srgb8(), []
    for thing in scene.places.values():
        colours = colours_within(pixels, thing.box) if thing.kind == "object" else ()
        made.append(Item(thing.id, words_of(thing), thing.box, colours, _holders(thing.id, people, scene)))
    return made


def _holders(name: str, people: People, scene: Scene) -> frozenset[str]:
    """Ids of those who have a thing."""
    pairs = [{one.subject, one.object} for one in scene.relations if one.kind in HAVING]
    return frozenset(who for pair in pairs if name in pair for who in pair if who in people)
