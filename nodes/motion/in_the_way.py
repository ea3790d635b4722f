"""What keeps a hand from being seen: the picture's edge, heads, and whoever stands in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
FIST, MEETS = 0.1, 0.4
"""Metres around somebody else's hand that gestures, too; and how bad it is to be there, against not being seen."""
COVERED = 0.8
"""How bad it is that a forearm lies over a face, against a hand's not being seen."""
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
        behind: (N,) whether the arm would be drawn before that head.
        hands: (M, T, 3) others' hands that gesture, too.
        front: (H, W) bool, whether somebody in front of the person is seen in a cell.
        cell: Pixels of a cell.
    """

    size: tuple[int, int]
    margin: float
    metre: F64
    own: F64
    heads: F64
    behind: npt.NDArray[np.bool_]
    hands: F64
    front: npt.NDArray[np.bool_]
    cell: float

    def thin(self, pick: npt.NDArray[np.int64]) -> Scene:
        """Some samples alone."""
        return replace(
            self, metre=self.metre[pick], own=self.own[pick], heads=self.heads[:, pick],
            hands=self.hands[:, pick],
        )  # fmt: skip

    def hidden(self, hand: F64, forearm: F64) -> F64:
        """(K, T) how badly a hand is seen, or how much its arm hides: 0 is well, 1 is gone.

        Args:
            hand: (K, T, P, 2) points along the hand, y up.
            forearm: (K, T, Q, 2) likewise.
        """
        worst = np.maximum(self.outside(hand), np.maximum(self.lost(hand), self._over(hand, self._own)))
        return np.asarray(np.maximum(worst, COVERED * self.covers(forearm)))

    def outside(self, points: F64) -> F64:
        """(K, T) how far a hand is out of the frame."""
        over = np.max(_beyond(points, self.size), axis=(2, 3)) + self.margin + HAND * self.metre
        return np.asarray(smooth(over / (EDGE * self.metre)) + np.maximum(over, 0) / (0.6 * self.metre))

    def covers(self, points: F64) -> F64:
        """(K, T) how much an arm lies over a face: the own one, or that of somebody farther away."""
        worst = self._over(points, self._own)
        for head in self.heads[self.behind]:
            worst = np.maximum(worst, self._over(points, head))
        return worst

    def lost(self, points: F64) -> F64:
        """(K, T) how much of a hand is lost among others' heads and hands, or behind who stands in front."""
        worst = np.zeros(points.shape[:2])
        for worth, circles in ((1.0, self.heads), (MEETS, self.hands)):
            for circle in circles:
                worst = np.maximum(worst, worth * self._over(points, circle))
        column, row = (points[..., 0] / self.cell).astype(int), (-points[..., 1] / self.cell).astype(int)
        inside = (column >= 0) & (row >= 0) & (column < self.front.shape[1]) & (row < self.front.shape[0])
        cells = self.front[np.where(inside, row, 0), np.where(inside, column, 0)] & inside
        return np.maximum(worst, cells.mean(axis=2))

    @property
    def _own(self) -> F64:
        return np.column_stack([self.own, HEAD * self.metre])

    def _over(self, points: F64, head: F64) -> F64:
        """(K, T) 1 where points are over the middle of a head (T, 3), 0 where they are clear of it."""
        far = np.hypot(*np.moveaxis(points - head[:, None, :2], -1, 0)).min(axis=2)
        radius = head[:, 2]
        return np.asarray(smooth((radius + 1.6 * HAND * self.metre - far) / (0.6 * radius)))


def scene_of(
    key: str, figures: Mapping[str, Figure], rigs: Mapping[str, Rig], frame: tuple[tuple[int, int], float],
    hands: Sequence[F64] = (),
) -> Scene:  # fmt: skip
    """What one person's hands are seen against.

    Args:
        key: Whose hands.
        figures: Everybody on one clock.
        rigs: Everybody's body.
        frame: (width, height) of the picture, and pixels along its edge that are kept free.
        hands: (T, 2) of others' that gesture; far away while they do not.
    """
    own, (size, margin) = figures[key], frame
    others = [other for other in figures if other != key]
    heads = [np.column_stack([_head(figures[other]), HEAD * figures[other].metre]) for other in others]
    behind = np.array([rigs[other].layer < rigs[key].layer for other in others], bool)
    fists = [np.column_stack([hand, FIST * own.metre]) for hand in hands]
    still = [o for o in others if rigs[o].layer > rigs[key].layer and _stays(figures[o])]
    cell = max(size) / CELLS
    front = np.zeros((int(np.ceil(size[1] / cell)), int(np.ceil(size[0] / cell))), bool)
    for other in still:
        _note(front, rigs[other], cell)
    none = np.zeros((0, len(own.root), 3))
    circles = [np.stack(found) if found else none for found in (heads, fists)]
    return Scene(size, margin, own.metre, _head(own), circles[0], behind, circles[1], front, cell)


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
