"""Pose at: how everyone stands at one moment."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import slerp
from studio.media.motion import Motion, Motions, Pose, Poses
from studio.node import Time, node

F32 = npt.NDArray[np.float32]


@node(family="motion", version=1)
def pose_at(motions: Motions, *, time: Time = 0.0) -> Poses:
    """Read every motion at one time.

    Args:
        motions: Of all people.
        time: Seconds.

    Returns:
        A pose for each person: a motion's own sample where the time hits one, in between on the shorter way from one to
        the next. Loops go round; before its start a motion is held at its first sample, after its end at the last.
    """
    return Poses((key, _pose(motion, time)) for key, motion in motions.items())


def _pose(motion: Motion, time: float) -> Pose:
    first, second, share = between(motion, time)
    channels = {name: _mix(curve, first, second, share) for name, curve in motion.channels.items()}
    return Pose(
        motion.bones,
        _turned(motion.rotations, first, second, share),
        np.asarray(_mix(motion.root, first, second, share), np.float32),
        {name: float(value) for name, value in channels.items()},
    )


def between(motion: Motion, time: float) -> tuple[int, int, float]:
    """The samples on both sides of a time, and how far it is from the first to the second (0..1)."""
    samples = len(motion.rotations)
    place = max(0.0, (time - motion.start) * motion.fps)
    near = round(place)
    place = near if abs(place - near) < 1e-4 else place  # a frame's time is rarely exact in binary
    if motion.loop:
        place = math.fmod(place, samples)
        first = int(place)
        return first, (first + 1) % samples, place - first
    first = min(int(place), samples - 1)
    return first, min(first + 1, samples - 1), place - int(place) if first < samples - 1 else 0.0


def _turned(rotations: F32, first: int, second: int, share: float) -> F32:
    if share == 0:
        return np.asarray(rotations[first])
    a, b = rotations[first], rotations[second]
    turned: F32 = slerp(a, np.where((a * b).sum(axis=-1, keepdims=True) < 0, -b, b), share).astype(np.float32)
    return turned


def _mix(curve: F32, first: int, second: int, share: float) -> F32:
    if share == 0:
        return np.asarray(curve[first])
    return np.asarray((1 - share) * curve[first] + share * curve[second])
