"""Which detection is which entry of the artist's roster: best overlap first, each once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Box = tuple[float, float, float, float]


def box_overlap(a: Box, b: Box) -> float:
    """Intersection over union of two (x0, y0, x1, y1) boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, width) * max(0.0, height)
    either = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / either if either > 0 else 0.0


def match_boxes(entries: Sequence[Box], found: Sequence[Box], least: float = 0.3) -> dict[int, int]:
    """From index of a found box to index of its entry, so that the overlaps sum to the most (Hungarian algorithm)."""
    from scipy.optimize import linear_sum_assignment

    if not entries or not found:
        return {}
    overlaps = np.array([[box_overlap(entry, box) for entry in entries] for box in found])
    rows, columns = linear_sum_assignment(-overlaps)
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if overlaps[r, c] >= least}


def next_number(ids: Sequence[str], prefix: str = "person_") -> int:
    """One more than the highest number among ids such as "person_3"."""
    numbers = [int(name[len(prefix) :]) for name in ids if name.startswith(prefix) and name[len(prefix) :].isdigit()]
    return max(numbers, default=0) + 1
