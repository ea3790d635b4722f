"""Where the hand of a gesture is held so that it is seen: inside the frame, and clear of heads and of who is in front.

Two angles are looked for, one for the upper arm and one for the forearm, both in the picture's plane. They stay the
same while the gesture is held, so that its own motion goes on as it was: a wave still waves, with the elbow lower.

Convention:
    Pixels of the picture, x right, y up, as in :mod:`nodes.algorithms.figure`; angles counter-clockwise, radians.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth, spread
from nodes.algorithms.joint_limit import EASY, MOST

F64 = npt.NDArray[np.float64]
Hidden = Callable[[F64, F64], F64]
"""Of points (K, T, P, 2) along a hand and along its forearm, how badly the hand is seen, and what the arm hides (K, T);
0 is well, 1 is gone."""

LEAVES, RAISED = 0.12, 0.8
"""Shares of the way that an arm goes in a gesture: from the first it is on its way, from the second it is there."""
WAY = np.deg2rad(8)
"""An arm that goes less far from where the photo has it makes no gesture."""
HELD, ON_THE_WAY = 0.9, 0.3
"""Share of a gesture from which on it is held, and how much less it matters what is seen before and after that."""
DIPS, EASE = 0.6, 0.25
"""Seconds for which a raised arm may come down without the gesture being over; and over which steps are spread."""
STEP = np.deg2rad(7.5)
FARTHEST = 12
"""Steps by which an angle may change, either way."""
PRICE = 0.12, 0.3
"""Of a radian, of the upper arm and of the forearm: the direction of the forearm is what is read."""
BENT = 4.0
"""Of a radian by which an elbow is turned beyond its easy range, where the gesture did not do so itself."""
ACROSS = 1.5
"""Of a whole length of the upper arm that an elbow goes to the inner side of its shoulder."""
DROPS = 0.4
"""Of a whole length of the arm by which a hand is held lower: who raises a hand does not point with it."""
WORTH = 0.05
"""What has to be won by a change, or the gesture is left as it is."""


@dataclass(frozen=True)
class Arm:
    """An arm while a gesture is held, (T samples).

    Attributes:
        shoulder: (T, 2) pixels.
        upper, lower, hand: (T, 2) from shoulder to elbow, on to the wrist, and on to the tips of the fingers.
        turned: (T,) angle of the forearm against the upper arm, from what the photo shows.
        share: (T,) 0..1 how much of a change is felt: all of it while the gesture is held, less on the way.
        outward: 1.0 where the person's outer side of this arm is to the right in the picture, -1.0 to the left.
    """

    shoulder: F64
    upper: F64
    lower: F64
    hand: F64
    turned: F64
    share: F64
    outward: float


def choices() -> F64:
    """(K, 2) changes of the angles of upper arm and forearm, none of them first."""
    steps = np.arange(-FARTHEST, FARTHEST + 1) * STEP
    pairs = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    return np.asarray(pairs[np.argsort(np.abs(pairs).sum(axis=1), kind="stable")])


def best(arm: Arm, hidden: Hidden, pairs: F64) -> tuple[int, F64]:
    """Which of some changes shows the hand best, and (K,) what each of them costs; 0 leaves the gesture as it is."""
    cost = costs(arm, hidden, pairs)
    found = int(cost.argmin())
    return (found if cost[0] - cost[found] > WORTH else 0), cost


def costs(arm: Arm, hidden: Hidden, pairs: F64) -> F64:
    """(K,) how badly the hand is seen with each change of angles, and how far that is from what the clip does."""
    elbow, wrist, tips = placed(arm, pairs)
    hand, forearm = _along(wrist, tips, 4), _along(elbow, wrist, 3)
    felt = np.where(arm.share < HELD, ON_THE_WAY * arm.share, 1.0)
    seen = hidden(hand, forearm) @ felt / felt.sum()
    way = np.abs(pairs) @ np.array(PRICE) + DROPS * _lower(arm, tips)
    bends = _beyond(arm.turned + (pairs[:, 1] - pairs[:, 0])[:, None] * arm.share) - _beyond(arm.turned)
    length = np.maximum(np.hypot(*arm.upper.T), 1e-6)
    inside = [np.maximum(-arm.outward * (at - arm.shoulder)[..., 0] / length, 0) for at in (elbow, elbow[:1])]
    across = np.maximum(inside[0] - inside[1], 0).max(axis=1)
    return np.asarray(seen + way + BENT * np.maximum(bends, 0).max(axis=1) + ACROSS * across)


def placed(arm: Arm, pairs: F64) -> tuple[F64, F64, F64]:
    """(K, T, 2) elbow, wrist and tips of the fingers with each change; none of the changes keeps the arm."""
    upper, lower = (pairs[:, k, None] * arm.share for k in (0, 1))
    elbow = arm.shoulder + _rotated(arm.upper, upper)
    wrist = elbow + _rotated(arm.lower, lower)
    return elbow, wrist, wrist + _rotated(arm.hand, lower)


def raised(apart: F64, active: npt.NDArray[np.bool_], fps: float) -> F64:
    """(T,) 0..1: how much of a gesture an arm is in; 0 wherever it is at rest, and at both ends.

    Args:
        apart: (T,) radians that the arm is away from where the photo has it.
        active: (T,) where it acts at all.
        fps: Samples a second.
    """
    apart = np.where(active, apart, 0.0)
    most = float(apart.max(initial=0.0))
    if most < WAY:
        return np.zeros(len(apart))
    up = smooth((apart / most - LEAVES) / (RAISED - LEAVES))
    half = round(DIPS * fps / 2)
    held = -_highest(-_highest(up, half), half)
    ends = np.minimum(np.arange(len(up)), np.arange(len(up))[::-1]) / fps
    return np.asarray(np.minimum(spread(held, round(EASE * fps)), smooth(ends / EASE)))


def _highest(values: F64, half: int) -> F64:
    """(T,) the highest of so many samples before and after."""
    padded = np.pad(values, half, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).max(axis=1))


def _lower(arm: Arm, tips: F64) -> F64:
    """(K,) lengths of the arm by which the hand is held lower than the first change has it."""
    length = sum(float(np.hypot(*way.T).mean()) for way in (arm.upper, arm.lower))
    height = tips[..., 1].mean(axis=1)
    return np.asarray(np.maximum(height[0] - height, 0) / max(length, 1e-6))


def _along(start: F64, end: F64, points: int) -> F64:
    """(K, T, P, 2) points from start to end, both among them."""
    share = np.linspace(0, 1, points)[:, None]
    return np.asarray(start[:, :, None] + share * (end - start)[:, :, None])


def _beyond(turned: F64) -> F64:
    """Radians beyond the easy range of an elbow; much more of them where it cannot go at all."""
    turned = np.abs(turned)
    return np.asarray(np.maximum(turned - EASY, 0) * 0.25 + np.maximum(turned - MOST, 0) * 4)


def _rotated(vectors: F64, angles: F64) -> F64:
    """(K, T, 2) vectors (T, 2) turned by angles (K, T)."""
    cos, sin = np.cos(angles), np.sin(angles)
    x, y = vectors.T
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)
