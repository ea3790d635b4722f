"""One body in motion, sample by sample, ready to be changed in place: what people who meet are solved on.

Convention:
    As :mod:`nodes.algorithms.body`: pixels of the picture, x right, y up, z towards the viewer. "size" scales the posed
    body about where the photo has the hips; the root moves it after that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.kinematics import posed_bones
from nodes.algorithms.rotation import from_vector, multiply, normalise

F64 = npt.NDArray[np.float64]
Span = slice | npt.NDArray[np.bool_]
TRUNK = ("hips", "spine", "chest", "neck", "head")
TINY = 1e-6
"""Radians or pixels that are only rounding: a sample changed by less is as it was."""


@dataclass
class Figure:
    """A body on a clock.

    Attributes:
        body: Who.
        turns: (T, J, 4) global turns from the rest.
        root: (T, 3) pixels.
        size: (T,) against the photo.
        touched: (T,) where anything was done to it.
        flip: (T,) how wide it is drawn, below 0 as in a mirror (:mod:`nodes.algorithms.turn_round`); None for 1.
    """

    body: Body
    turns: F64
    root: F64
    size: F64
    touched: npt.NDArray[np.bool_]
    flip: F64 | None = None

    def cut(self, span: Span) -> Figure:
        """A copy of some samples: a stretch, or those of a mask."""
        turns, root, size, touched = (np.array(one[span]) for one in (self.turns, self.root, self.size, self.touched))
        return Figure(self.body, turns, root, size, touched, None if self.flip is None else np.array(self.flip[span]))

    def put(self, span: Span, other: Figure) -> None:
        """Take over what was done to some samples."""
        self.turns[span], self.root[span], self.touched[span] = other.turns, other.root, other.touched

    def places(self) -> tuple[F64, F64]:
        """(T, J, 3) heads and tails as the body is built; somebody who has turned round is drawn mirrored."""
        body, hips = self.body, self.body.heads[0]
        heads, tails = posed_bones(self.turns, np.zeros(3), body.heads, body.tails, body.parents)
        scale, root = self.size[:, None, None], self.root[:, None]
        return hips + (heads - hips) * scale + root, hips + (tails - hips) * scale + root

    def seen(self) -> tuple[F64, F64]:
        """(T, J, 3) heads and tails where they are drawn: about the column of the hips as wide as the flip says."""
        heads, tails = self.places()
        if self.flip is None:
            return heads, tails
        wide = np.stack([self.flip, np.ones_like(self.flip), np.ones_like(self.flip)], axis=1)[:, None]
        middle = heads[:, :1] * np.array([1.0, 0.0, 0.0])
        return middle + (heads - middle) * wide, middle + (tails - middle) * wide

    def below(self, bone: int) -> list[int]:
        """A bone and all that hangs on it."""
        found = [bone]
        for j, parent in enumerate(self.body.parents):
            if parent in found:
                found.append(j)
        return found

    def turn(self, bone: str, turn: F64) -> None:
        """Turn a bone, and all that hangs on it, by (T, 4) rotations of the picture's space."""
        j = self.body.index(bone)
        if j >= 0:
            below = self.below(j)
            self.turns[:, below] = normalise(multiply(turn[:, None], self.turns[:, below]))
            self.touched |= (np.abs(turn[:, :3]) > TINY).any(axis=1)

    def move(self, step: F64) -> None:
        """Move the whole body by (T, 3) pixels."""
        self.root = self.root + step
        self.touched |= (np.abs(step) > TINY).any(axis=1)

    @property
    def metre(self) -> F64:
        """(T,) pixels of a metre."""
        return self.size * self.body.scale

    @property
    def held(self) -> frozenset[str]:
        """Bones of the trunk that cannot turn, because what is pinned hangs on them."""
        found: set[str] = set()
        for place, bone in enumerate(TRUNK):
            if bone in self.body.pinned:
                found.update(TRUNK[: place + 1])
        if {"leftUpperLeg", "rightUpperLeg"} & self.body.pinned:
            found.add("hips")
        return frozenset(found)


def in_plane(angle: F64) -> F64:
    """(T, 4) turns in the picture's plane, counter-clockwise."""
    return from_vector(np.asarray(angle)[:, None] * np.array([0.0, 0.0, 1.0]))
