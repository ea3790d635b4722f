"""How sharp a picture is around a hole: where nothing is sharp, no piece that fills the hole may end in an edge."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.membrane import pull_push

F32 = npt.NDArray[np.float32]
B8 = npt.NDArray[np.bool_]

_SIZE = 800  # longest side at which steps between pixels are looked at
_CELLS = 24  # of the longest side; sharpness is one number a cell
_REACH = 5  # cells, as a square's side, in which the sharpest counts: beside an edge there may be more of them
_STEPS = (0.035, 0.09)  # steepest change a pixel of what is out of focus, and of what is sharp


def sharpness(image: F32, known: B8) -> F32:
    """How sharp the picture is, spread from where it is known.

    Args:
        image: (H, W, 3) float32, gamma-encoded 0..1; read where ``known`` only.
        known: (H, W) bool.

    Returns:
        (H, W) float32, 0 where nothing near is in focus, to 1.
    """
    height, width = known.shape
    shrink = min(1.0, _SIZE / max(height, width))
    small = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    inside = cv2.resize(known.astype(np.float32), small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0.99
    inside = cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    steepest, share = _cells(np.where(inside, _slopes(small), 0), inside)
    steepest = cv2.dilate(np.where(share > 0, steepest, 0), np.ones((_REACH, _REACH), np.uint8))
    found = np.clip((steepest - _STEPS[0]) / (_STEPS[1] - _STEPS[0]), 0, 1)
    spread = pull_push(found[..., None].astype(np.float32), share)
    large = cv2.resize(spread[..., 0], (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, np.float32)


def _slopes(image: F32) -> F32:
    """(H, W) steepest change a pixel, of any colour, in any of two directions; grain is left out."""
    even = cv2.GaussianBlur(image, (0, 0), 0.8)
    slopes = [np.abs(cv2.Sobel(even, cv2.CV_32F, dx, 1 - dx, ksize=1)) / 2 for dx in (1, 0)]
    return np.asarray(np.maximum(*slopes).max(axis=2), np.float32)


def _cells(slopes: F32, known: B8) -> tuple[F32, F32]:
    """(h, w) what is steep in each cell, and how much of the cell is known."""
    side = max(2, max(slopes.shape) // _CELLS)
    height, width = (max(1, -(-length // side)) for length in slopes.shape)
    padded = [np.zeros((height * side, width * side), np.float32) for _ in range(2)]
    for whole, values in zip(padded, (slopes, known), strict=True):
        whole[: values.shape[0], : values.shape[1]] = values
    steep, seen = (
        values.reshape(height, side, width, side).swapaxes(1, 2).reshape(height, width, -1) for values in padded
    )
    return np.asarray(np.percentile(steep, 99, axis=2), np.float32), np.asarray(seen.mean(axis=2), np.float32)
