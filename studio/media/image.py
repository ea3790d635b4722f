"""A picture: linear-light Rec.709, premultiplied; and a patch of one, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from studio.media.value import media_type

if TYPE_CHECKING:
    from torch import Tensor

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


@media_type
@dataclass(frozen=True, eq=False)
class Image:
    """A picture.

    Attributes:
        pixels: (H, W, 4) float16; linear-light Rec.709, alpha premultiplied. A tensor where pictures are computed, a
            numpy array in the window, which knows no torch.
    """

    pixels: Tensor

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels."""
        return int(self.pixels.shape[1]), int(self.pixels.shape[0])

    @staticmethod
    def from_array(pixels: npt.NDArray[Any]) -> Image:
        """From (H, W, 3) or (H, W, 4) linear premultiplied floats; three channels become opaque."""
        import torch

        if pixels.shape[2] == 3:
            half = np.ones((*pixels.shape[:2], 4), np.float16)
            half[..., :3] = pixels
        else:
            half = np.array(pixels, np.float16, order="C")
        return Image(torch.from_numpy(half))

    @staticmethod
    def from_srgb8(pixels: U8) -> Image:
        """From (H, W, 3) RGB or (H, W, 4) RGBA 8-bit sRGB with straight alpha."""
        linear = srgb_decode_table()[pixels[..., :3]]
        if pixels.shape[2] == 3:
            return Image.from_array(linear)
        alpha = pixels[..., 3:].astype(np.float32) / 255
        return Image.from_array(np.concatenate([linear * alpha, alpha], axis=2))

    def array(self) -> F32:
        """(H, W, 4) float32 on the CPU: a fresh copy."""
        if isinstance(self.pixels, np.ndarray):
            return np.array(self.pixels, np.float32)
        array: F32 = self.pixels.float().cpu().numpy()
        return array

    def half(self) -> npt.NDArray[np.float16]:
        """(H, W, 4) float16 on the CPU, not to be written to."""
        if isinstance(self.pixels, np.ndarray):
            return np.ascontiguousarray(self.pixels, np.float16)
        array: npt.NDArray[np.float16] = self.pixels.half().cpu().contiguous().numpy()
        return array

    def srgb8(self) -> U8:
        """(H, W, 3) 8-bit sRGB of the picture over black. Exact inverse of :meth:`from_srgb8` for opaque pictures."""
        encoded: U8 = srgb_encode_table()[self.half().view(np.uint16)[..., :3]]
        return encoded

    def srgba8(self) -> U8:
        """(H, W, 4) 8-bit sRGB with straight alpha."""
        array = self.array()
        alpha = array[..., 3:]
        colour = np.divide(array[..., :3], alpha, out=np.zeros_like(array[..., :3]), where=alpha > 0)
        return np.concatenate([encode_srgb8(colour), np.rint(alpha.clip(0, 1) * 255).astype(np.uint8)], axis=2)


@media_type
@dataclass(frozen=True, eq=False)
class Patch:
    """A piece of a picture that knows its place.

    Attributes:
        pixels: (h, w, 4) float16 array, linear-light, premultiplied.
        origin: (x, y) of its top left pixel in the source picture.
    """

    pixels: npt.NDArray[np.float16]
    origin: tuple[int, int]


def srgb_to_linear(values: npt.NDArray[Any]) -> F32:
    """IEC 61966-2-1 decoding of values in 0..1."""
    x = np.asarray(values, np.float32)
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)


def linear_to_srgb(values: npt.NDArray[Any]) -> F32:
    """IEC 61966-2-1 encoding; values are clipped to 0..1."""
    x = np.clip(np.asarray(values, np.float32), 0, 1)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055).astype(np.float32)


def encode_srgb8(linear: npt.NDArray[Any]) -> U8:
    """Linear floats of any shape to 8-bit sRGB, through the same table as :meth:`Image.srgb8`."""
    encoded: U8 = srgb_encode_table()[np.ascontiguousarray(linear, np.float16).view(np.uint16)]
    return encoded


@lru_cache(maxsize=1)
def srgb_decode_table() -> F32:
    """(256,) linear light of each 8-bit sRGB value."""
    return srgb_to_linear(np.arange(256, dtype=np.float32) / 255)


@lru_cache(maxsize=1)
def srgb_encode_table() -> U8:
    """(65536,) 8-bit sRGB of each float16 bit pattern; NaN and negatives are 0, infinity is 255."""
    halves = np.arange(65536, dtype=np.uint16).view(np.float16).astype(np.float32)
    table: U8 = np.rint(linear_to_srgb(np.nan_to_num(halves, nan=0.0, posinf=1.0, neginf=0.0)) * 255).astype(np.uint8)
    return table
