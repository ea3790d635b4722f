"""Small pictures of values for thumbnails: plain arrays in, 8-bit sRGB out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from studio.media.depth import Depth
from studio.media.flow import Flow, Ids
from studio.media.image import Image, encode_srgb8
from studio.media.matte import Matte

WIDEST = 360
"""Pixels across, enough for a thumbnail at twice its size."""
PEOPLE = np.array(
    [(26, 27, 30), (76, 155, 232), (217, 130, 43), (91, 185, 116), (214, 95, 139), (155, 109, 214), (201, 162, 39)],
    np.uint8,
)
"""Colours of people by their place; the first is nobody's."""


def small(value: Any) -> npt.NDArray[np.uint8] | None:
    """(h, w, 3) 8-bit sRGB of a picture-like value, at most :data:`WIDEST` across; None for others and empty ones."""
    if isinstance(value, Image):
        return _image(_thin(np.asarray(value.pixels)))
    if isinstance(value, Matte):
        return _grey(_thin(value.full()))
    if isinstance(value, Depth):
        return _depth(_thin(value.metres))
    if isinstance(value, Ids):
        index = _thin(value.index).astype(int)
        return _people(index) if index.size else None
    return _flow(_thin(value.pixels)) if isinstance(value, Flow) else None


def _thin(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Every so many pixels: cheap however large the picture is."""
    step = max(1, -(-pixels.shape[1] // WIDEST))
    return pixels[::step, ::step]


def _image(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8] | None:
    return encode_srgb8(pixels[..., :3]) if pixels.size else None


def _grey(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8] | None:
    if not values.size:
        return None
    grey = np.rint(np.nan_to_num(values).clip(0, 1) * 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def _depth(metres: npt.NDArray[Any]) -> npt.NDArray[np.uint8] | None:
    """Near is bright; what lies beyond everything is black."""
    finite = np.isfinite(metres)
    if not finite.any():
        return None
    # as its inverse: what is near, people above all, takes most of the range
    nearness = 1 / np.maximum(np.where(finite, metres, np.inf), 1e-3)
    low, high = np.percentile(nearness[finite], (1, 99))
    bright = (nearness - low) / max(high - low, 1e-6)
    return _grey(np.where(finite, 0.06 + 0.94 * bright.clip(0, 1), 0))


def _people(index: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    tints: npt.NDArray[np.uint8] = PEOPLE[np.where(index > 0, (index - 1) % (len(PEOPLE) - 1) + 1, 0)]
    return tints


def _flow(pixels: npt.NDArray[Any]) -> npt.NDArray[np.uint8] | None:
    """The way as a tint, how far as brightness."""
    if not pixels.size:
        return None
    far = float(np.abs(pixels).max()) or 1.0
    x, y = pixels[..., 0] / far, pixels[..., 1] / far
    tint = np.stack([0.5 + x / 2, 0.5 + y / 2, 0.5 - x / 2], axis=2)
    shown: npt.NDArray[np.uint8] = np.rint(np.nan_to_num(tint).clip(0, 1) * 255).astype(np.uint8)
    return shown
