"""Crop: cut a picture's sides off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from nodes.composite.pixel_work import mixed
from studio.media.errors import BadInput
from studio.media.image import Image
from studio.node import Context, node
from studio.node.knob import Pixels, Range

if TYPE_CHECKING:
    from torch import Tensor

Cut = Annotated[float, Range(0.0, 16384.0, "px", soft=(0.0, 1000.0))]


@node(family="composite", version=1)
def crop(
    ctx: Context,
    image: Image,
    *,
    left: Cut = 0.0,
    top: Cut = 0.0,
    right: Cut = 0.0,
    bottom: Cut = 0.0,
    soft: Pixels = 0.0,
    keep_size: bool = False,
) -> Image:
    """Cut a picture's sides off.

    Args:
        ctx: Services lent by the engine.
        image: The picture.
        left: Pixels cut off at the left.
        top: Pixels cut off at the top.
        right: Pixels cut off at the right.
        bottom: Pixels cut off at the bottom.
        soft: How far the cut fades inwards, in pixels.
        keep_size: Leave the frame as large as it is, transparent where it was cut.

    Returns:
        What is left.

    Raises:
        BadInput: Nothing would be left.
    """
    width, height = image.size
    x0, y0, x1, y1 = round(left), round(top), width - round(right), height - round(bottom)
    if x0 >= x1 or y0 >= y1:
        raise BadInput(f"the crop leaves nothing of {width} x {height} pixels: cut less off")
    if not keep_size and soft == 0:
        return Image(image.pixels[y0:y1, x0:x1].clone())
    pixels = image.pixels.float() * _window(image, (x0, y0, x1, y1), soft)
    return mixed(pixels if keep_size else pixels[y0:y1, x0:x1], pixels, 1.0)


def _window(image: Image, box: tuple[int, int, int, int], soft: float) -> Tensor:
    """(H, W, 1): 1 inside the box, 0 outside, rising over ``soft`` pixels from its sides inwards."""
    import torch

    width, height = image.size
    x0, y0, x1, y1 = box
    x = torch.arange(width, device=image.pixels.device) + 0.5
    y = torch.arange(height, device=image.pixels.device) + 0.5
    across, down = torch.minimum(x - x0, x1 - x), torch.minimum(y - y0, y1 - y)
    rise = max(soft, 1e-3)
    return ((across / rise).clamp(0, 1)[None, :] * (down / rise).clamp(0, 1)[:, None])[..., None]
