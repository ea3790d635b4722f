"""Merge: lay one picture over another."""

from __future__ import annotations

from typing import Literal

from nodes.algorithms.porter_duff import composite
from nodes.composite.pixel_work import fit, mixed
from studio.media.image import Image
from studio.media.matte import Matte
from studio.node import Context, node
from studio.node.knob import Fraction

Operation = Literal[
    "over", "under", "in", "out", "atop", "xor", "mask", "stencil", "matte", "copy", "plus", "multiply", "screen",
    "overlay", "hard light", "soft light", "darken", "lighten", "exclusion", "minus", "from", "difference", "divide",
    "average", "max", "min",
]  # fmt: skip


@node(family="composite", version=1)
def merge(
    ctx: Context,
    b: Image,
    a: Image,
    matte: Matte | None = None,
    *,
    operation: Operation = "over",
    mix: Fraction = 1.0,
) -> Image:
    """Lay picture A over picture B.

    Pictures of different size meet in their top left corners, and the result is as large as B. A bypass hands B on.

    Args:
        ctx: Services lent by the engine.
        b: The picture below; it rules the size.
        a: The picture on top.
        matte: Where A takes effect; everywhere without it.
        operation: How they meet: Porter and Duff's operators, blend modes, or arithmetic on the colours.
        mix: How much of the result is seen: 0 is B alone.

    Returns:
        Both pictures in one.
    """
    below = b.pixels.float()
    top = fit(a.pixels, b.size).to(below.device).float()
    return mixed(composite(top, below, operation), below, mix, matte)
