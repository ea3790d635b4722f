"""How high the hips of a gait are: a foot that stands is on the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from angles import Angles, evaluate, pose
from style import SIDES, Style

from nodes.algorithms.bvh_body import usual_body
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.motion_clip import RELAXED
from nodes.algorithms.rotation import from_euler, rotate
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION

F64 = npt.NDArray[np.float64]
PARENTS = [-1 if (parent := PARENT[bone]) is None else BONES.index(parent) for bone in BONES]
OFFSETS, _ = usual_body(BONES, PARENTS, np.array([T_POSE_DIRECTION[bone] for bone in BONES], float))
REST = {bone: np.array(RELAXED.get(bone, (0, 0, 0)), float) for bone in BONES}
HEEL, BALL = np.array((0, -0.08, -0.05)), np.array((0, -0.08, 0.14))
"""From an ankle to either end of the sole, metres."""
SAMPLES, HARMONICS = 192, 4


def height(style: Style) -> tuple[float, Callable[[F64], F64]]:
    """Metres of the hips above a straight stand, on average, and what is added at phases of a cycle."""
    phase = np.arange(SAMPLES) / SAMPLES
    angles, _ = pose(replace(style, wobble=0, cycles=1), phase)
    low, stands = _soles(angles), _stands(style, phase)
    lifted = np.where(stands.any(1), -np.where(stands, low, np.inf).min(1), np.nan)
    series = np.fft.rfft(_flown(lifted, style.flight)) / SAMPLES
    mean, series[0] = series[0].real, 0
    return float(mean), lambda phase: style.bounce * evaluate(series[: HARMONICS + 1], phase % 1)


def _flown(lifted: F64, flight: float) -> F64:
    """Heights where neither foot stands (NaN) come from those before and after, and a little more."""
    flies = np.isnan(lifted)
    if not flies.any():
        return lifted
    at = np.flatnonzero(~flies)
    every = np.r_[at - SAMPLES, at, at + SAMPLES]
    return np.asarray(np.interp(np.arange(SAMPLES), every, np.tile(lifted[at], 3)) + np.where(flies, flight, 0))


def _stands(style: Style, phase: F64) -> npt.NDArray[np.bool_]:
    return np.stack([((phase - strike) % 1) < (off - strike) for strike, off in style.stance], 1)


def _soles(angles: Angles) -> F64:
    """(N, 2) height of the lowest point of either foot over hips that are at their usual height."""
    turns = np.zeros((SAMPLES, len(BONES), 3))
    for j, bone in enumerate(BONES):
        turns[:, j] = np.stack(angles[bone], -1) if bone in angles else REST[bone]
    whole = global_rotations(from_euler(turns, "ZYX"), PARENTS)
    heads = np.zeros((SAMPLES, len(BONES), 3))
    for j, parent in enumerate(PARENTS):
        heads[:, j] = OFFSETS[j] if parent < 0 else heads[:, parent] + rotate(whole[:, parent], OFFSETS[j])
    feet = [BONES.index(side + "Foot") for side in SIDES]
    ends = [[(heads[:, j] + rotate(whole[:, j], end))[:, 1] for end in (HEEL, BALL)] for j in feet]
    return np.stack([np.minimum(*pair) for pair in ends], 1)
