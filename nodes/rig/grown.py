"""How much larger people are seen by a camera that has come nearer, beside what is behind them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.people_depth import metres_of_people
from studio.media.depth import Depth
from studio.media.rig import Rig
from studio.media.view import View

FAR = 90.0
"""Percentile of the plate's distances that counts as the background."""
BEHIND = 2.5
"""How many times as far as the farthest person the background is, where no distance is known."""


def shares_behind(rigs: Sequence[Rig], depth: Depth | None, size: tuple[int, int]) -> npt.NDArray[np.float64]:
    """(P,) share of the way to the background that lies behind each person, at least one, in a picture of a size."""
    known = None if depth is None else depth.metres
    metres = metres_of_people(
        [rig.pixels_per_metre for rig in rigs], [rig.layer for rig in rigs], [rig.ground for rig in rigs], known, size
    )  # fmt: skip
    seen = np.zeros(0) if known is None else known[np.isfinite(known)]
    far = max(float(np.percentile(seen, FAR)) if seen.size else BEHIND * float(metres.max()), float(metres.max()))
    return np.asarray(1.0 - metres / far, np.float64)


def growth(view: View, amount: float, share: float) -> float:
    """How much larger somebody is seen, with so much of the way to the background behind them."""
    return 1.0 + amount * (1.0 - 1.0 / max(view.nearer, 1.0)) * share


def lowest_at_rest(rig: Rig) -> float:
    """The lowest pixel row of a body in the photo."""
    return lowest([part.vertices for part in rig.parts]) or float(rig.ground[1])


def lowest(parts: Sequence[npt.NDArray[np.float32]]) -> float:
    """The lowest row of any vertex, 0 of none."""
    return max((float(part[:, 1].max()) for part in parts if len(part)), default=0.0)
