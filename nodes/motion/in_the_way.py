"""What keeps a hand from being seen: the picture's edge, heads, and whoever stands in front."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth
from nodes.algorithms.figure import Figure
from studio.media.rig import Rig

F64 = npt.NDArray[np.float64]
HEAD = 0.14
"""Metres around the middle of a head that are head and hair."""
HAND = 0.05
"""Metres beside the line of the fingers that are hand."""
EDGE = 0.08
"""Metres beyond the edge at which a hand is wholly gone."""
OWN = 0.6
"""How bad it is that a hand is before one's own face, against its not being seen."""
GONE = 0.4
"""Metres; who has gone farther than this is no longer where the photo has them."""
CELLS = 320
"""Cells of the longer side of the picture, in which it is noted who is seen where."""


@dataclass(frozen=True)
class Scene:
    """What one person's hands have to be seen against, (T samples).

    Attributes:
        size: (width, height) of the picture.
        margin: Pixels from its edge that are kept free.
        metre: (T,) pixels of a metre, of the person.
        own: (T, 2) the middle of the person's own head.
        heads: (N, T, 3) middles of the others' heads and their radii.
        front: (H, W) bool, whether somebody in front of the person is seen in a cell.
        cell: Pixels of a cell.
    """

    size: tuple[int, int]
    margin: float
    metre: F64
    own: F64
    heads: F64
    front: npt.NDArray[np.bool_]
    cell: float

    def thin(self, pick: npt.NDArray[np.int64]) -> Scene:
        """Some samples alone."""
        heads = self.heads[:, pick]
        return Scene(self.size, self.margin, self.metre[pick], self.own[pick], heads, self.front, self.cell)

    def hidden(self, points: F64) -> F64:
        """(K, T) how badly a hand is seen, of points (K, T, P, 2) along it, y up; from 0 on, 1 is gone."""
        return np.asarray(np.maximum(self.outside(points), np.maximum(self.behind(points), OWN * self._face(points))))

    def outside(self, points: F64) -> F64:
        """(K, T) how far a hand is out of the frame."""
        over = np.max(_beyond(points, self.size), axis=(2, 3)) + self.margin + HAND * self.metre
        return np.asarray(smooth(over / (EDGE * self.metre)) + np.maximum(over, 0) / (2 * self.metre))

    def behind(self, points: F64) -> F64:
        """(K, T) how much of a hand is lost among others' heads, or behind who stands in front."""
        worst = np.zeros(points.shape[:2])
        for middle in self.heads:
            worst = np.maximum(worst, self._near(points, middle[:, :2], middle[:, 2]))
        column, row = (points[..., 0] / self.cell).astype(int), (-points[..., 1] / self.cell).astype(int)
        inside = (column >= 0) & (row >= 0) & (column < self.front.shape[1]) & (row < self.front.shape[0])
        cells = self.front[np.where(inside, row, 0), np.where(inside, column, 0)] & inside
        return np.maximum(worst, cells.mean(axis=2))

    def _face(self, points: F64) -> F64:
        return self._near(points, self.own, HEAD * self.metre)

    def _near(self, points: F64, middle: F64, radius: F64) -> F64:
        """(K, T) 1 where a hand is over the middle of a head, 0 where it is clear of it."""
        far = np.hypot(*np.moveaxis(points - middle[:, None], -1, 0)).min(axis=2)
        return np.asarray(smooth((radius + 1.6 * HAND * self.metre - far) / (0.6 * radius)))


def scene_of(key: str, figures: Mapping[str, Figure], rigs: Mapping[str, Rig], size: tuple[int, int],
             margin: float) -> Scene:  # fmt: skip
    """What one person's hands are seen against: everybody on one clock."""
    others = [other for other in figures if other != key and len(rigs[other].parts) > 0]
    heads = [np.column_stack([_head(figures[other]), HEAD * figures[other].metre]) for other in others]
    still = [o for o in others if rigs[o].layer > rigs[key].layer and _stays(figures[o])]
    cell = max(size) / CELLS
    front = np.zeros((int(np.ceil(size[1] / cell)), int(np.ceil(size[0] / cell))), bool)
    for other in still:
        _note(front, rigs[other], cell)
    own = figures[key]
    return Scene(
        size, margin, own.metre, _head(own), np.stack(heads) if heads else np.zeros((0, len(own.root), 3)), front, cell
    )


def _beyond(points: F64, size: tuple[int, int]) -> F64:
    """(..., 2) pixels that points (y up) are beyond the nearer edges; negative inside."""
    at = points * np.array([1.0, -1.0])
    return np.asarray(np.maximum(-at, at - np.array(size, np.float64)))


def _head(figure: Figure) -> F64:
    """(T, 2) the middle of a head."""
    heads, tails = figure.places()
    j = figure.body.index("head")
    return np.asarray((heads[:, j, :2] + tails[:, j, :2]) / 2)


def _stays(figure: Figure) -> bool:
    return float(np.hypot(*figure.root[:, :2].T).max()) < GONE * figure.body.scale


def _note(front: npt.NDArray[np.bool_], rig: Rig, cell: float) -> None:
    """Mark the cells in which somebody is seen."""
    for part in rig.parts:
        rows, columns = np.nonzero(np.asarray(part.texture.pixels)[::2, ::2, 3] > 0.5)
        x, y = part.texture.origin
        row, column = ((2 * rows + y) / cell).astype(int), ((2 * columns + x) / cell).astype(int)
        inside = (row >= 0) & (column >= 0) & (row < front.shape[0]) & (column < front.shape[1])
        front[row[inside], column[inside]] = True
