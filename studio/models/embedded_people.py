"""The networks that the mediapipe wheel carries: bodies, faces and their landmarks. The only module that knows them.

They are run by LiteRT straight from their files, not through mediapipe's graphs: those return one person a picture,
keep state from call to call, write to the terminal, and cost four times as much. mediapipe itself is never imported.
Source: the graphs and model cards in mediapipe 0.10.21 (BlazePose GHUM, BlazeFace, Face Mesh, Iris); Apache-2.0.

Convention:
    Pictures are (H, W, 3) uint8 sRGB. A crop is a turned square (:class:`Square`) of the picture. Coordinates that
    come back are in pixels of that picture, pixel centres at .5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.litert import Network

F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
T = TypeVar("T")

BODY_FINDER = "pose_detection.tflite"
BODY = "pose_landmark_full.tflite"
FACE_NEAR = "face_detection_short_range.tflite"
FACE_FAR = "face_detection_full_range_sparse.tflite"
FACE_MESH = "face_landmark.tflite"
IRIS = "iris_landmark.tflite"
SELFIE = "selfie_segmentation.tflite"
WEIGHTS = (BODY_FINDER, BODY, FACE_NEAR, FACE_FAR, FACE_MESH, IRIS, SELFIE)


class Shelf(Protocol):
    """What is asked of the shelf of weights."""

    def load(self, name: str, loader: type[T], nbytes: int | None = None) -> T:
        """The loaded network."""


@dataclass(frozen=True)
class Square:
    """A turned square of a picture.

    Attributes:
        x, y: Its middle, in pixels.
        side: Its side, in pixels.
        angle: Radians, positive clockwise on the screen; 0 is upright.
    """

    x: float
    y: float
    side: float
    angle: float = 0.0

    def to_picture(self, points: F32) -> F32:
        """(..., 2) positions in 0..1 of the square to pixels of the picture."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        out: F32 = ((points - 0.5) @ np.array([[cos, sin], [-sin, cos]]) * self.side + [self.x, self.y]).astype(
            np.float32
        )
        return out

    def grid(self, size: int) -> F32:
        """(2, 3) affine from picture pixels (cv2's centres at 0) to those of a size x size crop."""
        cos, sin, k = np.cos(self.angle), np.sin(self.angle), size / self.side
        turn = np.array([[cos, sin], [-sin, cos]]) * k
        shift = np.array([size / 2, size / 2]) - turn @ [self.x, self.y]
        # both rasters put their pixel centres at .5
        return np.column_stack([turn, shift + turn @ [0.5, 0.5] - 0.5]).astype(np.float32)


class Pyramid:
    """A picture at halving sizes, so that small crops are cut without aliasing.

    Args:
        picture: (H, W, 3) uint8.
        mirror: Continue it to the left and right by its mirror image: that makes a person whole who is cut in half
            by the picture's edge, and BlazePose knows whole people best. Otherwise the border pixels are drawn out.
    """

    def __init__(self, picture: U8, mirror: bool = False) -> None:
        self.margin = picture.shape[1] // 2 if mirror else 0
        self.width = int(picture.shape[1])
        wide = cv2.copyMakeBorder(picture, 0, 0, self.margin, self.margin, cv2.BORDER_REFLECT) if mirror else picture
        self.levels: list[U8] = [np.ascontiguousarray(wide, np.uint8)]
        while min(self.levels[-1].shape[:2]) > 64:
            height, width = self.levels[-1].shape[:2]
            half = cv2.resize(self.levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
            self.levels.append(np.asarray(half, np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the picture."""
        return self.width, int(self.levels[0].shape[0])

    def crop(self, square: Square, size: int, border: int = cv2.BORDER_CONSTANT) -> F32:
        """(size, size, 3) float32 in 0..1, bilinear from the level just above the wanted scale."""
        level = int(np.clip(np.floor(np.log2(max(square.side / size, 1.0))), 0, len(self.levels) - 1))
        source = self.levels[level]
        sx, sy = source.shape[1] / self.levels[0].shape[1], source.shape[0] / self.size[1]
        grid = square.grid(size).astype(np.float64)
        # the affine starts from full-size pixels; put the level's own raster before it
        up = np.array([[1 / sx, 0, 0.5 / sx - 0.5 - self.margin], [0, 1 / sy, 0.5 / sy - 0.5], [0, 0, 1]])
        cut = cv2.warpAffine(source, grid @ up, (size, size), flags=cv2.INTER_LINEAR, borderMode=border)
        return np.asarray(cut, np.float32) / 255


@dataclass(frozen=True, eq=False)
class Body:
    """One body seen in one crop.

    Attributes:
        square: The crop.
        points: (39, 2) landmarks in pixels: BlazePose's 33, the middle of the hips, the body's extent, and four more.
        depth: (33,) metres towards the viewer from the middle of the hips.
        visible: (33,) 0..1, inside the crop and not hidden.
        present: (33,) 0..1, inside the crop.
        score: 0..1, that there is a body at all.
        mask: (256, 256) uint8 coverage of the crop, 255 is the person.
    """

    square: Square
    points: F32
    depth: F32
    visible: F32
    present: F32
    score: float
    mask: U8

    def next_square(self, scale: float = 1.25) -> Square:
        """The crop that this body asks for: hips in the middle, upright, all of it inside."""
        return body_square(self.points[33], self.points[34], scale)


def body_square(hips: F32, extent: F32, scale: float = 1.25) -> Square:
    """The crop around a body whose hips and farthest extent are known."""
    dx, dy = (float(v) for v in extent - hips)
    return Square(float(hips[0]), float(hips[1]), 2 * scale * max(np.hypot(dx, dy), 1.0), float(np.arctan2(dx, -dy)))


class BodyNetwork(Network):
    """BlazePose GHUM full: landmarks, depth and mask of the body in a crop."""

    def look(self, pyramid: Pyramid, square: Square, hide: Any = None) -> Body:
        """Run on one crop; ``hide`` changes the (256, 256, 3) crop first (to grey out neighbours)."""
        crop = pyramid.crop(square, self.size, cv2.BORDER_REPLICATE)
        landmarks, flag, mask, heat, world = self(crop if hide is None else hide(crop))
        rows = landmarks.reshape(39, 5)
        places = _refine(rows[:, :2] / self.size, heat)
        cover = (_sigmoid(mask[..., 0]) * 255 + 0.5).astype(np.uint8)
        return Body(
            square, square.to_picture(places), -world.reshape(39, 3)[:33, 2], _sigmoid(rows[:33, 3]),
            _sigmoid(rows[:33, 4]), float(flag[0]), cover,
        )  # fmt: skip


def _refine(places: F32, heat: F32, kernel: int = 7) -> F32:
    """Landmarks moved to the weighted middle of their heat map nearby, as mediapipe's RefineLandmarksFromHeatmap."""
    size, count = heat.shape[0], heat.shape[2]
    out = places.copy()
    for k in range(count):
        column, row = int(places[k, 0] * size), int(places[k, 1] * size)
        if not (0 <= column < size and 0 <= row < size):
            continue
        r0, r1 = max(0, row - kernel // 2), min(size, row + kernel // 2 + 1)
        c0, c1 = max(0, column - kernel // 2), min(size, column + kernel // 2 + 1)
        weight = _sigmoid(heat[r0:r1, c0:c1, k])
        total = float(weight.sum())
        if float(weight.max()) >= 0.5 and total > 0:
            out[k, 0] = float((weight.sum(0) * np.arange(c0, c1)).sum()) / total / size
            out[k, 1] = float((weight.sum(1) * np.arange(r0, r1)).sum()) / total / size
    return out


class BodyFinder(Network):
    """BlazePose's detector: people whose head or upper body is seen."""

    def look(self, pyramid: Pyramid, square: Square, least: float = 0.5) -> list[tuple[float, Square]]:
        """(score, crop for :class:`BodyNetwork`) of everyone found in one crop, best first."""
        raw, logits = self(pyramid.crop(square, self.size) * 2 - 1)
        scores = _sigmoid(logits[:, 0])
        picked = np.flatnonzero(scores >= least)
        picked = picked[np.argsort(-scores[picked], kind="stable")]
        anchors = _anchors(self.size, (8, 16, 32, 32, 32), 2)
        corners = (raw[picked].reshape(-1, 6, 2) / self.size + anchors[picked, None]).astype(np.float32)
        kept: list[tuple[float, Square]] = []
        for k, index in enumerate(picked):
            hips, extent = square.to_picture(corners[k, 2:4])
            found = body_square(hips, extent)
            if all(square_overlap(found, other) < 0.5 for _, other in kept):
                kept.append((float(scores[index]), found))
        return kept


@dataclass(frozen=True, eq=False)
class FaceHit:
    """A face found.

    Attributes:
        score: 0..1.
        square: Around it, turned with the eyes.
        points: (6, 2) pixels: right eye, left eye, nose tip, mouth, right ear, left ear (the person's own sides).
    """

    score: float
    square: Square
    points: F32


class FaceFinder(Network):
    """BlazeFace, short range (128 px) or full range (192 px): the strides tell which."""

    def look(self, pyramid: Pyramid, square: Square, least: float = 0.5) -> list[FaceHit]:
        """Every face in one crop, best first."""
        raw, logits = self(pyramid.crop(square, self.size) * 2 - 1)
        scores = _sigmoid(logits[:, 0])
        picked = np.flatnonzero(scores >= least)
        picked = picked[np.argsort(-scores[picked], kind="stable")]
        anchors = _anchors(128, (8, 16, 16, 16), 2) if self.size == 128 else _anchors(192, (4,), 1)
        kept: list[FaceHit] = []
        for index in picked:
            rows = raw[index].reshape(8, 2) / self.size
            rows[[0, *range(2, 8)]] += anchors[index]
            middle, points = square.to_picture(rows[0]), square.to_picture(rows[2:])
            dx, dy = (float(v) for v in points[1] - points[0])
            face = Square(float(middle[0]), float(middle[1]), float(rows[1].max()) * square.side, np.arctan2(dy, dx))
            if all(square_overlap(face, other.square) < 0.3 for other in kept):
                kept.append(FaceHit(float(scores[index]), face, points))
        return kept


@lru_cache(maxsize=8)
def _anchors(size: int, strides: tuple[int, ...], each: int) -> F32:
    """(N, 2) middles of SSD's fixed-size anchors; layers of equal stride share their cells."""
    rows: list[F32] = []
    for stride in sorted(set(strides)):
        cells = -(-size // stride)
        middles = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        x, y = np.meshgrid(middles, middles)
        rows.append(np.repeat(np.stack([x, y], axis=2).reshape(-1, 2), each * strides.count(stride), axis=0))
    return np.concatenate(rows).astype(np.float32)


def square_overlap(a: Square, b: Square) -> float:
    """Intersection over union, as if both were upright."""
    width = min(a.x + a.side / 2, b.x + b.side / 2) - max(a.x - a.side / 2, b.x - b.side / 2)
    height = min(a.y + a.side / 2, b.y + b.side / 2) - max(a.y - a.side / 2, b.y - b.side / 2)
    both = max(0.0, width) * max(0.0, height)
    return both / (a.side**2 + b.side**2 - both)


def _sigmoid(x: F32) -> F32:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -60, 60))), np.float32)


def body_network(shelf: Shelf) -> BodyNetwork:
    """Bodies in crops."""
    return shelf.load(BODY, BodyNetwork, 40 << 20)


def body_finder(shelf: Shelf) -> BodyFinder:
    """Bodies in tiles."""
    return shelf.load(BODY_FINDER, BodyFinder, 24 << 20)


def face_finder(shelf: Shelf, far: bool) -> FaceFinder:
    """Faces in tiles; ``far`` for small ones."""
    return shelf.load(FACE_FAR if far else FACE_NEAR, FaceFinder, 8 << 20)
