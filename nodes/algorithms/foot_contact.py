"""When a foot stands: low and slow, with hysteresis.

Source: Kovar, Schreiner and Gleicher, "Footskate cleanup for motion capture editing", SCA 2002, for the idea; limits as
parts of the leg's length, so that they fit bodies of any size.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]

LOW, SLOW = 0.06, 0.22
"""Leg lengths above the ground, and leg lengths a second, under which a foot stands."""
LEAVE = 1.6
"""Times these limits at which a foot that stands is lifted."""
SHORT, GAP = 3, 4
"""Frames: shorter stands are none, shorter lifts neither."""


def planted(feet: F64, leg: float, fps: float) -> B8:
    """Which frames a foot stands in.

    Args:
        feet: (T, 3) path of the foot, y up, any unit.
        leg: Length of the leg, in that unit.
        fps: Frames a second.

    Returns:
        (T,) bool.
    """
    speed = np.linalg.norm(np.gradient(feet, axis=0), axis=1) * fps / leg if len(feet) > 1 else np.zeros(len(feet))
    high = (feet[:, 1] - np.percentile(feet[:, 1], 3)) / leg
    enter, stay = (high < LOW) & (speed < SLOW), (high < LEAVE * LOW) & (speed < LEAVE * SLOW)
    stands, now = np.zeros(len(feet), bool), False
    for frame in range(len(feet)):
        now = bool(stay[frame]) if now else bool(enter[frame])
        stands[frame] = now
    return _without_short(~_without_short(~stands, GAP), SHORT)


def _without_short(flags: B8, least: int) -> B8:
    """Runs shorter than so many frames taken out, those at either end kept."""
    out = flags.copy()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin < least and begin > 0 and end < len(flags):
            out[begin:end] = False
    return out
