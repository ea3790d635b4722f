"""Moving, turning and resizing a picture.

Source: a matrix product of translations, rotation and scale, sampled backwards; shrinking is low-passed first with a
Gaussian that has the variance of the missing pixels (P. Heckbert, "Fundamentals of Texture Mapping and Image Warping",
1989).

Convention:
    Matrices are 2 x 3 and take (x, y, 1) of the picture to where that point is seen; pixel centres at .5, y down;
    a positive angle turns counter-clockwise as seen.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
FILTERS = {"nearest": cv2.INTER_NEAREST, "linear": cv2.INTER_LINEAR, "cubic": cv2.INTER_CUBIC,
           "lanczos": cv2.INTER_LANCZOS4}  # fmt: skip


def about(centre: tuple[float, float], move: tuple[float, float], angle: float, scale: tuple[float, float]) -> F64:
    """(2, 3): scale, then turn about a centre, then move.

    Args:
        centre: (x, y) that stays where it is but for the move.
        move: (x, y) in pixels.
        angle: Radians, counter-clockwise as seen.
        scale: Along x and y.
    """
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = np.array([[cosine, sine], [-sine, cosine]]) @ np.diag(scale)
    offset = np.array(centre) + np.array(move) - turn @ np.array(centre)
    return np.column_stack([turn, offset])


def warp(pixels: F32, matrix: F64, filtering: str) -> F32:
    """Move a premultiplied picture inside its own frame; what comes from outside is transparent.

    Args:
        pixels: (H, W, 4).
        matrix: (2, 3), from :func:`about`.
        filtering: A key of :data:`FILTERS`.

    Returns:
        (H, W, 4); alpha stays within 0..1.
    """
    height, width = pixels.shape[:2]
    centres = matrix.copy()
    centres[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    if filtering != "nearest":
        pixels = low_pass(pixels, matrix)
    warped: F32 = cv2.warpAffine(pixels, centres, (width, height), flags=FILTERS[filtering], borderValue=(0, 0, 0, 0))
    warped[..., 3].clip(0, 1, out=warped[..., 3])
    return warped


def low_pass(pixels: F32, matrix: F64) -> F32:
    """Take out what is too fine to be seen after shrinking, along x and y."""
    shrink = np.maximum(1.0, 1 / np.maximum(np.hypot(matrix[0, :2], matrix[1, :2]), 1e-3))
    deviation = 0.5 * np.sqrt(np.maximum(shrink**2 - 1, 0))
    if deviation.max() < 0.05:
        return pixels
    x, y = (max(float(side), 1e-3) for side in deviation)
    soft: F32 = cv2.GaussianBlur(pixels, (_taps(x), _taps(y)), x, None, y, cv2.BORDER_CONSTANT)
    return soft


def _taps(deviation: float) -> int:
    return 2 * math.ceil(3 * deviation) + 1
