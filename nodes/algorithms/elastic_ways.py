"""Ways that bend around one another: everybody's whole way is known, so that nobody has to wait to see what comes.

Two who would meet pass beside one another, each on the side on which they are already, or to the right; what each
moment asks for is spread over the moments around it, and again, until nobody is too near to anybody. Nobody sets out or
arrives at another time for it.

Source: Quinlan and Khatib, "Elastic bands: connecting path planning and control", ICRA 1993; Rösmann et al.,
"Trajectory modification considering dynamic constraints of autonomous robots", ROBOTIK 2012, for bands in time.

Convention:
    As :mod:`nodes.algorithms.ground_path`. T moments, N people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

LAST = 0.4
"""Times of the spread that pushes are spread at the end: what is left then is short."""
STRONGER = 3.0
"""Times, at most, that a push is made stronger because spreading it made it weaker."""
EASE = 0.6
"""Seconds after setting out, and before arriving, in which nobody can be pushed as far as wanted."""
GOES = 0.3
"""Metres a second between two from which on they pass one another; slower ones are just moved apart."""
TO_THE_RIGHT = 0.02
"""Metres by which who comes straight towards one counts as more to the left."""
SLACK = 0.004
"""Metres that two may be too near to one another."""


@dataclass(frozen=True)
class Bend:
    """How ways are bent.

    Attributes:
        spread: Seconds (standard deviation) over which a push is spread at first.
        gain: Share of a push that is done in a round.
        slackens: Share of what ways were bent that they straighten in a round: nobody goes farther round than needed.
        rounds: How often.
    """

    spread: float = 0.7
    gain: float = 0.5
    slackens: float = 0.003
    rounds: int = 200


def part_ways(
    places: F64, radius: F64, yields: F64, step: float, bend: Bend, check: Callable[[], None] = lambda: None
) -> F64:
    """Bend ways apart.

    Args:
        places: (T, N, 2) metres; who does not move is passed by, and stays.
        radius: (N,) metres that others keep off.
        yields: (N,) how much each gives way, against the other.
        step: Seconds of a moment.
        bend: How.
        check: Called now and then; may raise to stop.

    Returns:
        (T, N, 2) places; the ways themselves where nobody comes too near. Where there is no room, what is left is less.
    """
    if len(places) < 4 or places.shape[1] < 2:
        return places
    velocities = np.gradient(places, step, axis=0)
    free = _free(places, step)
    give = np.where(free.any(axis=0), yields, 0.0)
    made = places
    for done in range(bend.rounds):
        check()
        wish = _wishes(made, velocities, radius, give, near_pairs(made, float(2 * radius.max())))
        if not wish.any():
            break
        calm = 1 - done / bend.rounds
        push = _spread(wish, bend.spread * (LAST + (1 - LAST) * calm) / step)
        made = places + (1 - bend.slackens * calm) * (made - places) + bend.gain * free[..., None] * push
    return made


def _free(places: F64, step: float) -> F64:
    """(T, N) 0 where somebody stands, 1 in the middle of a way."""
    from scipy.ndimage import distance_transform_edt

    moves = np.pad(np.linalg.norm(np.diff(places, axis=0), axis=-1) > 1e-6, ((1, 1), (0, 0)))
    inside = np.stack([distance_transform_edt(column) for column in (moves[1:] & moves[:-1]).T], axis=1)
    u = np.clip(inside * step / EASE, 0, 1)
    return np.asarray(u * u * (3 - 2 * u))


def near_pairs(places: F64, reach: float) -> tuple[Index, Index, Index]:
    """Moments and pairs that are nearer than that.

    One search for all moments, which lie farther apart than it: n log n in people and moments.
    """
    from scipy.spatial import cKDTree

    count, people = places.shape[:2]
    layers = np.repeat(np.arange(count) * 1.01 * reach, people)
    pairs = cKDTree(np.column_stack([places.reshape(-1, 2), layers])).query_pairs(reach, output_type="ndarray")
    return pairs[:, 0] // people, pairs[:, 0] % people, pairs[:, 1] % people


def _wishes(places: F64, velocities: F64, radius: F64, give: F64, near: tuple[Index, Index, Index]) -> F64:
    """(T, N, 2) metres that everybody wants to be elsewhere: all that the others ask for."""
    when, one, other = near
    apart = places[when, one] - places[when, other]
    both = radius[one] + radius[other]
    short = both - np.hypot(*apart.T)
    share = give[one] + give[other]
    keep = (short > SLACK) & (share > 0)
    when, one, other, apart, both = when[keep], one[keep], other[keep], apart[keep], both[keep]
    way = _way_out(apart, velocities[when, one] - velocities[when, other])
    along = (apart * way).sum(axis=1)
    push = np.sqrt(np.maximum(along**2 + both**2 - (apart * apart).sum(axis=1), 0)) - along
    wish = np.zeros_like(places)
    for who, sign in ((one, 1.0), (other, -1.0)):
        np.add.at(wish, (when, who), sign * (push * give[who] / share[keep])[:, None] * way)
    return wish


def _way_out(apart: F64, speed: F64) -> F64:
    """(K, 2) unit vectors along which the first of two gets out of the other's way: beside it, not back."""
    fast = np.hypot(*speed.T)
    beside = np.column_stack([-speed[:, 1], speed[:, 0]]) / np.maximum(fast, 1e-9)[:, None]
    side = np.where((beside * apart).sum(axis=1) + TO_THE_RIGHT > 0, 1.0, -1.0)
    far = np.hypot(*apart.T)
    straight = np.where((far > 1e-6)[:, None], apart / np.maximum(far, 1e-9)[:, None], beside)
    passes = np.clip(fast / GOES - 1, 0, 1)[:, None]
    way = passes * side[:, None] * beside + (1 - passes) * straight
    return np.asarray(way / np.maximum(np.hypot(*way.T), 1e-9)[:, None])


def _spread(wish: F64, sigma: float) -> F64:
    """The wishes over time, as strong as they were where they were strongest."""
    from scipy.ndimage import gaussian_filter1d

    size = np.hypot(wish[..., 0], wish[..., 1])
    soft = gaussian_filter1d(wish, sigma, axis=0, mode="constant")
    most = np.hypot(soft[..., 0], soft[..., 1]).max(axis=0)
    return np.asarray(soft * np.minimum(size.max(axis=0) / np.maximum(most, 1e-9), STRONGER)[:, None])
