"""Where the picture's edge cuts a hand, and its gestures done along that edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.along_edge import SIDES, along_edge, eased
from nodes.algorithms.figure import Figure, in_plane
from nodes.algorithms.rotation import rotate
from studio.media.image import Patch
from studio.media.rig import Part, Rig

F64 = npt.NDArray[np.float64]
SOLID = 0.5
LEAST = 3
"""Pixels of an edge that a hand must cover to be cut there."""
NEAR = 0.3
"""Metres; what a gesture brings farther in than this is done elsewhere, and is left as it is."""


def cut_of(rig: Rig, side: str, size: tuple[int, int]) -> tuple[F64, F64]:
    """The ends of each cut that the picture's edges make through a hand.

    Args:
        rig: Whose.
        side: "left" or "right" arm.
        size: (width, height) of the picture.

    Returns:
        (P, 2) pixels, y up, and (P, 2) the way out of the picture at each.
    """
    hand = rig.bones.index(f"{side}Hand")
    points, ways = [np.zeros((0, 2))], [np.zeros((0, 2))]
    for way in SIDES.values():
        for part in rig.parts:
            found = _of_bones(part, _on_edge(part.texture, way, size), hand)
            if len(found) >= LEAST:
                points.append(found[[0, -1]] * np.array([1.0, -1.0]))
                ways.append(np.tile(way, (2, 1)))
    return np.concatenate(points), np.concatenate(ways)


def keep_cut(
    figure: Figure, side: str, cut: tuple[F64, F64], size: tuple[int, int], share: F64, fps: float, amount: float = 1.0
) -> bool:  # fmt: skip
    """Turn one arm, in place, so that what is cut of it stays at its edge or beyond it.

    Args:
        figure: Who.
        side: "left" or "right" arm.
        cut: As :func:`cut_of` gives it.
        size: (width, height) of the picture.
        share: (T,) how far the arm is in a gesture.
        fps: Samples a second.
        amount: How much of it is done.

    Returns:
        Whether it is cut at all, and does what it does near the edge.
    """
    points, out = cut
    if not len(points):
        return False
    heads = figure.places()[0]
    u, low, h = (figure.body.index(f"{side}{name}") for name in ("UpperArm", "LowerArm", "Hand"))
    way = np.column_stack([points, np.zeros(len(points))]) - figure.body.heads[h] * np.array([1.0, 1.0, 0.0])
    scale = figure.size[:, None, None]
    at = heads[:, h, None, :2] + scale * rotate(figure.turns[:, h, None], way[None])[..., :2]
    edge = np.maximum(out * np.array([1.0, -1.0]), 0) @ np.array(size, np.float64)
    inside = edge - (at * out).sum(axis=-1)
    held = share > SOLID
    if not held.any() or np.median(inside.max(axis=1)[held] / figure.metre[held]) > NEAR:
        return False
    elbow = heads[:, low, :2]
    turns = along_edge(elbow - heads[:, u, :2], at - elbow[:, None], inside, out, figure.metre)
    turns = amount * eased(turns, share, fps)
    figure.turn(f"{side}UpperArm", in_plane(turns[:, 0]))
    figure.turn(f"{side}LowerArm", in_plane(turns[:, 1] - turns[:, 0]))
    return True


def _on_edge(texture: Patch, way: tuple[float, float], size: tuple[int, int]) -> F64:
    """(P, 2) pixels, y down, of the picture's last row or column on one side that a part covers and goes on beyond."""
    alpha = np.asarray(texture.pixels)[..., 3] > SOLID
    axis = 0 if way[1] else 1  # rows for the upper and lower edge
    first, step = (0, -1) if way in (SIDES["top"], SIDES["left"]) else (size[1 - axis] - 1, 1)
    line = first - texture.origin[1 - axis]
    if not (0 <= line < alpha.shape[axis] and 0 <= line + step < alpha.shape[axis]):
        return np.zeros((0, 2))
    along = np.flatnonzero(np.take(alpha, line, axis) & np.take(alpha, line + step, axis)) + texture.origin[axis]
    edge = np.full(len(along), 0 if step < 0 else size[1 - axis])
    return np.asarray(np.stack([along, edge] if axis == 0 else [edge, along], axis=1), np.float64)


def _of_bones(part: Part, points: F64, bone: int) -> F64:
    """Those of some points (P, 2) that go with a bone most."""
    if not len(points) or not len(part.vertices):
        return np.zeros((0, 2))
    far = np.hypot(*np.moveaxis(points[:, None] - part.vertices[None], -1, 0))
    return np.asarray(points[part.weights[far.argmin(axis=1)][:, bone] > SOLID])
