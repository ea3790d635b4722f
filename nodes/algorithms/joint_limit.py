"""How far joints bend, and how far a cut-out joint can be turned from the photo before its skin gives.

Source: ranges of motion of adults (American Academy of Orthopaedic Surgeons, 1965): elbow 0 to 150 degrees.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import angle_between, from_vector, power, rotate, shortest_arc, to_vector

F64 = npt.NDArray[np.float64]

ELBOW = np.deg2rad(150)
EASY, MOST = np.deg2rad(95), np.deg2rad(120)
"""A forearm turns freely in the picture up to the first from where the photo has it against the upper arm, and never
beyond the second: the skin on the inner side of a bend would turn inside out."""
WRIST = np.deg2rad(55), np.deg2rad(80)
"""The same of a hand against the forearm."""
TRUNK = {
    "spine": (np.deg2rad(40), np.deg2rad(55)), "chest": (np.deg2rad(40), np.deg2rad(55)),
    "neck": (np.deg2rad(25), np.deg2rad(34)), "head": (np.deg2rad(28), np.deg2rad(38)),
}  # fmt: skip
"""The same of the trunk's bones against the one below, any way round: neck and head are bent by 45 degrees each way,
and turned by 60, together."""
SINK = 0.3, 0.45
"""The same of hips above planted feet: parts of the leg by which they sink, as far as legs in a picture fold."""


def elbow(upper: F64, lower: F64, rest_upper: F64, rest_lower: F64) -> F64:
    """(T, 3) directions of the forearm that an elbow allows, given those of the upper arm.

    What the photo shows is always allowed, whatever the estimate of its depth says.
    """
    most = max(ELBOW, float(angle_between(rest_upper, rest_lower)))
    bent = angle_between(upper, lower)
    amount = np.where(bent > most, most / np.maximum(bent, 1e-9), 1.0)
    limited: F64 = rotate(power(shortest_arc(upper, lower), amount), upper)
    return np.where((bent > most)[:, None], limited, lower)


def skin(upper: F64, lower: F64, rest_upper: F64, rest_lower: F64, easy: float = EASY, most: float = MOST) -> F64:
    """(T, 3) directions of a bone that keep its turn in the picture, against the one it hangs on, within ``most``.

    Turns are followed from sample to sample, so that one of more than half a circle is not taken for a smaller one to
    the other side. The first sample is taken to be near the photo.
    """
    turn = _heading(lower) - _heading(upper) - (_heading(rest_lower) - _heading(rest_upper))
    turn = np.unwrap((turn + np.pi) % (2 * np.pi) - np.pi)
    over = np.maximum(np.abs(turn) - easy, 0)
    back = -np.sign(turn) * (over - (most - easy) * np.tanh(over / (most - easy)))
    cos, sin = np.cos(back), np.sin(back)
    x, y, z = lower.T
    return np.stack([cos * x - sin * y, sin * x + cos * y, z], axis=1)


def eased(values: F64, easy: float, most: float) -> F64:
    """Values from 0 on, those over ``easy`` less and less, so that none is over ``most``."""
    room = most - easy
    return np.asarray(np.where(values > easy, easy + room * np.tanh((values - easy) / room), values))


def turned(rotations: F64, easy: float, most: float) -> F64:
    """Rotations (..., 4) that turn no farther than ``most``, and freely up to ``easy``; radians."""
    vector = to_vector(rotations)
    angle = np.sqrt((vector * vector).sum(axis=-1))
    return from_vector(vector * (eased(angle, easy, most) / np.maximum(angle, 1e-9))[..., None])


def _heading(direction: F64) -> F64:
    """Angle of directions (..., 3) in the picture's plane."""
    return np.asarray(np.arctan2(direction[..., 1], direction[..., 0]), np.float64)
