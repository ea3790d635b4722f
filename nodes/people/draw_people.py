"""Draw people: show on the picture what is known about everyone in it."""

from __future__ import annotations

from nodes.people.overlay import Overlay
from studio.media.image import Image
from studio.media.person import People, Person
from studio.media.rig import Rigs
from studio.node.context import Context
from studio.node.declare import node
from studio.node.knob import Fraction


@node(family="people", version=1)
def draw_people(
    ctx: Context,
    image: Image,
    people: People,
    rigs: Rigs | None = None,
    *,
    tint: Fraction = 0.35,
    dim: Fraction = 0.25,
    skeletons: bool = True,
    faces: bool = True,
    names: bool = True,
    reasons: bool = True,
) -> Image:
    """Show who was found, how each one stands, and how far each limb may move.

    Limbs of a rigged person go from red (held) over yellow to green (free), with the reason where one is held.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        people: Everyone in it.
        rigs: Their rigs; with them, bones are coloured by their freedom.
        tint: How strongly each person is coloured.
        dim: How much darker the picture gets under the drawing.
        skeletons: Draw bones and keypoints.
        faces: Draw face points.
        names: Write each person's name and how sure the detection is.
        reasons: Write why limbs are held.

    Returns:
        The picture, drawn on.
    """
    overlay = Overlay((image.srgb8() * (1 - 0.6 * dim)).astype("uint8"))
    ordered = sorted(people.values(), key=lambda person: person.layer)
    for person in ordered:
        ctx.check()
        matte = person.matte or person.mask
        if matte is not None:
            overlay.tint(matte, _colour(person), tint)
    for person in ordered:
        ctx.check()
        rig = rigs.get(person.id) if rigs is not None else None
        if skeletons and rig is not None:
            overlay.bones(rig)
        elif skeletons and person.skeleton is not None:
            overlay.skeleton(person.skeleton, _colour(person))
        if faces and person.face is not None:
            overlay.face(person.face.landmarks)
    for person in ordered if names else ():
        x0, y0, x1, _ = person.box
        middle = (x0 + x1) / 2
        words = f"{person.name or person.id.replace('_', ' ')}  {person.score:.0%}"
        overlay.label(words, [(middle, y0 - 1.6 * overlay.letters), (middle, y0)], _colour(person))
    for rig in rigs.values() if rigs is not None and reasons else ():
        overlay.reasons(rig)
    return Image.from_srgb8(overlay.picture)


def _colour(person: Person) -> tuple[int, int, int]:
    r, g, b = (round(255 * part) for part in person.colour)
    return r, g, b
