"""From pictures on links to float32 numbers and back, for nodes that work on pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from studio.media.image import Image
from studio.media.matte import Matte
from studio.media.shot import Shot

if TYPE_CHECKING:
    from torch import Tensor

F32 = npt.NDArray[np.float32]
LARGEST = 65504.0
"""The largest float16; brighter light is held there, so that no infinity travels on."""


def fit(pixels: Tensor, size: tuple[int, int]) -> Tensor:
    """Cut or fill up (with nothing) to (width, height), from the top left corner."""
    width, height = size
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    fitted = pixels.new_zeros((height, width, 4))
    part = pixels[:height, :width]
    fitted[: part.shape[0], : part.shape[1]] = part
    return fitted


def coverage(matte: Matte, like: Tensor) -> Tensor:
    """A matte as (H, W, 1) float32 beside a picture, resized where the picture is a proxy of the matte's."""
    import cv2
    import torch

    full = matte.full()
    size = (int(like.shape[1]), int(like.shape[0]))
    if (full.shape[1], full.shape[0]) != size:
        full = np.asarray(cv2.resize(full, size, interpolation=cv2.INTER_AREA), np.float32)
    return torch.from_numpy(full[..., None]).to(like.device)


def mixed(result: Tensor, before: Tensor, amount: float, matte: Matte | None = None) -> Image:
    """``result`` where it shall be seen, ``before`` elsewhere; float32 (H, W, 4) in, a picture out."""
    if matte is not None:
        share = coverage(matte, before) * amount
        result = before + (result - before) * share
    elif amount != 1:
        result = before + (result - before) * amount
    return Image(result.clamp(-LARGEST, LARGEST).half())


def from_array(array: F32, device: str) -> Image:
    """A picture from (H, W, 4) float32 numbers, on a device."""
    image = Image.from_array(array.clip(-LARGEST, LARGEST))
    return image if device == "cpu" else Image(image.pixels.to(device))


def film_size(shot: Shot, scale: float, like: Image | None) -> tuple[int, int]:
    """(width, height) of a made picture: that of ``like``, or else the shot's; 1920 x 1080 where neither says."""
    if like is not None:
        return like.size
    width, height = shot.size if shot.size[0] > 0 and shot.size[1] > 0 else (1920, 1080)
    return max(1, round(width * scale)), max(1, round(height * scale))


def premultiplied(colour: tuple[float, float, float, float]) -> F32:
    """(4,) of a knob's linear colour with straight alpha."""
    alpha = min(max(colour[3], 0.0), 1.0)
    return np.array([*(c * alpha for c in colour[:3]), alpha], np.float32)
