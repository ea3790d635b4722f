"""Where and how two hands meet: one shared frame that moves with both bodies, come to and left on eased paths.

The frame is the point nearest to where such a meeting is usual that both limbs reach: a projection onto both reach
annuli in turn (Bregman, 1965). What limbs lack, trunks give by leaning, then hips by shifting over planted feet.

Convention:
    As :mod:`nodes.algorithms.figure`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
ROUNDS = 24
"""Of projecting onto both annuli."""
SPARE = 0.985
"""Share of a limb's length that it uses: a straight limb looks pulled."""


@dataclass(frozen=True)
class Timing:
    """When a meeting happens.

    Attributes:
        start, end: Seconds in which they touch.
        approach, release: Seconds before and after.
        anticipation: How far the limb draws back first, as a share of its way.
    """

    start: float
    end: float
    approach: float
    release: float
    anticipation: float = 0.0


def min_jerk(x: npt.ArrayLike) -> F64:
    """0 to 1 as a hand moves: the smoothest way there (Flash and Hogan, 1985)."""
    u = np.clip(np.asarray(x, np.float64), 0, 1)
    return np.asarray(u**3 * (10 - 15 * u + 6 * u * u))


def nearness(timing: Timing, times: F64, late: float = 0.0) -> F64:
    """(T,) how far a limb has come: 0 its own, 1 at the meeting; below 0 while it draws back first.

    Args:
        timing: When.
        times: (T,) seconds.
        late: 0..1, the share of the approach by which this one starts later.
    """
    way = np.clip((times - timing.start + timing.approach) / max(timing.approach, 1e-6), 0, 1)
    own = np.clip((way - late) / max(1 - late, 1e-6), 0, 1)
    wind = 0.4 if timing.anticipation else 0.0
    come = min_jerk((own - wind * 0.6) / (1 - wind * 0.6))
    come = come - timing.anticipation * np.sin(np.pi * np.clip(own / max(2 * wind, 1e-6), 0, 1)) ** 2 * (1 - come)
    left = min_jerk((times - timing.end) / max(timing.release, 1e-6))
    return np.asarray(come * (1 - left))


def hold(timing: Timing, times: F64, ease: float) -> F64:
    """(T,) 1 while they touch, with eased ends inside that time."""
    ease = min(ease, (timing.end - timing.start) / 2)
    return np.asarray(
        min_jerk((times - timing.start) / max(ease, 1e-6)) * min_jerk((timing.end - times) / max(ease, 1e-6))
    )


def within_reach(wanted: F64, roots: tuple[F64, F64], rooms: tuple[F64, F64]) -> F64:
    """The points nearest to those wanted that two limbs reach, or as near as they come to one another.

    Args:
        wanted: (T, 2) where the meeting would be.
        roots: (T, 2) where each limb begins.
        rooms: (T, 2) how near and how far each limb reaches.

    Returns:
        (T, 2). Where the reaches do not meet, the point between them that asks as much of both.
    """
    at = np.array(wanted, np.float64)
    for _ in range(ROUNDS):
        for root, room in zip(roots, rooms, strict=True):
            away = at - root
            far = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-6)
            at = root + away * (np.clip(far, room[:, 0], room[:, 1] * SPARE) / far)[:, None]
    return np.where(_apart(roots, rooms)[:, None] > 0, _between(roots, rooms), at)


def lacking(roots: tuple[F64, F64], rooms: tuple[F64, F64]) -> F64:
    """(T,) pixels that two limbs are too short to meet; 0 where they can."""
    return np.asarray(np.maximum(_apart(roots, rooms), 0.0))


def _apart(roots: tuple[F64, F64], rooms: tuple[F64, F64]) -> F64:
    return np.asarray(np.hypot(*(roots[1] - roots[0]).T) - SPARE * (rooms[0][:, 1] + rooms[1][:, 1]))


def _between(roots: tuple[F64, F64], rooms: tuple[F64, F64]) -> F64:
    share = rooms[0][:, 1] / np.maximum(rooms[0][:, 1] + rooms[1][:, 1], 1e-6)
    return np.asarray(roots[0] + (roots[1] - roots[0]) * share[:, None])


def shake(times: F64, timing: Timing, height: float, rate: float) -> F64:
    """(T,) pixels that a meeting goes up and down."""
    return np.asarray(height * np.sin(2 * np.pi * rate * (times - timing.start)) * hold(timing, times, 0.2))


def spring(times: F64, start: float, omega: float = 12.0, zeta: float = 0.5) -> F64:
    """(T,) how a body that was hit at ``start`` goes and comes back: a damped spring's answer, 1 at its farthest."""
    since = np.maximum(times - start, 0.0)
    damped = omega * np.sqrt(1 - zeta * zeta)
    peak = np.arctan2(damped, zeta * omega) / damped
    most = np.exp(-zeta * omega * peak) * np.sin(damped * peak)
    return np.asarray(np.exp(-zeta * omega * since) * np.sin(damped * since) / most)
