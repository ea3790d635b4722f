"""Grade: change a picture's colours."""

from __future__ import annotations

from typing import Annotated

from nodes.algorithms.colour_grade import Grade, graded
from nodes.composite.pixel_work import mixed
from studio.media.image import Image
from studio.media.matte import Matte
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Range, Widget

Levels = Annotated[tuple[float, float, float], Widget("colour"), Range(0.0, 16.0, soft=(0.0, 4.0))]
Shift = Annotated[tuple[float, float, float], Widget("colour"), Range(-4.0, 4.0, soft=(-0.5, 0.5))]


@node(family="composite", version=1)
def grade(
    ctx: Context,
    image: Image,
    matte: Matte | None = None,
    *,
    exposure: Annotated[float, Range(-16.0, 16.0, "stops", soft=(-4.0, 4.0))] = 0.0,
    lift: Shift = (0.0, 0.0, 0.0),
    gamma: Levels = (1.0, 1.0, 1.0),
    gain: Levels = (1.0, 1.0, 1.0),
    offset: Shift = (0.0, 0.0, 0.0),
    saturation: Amount = 1.0,
    mix: Fraction = 1.0,
) -> Image:
    """Change a picture's brightness and colours, in linear light.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        matte: Where it is graded; everywhere without it.
        exposure: Stops: 1 is twice the light.
        lift: What black becomes, for red, green and blue.
        gamma: Above 1 brightens the middle, below darkens it; black and white stay.
        gain: What white becomes.
        offset: Added to everything.
        saturation: 0 is grey, 1 as it is, above is stronger.
        mix: How much of the grade is seen.

    Returns:
        The graded picture; its transparency is unchanged.
    """
    before = image.pixels.float()
    alpha = before[..., 3:]
    straight = before[..., :3] / alpha.where(alpha > 0, alpha + 1)
    after = before.clone()
    after[..., :3] = graded(straight, Grade(exposure, lift, gamma, gain, offset, saturation)) * alpha
    return mixed(after, before, mix, matte)
