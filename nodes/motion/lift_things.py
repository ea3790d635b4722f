"""Lift things: what somebody holds in the photo is cut out of it, so that it can be handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from nodes.algorithms.held_thing import cut_thing
from nodes.algorithms.inpaint import complete
from nodes.algorithms.membrane import pull_push
from nodes.algorithms.reach_points import PALM
from nodes.motion.held import HELD, hand_at, held_by
from nodes.motion.prop_rig import prop_rig
from studio.media.contact import Contact, Contacts
from studio.media.image import Image, Patch, linear_to_srgb, srgb_to_linear
from studio.media.rig import Part, Rig, Rigs
from studio.media.scene import Scene, Thing
from studio.media.value import media_type
from studio.node import Context, node
from studio.node.knob import Fraction

F32 = npt.NDArray[np.float32]
ROOM = 24
"""Pixels around a thing from which what is behind it is filled in."""
SLEEVE = 0.06
"""Metres that an arm is thick."""
BARE = 0.02
"""Coverage below which nothing of a thing is left."""


@media_type
class Lifted(NamedTuple):
    """A picture whose things can be handed on.

    Attributes:
        plate: The picture without people, and without the things.
        rigs: Everyone, without the things in their hands; and a rig for each thing, at rest where the photo has it.
        contacts: Who hands what to whom; a thing that was cut out by the id of its rig.
    """

    plate: Image
    rigs: Rigs
    contacts: Contacts


@node(family="motion", version=1)
def lift_things(
    ctx: Context,
    image: Image,
    plate: Image,
    rigs: Rigs,
    contacts: Contacts,
    scene: Scene | None = None,
    *,
    amount: Fraction = 1.0,
) -> Lifted:
    """Take what is handed over out of the hand that holds it in the photo, so that it is that very thing which goes on.

    A thing is cut out of its box in the scene graph, and what it hid of its holder and of the place is filled in. What
    cannot be cut out cleanly stays where it is, and is told of; something drawn is handed over then. Where nobody hands
    on what they hold, everything is handed on as it is.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        plate: The picture without its people.
        rigs: The people's bodies.
        contacts: Who hands what to whom, and when.
        scene: Who holds what.
        amount: 0 leaves everything in the hands that have it.

    Returns:
        Plate, bodies and contacts.
    """
    changed, bodies, done = plate, dict(rigs.items()), list(contacts.contacts)
    for number, contact in enumerate(contacts.contacts if scene is not None and amount > 0 else ()):
        ctx.check()
        thing = held_by(scene, contact) if scene is not None and done[number] is contact else None
        holder = bodies.get(contact.first)
        if thing is None or holder is None or HELD + thing.id in bodies:
            continue
        name = thing.name or thing.id
        if hand_at(holder, thing.box) != contact.first_bone:
            ctx.warn(f"the {name} is in the other hand of {contact.first}: it stays there, a drawn one is handed over")
            continue
        coverage, why = cut_thing(image.srgb8(), thing.box, _limbs(holder), SLEEVE * holder.pixels_per_metre)
        if why:
            ctx.warn(f"the {name} that {contact.first} holds cannot be cut out, {why}: a drawn one is handed over")
            continue
        window = _window(coverage)
        rig = _rig(image, coverage, window, thing, holder, contact.first_bone)
        bodies[holder.person] = replace(holder, parts=tuple(_without(part, coverage, window) for part in holder.parts))
        bodies[rig.person] = rig
        changed = _filled(changed, coverage, window)
        done = _handed_on(done, number, rig.person)
    if len(bodies) == len(rigs):
        return Lifted(plate, rigs, contacts)
    return Lifted(changed, Rigs(bodies.items()), replace(contacts, contacts=tuple(done)))


def _limbs(holder: Rig) -> list[F32]:
    """(2, 2) both ends of the head and of the arms, a little short of them: what they cover is no thing."""
    found = []
    for bone in ("head", "leftUpperArm", "leftLowerArm", "rightUpperArm", "rightLowerArm"):
        if bone in holder.bones:
            j = holder.bones.index(bone)
            start, end = holder.heads[j, :2], holder.tails[j, :2]
            found.append(np.stack([start, start + 0.85 * (end - start)]).astype(np.float32))
    return found


Window = tuple[int, int, int, int]


def _window(coverage: F32) -> Window:
    """(x0, y0, x1, y1) of what is covered."""
    rows, columns = np.flatnonzero(coverage.max(axis=1) > BARE), np.flatnonzero(coverage.max(axis=0) > BARE)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _rig(image: Image, coverage: F32, window: Window, thing: Thing, holder: Rig, hand: str) -> Rig:
    """A thing as a rig, at rest where the photo has it."""
    x0, y0, x1, y1 = window
    cover = coverage[y0:y1, x0:x1, None]
    art = np.concatenate([image.array()[y0:y1, x0:x1, :3] * cover, cover], axis=2).astype(np.float32)
    j = holder.bones.index(hand)
    palm = holder.heads[j, :2] + PALM * (holder.tails[j, :2] - holder.heads[j, :2])
    grip = float(palm[0]) - x0, float(palm[1]) - y0
    return prop_rig(HELD + thing.id, art, grip, holder.pixels_per_metre, holder, (x0, y0))


def _without(part: Part, coverage: F32, window: Window) -> Part:
    """A part of the holder with what the thing hid of it filled in, as far as the part goes on there."""
    pixels = np.asarray(part.texture.pixels, np.float32)
    hole = _local(coverage, part.texture.origin, pixels.shape)
    if not (hole & (pixels[..., 3] > BARE)).any():
        return part
    x0, y0, x1, y1 = _around(hole)
    piece, gap = pixels[y0:y1, x0:x1], hole[y0:y1, x0:x1]
    alpha = pull_push(piece[..., 3:], (~gap).astype(np.float32))[..., 0]
    alpha = np.where(gap, np.clip((alpha - 0.5) * 4 + 0.5, 0, 1), piece[..., 3])
    seen = piece[..., :3] / np.maximum(piece[..., 3:], 1e-3)
    bare = (piece[..., 3] < 0.9) & ~gap
    filled = complete(linear_to_srgb(np.clip(seen, 0, 1)), gap, bare) if (~gap & ~bare).sum() > 40 else seen
    colours = np.where(gap[..., None], srgb_to_linear(filled) * alpha[..., None], piece[..., :3])
    texture = np.array(part.texture.pixels)
    texture[y0:y1, x0:x1] = np.concatenate([colours, alpha[..., None]], axis=2)
    return replace(part, texture=Patch(texture, part.texture.origin))


def _filled(plate: Image, coverage: F32, window: Window) -> Image:
    """The plate without a thing."""
    hole = _local(coverage, (0, 0), coverage.shape)
    x0, y0, x1, y1 = _around(hole)
    pixels = np.array(plate.array())
    piece = pixels[y0:y1, x0:x1]
    filled = complete(linear_to_srgb(np.clip(piece[..., :3], 0, 1)), hole[y0:y1, x0:x1])
    piece[..., :3] = np.where(hole[y0:y1, x0:x1, None], srgb_to_linear(filled), piece[..., :3])
    return Image.from_array(pixels)


def _local(coverage: F32, origin: tuple[int, int], shape: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Where a thing is on pixels that begin at an origin, a little more than it covers."""
    import cv2

    grown = cv2.dilate((coverage > BARE).astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    found = np.zeros(tuple(shape[:2]), bool)
    x, y = origin
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + shape[0], grown.shape[0]), min(x + shape[1], grown.shape[1])
    if bottom > top and right > left:
        found[top - y : bottom - y, left - x : right - x] = grown[top:bottom, left:right]
    return found


def _around(hole: npt.NDArray[np.bool_]) -> Window:
    """A window of a hole with what it is filled from."""
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    room = max(ROOM, (len(rows) + len(columns)) // 2)
    height, width = hole.shape
    return (
        max(0, int(columns[0]) - room), max(0, int(rows[0]) - room),
        min(width, int(columns[-1]) + 1 + room), min(height, int(rows[-1]) + 1 + room),
    )  # fmt: skip


def _handed_on(contacts: list[Contact], number: int, name: str) -> list[Contact]:
    """The contacts with a thing's own name, also where it is handed on later."""
    said, has = contacts[number].thing, contacts[number].first
    done = list(contacts)
    for k, one in enumerate(contacts[number:], number):
        if one.kind == "hand_over" and one.first == has and one.thing in ("", said):
            done[k], has = replace(one, thing=name), one.second
    return done
