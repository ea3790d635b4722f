"""What words can tell people in a picture apart by: place, size, the colours of their clothes."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.colour_names import main_colours
from nodes.algorithms.language.referent import Member
from studio.media.image import U8, Image
from studio.media.person import People, Person
from studio.media.scene import Box, Scene

B8 = npt.NDArray[np.bool_]
SURE = 0.3
_PLACES = {
    "top": (("left_shoulder", "right_shoulder", "right_hip", "left_hip"),),
    "bottom": (("left_hip", "left_knee"), ("right_hip", "right_knee")),
}  # fmt: skip
"""Keypoints between which a garment is seen."""


def members_of(image: Image, people: People, scene: Scene | None = None) -> list[Member]:
    """Everyone, described.

    Args:
        image: The photo.
        people: With skeletons and mattes, as far as they are known.
        scene: Who holds what, where that is known.

    Returns:
        One member a person. Nothing is said of sex or age, which a picture does not tell for sure.
    """
    pixels = image.srgb8()
    return [replace(_member(pixels, person), features=_has(person, people, scene)) for person in people.values()]


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
    return _named(pixels, region)


def _member(pixels: U8, person: Person) -> Member:
    wears = {place: colours for place in _PLACES if (colours := _colours(pixels, person, place))}
    if not wears:
        wears = {"any": _box_colours(pixels, person)}
    return Member(person.id, person.box, person.name, wears=wears)


def _colours(pixels: U8, person: Person, place: str) -> tuple[str, ...]:
    """Names of the colours of a garment, nothing where it is not seen."""
    skeleton = person.skeleton
    if skeleton is None:
        return ()
    region = np.zeros(pixels.shape[:2], np.uint8)
    thick = max(2, round(0.05 * (person.box[3] - person.box[1])))
    for names in _PLACES[place]:
        if min(skeleton.score(name) for name in names) < SURE:
            continue
        points = np.array([skeleton.point(name) for name in names], np.float64)
        if len(points) > 2:
            middle = points.mean(axis=0)
            cv2.fillConvexPoly(region, np.rint(middle + 0.75 * (points - middle)).astype(np.int32), 1)
        else:
            cv2.polylines(region, [np.rint(points).astype(np.int32)], False, 1, thick)
    return _named(pixels, (region > 0) & _covered(person, region.shape))


def _box_colours(pixels: U8, person: Person) -> tuple[str, ...]:
    """Colours of the middle of a person whose joints are not known."""
    x0, y0, x1, y1 = person.box
    region = np.zeros(pixels.shape[:2], np.uint8)
    low, high = round(y0 + 0.25 * (y1 - y0)), round(y0 + 0.6 * (y1 - y0))
    region[max(0, low) : high, max(0, round(x0 + 0.25 * (x1 - x0))) : round(x1 - 0.25 * (x1 - x0))] = 1
    return _named(pixels, (region > 0) & _covered(person, region.shape))


def _covered(person: Person, shape: tuple[int, ...]) -> B8:
    matte = person.matte or person.mask
    if matte is None:
        return np.ones(shape, bool)
    covered = np.zeros(shape, bool)
    x0, y0, x1, y1 = matte.box
    covered[y0:y1, x0:x1] = matte.coverage > 0.7
    return covered


def _named(pixels: U8, region: B8) -> tuple[str, ...]:
    colours = pixels[region][:: max(1, int(region.sum()) // 20_000)]
    return main_colours(colours.astype(np.float32) / 255) if len(colours) >= 30 else ()
