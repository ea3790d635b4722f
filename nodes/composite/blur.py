"""Blur: make a picture soft."""

from __future__ import annotations

from typing import Literal

from nodes.algorithms.gaussian import gaussian_blur
from nodes.composite.pixel_work import mixed
from studio.media.image import Image
from studio.media.matte import Matte
from studio.node import Context, node
from studio.node.knob import Fraction, Pixels


@node(family="composite", version=1)
def blur(
    ctx: Context,
    image: Image,
    matte: Matte | None = None,
    *,
    size: Pixels = 4.0,
    edges: Literal["repeat", "transparent"] = "repeat",
    mix: Fraction = 1.0,
) -> Image:
    """Blur a picture with a Gaussian.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        matte: Where it is blurred; everywhere without it.
        size: Standard deviation of the Gaussian, in pixels.
        edges: Whether the picture's edge goes on outside of it, or there is nothing.
        mix: How much of the blur is seen.

    Returns:
        The soft picture.
    """
    import torch

    soft = gaussian_blur(image.array(), size, edges == "repeat")
    return mixed(torch.from_numpy(soft).to(image.pixels.device), image.pixels.float(), mix, matte)
