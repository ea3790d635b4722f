"""How near people are to one another in the room, and who belongs together.

Source: Hall, The Hidden Dimension, 1966 (zones: intimate to 0.45 m, personal to 1.2 m, social to 3.6 m); Cristani et
al., "Social interaction discovery by statistical analysis of F-formations", BMVC 2011 (groups share a space that
they are turned to).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

INTIMATE, PERSONAL, SOCIAL = 0.45, 1.2, 3.6
"""Metres at which Hall's zones end."""
DOUBT = 0.15
"""Relative error of a distance from the camera that is told from one picture."""


@dataclass(frozen=True)
class Apart:
    """How far one person is from another, seen from above.

    Attributes:
        across: Metres to the right in the picture.
        closer: Metres towards the viewer, without what may be an error of the estimate.
        slack: Metres by which ``closer`` may be wrong either way.
    """

    across: float
    closer: float
    slack: float

    @property
    def metres(self) -> float:
        """How far at all."""
        return float(np.hypot(self.across, self.closer))

    def bearings(self) -> tuple[float, float, float]:
        """Radians to the other, 0 towards the viewer and positive to the right: likeliest, and the range of doubt."""
        ways = [float(np.arctan2(self.across, self.closer + share * self.slack)) for share in (0, -1, 1)]
        return ways[0], min(ways), max(ways)


def apart(x: float, scale: float, metres: float, x2: float, scale2: float, metres2: float) -> Apart:
    """From one person to another.

    Args:
        x, x2: Middle of each, in pixels.
        scale, scale2: Pixels per metre at each.
        metres, metres2: Distance of each from the camera.
    """
    slack = DOUBT * min(metres, metres2)
    raw = metres - metres2
    closer = float(np.sign(raw) * max(0.0, abs(raw) - slack))
    return Apart((x2 - x) / float(np.sqrt(scale * scale2)), closer, slack)


def zone(metres: float) -> str:
    """Hall's name of a distance."""
    return "intimate" if metres < INTIMATE else "personal" if metres < PERSONAL else "social" if metres < SOCIAL else (
        "public")  # fmt: skip


def pairs_within(places: F64, reach: float) -> list[tuple[int, int]]:
    """Pairs (i, j), i < j, of (N, 2) places that are at most so far apart; by a sweep, n log n for sparse crowds."""
    order = np.argsort(places[:, 0], kind="stable")
    xs = places[order, 0]
    found: list[tuple[int, int]] = []
    for k, i in enumerate(order.tolist()):
        end = int(np.searchsorted(xs, xs[k] + reach, side="right"))
        for j in order[k + 1 : end].tolist():
            if float(np.hypot(*(places[i] - places[j]))) <= reach:
                found.append((min(i, j), max(i, j)))
    return sorted(found)


def groups(count: int, together: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Who hangs together through any number of pairs: lists of two or more, by the smallest member."""
    root = list(range(count))

    def find(k: int) -> int:
        while root[k] != k:
            root[k] = root[root[k]]
            k = root[k]
        return k

    for a, b in together:
        root[max(find(a), find(b))] = min(find(a), find(b))
    found: dict[int, list[int]] = {}
    for k in range(count):
        found.setdefault(find(k), []).append(k)
    return [members for members in found.values() if len(members) > 1]
