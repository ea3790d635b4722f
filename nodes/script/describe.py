"""What words can tell people in a picture apart by: place, size, the colours of their clothes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from nodes.algorithms.colour_affinity import affinity
from nodes.algorithms.colour_names import NAMES, main_colours, possible_colours
from nodes.algorithms.language.referent import Member
from nodes.scene.garments import cloth_of
from studio.media.image import F32, U8, Image
from studio.media.person import People, Person
from studio.media.scene import Box, Scene

FITS = 0.25
"""How well a colour's name fits what somebody may mean by it."""


def members_of(image: Image, people: People, scene: Scene | None = None) -> list[Member]:
    """Everyone, described.

    Args:
        image: The photo.
        people: With skeletons and mattes, as far as they are known.
        scene: Who holds what, where that is known.

    Returns:
        One member a person. Nothing is said of sex or age, which a picture does not tell for sure.
    """
    cloth = cloth_of(image.srgb8(), people)
    return [replace(_member(person, cloth[person.id]), features=_has(person, people, scene))
            for person in people.values()]  # fmt: skip


HAVING = ("holds", "reaches_for", "supports")
"""Relations to a thing by which somebody is told: "the woman with the umbrella"."""


def _has(person: Person, people: People, scene: Scene | None) -> frozenset[str]:
    """Names of what somebody holds, stands on, or has at them and nobody else holds."""
    if scene is None:
        return frozenset()
    things = {thing.id: thing for thing in scene.things if thing.kind == "object"}
    owned = {thing: who for relation in scene.relations if relation.kind in HAVING
             for who, thing in ((relation.subject, relation.object), (relation.object, relation.subject))
             if who in people and thing in things}  # fmt: skip
    owned |= {name: _at_whom(thing.box, people) for name, thing in things.items() if name not in owned}
    return frozenset(things[name].name.lower() for name, who in owned.items() if who == person.id)


def _at_whom(box: Box, people: People) -> str:
    """Whose box a thing that can be carried touches most; "" for nobody's."""
    best, most = "", 0.0
    for person in people.values():
        x0, y0, x1, y1 = person.box
        near = 0.06 * (y1 - y0)
        across = min(x1 + near, box[2]) - max(x0 - near, box[0])
        down = min(y1 + near, box[3]) - max(y0 - near, box[1])
        if max(box[2] - box[0], box[3] - box[1]) < 0.8 * (y1 - y0) and across > 0 < down and across * down > most:
            best, most = person.id, across * down
    return best


def colours_within(pixels: U8, box: Box) -> tuple[str, ...]:
    """Names of the main colours of the middle of a box."""
    x0, y0, x1, y1 = box
    aside, above = 0.15 * (x1 - x0), 0.15 * (y1 - y0)
    region = np.zeros(pixels.shape[:2], bool)
    region[max(0, round(y0 + above)) : round(y1 - above), max(0, round(x0 + aside)) : round(x1 - aside)] = True
    colours = pixels[region][:: max(1, int(region.sum()) // 20_000)]
    return main_colours(colours.astype(np.float32) / 255) if len(colours) >= 30 else ()


def _member(person: Person, cloth: Mapping[str, F32]) -> Member:
    wears = {place: main_colours(colours) for place, colours in cloth.items()}
    might = {place: (*possible_colours(colours), *(name for name in NAMES if affinity(colours, name) > FITS))
             for place, colours in cloth.items()}  # fmt: skip
    return Member(person.id, person.box, person.name, wears=wears, might=might)
