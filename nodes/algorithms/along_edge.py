"""How an arm that the picture's edge cuts moves along that edge, so that its cut side never comes into the picture.

Upper arm and forearm are each turned a little, moment by moment and as little as it takes: the hand swings along the
edge, with the elbow going up where a whole swing would have brought the cut inside.

Convention:
    Pixels, x right, y up, as in :mod:`nodes.algorithms.figure`; angles counter-clockwise, radians.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import spread

F64 = npt.NDArray[np.float64]

SIDES = {"left": (-1.0, 0.0), "top": (0.0, 1.0), "right": (1.0, 0.0), "bottom": (0.0, -1.0)}
"""Ways out of the picture."""
INSIDE, OUTSIDE = 25.0, 12.0
"""How bad it is for a metre of what is cut to be seen, and for the cut to go a metre farther out, against a radian."""
CLEAR = 0.006
"""Metres beyond the edge at which the cut is held."""
STEPS = np.deg2rad([8.0, 2.0, 0.5])
"""Steps in which the turns are looked for, one after the other."""
REACH = 10, 4, 4
"""How many of them either way."""
EASE = 0.07
"""Seconds over which the turns are spread."""
EARLY = 5
"""How much sooner than a gesture they are felt: what is cut is seen as soon as the arm is on its way."""


def along_edge(upper: F64, cut: F64, inside: F64, out: F64, metre: F64) -> F64:
    """(T, 2) turns of upper arm and forearm that keep a cut at its edge.

    Args:
        upper: (T, 2) from shoulder to elbow.
        cut: (T, P, 2) from the elbow to the ends of the cut.
        inside: (T, P) pixels by which each point is inside its edge now.
        out: (P, 2) way out of the picture at each point.
        metre: (T,) pixels of a metre.
    """
    turns = np.zeros((len(upper), 2))
    for step, reach in zip(STEPS, REACH, strict=True):
        grid = np.arange(-reach, reach + 1) * step
        tries = turns[None] + np.stack(np.meshgrid(grid, grid, indexing="ij"), axis=-1).reshape(-1, 1, 2)
        moved = _moved(upper, tries[..., 0])[:, :, None] + _moved(cut, tries[..., 1][..., None])
        deep = ((inside - (moved * out).sum(axis=-1)).max(axis=-1)) / metre + CLEAR
        cost = (np.where(deep > 0, INSIDE, OUTSIDE) * deep) ** 2 + (tries**2).sum(axis=-1)
        turns = np.take_along_axis(tries, cost.argmin(axis=0)[None, :, None], axis=0)[0]
    return np.asarray(turns)


def eased(turns: F64, share: F64, fps: float) -> F64:
    """(T, 2) turns without corners, as much of them as is felt where an arm is so far in a gesture (T,)."""
    half, felt = max(1, round(EASE * fps)), 1 - (1 - share) ** EARLY
    return np.stack([spread(turns[:, k], half) * felt for k in (0, 1)], axis=1)


def _moved(vectors: F64, angle: F64) -> F64:
    """How far the ends of vectors (..., 2) go when they are turned."""
    cos, sin = np.cos(angle) - 1, np.sin(angle)
    x, y = vectors[..., 0], vectors[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)
