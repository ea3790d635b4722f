"""How large boxes are and where their sockets lie; without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from studio.ui.graph_editor.scenery import Box

WIDTH, TITLE, ROW, PAD, FOOT, DOT = 176.0, 26.0, 18.0, 5.0, 20.0, 18.0
SIDE = (84.0, 54.0)
"""Width and height of a thumbnail beside the inputs."""
BELOW = 92.0
"""Height of a thumbnail below the sockets."""
GRID = 20.0
"""Positions snap to multiples of this."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """A box's size and what lies where in it, from its top left.

    Attributes:
        size: (width, height).
        ins, outs: Centres of the sockets.
        picture: (x, y, width, height) of the thumbnail, None without.
    """

    size: Place
    ins: tuple[Place, ...]
    outs: tuple[Place, ...]
    picture: tuple[float, float, float, float] | None = None


def shape(box: Box, pictures: bool = True) -> Shape:
    """A box's shape; ``pictures`` says whether there is room for a thumbnail."""
    return _shape(box.kind, len(box.ins), len(box.outs), pictures and box.pictures)


@lru_cache(maxsize=256)
def _shape(kind: str, ins: int, outs: int, picture: bool) -> Shape:
    if kind == "dot":
        return Shape((DOT, DOT), ((0.0, DOT / 2),), ((DOT, DOT / 2),))
    top = TITLE + PAD
    rows = max(ins, outs, 2 if kind == "group" else 1)
    bottom = top + rows * ROW
    frame = None
    if picture and outs == 1 and ins:
        frame = (WIDTH - SIDE[0] - 8, top + ROW, *SIDE)
        bottom = max(bottom, frame[1] + frame[3] + 3)
    elif picture:
        frame = (8.0, bottom + 2, WIDTH - 16, BELOW)
        bottom += BELOW + 5
    left = tuple((0.0, top + (i + 0.5) * ROW) for i in range(ins))
    right = tuple((WIDTH, top + (i + 0.5) * ROW) for i in range(outs))
    return Shape((WIDTH, bottom + FOOT), left, right, frame)


def curve(start: Place, end: Place) -> tuple[Place, Place, Place, Place]:
    """A wire from an output to an input as a cubic; level at both ends, wider where it has to go back."""
    across, down = end[0] - start[0], abs(end[1] - start[1])
    pull = max(across * 0.5, min(36.0, 12.0 + down * 0.3)) if across >= 0 else min(60.0 - across * 0.4, 220.0)
    return start, (start[0] + pull, start[1]), (end[0] - pull, end[1]), end


def along(cubic: tuple[Place, Place, Place, Place], steps: int = 24) -> list[Place]:
    """Points along a cubic."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cubic
    points = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def distance(cubic: tuple[Place, Place, Place, Place], x: float, y: float, far: float) -> float:
    """How far a point is from a cubic; ``far`` where it is outside of its box by more than that."""
    xs, ys = [p[0] for p in cubic], [p[1] for p in cubic]
    if not (min(xs) - far < x < max(xs) + far and min(ys) - far < y < max(ys) + far):
        return far
    points = along(cubic)
    return min(far, min(_to_segment(x, y, a, b) for a, b in pairwise(points)))


def _to_segment(x: float, y: float, a: Place, b: Place) -> float:
    across, down = b[0] - a[0], b[1] - a[1]
    length = across * across + down * down
    t = min(max(((x - a[0]) * across + (y - a[1]) * down) / length, 0.0), 1.0) if length else 0.0
    return float(((x - a[0] - t * across) ** 2 + (y - a[1] - t * down) ** 2) ** 0.5)
