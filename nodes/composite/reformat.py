"""Reformat: a picture at the film's size."""

from __future__ import annotations

from typing import Literal

from nodes.algorithms.film_grid import film_grid, resample_picture
from nodes.composite.pixel_work import from_array
from studio.media.image import Image
from studio.media.shot import Shot
from studio.node import Context, Scale, node


@node(family="composite", version=1)
def reformat(ctx: Context, image: Image, *, shot: Shot, scale: Scale, framing: Literal["fit", "fill"] = "fit") -> Image:
    """Bring a photo to the film's size, on the same pixels as the stage does.

    A photo comes in at its own size, also when the film is rendered as a smaller proxy. Put this node between a photo
    and what is composited with it, so that both have the same size at every proxy scale.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        shot: Says the film's size; (0, 0) leaves the picture's own.
        scale: Proxy scale.
        framing: Where the shapes differ, leave bars (fit) or cut the picture (fill).

    Returns:
        The picture at the film's size.
    """
    grid = film_grid(image.size, shot.size, scale, framing == "fill")
    if grid.size == image.size and grid.scale == (1.0, 1.0):
        return image
    return from_array(resample_picture(image.array(), grid), ctx.device)
