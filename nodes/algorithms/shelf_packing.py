"""Shelf packing: many small pictures into one.

Source: the next-fit decreasing height heuristic, Coffman, Garey, Johnson and Tarjan, 1980.
"""

from __future__ import annotations

from collections.abc import Sequence


def pack_shelves(sizes: Sequence[tuple[int, int]], gap: int = 2) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Places for rectangles so that none overlap.

    Args:
        sizes: (width, height) of each.
        gap: Pixels left free around each one.

    Returns:
        ``((width, height) of the whole, (x, y) of each)``; the whole is at least 1 x 1 and roughly square.
    """
    area = sum((w + 2 * gap) * (h + 2 * gap) for w, h in sizes)
    width = max([1, int(area**0.5), *(w + 2 * gap for w, _ in sizes)])
    places = [(0, 0)] * len(sizes)
    x = y = shelf = 0
    for k in sorted(range(len(sizes)), key=lambda k: (-sizes[k][1], k)):
        w, h = sizes[k][0] + 2 * gap, sizes[k][1] + 2 * gap
        if x + w > width:
            x, y, shelf = 0, y + shelf, 0
        places[k] = (x + gap, y + gap)
        x, shelf = x + w, max(shelf, h)
    return (width, max(1, y + shelf)), places
