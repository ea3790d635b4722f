"""What outlines tell: where two people meet in the picture, what one hides of another, where a hand lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.grasp import Arm
from nodes.algorithms.relations.room import Body

B8 = npt.NDArray[np.bool_]


def shared_border(one: Body, other: Body) -> float:
    """Metres over which two outlines run along one another in the picture."""
    pieces = _window(one, other, 1)
    if pieces is None:
        return 0.0
    a, b = pieces
    grown = np.zeros_like(a)
    grown[1:-1, 1:-1] = a[1:-1, :-2] | a[1:-1, 2:] | a[:-2, 1:-1] | a[2:, 1:-1] | a[1:-1, 1:-1]
    return float((grown & b & ~a).sum()) / max(float(np.sqrt(one.reach * other.reach)), 1e-6)


def hidden_under(back: Body, front: Body) -> float:
    """Which share of somebody likely goes on behind another."""
    if back.hidden is None or back.mask is None:
        return 0.0
    pieces = _window(front, back, 0, use_hidden=True)
    return 0.0 if pieces is None else float((pieces[0] & pieces[1]).sum()) / max(float(back.mask.sum()), 1.0)


def hand_laid(one: Body, other: Body) -> float:
    """0..1: whether somebody's hand lies on another's body."""
    return max((hand_on(arm, other) for arm in one.arms), default=0.0)


def hand_on(arm: Arm, other: Body) -> float:
    """0..1: whether a hand that is seen lies on another's body, or a stretched arm ends at it."""
    if other.mask is None or arm.score < 0.5:
        return 0.0
    cell = other.reach / max(other.scale, 1e-6)
    x, y = int(arm.hand[0] * cell) - other.origin[0], int(arm.hand[1] * cell) - other.origin[1]
    room = max(1, round((0.13 if arm.stretched else 0.05) * other.reach))
    window = other.mask[max(0, y - room) : max(0, y + room + 1), max(0, x - room) : max(0, x + room + 1)]
    least = 0.08 if arm.stretched else 0.4
    return arm.score * 0.9 if window.size and float(window.mean()) > least else 0.0


def _window(one: Body, other: Body, room: int, use_hidden: bool = False) -> tuple[B8, B8] | None:
    """Both masks where they may meet, with some cells around."""
    second = other.hidden if use_hidden else other.mask
    if one.mask is None or second is None:
        return None
    ends = [(m.shape[1] + b.origin[0], m.shape[0] + b.origin[1]) for m, b in ((one.mask, one), (second, other))]
    x0, y0 = (max(one.origin[k], other.origin[k]) - room - 1 for k in (0, 1))
    x1, y1 = (min(ends[0][k], ends[1][k]) + room + 1 for k in (0, 1))
    if x1 - x0 < 2 * room + 3 or y1 - y0 < 2 * room + 3:
        return None
    return _placed(one.mask, one.origin, (x0, y0, x1, y1)), _placed(second, other.origin, (x0, y0, x1, y1))


def _placed(mask: B8, origin: tuple[int, int], window: tuple[int, int, int, int]) -> B8:
    out = np.zeros((window[3] - window[1], window[2] - window[0]), bool)
    x0, y0 = max(window[0], origin[0]), max(window[1], origin[1])
    x1, y1 = min(window[2], origin[0] + mask.shape[1]), min(window[3], origin[1] + mask.shape[0])
    if x0 < x1 and y0 < y1:
        out[y0 - window[1] : y1 - window[1], x0 - window[0] : x1 - window[0]] = mask[
            y0 - origin[1] : y1 - origin[1], x0 - origin[0] : x1 - origin[0]
        ]
    return out
