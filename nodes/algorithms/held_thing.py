"""A thing that somebody holds in a photo, cut out of it: its coverage within a box, or why it cannot be told apart.

Source: GrabCut (Rother, Kolmogorov, Blake 2004); what it gives is only taken where it holds together, lies inside the
box and differs from what is around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from nodes.algorithms.grab_cut import cut_labels

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
B8 = npt.NDArray[np.bool_]
Box = tuple[float, float, float, float]

LONGEST = 240
"""Longest side on which the cut is made."""
ROOM, AROUND = 0.08, 0.6
"""Shares of the box by which it is widened, since boxes are tight, and that are looked at around it."""
LEAST, MOST = 0.2, 0.93
"""Share of the box that a thing covers."""
WHOLE = 0.85
"""Share of what was cut that hangs together."""
LEAVES = 0.07
"""Share of the box's border across which a thing may go on."""
DIFFERS = 9.0
"""CIELAB difference of colours on both sides of an outline, half of it at the least."""


def cut_thing(picture: U8, box: Box, arms: Sequence[F32] = (), thick: float = 0.0) -> tuple[F32, str]:
    """Cut what a box is about.

    Args:
        picture: (H, W, 3) uint8, RGB.
        box: (x0, y0, x1, y1) in pixels.
        arms: (2, 2) both ends of each limb that may cross the box: what lies there is no thing.
        thick: Pixels that a limb is thick.

    Returns:
        (H, W) coverage with a soft edge, and ""; or nothing covered, and why it could not be cut.
    """
    whole = np.zeros(picture.shape[:2], np.float32)
    inner = _grown(box, ROOM, picture.shape)
    outer = _grown(box, AROUND, picture.shape)
    x0, y0, x1, y1 = outer
    scale = LONGEST / max(x1 - x0, y1 - y0)
    size = max(round((x1 - x0) * scale), 8), max(round((y1 - y0) * scale), 8)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(picture[y0:y1, x0:x1], size, interpolation=way)
    at = _within(inner, outer, (size[1], size[0]))
    labels = np.where(at, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)
    for arm in arms:
        ends = [tuple(int(v) for v in (end - [x0, y0]) * scale) for end in arm]
        cv2.line(labels, ends[0], ends[1], int(cv2.GC_BGD), max(round(thick * scale), 1))
    cut = cut_labels(np.ascontiguousarray(small), labels)
    piece = _largest(cut)
    why = _why_not(small, cut, piece, at)
    if why:
        return whole, why
    back = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    cover = cv2.resize(piece.astype(np.float32), (x1 - x0, y1 - y0), interpolation=back)
    whole[y0:y1, x0:x1] = np.clip(cv2.GaussianBlur(cover, (0, 0), 0.8) * 1.6 - 0.3, 0, 1)
    return whole, ""


def _why_not(picture: U8, cut: B8, piece: B8, box: B8) -> str:
    """What speaks against a cut; "" for nothing."""
    share = float(piece.sum()) / max(float(box.sum()), 1.0)
    if share < LEAST:
        return "it has the colours of what is around it"
    if share > MOST:
        return "its box holds nothing else"
    if float(piece.sum()) < WHOLE * float(cut.sum()):
        return "it falls into pieces"
    rim = box & ~cv2.erode(box.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    if float((piece & rim).sum()) > LEAVES * float(rim.sum()):
        return "it goes on beyond its box"
    return "" if _contrast(picture, piece) >= DIFFERS else "its edge cannot be seen"


def _contrast(picture: U8, piece: B8) -> float:
    """Median CIELAB difference across an outline."""
    colours = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    inside, outside = (cv2.distanceTransform(m.astype(np.uint8), cv2.DIST_L2, 3) for m in (piece, ~piece))
    bands = [(inside > 1.5) & (inside < 4.5), (outside > 1.5) & (outside < 4.5)]
    if not all(band.any() for band in bands):
        return 0.0
    means = []
    for band in bands:
        weight = cv2.GaussianBlur(band.astype(np.float32), (0, 0), 4)
        means.append(cv2.GaussianBlur(colours * band[..., None], (0, 0), 4) / np.maximum(weight, 1e-4)[..., None])
    outline = (inside > 0) & (inside < 1.5)
    return float(np.median(np.linalg.norm(means[0] - means[1], axis=2)[outline])) if outline.any() else 0.0


def _largest(cut: B8) -> B8:
    """The largest piece, its holes closed."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cut.astype(np.uint8), connectivity=4)
    if count < 2:
        return np.zeros_like(cut)
    piece = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    _, beyond = cv2.connectedComponents((~np.pad(piece, 1)).astype(np.uint8), connectivity=4)
    return np.asarray(beyond[1:-1, 1:-1] != beyond[0, 0], bool)


def _grown(box: Box, share: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """A box with room around, in whole pixels of the picture."""
    room = share * max(box[2] - box[0], box[3] - box[1])
    x0, y0 = int(np.clip(box[0] - room, 0, shape[1] - 2)), int(np.clip(box[1] - room, 0, shape[0] - 2))
    x1, y1 = (
        int(np.clip(np.ceil(box[2] + room), x0 + 2, shape[1])),
        int(np.clip(np.ceil(box[3] + room), y0 + 2, shape[0])),
    )
    return x0, y0, x1, y1


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int], shape: tuple[int, int]) -> B8:
    """The inner box on cells of the outer one."""
    across, down = shape[1] / (outer[2] - outer[0]), shape[0] / (outer[3] - outer[1])
    found = np.zeros(shape, bool)
    x0, x1 = round((inner[0] - outer[0]) * across), round((inner[2] - outer[0]) * across)
    y0, y1 = round((inner[1] - outer[1]) * down), round((inner[3] - outer[1]) * down)
    found[max(y0, 1) : min(y1, shape[0] - 1), max(x0, 1) : min(x1, shape[1] - 1)] = True
    return found
