"""Transform: move, turn and resize a picture."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from nodes.algorithms.affine import about, warp
from nodes.composite.pixel_work import from_array
from studio.media.image import Image
from studio.node import Context, node
from studio.node.knob import Degrees, Offset, Range, Vector

Point = Annotated[Vector, Range(-16384.0, 16384.0, "px")]


@node(family="composite", version=1)
def transform(
    ctx: Context,
    image: Image,
    *,
    x: Offset = 0.0,
    y: Offset = 0.0,
    rotate: Degrees = 0.0,
    scale: Annotated[float, Range(0.01, 100.0, soft=(0.1, 4.0))] = 1.0,
    stretch: Annotated[float, Range(0.01, 100.0, soft=(0.25, 4.0))] = 1.0,
    centre: Point | None = None,
    filtering: Literal["nearest", "linear", "cubic", "lanczos"] = "cubic",
) -> Image:
    """Move, turn and resize a picture inside its frame.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        x: How far to the right, in pixels.
        y: How far down, in pixels.
        rotate: Degrees counter-clockwise, about the centre.
        scale: How large: 2 is twice the size.
        stretch: Width against height: 2 makes it twice as wide only.
        centre: (x, y) in pixels about which it turns and grows; the picture's middle where nothing is set.
        filtering: Cubic is good for most; nearest keeps hard pixels, lanczos is sharpest, linear never rings.

    Returns:
        The picture in a frame of the same size; what came from outside is transparent.
    """
    width, height = image.size
    middle = centre if centre is not None else (width / 2, height / 2)
    matrix = about(middle, (x, y), math.radians(rotate), (scale * stretch, scale))
    return from_array(warp(image.array(), matrix, filtering), ctx.device)
