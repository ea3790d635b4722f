"""Constant: one colour."""

from __future__ import annotations

import numpy as np

from nodes.composite.pixel_work import film_size, from_array, premultiplied
from studio.media.image import Image
from studio.media.shot import Shot
from studio.node import Context, Scale, node
from studio.node.knob import Colour


@node(family="composite", version=1)
def constant(
    ctx: Context, like: Image | None = None, *, shot: Shot, scale: Scale, colour: Colour = (0.18, 0.18, 0.18, 1.0)
) -> Image:
    """Fill a picture with one colour.

    Args:
        ctx: Services lent by the engine.
        like: A picture whose size is taken; without it the shot's, or 1920 x 1080.
        shot: Says the size.
        scale: Proxy scale.
        colour: Linear red, green, blue, and alpha.

    Returns:
        The picture.
    """
    width, height = film_size(shot, scale, like)
    return from_array(np.broadcast_to(premultiplied(colour), (height, width, 4)), ctx.device)
