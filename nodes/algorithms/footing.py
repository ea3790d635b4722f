"""Where a recorded body stands: its ground, its steps, which way it heads and how far it goes.

A picture's person is seen from one side only, and stands where the photo has them. So the recording is taken apart:
slow turns about the vertical and the way over the ground come off, what sways about them stays, and every step is told
by where the foot comes to stand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth
from nodes.algorithms.foot_contact import planted
from nodes.algorithms.rotation import from_vector, multiply, rotate

F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]

LEG = 0.88
"""Metres of the leg of a body of 1.7 m."""
AIRBORNE = 0.6
"""Seconds that a jump lasts at most; a body that is up for longer has drifted."""
HEADING, WAY = 0.4, 0.5
"""Seconds (standard deviation) of what counts as slow, of turns and of the way."""
STARTS = 0.5
"""Seconds in which a body that stands gets going."""
SLIDES = 0.2
"""Share of its speed along the ground that counts against a foot that stands: a dancer's slides, and the photo's must
not."""
AT_ONCE = 0.3
"""Seconds before which no foot has gone anywhere: it stands where the photo has it."""
RISES = 0.2
"""Share of a step, at its beginning and its end, in which a foot only goes up and down."""
LIFT = 0.1
"""Seconds in which a foot leaves its place, and comes to the next."""


@dataclass(frozen=True)
class Footing:
    """A recording on level ground; T samples.

    Attributes:
        root: (T, 3) metres of the hips: y from where they are when the body stands.
        feet: (T, 2, 3) metres of the left and right ankle, y from where it is when the foot stands.
        stands: (T, 2) whether each foot stands.
    """

    root: F64
    feet: F64
    stands: B8


@dataclass(frozen=True)
class Course:
    """The way that a body goes, and what remains of its motion without it.

    Attributes:
        hips: (T, 4) rotations of the hips without the slow turns.
        sway: (T, 3) metres of the hips beside the way.
        way: (T, 3) metres over the ground, from standing.
        steps: (T, 2, 3) metres from where each foot stood at first to where it stands, or is between two places.
    """

    hips: F64
    sway: F64
    way: F64
    steps: F64


def footing(root: F64, feet: F64, toes: F64, fps: float) -> Footing:
    """Find the ground under a recording, and when feet stand on it.

    Args:
        root: (T, 3) path of the hips in metres, y up.
        feet: (T, 2, 3) paths of the ankles.
        toes: (T, 2, 3) paths of the balls of the feet, which still stand when the heel is lifted.
        fps: Samples a second.
    """
    ground = _ground(feet[..., 1].min(axis=1), fps)
    level, balls = _above(feet, ground), _above(toes, _ground(toes[..., 1].min(axis=1), fps))
    flat = np.array([SLIDES, 1.0, SLIDES])
    stands = np.stack([
        planted(level[:, side] * flat, LEG, fps) | planted(balls[:, side], LEG, fps) for side in (0, 1)
    ], axis=1)  # fmt: skip
    hips = root - np.array([0.0, 1.0, 0.0]) * ground[:, None]
    on_foot = stands.any(axis=1)
    upright = np.percentile(hips[on_foot if on_foot.any() else slice(None), 1], 90)
    origin = np.array([hips[0, 0], 0.0, hips[0, 2]])
    return Footing(hips - origin - np.array([0.0, upright, 0.0]), level - origin, stands)


def _above(feet: F64, ground: F64) -> F64:
    """Paths (T, 2, 3) with y from the ground, which is under them."""
    high = np.maximum(feet[..., 1] - ground[:, None], 0.0)
    return np.stack([feet[..., 0], high, feet[..., 2]], axis=-1)


def _ground(low: F64, fps: float) -> F64:
    """(T,) height of the ground under the lower foot: an opening, so that jumps stay and drift goes."""
    half = max(1, round(AIRBORNE * fps))
    padded = np.pad(low, half, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).min(axis=1)
    most = np.lib.stride_tricks.sliding_window_view(np.pad(least, half, mode="edge"), 2 * half + 1).max(axis=1)
    return slow(most, 0.3 * half, odd=False)


def slow(curve: F64, deviation: float, odd: bool = True) -> F64:
    """A curve (T, ...) without what is quicker than so many samples (Gaussian); ``odd`` goes on as it ends."""
    half = min(round(3 * deviation), len(curve) - 1)
    if half < 1:
        return np.array(curve)
    taps = np.exp(-0.5 * (np.arange(-half, half + 1) / deviation) ** 2)
    flat = curve.reshape(len(curve), -1)
    padded = np.pad(flat, ((half, half), (0, 0)), mode="reflect", reflect_type="odd" if odd else "even")
    blurred = [np.convolve(column, taps / taps.sum(), mode="valid") for column in padded.T]
    return np.stack(blurred, axis=1).reshape(curve.shape)


def heading(hips: F64) -> F64:
    """(T,) radians that hips (T, 4) are turned about the vertical: the twist of a swing-twist decomposition."""
    angle = 2 * np.unwrap(np.arctan2(hips[:, 1], hips[:, 3]), period=np.pi)
    return np.asarray(angle - 2 * np.pi * np.round(angle[0] / (2 * np.pi)))


def course(hips: F64, found: Footing, fps: float, turns: float) -> Course:
    """Take a recording apart into its way over the ground and the rest.

    Args:
        hips: (T, 4) rotations of the hips.
        found: Where the body is and stands.
        fps: Samples a second.
        turns: 0..1, how much of its slow turns is kept.
    """
    away = slow(heading(hips), HEADING * fps)
    back = from_vector((turns - 1) * away[:, None] * np.array([0.0, 1.0, 0.0]))
    pace = np.diff(found.root, axis=0, prepend=found.root[:1]) * np.array([1.0, 0.0, 1.0])
    pace = rotate(back, pace) * smooth(np.arange(len(hips)) / (STARTS * fps))[:, None]
    path = np.cumsum(pace, axis=0)
    way = slow(path, WAY * fps)
    way = way - way[:1]
    beside = path - way + found.root * np.array([0.0, 1.0, 0.0])
    under = rotate(back[:, None], found.feet - found.root[:, None]) + path[:, None]
    steps = np.stack([_steps(under[:, side], path, found.stands[:, side], fps) for side in (0, 1)], axis=1)
    return Course(multiply(back, hips), beside, way, steps)


def _steps(foot: F64, path: F64, stands: B8, fps: float) -> F64:
    """(T, 3) from where a foot stood at first: still while it stands, smoothly from place to place between.

    Where it stands at the very beginning is where the photo has it.
    """
    flat = np.array([1.0, 0.0, 1.0])
    spans = _spans(stands)
    if not spans:
        return np.zeros_like(foot)
    usual = np.median((foot - path)[stands], axis=0)
    out = np.zeros_like(foot)
    last, left = np.zeros(3), 0
    for first, end in spans:
        place = np.median(foot[first:end], axis=0) * flat - usual * flat if first > AT_ONCE * fps else np.zeros(3)
        along = np.arange(first - left) / max(first - left, 1)
        share = smooth((along - RISES) / (1 - 2 * RISES))[:, None]
        out[left:first] = last + (place - last) * share
        out[first:end] = place
        last, left = place, end
    out[left:] = last
    return out


def _spans(flags: B8) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def firmness(stands: B8, fps: float) -> F64:
    """(T,) 1 where a foot stands, 0 where it is lifted, smoothly between, before and after it stands."""
    at = np.flatnonzero(stands)
    if not len(at):
        return np.zeros(len(stands))
    frames = np.arange(len(stands))
    after = np.searchsorted(at, frames).clip(0, len(at) - 1)
    apart = np.minimum(np.abs(at[after] - frames), np.abs(at[np.maximum(after - 1, 0)] - frames))
    return 1 - smooth(apart / max(1.0, LIFT * fps))
