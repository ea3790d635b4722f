"""From the numbers in a picture file to linear light, premultiplied, in strips so that memory stays small."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.media.image import Image, linear_to_srgb, srgb_decode_table, srgb_encode_table, srgb_to_linear

F16 = npt.NDArray[np.float16]
STRIP = 256
"""Rows converted at a time."""
PIECE = 1 << 15
"""Numbers looked up at a time."""


def from_srgb(pixels: npt.NDArray[Any]) -> F16:
    """sRGB numbers with straight alpha to linear light.

    Args:
        pixels: (H, W, 1..4) uint8 or uint16 of their whole range: grey, grey and alpha, RGB, or RGBA.

    Returns:
        (H, W, 4) float16, linear-light Rec.709, premultiplied.
    """
    height, width, channels = pixels.shape
    linear = np.empty((height, width, 4), np.float16)
    table = _table(pixels.dtype)
    colours = pixels[..., : 1 if channels < 3 else 3]
    for top in range(0, height, STRIP):
        rows = slice(top, top + STRIP)
        light = table[colours[rows]]
        if channels in (2, 4):
            alpha = pixels[rows, :, -1:].astype(np.float32) / np.iinfo(pixels.dtype).max
            linear[rows, :, :3], linear[rows, :, 3:] = light * alpha, alpha
        else:
            linear[rows, :, :3], linear[rows, :, 3] = light, 1
    return linear


def from_linear(pixels: npt.NDArray[Any]) -> F16:
    """Linear premultiplied floats of 1..4 channels to (H, W, 4) float16. What is no number becomes 0."""
    height, width, channels = pixels.shape
    linear = np.ones((height, width, 4), np.float16)
    for top in range(0, height, STRIP):
        rows = slice(top, top + STRIP)
        part = np.nan_to_num(pixels[rows].astype(np.float32), nan=0.0, posinf=65504.0, neginf=-65504.0)
        part = part.clip(-65504, 65504)
        linear[rows, :, :3] = part[..., : 1 if channels < 3 else 3]
        if channels in (2, 4):
            linear[rows, :, 3] = part[..., -1].clip(0, 1)
    return linear


def _table(kind: np.dtype[Any]) -> npt.NDArray[np.float32]:
    if kind == np.uint8:
        return srgb_decode_table()
    return srgb_to_linear(np.arange(65536, dtype=np.float32) / 65535)


def to_srgb16(image: Image) -> npt.NDArray[np.uint16]:
    """(H, W, 3) 16-bit sRGB of a picture over black."""
    return np.ascontiguousarray(looked_up(image, _encode16())[..., :3])


def film_frame(image: Image) -> npt.NDArray[np.uint8]:
    """(H, W, 4) 8-bit sRGB over black, for an encoder; its fourth channel means nothing."""
    return looked_up(image, srgb_encode_table())


def looked_up(image: Image, table: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """(H, W, 4): what a table of 65536 says of each float16, in pieces that stay in the processor's cache."""
    half = image.pixels.half().cpu().contiguous().numpy()
    patterns = half.view(np.uint16).reshape(-1)
    found = np.empty(patterns.shape, table.dtype)
    for start in range(0, patterns.size, PIECE):
        np.take(table, patterns[start : start + PIECE], out=found[start : start + PIECE], mode="wrap")
    return found.reshape(half.shape)


@lru_cache(maxsize=1)
def _encode16() -> npt.NDArray[np.uint16]:
    """(65536,) 16-bit sRGB of each float16 bit pattern."""
    halves = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32)
    encoded = linear_to_srgb(np.nan_to_num(halves, nan=0.0, posinf=1.0, neginf=0.0))
    table: npt.NDArray[np.uint16] = np.rint(encoded * 65535).astype(np.uint16)
    return table
