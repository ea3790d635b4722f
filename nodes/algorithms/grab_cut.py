"""GrabCut: the foreground of a box by colour (Rother, Kolmogorov, Blake 2004)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


def cut_box(picture: U8, box: tuple[float, float, float, float], longest: int = 384) -> F32:
    """Coverage of what stands in a box.

    Args:
        picture: (H, W, 3) uint8.
        box: (x0, y0, x1, y1) in pixels; parts outside the picture are left out.
        longest: Longest side on which the cut is made.

    Returns:
        (H, W) float32, 0 or 1; an ellipse in the box where the colours tell nothing.
    """
    height, width = picture.shape[:2]
    x0, y0 = int(np.clip(box[0], 0, width - 1)), int(np.clip(box[1], 0, height - 1))
    x1, y1 = int(np.clip(box[2], x0 + 1, width)), int(np.clip(box[3], y0 + 1, height))
    pad_x, pad_y = (x1 - x0) // 3 + 2, (y1 - y0) // 6 + 2
    left, top, right, bottom = max(0, x0 - pad_x), max(0, y0 - pad_y), min(width, x1 + pad_x), min(height, y1 + pad_y)
    scale = min(1.0, longest / max(right - left, bottom - top))
    small = cv2.resize(picture[top:bottom, left:right], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    labels = np.full(small.shape[:2], cv2.GC_BGD, np.uint8)
    rows = slice(round((y0 - top) * scale), max(round((y1 - top) * scale), 1))
    columns = slice(round((x0 - left) * scale), max(round((x1 - left) * scale), 1))
    labels[rows, columns] = cv2.GC_PR_FGD
    cut = cut_labels(np.ascontiguousarray(small), labels).astype(np.float32)
    if cut.sum() < 0.1 * (labels == cv2.GC_PR_FGD).sum():
        cut = _ellipse(labels.shape, rows, columns)
    whole = np.zeros((height, width), np.float32)
    whole[top:bottom, left:right] = cv2.resize(cut, (right - left, bottom - top), interpolation=cv2.INTER_NEAREST)
    return whole


def cut_labels(picture: U8, labels: U8) -> npt.NDArray[np.bool_]:
    """What is foreground, from where GrabCut's four labels say it may be.

    Args:
        picture: (H, W, 3) uint8.
        labels: (H, W) uint8 of cv2.GC_BGD, GC_FGD, GC_PR_BGD, GC_PR_FGD.

    Returns:
        (H, W) bool; nothing where there is no background, or the colours tell nothing.
    """
    if min(picture.shape[:2]) < 4 or not (labels == cv2.GC_BGD).any():
        return np.zeros(labels.shape, bool)
    labels = labels.copy()
    cv2.setRNGSeed(0)
    try:
        cv2.grabCut(picture, labels, None, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return np.zeros(labels.shape, bool)
    return np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))


def _ellipse(shape: tuple[int, ...], rows: slice, columns: slice) -> F32:
    whole = np.zeros(shape, np.float32)
    middle = ((columns.start + columns.stop) // 2, (rows.start + rows.stop) // 2)
    axes = (max((columns.stop - columns.start) // 2, 1), max((rows.stop - rows.start) // 2, 1))
    cv2.ellipse(whole, middle, axes, 0, 0, 360, 1.0, -1)
    return whole
