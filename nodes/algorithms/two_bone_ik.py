"""Inverse kinematics of two bones by the law of cosines: a leg or an arm reaches for a point."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import normalise

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]


def bend(root: Array, target: Array, upper: Array | float, lower: Array | float, pole: Array) -> tuple[F64, F64]:
    """Where the middle joint goes so that the end reaches the target.

    Args:
        root: (..., 3) the fixed joint (hip, shoulder).
        target: (..., 3) where the end (ankle, wrist) should be.
        upper: Length of the first bone.
        lower: Length of the second bone.
        pole: (..., 3) a direction towards which the middle joint bends.

    Returns:
        (..., 3) middle joint and end. The end is the target wherever two bones of these lengths can reach it, otherwise
        the nearest point on the line from root to target. Law of cosines.
    """
    reach = np.asarray(target, np.float64) - root
    far = np.sqrt((reach * reach).sum(axis=-1, keepdims=True))
    along = normalise(reach)
    upper, lower = (np.asarray(x, np.float64)[..., None] for x in (upper, lower))
    distance = np.clip(far, np.abs(upper - lower), upper + lower)
    safe = np.maximum(distance, 1e-9)
    forth = (upper**2 - lower**2 + distance**2) / (2 * safe)
    aside = np.sqrt(np.maximum(upper**2 - forth**2, 0))
    pole = np.asarray(pole, np.float64)
    across = normalise(pole - along * (pole * along).sum(axis=-1, keepdims=True))
    return root + along * forth + across * aside, root + along * distance


def side_of_bend(hip: Array, knee: Array, ankle: Array, root: Array, target: Array, pole: Array) -> F64:
    """(T, 3) towards where the middle joint bends: as at rest, and what is bent further goes towards the pole.

    Args:
        hip, knee, ankle: (3,) joints at rest.
        root, target: (T, 3) where the first joint is and the end should be.
        pole: (3,) where such a joint bends to when it starts from straight (knees: forward).
    """
    upper, lower = (float(np.linalg.norm(x)) for x in (np.subtract(knee, hip), np.subtract(ankle, knee)))
    along = normalise(np.subtract(ankle, hip))
    rest = np.subtract(knee, hip) - along * float(np.dot(np.subtract(knee, hip), along))
    reach = np.asarray(target, np.float64) - root
    far = np.clip(np.sqrt((reach * reach).sum(axis=-1)), abs(upper - lower), upper + lower)
    forth = (upper**2 - lower**2 + far**2) / (2 * np.maximum(far, 1e-9))
    aside = normalise(np.asarray(pole, np.float64) - along * float(np.dot(pole, along)))
    towards = float(rest @ aside)
    if towards < 0:  # bent the wrong way in the photo: go round, not through straight
        aside = normalise(aside - normalise(rest) * float(aside @ normalise(rest)))
        towards = 0.0
    further = np.sqrt(np.maximum(upper**2 - forth**2 - float(rest @ rest) + towards**2, 0)) - towards
    return np.asarray(rest + aside * np.maximum(further, 0)[:, None])
