"""Two bones of a limb reach for a point of the picture: exactly under the mouse, without a flip on the way.

A picture says where a hand is, not how deep. The end keeps its depth as long as it can; where the limb is too short for
that it flattens into the picture, where it is too long it folds. The middle joint stays on the side on which it is, and
turns towards the body's usual side (a pole) the more the limb folds and the farther it swings. Everything is measured
from how the limb stood when the drag began, so the same point always gives the same limb.

Convention:
    Points are x right, y up, z towards the viewer, in pixels. Law of cosines as in :mod:`nodes.algorithms.two_bone_ik`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth

F64 = npt.NDArray[np.float64]
FAR = np.deg2rad(120)
"""A limb that swung so far has forgotten on which side it was bent."""
CROSSING = 0.6
"""Share of its way aside at which a middle joint that changes sides begins to pass through the depth."""
FOLD = np.deg2rad(150)
"""How far elbows and knees bend; see :mod:`nodes.algorithms.joint_limit`."""


@dataclass(frozen=True)
class Limb:
    """A limb when the drag began.

    Attributes:
        root, middle, end: (3,) shoulder, elbow, wrist; or hip, knee, ankle.
        pole: (3,) where the middle joint bends to on its own.
        drawn: (2, 2) shortest and longest that each bone may look in the picture.
        flat: 0..1, how much the bend keeps to the picture's plane; arms do, knees come towards the viewer.
    """

    root: F64
    middle: F64
    end: F64
    pole: F64
    drawn: F64
    flat: float


def reach(limb: Limb, target: F64) -> tuple[F64, F64]:
    """Middle joint and end (3,) for a target (2,) of the picture; the nearest that can be reached."""
    away = np.asarray(target, np.float64) - limb.root[:2]
    lengths = _lengths(limb)
    start = (limb.end - limb.root)[:2]
    way = _unit(away) if np.hypot(*away) > 1e-6 else _unit(start)
    (low_a, high_a), (low_b, high_b) = limb.drawn
    far = float(np.clip(np.hypot(*away), max(low_a - high_b, low_b - high_a, 1e-3), high_a + high_b))
    depth = _depth(float((limb.end - limb.root)[2]), far, lengths)
    middle = _middle(limb, way, far, depth, lengths)
    end = np.array([*(way * far), depth])
    middle, end = _drawable(limb, way, far, middle, end, lengths)
    return limb.root + middle, limb.root + end


def _lengths(limb: Limb) -> tuple[float, float]:
    return float(np.linalg.norm(limb.middle - limb.root)), float(np.linalg.norm(limb.end - limb.middle))


def _depth(depth: float, far: float, lengths: tuple[float, float]) -> float:
    """The end's depth, as near to what it was as the bones allow."""
    a, b = lengths
    longest, shortest = a + b, float(np.sqrt(a * a + b * b + 2 * a * b * np.cos(FOLD)))
    most = float(np.sqrt(max(longest**2 - far**2, 0.0)))
    least = float(np.sqrt(max(shortest**2 - far**2, 0.0)))
    return float(np.copysign(np.clip(abs(depth), min(least, most), most), depth))


def _middle(limb: Limb, way: F64, far: float, depth: float, lengths: tuple[float, float]) -> F64:
    """(3,) the middle joint from the root, on the circle that both lengths leave to it."""
    a, b = lengths
    reached = float(np.hypot(far, depth))
    forth = (a * a - b * b + reached**2) / (2 * max(reached, 1e-9))
    aside = float(np.sqrt(max(a * a - forth**2, 0.0)))
    before, offset = _frame_at_start(limb)
    along, across, out = _frame(way, far, depth)
    was = float(np.arctan2(offset @ before[2], offset @ before[1]))
    towards = _swivel(limb, across, out)
    turned = abs(_wrap(float(np.arctan2(way[1], way[0]) - np.arctan2(before[0][1], before[0][0]))))
    keep = float(1 - smooth(turned / FAR)) * min(1.0, float(np.linalg.norm(offset)) / max(aside, 1e-9))
    angle = towards + _wrap(was - _swivel(limb, before[1], before[2])) * keep
    return np.asarray(along * forth + (across * np.cos(angle) + out * np.sin(angle)) * aside)


def _frame_at_start(limb: Limb) -> tuple[tuple[F64, F64, F64], F64]:
    """The limb's own axes when the drag began, and where its middle joint was aside of the first of them."""
    reach_was = limb.end - limb.root
    far = float(np.hypot(reach_was[0], reach_was[1]))
    frame = _frame(_unit(reach_was[:2]), max(far, 1e-6), float(reach_was[2]))
    middle = limb.middle - limb.root
    return frame, np.asarray(middle - frame[0] * float(middle @ frame[0]))


def _frame(way: F64, far: float, depth: float) -> tuple[F64, F64, F64]:
    """Along the limb, across it in the picture, and out of the picture."""
    along = np.array([way[0] * far, way[1] * far, depth]) / max(float(np.hypot(far, depth)), 1e-9)
    across = np.array([-way[1], way[0], 0.0])
    return along, across, np.cross(along, across)


def _swivel(limb: Limb, across: F64, out: F64) -> float:
    """Angle about the limb at which the pole lies; a flat one is drawn to the picture's plane."""
    angle = float(np.arctan2(limb.pole @ out, limb.pole @ across))
    return angle - limb.flat * float(np.sin(2 * angle)) / 2


def _drawable(limb: Limb, way: F64, far: float, middle: F64, end: F64, lengths: tuple[float, float]) -> tuple[F64, F64]:
    """The same end, both bones as long in the picture as there is texture for."""
    seen = np.array([np.hypot(*middle[:2]), np.hypot(*(end - middle)[:2])])
    low, high = limb.drawn[:, 0], limb.drawn[:, 1]
    if np.all(seen >= low - 1e-9) and np.all(seen <= high + 1e-9):
        return middle, end
    p, q = _fitting(np.clip(seen, low, high), low, high, far)
    across = np.array([-way[1], way[0]])
    forth = (p * p - q * q + far * far) / (2 * max(far, 1e-9))
    aside = float(np.sqrt(max(p * p - forth * forth, 0.0)))
    # a bend that goes round through the depth passes straight in between, shorter than drawn, instead of jumping
    was = float(middle[:2] @ across)
    aside *= float(np.copysign(smooth(abs(was) / max(CROSSING * aside, 1e-9)), was))
    first = way * forth + across * aside
    seen = np.array([np.hypot(*first), np.hypot(*(way * far - first))])
    deep = [float(np.sqrt(max(length**2 - x * x, 0.0))) for length, x in zip(lengths, seen, strict=True)]
    z = np.copysign(deep[0], middle[2])
    return np.array([*first, z]), np.array([*(way * far), z + np.copysign(deep[1], end[2] - middle[2])])


def _fitting(seen: F64, low: F64, high: F64, far: float) -> tuple[float, float]:
    """Lengths in the picture, changed no more than it takes to make a triangle with ``far``."""
    short = far - float(seen.sum())
    if short > 0:
        seen = seen + (high - seen) * min(1.0, short / max(float((high - seen).sum()), 1e-9))
    k = int(np.argmax(seen))
    excess = float(seen[k] - seen[1 - k]) - far
    if excess > 0:
        less = min(excess, float(seen[k] - low[k]))
        seen[k] -= less
        seen[1 - k] += excess - less
    return float(seen[0]), float(seen[1])


def _unit(v: F64) -> F64:
    length = float(np.hypot(*v))
    return np.asarray(v / length) if length > 1e-9 else np.array([0.0, -1.0])


def _wrap(angle: float) -> float:
    return float((angle + np.pi) % (2 * np.pi) - np.pi)
