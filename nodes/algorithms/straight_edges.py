"""Straight edges of a picture that run into a hole, and how far they likely go on inside it.

Source: Grompone von Gioi, Jakubowicz, Morel and Randall, "LSD: a line segment detector", IPOL 2012, as in OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Edge:
    """A straight edge that ends at a hole.

    Attributes:
        end: (x, y) where it meets the hole.
        way: (x, y) of length 1, into the hole.
        length: How long it is seen, in pixels.
        depth: How far it goes on inside, in pixels.
    """

    end: tuple[float, float]
    way: tuple[float, float]
    length: float
    depth: float


def running_in(image: F32, hole: B8, most: int = 16) -> list[Edge]:
    """The longest straight edges that end at a hole, each as far as it goes on before it meets the last of those that
    cross it; frames have several beside each other.

    Args:
        image: (H, W, 3) float32, gamma-encoded; smooth inside the hole.
        hole: (H, W) bool.
        most: How many edges at most.

    Returns:
        Edges, the longest first.
    """
    grey = np.clip(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) * 255, 0, 255).astype(np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(grey)[0]
    if found is None:
        return []
    away = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 5)
    least = max(8.0, 0.05 * max(hole.shape))
    edges = []
    for segment in found.reshape(-1, 4).astype(np.float64):
        for first, last in ((segment[:2], segment[2:]), (segment[2:], segment[:2])):
            edge = _ending(first, last, away, least)
            if edge is not None:
                edges.append(edge)
    edges = sorted(edges, key=lambda edge: -edge.length)[:most]
    return [replace(edge, depth=_depth(edge, edges)) for edge in edges]


def _ending(first: F64, last: F64, away: F32, least: float) -> Edge | None:
    """The edge from first to last if it ends at the hole, and not along its border."""
    height, width = away.shape
    length = float(np.hypot(*(last - first)))
    if length < least:
        return None
    way = (last - first) / length
    ahead = np.rint(last + 4 * way).astype(int)
    behind = np.rint(first + (last - first) * np.array([[0.2], [0.4], [0.6]])).astype(int)
    points = np.clip(np.vstack([ahead, behind]), 0, [width - 1, height - 1])
    distance = away[points[:, 1], points[:, 0]]
    if distance[0] > 0.5 or distance[1:].min() < 2.0:
        return None
    return Edge((float(last[0]), float(last[1])), (float(way[0]), float(way[1])), length, 1.5 * length)


def _depth(edge: Edge, edges: list[Edge]) -> float:
    """How far an edge goes on: to where it meets another one, unless it is seen again on the other side."""
    if any(_opposite(edge, other) for other in edges):
        return edge.depth
    meeting = []
    for other in edges:
        turn = edge.way[0] * other.way[1] - edge.way[1] * other.way[0]
        if abs(turn) < 0.35:
            continue
        dx, dy = other.end[0] - edge.end[0], other.end[1] - edge.end[1]
        mine = (dx * other.way[1] - dy * other.way[0]) / turn
        theirs = (dx * edge.way[1] - dy * edge.way[0]) / turn
        if 0 < mine < edge.depth and 0 < theirs < other.depth and not any(_opposite(other, third) for third in edges):
            meeting.append(mine)
    return max(meeting, default=0.4 * edge.depth) + 1


def _opposite(edge: Edge, other: Edge) -> bool:
    """Whether two edges run towards each other along one line."""
    dx, dy = other.end[0] - edge.end[0], other.end[1] - edge.end[1]
    ahead = dx * edge.way[0] + dy * edge.way[1]
    beside = abs(dx * edge.way[1] - dy * edge.way[0])
    facing = edge.way[0] * other.way[0] + edge.way[1] * other.way[1] < -0.985
    return facing and ahead > 0 and beside < 2 + 0.04 * ahead


def shifts_along(edge: Edge) -> list[tuple[int, int]]:
    """(rows, columns) back along an edge, that carry it on into the hole."""
    steps = [part * edge.length for part in (0.3, 0.5, 0.7, 0.9)]
    return [(round(-step * edge.way[1]), round(-step * edge.way[0])) for step in steps if step >= 4]


def beside(edge: Edge, rows: npt.NDArray[np.int32], columns: npt.NDArray[np.int32], width: float) -> F32:
    """(N,) 1 on an edge's continuation, falling to 0 so many pixels beside it."""
    dx, dy = columns - edge.end[0], rows - edge.end[1]
    ahead = dx * edge.way[0] + dy * edge.way[1]
    off = np.abs(dx * edge.way[1] - dy * edge.way[0])
    there = (ahead > -2) & (ahead < edge.depth)
    return np.asarray(np.clip(1 - off / width, 0, 1) * there, np.float32)
