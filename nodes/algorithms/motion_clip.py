"""A motion clip as JSON that a person can write: keyed angles of bones, a keyed path of the root, further curves.

Format "vivant-motion/1"::

    {"format": "vivant-motion/1", "name": "wave", "description": "...", "tags": ["standing"], "limbs": ["rightArm"],
     "duration": 3.5, "loop": false, "repeat": [1.0, 1.8], "order": "ZYX", "gait": {"speed": 1.0},
     "bones": {"rightUpperArm": [[0, [0, 0, 75]], [0.6, [0, 0, 10]], [0.9, [0, 0, 0], "linear"]]},
     "root": [[0, [0, 0, 0]]], "channels": {"breath": [[0, 0], [1.5, 1]]}}

A key is ``[seconds, value]`` or ``[seconds, value, ease]``; ease says how the span after it runs: "smooth" (default,
through the keys without overshoot, slow at turning points), "linear" or "hold". Angles are degrees about x, y and z,
from the T-pose, put together in ``order``. A bone without keys hangs relaxed (:data:`RELAXED`). What lies between the
seconds of ``repeat`` may be played several times over. Arms named in ``limbs`` go where the clip has them; all else
only turns as far from its own pose as the clip does. The channels "leftPlant" and "rightPlant" say when a foot stands
(1) or is lifted (0), "breath" how full the lungs are, "leftTip" and "rightTip" how far the whole body is tipped over to
that side, 1 lies; "flip" how wide the body is drawn, below 0 as in a mirror. A clip that goes over the ground has a
"gait" (:mod:`nodes.algorithms.manner`): how quick that is, and what of it is seen in the feet.

Source of the smooth spans: Fritsch and Carlson, Monotone piecewise cubic interpolation, 1980.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.rotation import continuous, from_euler

F64 = npt.NDArray[np.float64]
EASES = ("smooth", "linear", "hold")

RELAXED: Mapping[str, tuple[float, float, float]] = {
    "leftUpperArm": (0, 0, -76), "rightUpperArm": (0, 0, 76),
    "leftLowerArm": (0, -14, -4), "rightLowerArm": (0, 14, 4),
    "leftHand": (0, -6, -4), "rightHand": (0, 6, 4),
}  # fmt: skip
"""A relaxed stand: angles from the T-pose, order ZYX; what is not named is as in the T-pose."""


@dataclass(frozen=True)
class Track:
    """Keys of one curve: times (K,), values (K, D), and how the span after each key runs."""

    times: F64
    values: F64
    eases: tuple[str, ...]


@dataclass(frozen=True)
class MotionClip:
    """A clip as it was read: see the module's page for what each entry means."""

    name: str
    description: str
    tags: tuple[str, ...]
    limbs: tuple[str, ...]
    duration: float
    loop: bool
    repeat: tuple[float, float] | None
    order: str
    bones: Mapping[str, Track]
    root: Track | None
    channels: Mapping[str, Track]
    gait: Mapping[str, float] = field(default_factory=dict)


def repeated(clip: MotionClip, times: int) -> MotionClip:
    """The clip with its repeatable part played so many times; unchanged where it has none."""
    if clip.repeat is None or times <= 1:
        return clip
    first, last = clip.repeat
    longer = clip.duration + (times - 1) * (last - first)
    again = {name: _again(track, first, last, times) for name, track in clip.bones.items()}
    channels = {name: _again(track, first, last, times) for name, track in clip.channels.items()}
    root = None if clip.root is None else _again(clip.root, first, last, times)
    return replace(clip, duration=longer, bones=again, root=root, channels=channels)


def _again(track: Track, first: float, last: float, times: int) -> Track:
    """Keys, not samples, are repeated: the spline then runs smoothly through the seams."""
    inside = (track.times >= first - 1e-6) & (track.times < last - 1e-6)
    before, after = track.times < first - 1e-6, track.times >= last - 1e-6
    picked = [np.flatnonzero(before), *[np.flatnonzero(inside)] * times, np.flatnonzero(after)]
    span = last - first
    shifts = [0.0, *(span * n for n in range(times)), span * (times - 1)]
    index = np.concatenate(picked)
    moved = np.concatenate([track.times[i] + shift for i, shift in zip(picked, shifts, strict=True)])
    return Track(moved, track.values[index], tuple(track.eases[i] for i in index))


def sample_track(track: Track, times: F64) -> F64:
    """(T, D) values at (T,) seconds; held before the first key and after the last."""
    t, y = track.times, track.values
    if len(t) == 1:
        return np.repeat(y, len(times), axis=0)
    inside = np.clip(times, t[0], t[-1])
    span = np.clip(np.searchsorted(t, inside, side="right") - 1, 0, len(t) - 2)
    width = np.diff(t)[span][:, None]
    s = (inside[:, None] - t[span][:, None]) / width
    a, b, slope = y[span], y[span + 1], _slopes(t, y)
    hermite = (2 * s**3 - 3 * s**2 + 1) * a + (3 * s**2 - 2 * s**3) * b
    hermite += width * ((s**3 - 2 * s**2 + s) * slope[span] + (s**3 - s**2) * slope[span + 1])
    ease = np.array([EASES.index(name) for name in track.eases])[span][:, None]
    at_end = inside[:, None] >= t[-1]
    return np.where(ease == 0, hermite, np.where((ease == 1) | at_end, a + s * (b - a), a))


def _slopes(t: F64, y: F64) -> F64:
    """(K, D) tangents: flat at turning points and at both ends, the weighted harmonic mean elsewhere."""
    width = np.diff(t)[:, None]
    secant = np.diff(y, axis=0) / width
    slopes = np.zeros_like(y)
    before, after = secant[:-1], secant[1:]
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    runs_on = before * after > 1e-12
    safe_before, safe_after = np.where(runs_on, before, 1), np.where(runs_on, after, 1)
    slopes[1:-1] = np.where(runs_on, (w1 + w2) / (w1 / safe_before + w2 / safe_after), 0)
    return slopes


def sample_rotations(clip: MotionClip, bones: Sequence[str], times: F64) -> F64:
    """(T, J, 4) local rotations at (T,) seconds, for the named bones."""
    rotations = np.repeat(relaxed(bones)[None], len(times), axis=0)
    for j, bone in enumerate(bones):
        if bone in clip.bones:
            rotations[:, j] = continuous(from_euler(sample_track(clip.bones[bone], times), clip.order))
    return rotations


def sample_root(clip: MotionClip, times: F64) -> F64:
    """(T, 3) metres."""
    return np.zeros((len(times), 3)) if clip.root is None else sample_track(clip.root, times)


def relaxed(bones: Sequence[str]) -> F64:
    """(J, 4) local rotations of a relaxed stand."""
    return from_euler(np.array([RELAXED.get(bone, (0, 0, 0)) for bone in bones], np.float64), "ZYX")


def swap_side(name: str) -> str:
    """The same bone, limb or channel on the other side of the body."""
    if name.startswith("left"):
        return "right" + name[4:]
    return "left" + name[5:] if name.startswith("right") else name


def mirrored(clip: MotionClip) -> MotionClip:
    """The clip done with the other side: names swapped, angles about y and z and sideways metres turned round."""
    flip = np.array([1.0, -1.0, -1.0])
    bones = {swap_side(n): replace(t, values=t.values * flip) for n, t in clip.bones.items()}
    root = None if clip.root is None else replace(clip.root, values=clip.root.values * np.array([-1.0, 1.0, 1.0]))
    channels = {swap_side(name): track for name, track in clip.channels.items()}
    return replace(clip, bones=bones, root=root, channels=channels, limbs=tuple(map(swap_side, clip.limbs)))
