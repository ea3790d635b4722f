"""The moments that tell a motion: where a body is farthest from how it began, and how few of them a page may hold.

Source: after Assa, Caspi and Cohen-Or, "Action synopsis: pose selection and illustration", SIGGRAPH 2005 (poses are
picked at the extremes of a motion).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]


def change_of(rotations: Array, root: Array) -> F64:
    """(T,) how far a body is at each sample from its first: radians over all joints, and metres of the root.

    Args:
        rotations: (T, J, 4) local rotations, xyzw.
        root: (T, 3) metres.
    """
    likeness = np.abs((np.asarray(rotations, np.float64) * rotations[:1]).sum(axis=2)).clip(0, 1)
    turned = np.sqrt(((2 * np.arccos(likeness)) ** 2).sum(axis=1))
    moved = np.linalg.norm(np.asarray(root, np.float64) - root[:1], axis=1)
    return np.asarray(turned + 2 * moved, np.float64)


def extreme(change: F64, first: int, last: int) -> int:
    """The sample from ``first`` to ``last`` at which most is different from the start; the earliest of equals."""
    first, last = max(0, first), min(len(change) - 1, last)
    return first if first >= last else first + int(change[first : last + 1].argmax())


def chosen(times: Sequence[float], most: int, apart: float) -> list[list[int]]:
    """Moments that share a panel, by their places in ``times``.

    Args:
        times: Seconds.
        most: Panels at most; where there are more, neighbours that lie nearest to one another share one.
        apart: Seconds under which two moments share a panel anyway.

    Returns:
        Groups in order of time.
    """
    order = sorted(range(len(times)), key=lambda k: (times[k], k))
    found: list[list[int]] = []
    for k in order:
        if found and times[k] - times[found[-1][0]] < apart:
            found[-1].append(k)
        else:
            found.append([k])
    while len(found) > max(1, most):
        gaps = [times[after[0]] - times[before[-1]] for before, after in pairwise(found)]
        k = int(np.argmin(gaps))
        found[k : k + 2] = [found[k] + found[k + 1]]
    return found


def grid_of(count: int, page: tuple[float, float], shape: float, caption: float) -> tuple[int, int]:
    """Columns and rows of equal cells that show pictures of a shape largest.

    Args:
        count: Cells.
        page: (width, height) of what they have.
        shape: Width by height of a picture.
        caption: Height of what is written under each.
    """
    best, most = (1, max(1, count)), 0.0
    for columns in range(1, max(1, count) + 1):
        rows = -(-max(1, count) // columns)
        width = min(page[0] / columns, (page[1] / rows - caption) * shape)
        if width > most * 1.001:
            best, most = (columns, rows), width
    return best
