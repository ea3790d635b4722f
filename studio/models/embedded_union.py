"""Where anybody is in a picture, whoever it is: MediaPipe's selfie segmentation, on the picture and closer.

Source: the model card of MediaPipe Selfie Segmentation (general, 256 x 256); Apache-2.0.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import SELFIE, Shelf
from studio.models.litert import Network

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]


def anybody(shelf: Shelf, picture: U8, boxes: Iterable[tuple[float, float, float, float]]) -> F32:
    """How likely each pixel is somebody's, by the most doubtful of several looks.

    Args:
        shelf: Holds the network.
        picture: (H, W, 3) uint8 sRGB.
        boxes: (x0, y0, x1, y1) of people, in pixels: the network looks at all of them together once more, closer.

    Returns:
        (H, W) float32 in 0..1.
    """
    network = shelf.load(SELFIE, Network, 4 << 20)
    whole = _both_ways(network, picture)
    box = _around(list(boxes), (picture.shape[1], picture.shape[0]))
    if box is None:
        return whole
    x0, y0, x1, y1 = box
    closer = whole.copy()
    closer[y0:y1, x0:x1] = _look(network, picture[y0:y1, x0:x1])
    return np.minimum(whole, closer)


def up_close(shelf: Shelf, picture: U8, boxes: Iterable[tuple[float, float, float, float]]) -> F32:
    """How likely each pixel is somebody's, by the most doubtful of the whole picture and each person's own crop.

    Args:
        shelf: Holds the network.
        picture: (H, W, 3) uint8 sRGB.
        boxes: (x0, y0, x1, y1) of each person, in pixels.

    Returns:
        (H, W) float32 in 0..1; 0 away from everyone.
    """
    network = shelf.load(SELFIE, Network, 4 << 20)
    close = np.zeros(picture.shape[:2], np.float32)
    for x0, y0, x1, y1 in boxes:
        margin = 0.25 * max(x1 - x0, y1 - y0)
        rows = slice(max(0, int(y0 - margin)), int(y1 + margin))
        columns = slice(max(0, int(x0 - margin)), int(x1 + margin))
        close[rows, columns] = np.maximum(close[rows, columns], _both_ways(network, picture[rows, columns]))
    return np.minimum(close, _both_ways(network, picture))


def by_itself(shelf: Shelf, rest: U8, piece: npt.NDArray[np.bool_]) -> float:
    """How likely a piece of a picture is somebody's, by the more doubtful of two crops around it.

    Args:
        shelf: Holds the network.
        rest: (H, W, 3) uint8, the picture without the people who are known.
        piece: (H, W) bool.
    """
    network = shelf.load(SELFIE, Network, 4 << 20)
    columns, rows = np.flatnonzero(piece.any(0)), np.flatnonzero(piece.any(1))
    length = max(columns[-1] - columns[0], rows[-1] - rows[0]) + 1
    seen = []
    for margin in (int(0.3 * length), int(0.8 * length)):
        top, left = max(0, rows[0] - margin), max(0, columns[0] - margin)
        window = slice(top, rows[-1] + margin), slice(left, columns[-1] + margin)
        seen.append(float(_both_ways(network, rest[window])[piece[window]].mean()))
    return min(seen)


def _both_ways(network: Network, picture: U8) -> F32:
    """The more doubtful of a look and a look into the mirror."""
    mirrored = cv2.flip(_look(network, np.ascontiguousarray(picture[:, ::-1])), 1)
    return np.asarray(np.minimum(_look(network, picture), mirrored), np.float32)


def _look(network: Network, picture: U8) -> F32:
    size = (network.size, network.size)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    cover = network(np.asarray(small, np.float32) / 255)[0][..., 0]
    return np.asarray(cv2.resize(cover, picture.shape[1::-1]).clip(0, 1), np.float32)


def _around(boxes: list[tuple[float, float, float, float]], size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The box around all, an eighth larger; None where it is the picture, nearly."""
    if not boxes:
        return None
    low, high = np.min(boxes, axis=0)[:2], np.max(boxes, axis=0)[2:]
    margin = 0.125 * (high - low)
    (x0, y0), (x1, y1) = np.maximum(low - margin, 0).astype(int), np.minimum(high + margin, size).astype(int)
    area = float((x1 - x0) * (y1 - y0))
    if area > 0.8 * size[0] * size[1] or min(x1 - x0, y1 - y0) < 16:
        return None
    return int(x0), int(y0), int(x1), int(y1)
