"""Ramp: one colour goes over into another."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from nodes.composite.pixel_work import F32, film_size, from_array, premultiplied
from studio.media.image import Image
from studio.media.shot import Shot
from studio.node import Context, Scale, node
from studio.node.knob import Colour, Degrees


@node(family="composite", version=1)
def ramp(
    ctx: Context,
    like: Image | None = None,
    *,
    shot: Shot,
    scale: Scale,
    start: Colour = (0.0, 0.0, 0.0, 1.0),
    end: Colour = (1.0, 1.0, 1.0, 1.0),
    angle: Degrees = 0.0,
    shape: Literal["linear", "radial"] = "linear",
    smooth: bool = False,
) -> Image:
    """Fill a picture with a gradient.

    Args:
        ctx: Services lent by the engine.
        like: A picture whose size is taken; without it the shot's, or 1920 x 1080.
        shot: Says the size.
        scale: Proxy scale.
        start: Colour at the start (radial: in the middle): linear red, green, blue, and alpha.
        end: Colour at the end (radial: in the corners).
        angle: Direction of a linear ramp: 0 runs to the right, 90 upwards.
        shape: Along a line, or round the middle.
        smooth: Slow at both ends instead of even.

    Returns:
        The picture.
    """
    width, height = film_size(shot, scale, like)
    share = _radial(width, height) if shape == "radial" else _linear(width, height, math.radians(angle))
    if smooth:
        share = share * share * (3 - 2 * share)
    a, b = premultiplied(start), premultiplied(end)
    return from_array(a + (b - a) * share[..., None], ctx.device)


def _linear(width: int, height: int, angle: float) -> F32:
    """(H, W) 0..1 along a direction; 0 and 1 lie on the first and last corners met."""
    x, y = np.arange(width) + 0.5 - width / 2, np.arange(height) + 0.5 - height / 2
    along = x[None, :] * math.cos(angle) - y[:, None] * math.sin(angle)
    reach = abs(width * math.cos(angle)) + abs(height * math.sin(angle))
    share: F32 = np.clip(along / reach + 0.5, 0, 1).astype(np.float32)
    return share


def _radial(width: int, height: int) -> F32:
    """(H, W) 0 in the middle, 1 at the corners."""
    x, y = np.arange(width) + 0.5 - width / 2, np.arange(height) + 0.5 - height / 2
    share: F32 = (np.hypot(x[None, :], y[:, None]) / np.hypot(width / 2, height / 2)).astype(np.float32)
    return share
