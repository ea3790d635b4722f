"""Checker: squares of two colours."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from nodes.composite.pixel_work import film_size, from_array, premultiplied
from studio.media.image import Image
from studio.media.shot import Shot
from studio.node import Context, Scale, node
from studio.node.knob import Colour, Range


@node(family="composite", version=1)
def checker(
    ctx: Context,
    like: Image | None = None,
    *,
    shot: Shot,
    scale: Scale,
    size: Annotated[float, Range(1.0, 4096.0, "px", soft=(4.0, 256.0))] = 64.0,
    first: Colour = (0.1, 0.1, 0.1, 1.0),
    second: Colour = (0.4, 0.4, 0.4, 1.0),
) -> Image:
    """Fill a picture with squares of two colours.

    Args:
        ctx: Services lent by the engine.
        like: A picture whose size is taken; without it the shot's, or 1920 x 1080.
        shot: Says the size.
        scale: Proxy scale.
        size: Side of a square, in pixels.
        first: Colour of the square at the top left: linear red, green, blue, and alpha.
        second: The other colour.

    Returns:
        The picture.
    """
    width, height = film_size(shot, scale, like)
    columns, rows = ((np.arange(side) + 0.5) // size for side in (width, height))
    odd = ((rows[:, None] + columns[None, :]) % 2).astype(np.intp)
    return from_array(np.stack([premultiplied(first), premultiplied(second)])[odd], ctx.device)
