"""Check suitability: whether a picture will animate well, and what to do about it."""

from __future__ import annotations

from typing import Annotated

import cv2

from nodes.algorithms.image_quality import clipped, sharpness
from nodes.algorithms.roster import box_overlap
from studio.media.image import U8, Image
from studio.media.person import People, Person
from studio.media.suitability import Finding, Light, Suitability
from studio.node import Context, node
from studio.node.knob import Range


@node(family="photo", version=1)
def check_suitability(
    ctx: Context,
    image: Image,
    people: People | None = None,
    *,
    smallest_person: Annotated[float, Range(16.0, 4096.0, "px", soft=(64.0, 1024.0))] = 256.0,
    smallest_face: Annotated[float, Range(8.0, 1024.0, "px", soft=(32.0, 256.0))] = 96.0,
) -> Suitability:
    """Judge a picture before work goes into it: size, sharpness, exposure, people, faces, cropping, overlap.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        people: Everyone found, where they are known already.
        smallest_person: People lower than this move well enough, but show few details.
        smallest_face: Faces narrower than this are too small for expressions and speech.

    Returns:
        A traffic light and one line of advice for each thing that was looked at, worst first.
    """
    picture = image.srgb8()
    findings = [_size(image.size), _sharp(picture), *_exposure(picture)]
    ctx.check()
    if people is not None:
        findings += _people(people, image.size, smallest_person, smallest_face)
    return Suitability(tuple(sorted(findings, key=lambda f: ("red", "yellow", "green").index(f.light))))


def _judge(value: float, yellow: float, red: float) -> Light:
    """The light of a value of which more is better."""
    return "red" if value < red else "yellow" if value < yellow else "green"


def _size(size: tuple[int, int]) -> Finding:
    light = _judge(min(size), 480, 160)
    advice = {
        "green": f"{size[0]} x {size[1]} pixels are plenty",
        "yellow": f"only {size[0]} x {size[1]} pixels; take a larger copy of the picture if there is one",
        "red": f"{size[0]} x {size[1]} pixels are too few to animate; take a larger picture",
    }[light]
    return Finding("size", light, float(min(size)), advice)


def _sharp(picture: U8) -> Finding:
    value = sharpness(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    light = _judge(value, 30, 8)
    advice = {
        "green": "sharp enough",
        "yellow": "a little soft; fine detail will not gain from a large film",
        "red": "blurred all over; joints and borders will be guesses: take a sharper picture",
    }[light]
    return Finding("sharpness", light, value, advice)


def _exposure(picture: U8) -> list[Finding]:
    out: list[Finding] = []
    for name, share, words in zip(("shadows", "highlights"), clipped(picture), ("black", "white"), strict=True):
        light: Light = "red" if share > 0.8 else "yellow" if share > 0.35 else "green"
        advice = f"{share:.0%} of the picture is pure {words}"
        hint = "" if light == "green" else "; people who reach into it will have ragged borders"
        out.append(Finding(name, light, share, advice + hint))
    return out


def _people(people: People, size: tuple[int, int], smallest: float, face: float) -> list[Finding]:
    if not people:
        return [Finding("people", "red", 0.0, "nobody found; raise sensitivity or draw a box into the roster")]
    found = [Finding("people", "green", float(len(people)), f"{len(people)} found")]
    for person in people.values():
        found += [f for f in (_height(person, smallest), _face(person, face), _cropping(person, size)) if f]
    listed = list(people.values())
    for k, one in enumerate(listed):
        found += [f for other in listed[k + 1 :] if (f := _overlap(one, other))]
    return found


def _height(person: Person, smallest: float) -> Finding | None:
    height = person.box[3] - person.box[1]
    if height >= smallest:
        return None
    advice = f"{person.name} is only {height:.0f} pixels high; keep the motion small, or take a closer picture"
    return Finding("people", "yellow" if height >= smallest / 3 else "red", height, advice, person.id)


def _face(person: Person, smallest: float) -> Finding | None:
    if person.face is None:
        return None
    width = person.face.box[2] - person.face.box[0]
    if width >= smallest:
        return None
    advice = f"{person.name}'s face is only {width:.0f} pixels wide; expressions and speech will look coarse"
    return Finding("faces", "yellow", width, advice, person.id)


def _cropping(person: Person, size: tuple[int, int]) -> Finding | None:
    box = person.mask.box if person.mask is not None else person.box
    sides = [name for name, cut in zip(("left", "top", "right", "bottom"), (
        box[0] <= 1, box[1] <= 1, box[2] >= size[0] - 1, box[3] >= size[1] - 1), strict=True) if cut]  # fmt: skip
    if not sides:
        return None
    advice = f"{person.name} is cut by the picture's {' and '.join(sides)} edge and stays attached to it"
    return Finding("cropping", "yellow", float(len(sides)), advice, person.id)


def _overlap(one: Person, other: Person) -> Finding | None:
    overlap = box_overlap(one.box, other.box)
    if overlap < 0.15:
        return None
    advice = f"{one.name} and {other.name} overlap; check the border between them, and let the hidden one move less"
    return Finding("overlap", "yellow", overlap, advice, one.id)
