"""Text: words on a picture."""

from __future__ import annotations

from typing import Annotated, Literal

from nodes.composite.lettering import Font, lettering
from nodes.composite.pixel_work import film_size, from_array, premultiplied
from studio.media.image import Image
from studio.media.shot import Shot
from studio.node import Context, Scale, node
from studio.node.knob import Colour, Offset, Range, Text


@node(family="composite", version=1)
def text(
    ctx: Context,
    image: Image | None = None,
    *,
    shot: Shot,
    scale: Scale,
    words: Text = "Vivant",
    size: Annotated[float, Range(1.0, 2048.0, "px", soft=(8.0, 256.0))] = 64.0,
    x: Offset = 32.0,
    y: Offset = 32.0,
    align: Literal["left", "centre", "right"] = "left",
    font: Font = "sans",
    colour: Colour = (1.0, 1.0, 1.0, 1.0),
) -> Image:
    """Write words over a picture, or on a transparent one.

    Args:
        ctx: Services lent by the engine.
        image: The picture below, at the film's size (a photo goes through reformat first); without it a transparent
            one of the shot's size (or 1920 x 1080) is made.
        shot: Says the size.
        scale: Proxy scale.
        words: What is written; a new line begins a new line.
        size: Height of the letters, in pixels.
        x: Pixels from the left to where the words begin (or to their middle, or to their end).
        y: Pixels from the top to the top of the first line.
        align: Which side of the words x speaks of.
        font: Its shape.
        colour: Linear red, green, blue, and alpha.

    Returns:
        The picture with the words on it.
    """
    frame = film_size(shot, scale, image)
    cover = lettering(words, frame, size, (x, y), align, font)[..., None]
    ink = premultiplied(colour) * cover
    if image is not None:
        ink = ink + image.array() * (1 - ink[..., 3:])
    return from_array(ink, ctx.device)
