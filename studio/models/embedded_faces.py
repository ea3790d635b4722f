"""A mesh of 478 landmarks on a face, by the networks that the mediapipe wheel carries.

Source: MediaPipe Face Mesh (Kartynnik et al. 2019) and Iris (Ablavatski et al. 2020); Apache-2.0. The 468 landmarks
of the mesh network, and five of each iris from the iris network: the order of mediapipe's ``refine_landmarks``.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from studio.models.embedded_people import FACE_MESH, IRIS, FaceHit, Pyramid, Shelf, Square, face_finder
from studio.models.litert import Network

F32 = npt.NDArray[np.float32]

RIGHT_EYE, LEFT_EYE = (33, 133), (362, 263)
"""Outer and inner corner of each eye in the mesh, from the viewer's left to right."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """Landmarks of one face: (478, 2) pixels, (478,) pixels towards the viewer, presence in 0..1."""

    points: F32
    depth: F32
    score: float


class FaceMesh:
    """Meshes on the faces of one picture.

    Args:
        shelf: Holds the networks.
        picture: (H, W, 3) uint8 sRGB.
    """

    def __init__(self, shelf: Shelf, picture: npt.NDArray[np.uint8]) -> None:
        self._pyramid = Pyramid(picture)
        self._finders = (face_finder(shelf, far=False), face_finder(shelf, far=True))
        self._mesh = shelf.load(FACE_MESH, Network, 8 << 20)
        self._iris = shelf.load(IRIS, Network, 8 << 20)

    def on_person(self, box: tuple[float, float, float, float], head: F32 | None) -> Mesh | None:
        """The best mesh on one person.

        Args:
            box: The person's (x0, y0, x1, y1).
            head: (5, 2) nose, eyes and ears where they are known, to look there.

        Returns:
            The mesh, or None where no face is seen.
        """
        hits = [
            hit
            for square in _head_squares(box, head)
            for finder in self._finders
            for hit in finder.look(self._pyramid, square, 0.4)
        ]
        if head is not None:
            hits = [
                hit
                for hit in hits
                if np.hypot(hit.square.x - head[0, 0], hit.square.y - head[0, 1]) < 1.2 * hit.square.side
            ]
        hits.sort(key=lambda hit: -hit.score)
        meshes = [self._on_hit(hit) for hit in hits[:3]]
        return max(meshes, key=lambda mesh: mesh.score, default=None)

    def _on_hit(self, hit: FaceHit) -> Mesh:
        square = Square(hit.square.x, hit.square.y, hit.square.side * 1.5, hit.square.angle)
        for _ in range(2):
            rows, flag = self._run(square)
            points = square.to_picture(rows[:, :2] / self._mesh.size)
            square = _around(points)
        rows, flag = self._run(square)
        points = square.to_picture(rows[:, :2] / self._mesh.size)
        depth = -rows[:, 2] * square.side / self._mesh.size
        irises, iris_depth = zip(*(self._on_eye(points, depth, eye) for eye in (RIGHT_EYE, LEFT_EYE)), strict=True)
        whole = np.concatenate([points, *irises]).astype(np.float32)
        return Mesh(whole, np.concatenate([depth, *iris_depth]).astype(np.float32), float(1 / (1 + np.exp(-flag))))

    def _run(self, square: Square) -> tuple[F32, float]:
        rows, flag = self._mesh(self._pyramid.crop(square, self._mesh.size, cv2.BORDER_REPLICATE))
        return rows.reshape(468, 3), float(flag.reshape(-1)[0])

    def _on_eye(self, points: F32, depth: F32, corners: tuple[int, int]) -> tuple[F32, F32]:
        """((5, 2), (5,)) of one iris: its middle, then right, top, left and bottom of its rim."""
        a, b = points[corners[0]], points[corners[1]]
        middle, span = (a + b) / 2, b - a
        side = 2.3 * max(float(np.linalg.norm(span)), 1.0)
        square = Square(float(middle[0]), float(middle[1]), side, float(np.arctan2(span[1], span[0])))
        crop = self._pyramid.crop(square, self._iris.size, cv2.BORDER_REPLICATE)
        # the network knows left eyes only: a right eye is shown to it in a mirror
        mirrored = corners == RIGHT_EYE
        iris = self._iris(crop[:, ::-1] if mirrored else crop)[1].reshape(5, 3)
        places = iris[:, :2] / self._iris.size
        if mirrored:
            places = np.stack([1 - places[:, 0], places[:, 1]], axis=1)
        return square.to_picture(places.astype(np.float32)), np.full(5, depth[list(corners)].mean(), np.float32)


def _around(points: F32) -> Square:
    """The crop around a mesh: upright by the eyes, half as large again."""
    a, b = points[33], points[263]
    angle = float(np.arctan2(*(b - a)[::-1]))
    low, high = points.min(0), points.max(0)
    middle = (low + high) / 2
    return Square(float(middle[0]), float(middle[1]), 1.5 * max(float((high - low).max()), 2.0), angle)


def _head_squares(box: tuple[float, float, float, float], head: F32 | None) -> list[Square]:
    width, height = box[2] - box[0], box[3] - box[1]
    if head is None:
        side = min(width, height)
        return [Square(box[0] + width / 2, box[1] + side * at, side) for at in (0.4, 0.6)]
    middle = head[:3].mean(0)
    spread = max(float(np.linalg.norm(head[:, None] - head[None], axis=2).max()), 0.06 * height)
    return [Square(float(middle[0]), float(middle[1]), spread * grow) for grow in (2.5, 4.5)]
