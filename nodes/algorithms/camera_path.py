"""A camera's way over a picture: from window to window, smooth, behind those whom it follows, never over the edge.

A window between two windows of a picture lies in the picture, since it is a mean of both; so is one that is smoothed
over time. Zooms are even to the eye: equal times make it larger by equal factors.
Source: the minimum jerk law of T. Flash and N. Hogan (1985); its acceleration is at most 5.77 way / time^2, its
speed 1.875 way / time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

HARDEST, FASTEST = 5.7735, 1.875
"""Acceleration and speed of the minimum jerk law, for a way of 1 in a time of 1."""
FOLLOWS, RESTS = 0.35, 0.6
"""Seconds over which a camera's way is smoothed, when it follows somebody and when it stays with them."""
SLACK = {True: 0.02, False: 0.10}
"""How far somebody moves, in heights of the window, before a camera that follows, or one that stays, moves along."""
WAVES = ((0.31, 1.0), (0.73, 0.6), (1.3, 0.35), (2.4, 0.15))
"""(Hz, share) of the sway of a camera in somebody's hands."""
HELD = 0.012
"""How far it sways, in heights of the window."""


def eased(share: F64, ease: str = "smooth") -> F64:
    """How far a move is, 0..1, at a share of its time."""
    s = np.clip(share, 0.0, 1.0)
    if ease == "linear":
        return s
    if ease == "in":
        return s**3 * (1.5 - 0.5 * s**2)
    if ease == "out":
        return 1.0 - eased(1.0 - s, "in")
    return s**3 * (10 - 15 * s + 6 * s**2)


def blended(a: F64, b: F64, share: F64) -> F64:
    """(T, 4) windows between two, the size changing by equal factors about a point that stays."""
    high, low = a[:, 3] - a[:, 1], b[:, 3] - b[:, 1]
    size = high ** (1 - share) * low**share
    same = np.abs(high - low) < 1e-3 * high
    part = np.where(same, share, (high - size) / np.where(same, 1.0, high - low))
    out: F64 = a + (b - a) * part[:, None]
    return out


def seconds_needed(a: F64, b: F64, hardest: float) -> float:
    """Seconds from one window (4,) to another, so that nothing sweeps by.

    Args:
        a, b: Windows.
        hardest: Largest acceleration, in heights of the smaller window a second squared.
    """
    high, low = a[3] - a[1], b[3] - b[1]
    way = float(np.hypot(*((b[:2] + b[2:]) / 2 - (a[:2] + a[2:]) / 2))) / max(float(min(high, low)), 1e-9)
    # a zoom about a point in the picture sweeps by less than its factor says
    way = way * float(min(high, low) / max(high, low)) + abs(float(np.log(high / low)))
    return max(float(np.sqrt(HARDEST * way / hardest)), FASTEST * way / (hardest / 1.5))


def tracked(windows: F64, fps: float, follows: bool) -> F64:
    """(T, 4) the way of a camera behind windows that hold somebody: without their jitter, at rest while they are."""
    middle = (windows[:, :2] + windows[:, 2:]) / 2
    high = windows[:, 3:] - windows[:, 1:2]
    still = _slack(middle, SLACK[follows] * high)
    shifted = windows + np.tile(still - middle, 2)
    return smoothed(shifted, (FOLLOWS if follows else RESTS) * fps)


def _slack(way: F64, free: F64) -> F64:
    """A point that is dragged along by another at the end of a loose string, in each direction by itself."""
    out = way.copy()
    for k in range(1, len(way)):
        low, high = way[k] - free[k], way[k] + free[k]
        out[k] = np.minimum(np.maximum(out[k - 1], low), high)
    return out


def smoothed(values: F64, sigma: float) -> F64:
    """Values over time, (T, C), smoothed by a Gaussian of so many samples; the ends are held."""
    if sigma < 0.3 or len(values) < 2:
        return values
    reach = int(np.ceil(3.5 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    held = np.pad(values, ((reach, reach), (0, 0)), mode="edge")
    columns = [np.convolve(column, kernel / kernel.sum(), mode="valid") for column in held.T]
    return np.stack(columns, axis=1)


def swayed(windows: F64, amount: F64, fps: float, seed: int) -> F64:
    """(T, 4) windows in somebody's hands: a little smaller, swaying in the room that this leaves.

    Args:
        windows: (T, 4).
        amount: (T,) 0 for a tripod, 1 for hands.
        fps: Samples a second.
        seed: Of the sway.
    """
    dice, times = np.random.default_rng(seed), np.arange(len(windows)) / fps
    total = sum(share for _, share in WAVES)
    sway = np.stack([
        sum(share / total * np.sin(2 * np.pi * (hertz * times * dice.uniform(0.9, 1.1) + dice.random()))
            for hertz, share in WAVES)
        for _ in range(2)
    ], axis=1)  # fmt: skip
    wide, high = (windows[:, k + 2] - windows[:, k] for k in (0, 1))
    reach = np.minimum(wide, high) * HELD * amount
    room = np.stack([wide, high], axis=1) * (reach / np.minimum(wide, high))[:, None]
    inner = np.concatenate([windows[:, :2] + room, windows[:, 2:] - room], axis=1)
    out: F64 = inner + np.tile(sway * reach[:, None], 2)
    return out
