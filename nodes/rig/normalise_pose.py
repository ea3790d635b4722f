"""Normalise pose: a person in a neutral stance, and back."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

import numpy as np

from nodes.algorithms.neutral_pose import neutral_rotations
from nodes.rig.puppet import Puppet, PuppetPose
from nodes.rig.unpose import Sheet, bring_back, draw_sheet
from studio.media.errors import BadInput
from studio.media.flow import Flow
from studio.media.image import Image
from studio.media.rig import Rig, Rigs
from studio.media.value import media_type
from studio.node import Context, node
from studio.node.knob import Degrees, Range, Text


@media_type
class Neutral(NamedTuple):
    """A person in another stance.

    Attributes:
        picture: The person alone in the neutral stance, over nothing; or the photo with the person put back.
        unpose: Where each of the picture's pixels lies in the photo, as the way there in pixels; 0 where nobody is.
    """

    picture: Image
    unpose: Flow


@node(family="rig", version=1)
def normalise_pose(
    ctx: Context,
    image: Image,
    rigs: Rigs,
    painted: Image | None = None,
    *,
    person: Text = "",
    direction: Literal["to_neutral", "to_photo"] = "to_neutral",
    detail: Annotated[float, Range(0.25, 4.0, "x", (0.5, 3.0))] = 2.0,
    arms: Annotated[Degrees, Range(0.0, 90.0, "°")] = 50.0,
    legs: Annotated[Degrees, Range(0.0, 45.0, "°")] = 5.0,
) -> Neutral:
    """Bring a person to a neutral stance (the A-pose) to paint on or to hand on, and back to the photo.

    Args:
        ctx: Services lent by the engine.
        image: The photo.
        rigs: Everyone who can move.
        painted: The neutral picture after something was done to it, for the way back; without it, as it was made.
        person: Id of the person; empty for the first.
        direction: To the neutral stance, or back to the photo.
        detail: Size of the neutral picture against the photo; more keeps more of the photo on the way back.
        arms: How far the arms hang below the horizontal.
        legs: How far each leg is away from the vertical.

    Returns:
        The picture and the map. Limbs that the photo hides or cuts keep their angle to the body; what the neutral
        stance hides stays as in the photo on the way back.
    """
    rig = _rig(rigs, person)
    ctx.check()
    puppet = ctx.derive(rig, "puppet", lambda: Puppet(rig))
    pose = neutral_pose(rig, puppet, float(np.radians(arms)), float(np.radians(legs)))
    sheet = draw_sheet(ctx, rig, pose, detail)
    if direction == "to_neutral":
        return Neutral(Image.from_array(sheet.pixels), Flow(_ways(sheet)))
    over = sheet.pixels if painted is None else painted.array()
    if over.shape != sheet.pixels.shape:
        raise BadInput(
            f"normalise_pose: the painted picture is {over.shape[1]} x {over.shape[0]}, the neutral one "
            f"{sheet.pixels.shape[1]} x {sheet.pixels.shape[0]}; paint on the latter, with the same detail and angles"
        )
    order = puppet.pose(rig.rest, np.zeros(3)).order
    in_front = [other for other in rigs.values() if other.layer > rig.layer]
    whole, _ = bring_back(ctx, rig, pose, sheet, over, image.array(), order, in_front)
    return Neutral(Image.from_array(whole), Flow(np.zeros((*whole.shape[:2], 2), np.float32)))


def neutral_pose(rig: Rig, puppet: Puppet, arms: float, legs: float) -> PuppetPose:
    """A rig's puppet in the neutral stance."""
    rotations = neutral_rotations(rig.bones, rig.parents, rig.heads, rig.tails, rig.rest, rig.freedom, arms, legs)
    return puppet.pose(rotations.astype(np.float32), np.zeros(3))


def _rig(rigs: Rigs, person: str) -> Rig:
    if not rigs:
        raise BadInput("normalise_pose: there is nobody in the picture; link rig_person")
    if person and person not in rigs:
        raise BadInput(f"normalise_pose: there is no {person[:40]!r}; there are: {', '.join(rigs)}")
    return rigs[person] if person else next(iter(rigs.values()))


def _ways(sheet: Sheet) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """(h, w, 2) from each pixel of the sheet to its place in the photo."""
    height, width = sheet.part.shape
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    ways = sheet.source - np.stack([x, y], axis=2)
    return np.asarray(np.nan_to_num(ways, nan=0.0), np.float32)
