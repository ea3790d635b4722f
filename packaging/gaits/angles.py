"""Joint angles of a gait at any phase, from the Fourier series of the legs of a clip.

The series are the mean and five harmonics of thigh, shin and foot of the library's walk and run (walk.json, run.json,
whose descriptions name their sources). Joint angles of a gait as a truncated Fourier series: Unuma, Anjyo and Takeuchi,
"Fourier principles for emotion-based human figure animation", SIGGRAPH 1995.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from by_hand import BY_HAND
from style import SIDES, Style

from nodes.algorithms.motion_clip import sample_track
from nodes.motion.clip_library import clip

F64 = npt.NDArray[np.float64]
Series = npt.NDArray[np.complex128]
Angles = dict[str, tuple[F64, F64, F64]]
TAU = 2 * np.pi
STRIKE: Mapping[str, float] = {"walk": 1.1, "run": 0.5}
"""Seconds of a clip at which its right foot strikes."""
LEAVES: Mapping[str, float] = {"walk": 0.62, "run": 0.36}
"""Phase at which a foot of a clip leaves the ground."""
SAMPLES, HARMONICS = 96, 5
LEG: Mapping[str, int] = {"UpperLeg": -1, "LowerLeg": 1, "Foot": 1}
"""Bones of a leg, and the sign of an angle about x that bends hip, knee or ankle."""


@lru_cache(maxsize=2)
def leg_series(name: str) -> dict[str, Series]:
    """Complex Fourier coefficients of the right leg's joints over a cycle, degrees."""
    found, phase = clip(name), np.arange(SAMPLES) / SAMPLES
    first, last = found.repeat or (0.0, found.duration)
    period = last - first
    times = first + ((STRIKE[name] + phase * period) - first) % period
    every = {bone: sign * sample_track(found.bones["right" + bone], times)[:, 0] for bone, sign in LEG.items()}
    return {bone: (np.fft.rfft(angle) / SAMPLES)[: HARMONICS + 1] for bone, angle in every.items()}


def evaluate(series: Series, phase: F64) -> F64:
    """A series at phases."""
    k = np.arange(len(series))
    weights = np.where(k == 0, 1, 2)
    turns = np.exp(2j * np.pi * phase[..., None] * k)
    return np.asarray(np.real((weights * series)[None] * turns).sum(-1))


def leg(style: Style, side: str, phase: F64) -> tuple[F64, F64, F64]:
    """Bend of hip, knee and ankle at phases; stance and swing of the series are stretched to the style's own."""
    own, series, leaves = style.of(side), leg_series(style.of(side).base), LEAVES[style.of(side).base]
    strike, off = own.stance[SIDES.index(side)]
    p = _stretched(phase, strike, off, leaves)
    if own.backwards:
        p = (leaves - p) % 1
    upper, lower, foot = (series[bone] for bone in LEG)
    still, ankle = upper[0].real, foot[0].real
    hip = still + own.hip_base + own.hip * (evaluate(upper, p) - still) + _bump(p, own.at, own.lift_width, own.lift)
    lifted = _bump(p, own.at - 0.04, own.lift_width, own.knee_lift)
    knee = own.knee_base + own.knee * evaluate(lower, p) + lifted
    toes = _bump(p, own.at, own.lift_width, own.foot_lift)
    return hip, np.maximum(knee, 1.0), ankle + own.foot_base + own.foot * (evaluate(foot, p) - ankle) + toes


def _stretched(phase: F64, strike: float, off: float, leaves: float) -> F64:
    p, stance = (phase - strike) % 1, off - strike
    return np.where(p < stance, p / stance * leaves, leaves + (p - stance) / (1 - stance) * (1 - leaves))


def _bump(phase: F64, at: float, width: float, height: float) -> F64:
    away = (phase - at + 0.5) % 1 - 0.5
    return np.asarray(height * np.exp(-0.5 * (away / width) ** 2))


def pose(style: Style, phase: F64) -> tuple[Angles, F64]:
    """Degrees about x, y and z of each bone at phases, and metres that the hips are aside."""
    wave = _waves(phase)
    angles = _trunk(style, phase)
    for side, sign, late in (("right", 1, 0.5), ("left", -1, 0.0)):
        angles |= _arm(style.of(side), side, sign, phase, late, style)
        hip, knee, ankle = leg(style, side, phase)
        z = 0 * phase
        angles[side + "UpperLeg"] = (-hip, z, -sign * style.spread + z)
        angles[side + "LowerLeg"], angles[side + "Foot"] = (knee, z, z), (ankle, z, z)
    aside = -style.sway * wave(0.3) + style.wobble / 100 * 0.6 * _slow(style, phase)[0]
    if style.by_hand:
        BY_HAND[style.by_hand](phase, angles)
    return angles, aside


def _waves(phase: F64) -> Callable[[float], F64]:
    return lambda at: np.asarray(np.cos(TAU * (phase - at)))


def _slow(style: Style, phase: F64) -> tuple[F64, F64]:
    """A body that sways does so more slowly than it steps."""
    turn = TAU * phase / style.cycles
    return np.sin(turn), np.cos(turn)


def _trunk(style: Style, phase: F64) -> Angles:
    wave, z, wobble = _waves(phase), 0 * phase, style.wobble
    slow, late = _slow(style, phase)
    yaw, roll = style.yaw * wave(-0.02), -style.roll * wave(0.15)
    spine = -(yaw * 0.9 + style.chest_yaw * 0.35 * wave(0.0))
    chest = -style.chest_yaw * 0.9 * wave(0.03)
    home, lean = -(yaw + spine + chest), style.lean * wave(0.3)
    chest_nod = style.chest + 0.6 * np.cos(2 * TAU * (phase - 0.12))
    head_nod = style.head + style.nod * np.cos(2 * TAU * (phase - 0.1))
    about = home * 0.45 + style.head_yaw * np.sin(TAU * phase / style.cycles)
    aside = -lean * 0.6 + style.tilt * wave(0.3) + wobble * 0.6 * slow
    return {
        "hips": (style.pitch + z, yaw, roll + wobble * 0.5 * slow),
        "spine": (style.spine + z + wobble * 0.4 * late, spine, -roll * 0.9 + lean * 0.5 - wobble * 0.9 * slow),
        "chest": (chest_nod, chest, lean * 0.6 - roll * 0.1 + wobble * 0.7 * slow),
        "neck": (style.neck + z, home * 0.55, -lean * 0.4 + wobble * 0.3 * late),
        "head": (head_nod, about, aside),
    }


def _arm(own: Style, side: str, sign: int, phase: F64, late: float, whole: Style) -> Angles:
    z, swing = 0 * phase, np.cos(TAU * (phase - late - 0.03))
    bend = own.elbow + own.elbow_swing * np.cos(TAU * (phase - late - 0.09))
    up = -whole.shoulder - whole.shrug * np.cos(2 * TAU * (phase - 0.15))
    return {
        side + "Shoulder": (z, z, sign * up),
        side + "UpperArm": (z, sign * (own.arm_base + own.arm * swing), sign * (76 - own.arm_out + z)),
        side + "LowerArm": (z, sign * bend * np.cos(own.fold), sign * bend * np.sin(own.fold)),
        side + "Hand": (z, sign * (6 + z), sign * (4 + 8 * np.cos(TAU * (phase - late - 0.16)))),
    }
