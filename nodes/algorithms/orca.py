"""Walk among others without bumping into them: optimal reciprocal collision avoidance.

Each pair that would meet within the horizon shares out the smallest change of velocity that prevents it; what is left
to each is a half-plane of velocities, and the one nearest to what is wanted is found by linear programming, for
everybody at once. Where no velocity suits all half-planes, the one that breaks them least is taken.

Source: van den Berg, Guy, Lin and Manocha, "Reciprocal n-body collision avoidance", ISRR 2011; de Berg et al.,
"Computational Geometry", chapter 4, for linear programs solved one line after the other.

Convention:
    Ground plane, metres: x right, z towards the viewer. A line is a point and a unit direction; what is allowed lies on
    its left. N people, K lines each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
B8 = npt.NDArray[np.bool_]

NEIGHBOURS = 10
"""How many others one pays attention to: the nearest."""
PASSED = 0.3
"""Metres a second along one's own way from which on somebody goes the same way, and need not be passed."""
BESIDE = 0.15
"""Seconds ahead in which nobody who stands is to be met: one may come close to them."""
FIRM = 10.0
"""Times that another one has to yield more for one to go on as if there were nobody."""
WIDE = 1.08
"""Times the room of both by which one passes beside somebody who stands."""
PARALLEL = 1e-9
"""Cross product of unit directions below which two lines count as parallel."""


@dataclass(frozen=True)
class Manner:
    """How people walk among others. Those who are alike would wait for one another, so everybody keeps to one side.

    Attributes:
        horizon: Seconds ahead in which nobody is to be met.
        veer: Radians that one turns to the right (below 0: left), at most, for those who come towards one.
        near: Metres within which one turns so.
        ahead: Cosine of the angle to one's way within which others count as ahead.
    """

    horizon: float = 2.0
    veer: float = 0.2
    near: float = 3.0
    ahead: float = 0.7


@dataclass(frozen=True)
class Crowd:
    """Everybody at one moment.

    Attributes:
        places, velocities: (N, 2) metres, and metres a second.
        wanted: (N, 2) velocities with which they would come to where they go, were they alone.
        radius: (N,) metres.
        fastest: (N,) metres a second.
        yields: (N,) 0 keeps its path whoever comes, 1 gives way like everybody.
        left: (N,) metres to where they go.
    """

    places: F64
    velocities: F64
    wanted: F64
    radius: F64
    fastest: F64
    yields: F64
    left: F64


@dataclass(frozen=True)
class Lines:
    """(N, K) half-planes: points (N, K, 2), directions (N, K, 2), which of them there are, and which must hold."""

    points: F64
    directions: F64
    there: B8
    hard: B8


def avoid(crowd: Crowd, manner: Manner, step: float) -> F64:
    """Velocities for the next step.

    Args:
        crowd: Everybody now.
        manner: How they walk.
        step: Seconds of the step.

    Returns:
        (N, 2) metres a second; those who keep their path get what they want, exactly.
    """
    near, there = neighbours(crowd, manner.horizon)
    if not there.any():
        return np.array(crowd.wanted)
    lines = _lines(crowd, near, there, manner.horizon, step)
    wanted = _turned(crowd.wanted, _veered(crowd, near, there, manner) + _round(crowd, near, there))
    found, failed = _nearest(lines, crowd.fastest, wanted, towards=False)
    stuck = np.flatnonzero(failed < lines.there.shape[1])
    if stuck.size:
        part = Lines(lines.points[stuck], lines.directions[stuck], lines.there[stuck], lines.hard[stuck])
        found[stuck] = _least_broken(part, crowd.fastest[stuck], found[stuck], failed[stuck])
    return np.where(crowd.yields[:, None] > 0, found, crowd.wanted)


def neighbours(crowd: Crowd, horizon: float) -> tuple[npt.NDArray[np.intp], B8]:
    """(N, K) indices of the nearest others within reach, and which of them there are."""
    from scipy.spatial import cKDTree

    count = min(NEIGHBOURS, len(crowd.places) - 1)
    if count < 1:
        return np.zeros((len(crowd.places), 1), np.intp), np.zeros((len(crowd.places), 1), bool)
    reach = 2 * horizon * float(crowd.fastest.max()) + 2 * float(crowd.radius.max())
    _, index = cKDTree(crowd.places).query(crowd.places, k=count + 1, distance_upper_bound=reach)
    others = np.asarray(index)
    own = np.arange(len(crowd.places))[:, None]
    order = np.argsort(others == own, axis=1, kind="stable")  # the person itself goes to the end
    others = np.take_along_axis(others, order, axis=1)[:, :count]
    there = (others < len(crowd.places)) & (others != own)
    return np.where(there, others, 0), there


def _veered(crowd: Crowd, near: npt.NDArray[np.intp], there: B8, manner: Manner) -> F64:
    """(N,) radians to turn aside where somebody comes towards one, or is held up before one."""
    way = crowd.places[near] - crowd.places[:, None]
    far = np.maximum(_length(way), 1e-9)
    forward = crowd.wanted / np.maximum(_length(crowd.wanted), 1e-9)[:, None]
    ahead = (way * forward[:, None]).sum(-1) / far
    towards = (crowd.velocities[near] * forward[:, None]).sum(-1) < PASSED
    close = np.clip(1.5 * (1 - far / manner.near), 0, 1)
    close *= np.clip(2 * (ahead - manner.ahead) / (1 - manner.ahead), 0, 1)
    goes = there & towards & ((crowd.wanted[near] ** 2).sum(-1) > 0)
    goes &= crowd.yields[near] < FIRM * crowd.yields[:, None]  # who leads is not turned aside by those who give way
    return np.asarray(manner.veer * np.where(goes, close, 0).max(axis=1))


def _round(crowd: Crowd, near: npt.NDArray[np.intp], there: B8) -> F64:
    """(N,) radians to turn by so as to pass beside whoever stands in the way: along the nearer tangent."""
    way = crowd.places[near] - crowd.places[:, None]
    far = np.maximum(_length(way), 1e-9)
    both = (crowd.radius[:, None] + crowd.radius[near]) * WIDE
    ahead = np.arctan2(_cross(crowd.wanted[:, None], way), (crowd.wanted[:, None] * way).sum(-1))
    half = np.arcsin(np.clip(both / far, 0, 1))
    stands = there & ((crowd.wanted[near] ** 2).sum(-1) == 0) & ((crowd.wanted**2).sum(-1) > 0)[:, None]
    blocks = stands & (np.abs(ahead) < half) & (far - both / WIDE < crowd.left[:, None])
    # round the nearest one, on the side that is less far; straight ahead, to the right
    first = np.where(blocks, far, np.inf).argmin(axis=1)[:, None]
    angle, half = np.take_along_axis(ahead, first, 1)[:, 0], np.take_along_axis(half, first, 1)[:, 0]
    turn = np.where(angle > 1e-3, angle - half, angle + half)
    return np.where(blocks.any(axis=1), turn, 0.0)


def _turned(vectors: F64, angle: F64) -> F64:
    """(N, 2) vectors turned to the right of those who go there by (N,) radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    x, z = vectors.T
    return np.stack([cos * x - sin * z, sin * x + cos * z], axis=1)


def _lines(crowd: Crowd, near: npt.NDArray[np.intp], there: B8, horizon: float, step: float) -> Lines:
    """The half-plane that each neighbour leaves."""
    way = crowd.places[near] - crowd.places[:, None]
    speed = crowd.velocities[:, None] - crowd.velocities[near]
    both = crowd.radius[:, None] + crowd.radius[near]
    apart = (way * way).sum(-1)
    free = apart > both * both
    stands = (crowd.wanted[near] ** 2).sum(-1) == 0
    change, direction = _off_cone(way, speed, both, apart, np.where(stands, BESIDE, horizon))
    out_change, out_direction = _off_circle(way, speed, both, np.full(apart.shape, step))
    change = np.where(free[..., None], change, out_change)
    direction = np.where(free[..., None], direction, out_direction)
    mine, theirs = crowd.yields[:, None], crowd.yields[near]
    share = mine / np.maximum(mine + theirs, 1e-9)
    points = crowd.velocities[:, None] + share[..., None] * change
    there = there & (mine > 0) & (theirs < FIRM * mine)
    hard = there & (theirs <= 0)
    order = np.argsort(~hard, axis=1, kind="stable")  # what must hold comes first
    rows = np.arange(len(points))[:, None]
    return Lines(points[rows, order], direction[rows, order], there[rows, order], hard[rows, order])


def _off_cone(way: F64, speed: F64, both: F64, apart: F64, horizon: F64) -> tuple[F64, F64]:
    """The smallest change of relative velocity out of the velocity obstacle, and the line's direction."""
    past = speed - way / horizon[..., None]
    round_end = ((past * way).sum(-1) < 0) & ((past * way).sum(-1) ** 2 > both**2 * (past * past).sum(-1))
    circle_change, circle_direction = _off_circle(way, speed, both, horizon)
    leg = np.sqrt(np.maximum(apart - both**2, 0))
    x, z = way[..., 0], way[..., 1]
    left = np.stack([x * leg - z * both, x * both + z * leg], axis=-1)
    right = -np.stack([x * leg + z * both, -x * both + z * leg], axis=-1)
    side = np.where((_cross(way, past) > 0)[..., None], left, right) / np.maximum(apart, 1e-12)[..., None]
    change = (speed * side).sum(-1)[..., None] * side - speed
    end = round_end[..., None]
    return np.where(end, circle_change, change), np.where(end, circle_direction, side)


def _off_circle(way: F64, speed: F64, both: F64, seconds: F64) -> tuple[F64, F64]:
    """Likewise out of the disc of velocities that bring two together after just so many seconds."""
    past = speed - way / seconds[..., None]
    far = _length(past)
    unit = np.where((far > 1e-9)[..., None], past / np.maximum(far, 1e-9)[..., None], np.array([1.0, 0.0]))
    change = (both / seconds - far)[..., None] * unit
    return change, np.stack([unit[..., 1], -unit[..., 0]], axis=-1)


def _nearest(lines: Lines, fastest: F64, wanted: F64, towards: bool) -> tuple[F64, npt.NDArray[np.intp]]:
    """The best velocity on the left of all lines, no faster than allowed.

    Args:
        lines: Half-planes.
        fastest: (N,) radius of the disc of velocities.
        wanted: (N, 2) the velocity to be near to, or the direction to go far in.
        towards: Whether it is a direction.

    Returns:
        (N, 2) velocities, and (N,) index of the line at which there was none any more, K where all hold.
    """
    count = lines.there.shape[1]
    speed = _length(wanted)
    scale = fastest / np.maximum(speed, 1e-9) if towards else np.minimum(1, fastest / np.maximum(speed, 1e-9))
    found = wanted * scale[:, None]
    failed = np.full(len(wanted), count)
    for k in range(count):
        broken = _cross(lines.directions[:, k], lines.points[:, k] - found) > 0
        rows = np.flatnonzero(lines.there[:, k] & broken & (failed == count))
        if rows.size:
            better, fits = _on_line(lines, k, rows, fastest, wanted, towards)
            found[rows[fits]] = better[fits]
            failed[rows[~fits]] = k
    return found, failed


def _on_line(
    lines: Lines, k: int, rows: npt.NDArray[np.intp], fastest: F64, wanted: F64, towards: bool
) -> tuple[F64, B8]:
    """The best point of the k-th line that the lines before it and the disc allow, and whether there is one."""
    point, direction = lines.points[rows, k], lines.directions[rows, k]
    along = (point * direction).sum(-1)
    inside = along**2 + fastest[rows] ** 2 - (point * point).sum(-1)
    root = np.sqrt(np.maximum(inside, 0))
    low, high, fits = -along - root, -along + root, inside >= 0
    if k:
        before, others = lines.directions[rows, :k], lines.points[rows, :k]
        cross = _cross(direction[:, None], before)
        across = _cross(before, point[:, None] - others)
        even = np.abs(cross) <= PARALLEL
        there = lines.there[rows, :k]
        at = across / np.where(even, 1.0, cross)
        high = np.minimum(high, np.where(there & ~even & (cross > 0), at, np.inf).min(axis=1))
        low = np.maximum(low, np.where(there & ~even & (cross < 0), at, -np.inf).max(axis=1))
        fits = fits & ~(there & even & (across < 0)).any(axis=1) & (low <= high)
    if towards:
        place = np.where((wanted[rows] * direction).sum(-1) > 0, high, low)
    else:
        place = np.minimum(np.maximum((direction * (wanted[rows] - point)).sum(-1), low), high)
    return point + place[:, None] * direction, fits


def _least_broken(lines: Lines, fastest: F64, found: F64, failed: npt.NDArray[np.intp]) -> F64:
    """Velocities that break the lines which need not hold as little as can be: a linear program in three dimensions."""
    found, deepest = np.array(found), np.zeros(len(found))
    for k in range(lines.there.shape[1]):
        depth = _cross(lines.directions[:, k], lines.points[:, k] - found)
        rows = np.flatnonzero(lines.there[:, k] & (k >= failed) & (depth > deepest))
        if not rows.size:
            continue
        direction = lines.directions[rows, k]
        best, stuck = _nearest(
            _between(lines, k, rows), fastest[rows], np.stack([-direction[:, 1], direction[:, 0]], axis=1), towards=True
        )
        fits = stuck >= k
        found[rows[fits]] = best[fits]
        deepest[rows] = _cross(direction, lines.points[rows, k] - found[rows])
    return found


def _between(lines: Lines, k: int, rows: npt.NDArray[np.intp]) -> Lines:
    """The lines before the k-th: as they are where they must hold, else where both are broken alike."""
    point, direction = lines.points[rows, k, None], lines.directions[rows, k, None]
    points, directions = lines.points[rows, :k], lines.directions[rows, :k]
    hard, there = lines.hard[rows, :k], lines.there[rows, :k]
    cross = _cross(direction, directions)
    even = np.abs(cross) <= PARALLEL
    along = _cross(directions, point - points) / np.where(even, 1.0, cross)
    meet = np.where(even[..., None], (point + points) / 2, point + along[..., None] * direction)
    turn = directions - direction
    turn = turn / np.maximum(_length(turn), 1e-12)[..., None]
    same = even & ((direction * directions).sum(-1) > 0)
    return Lines(
        np.where(hard[..., None], points, meet), np.where(hard[..., None], directions, turn),
        there & (hard | ~same), hard,
    )  # fmt: skip


def _cross(a: F64, b: F64) -> F64:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def _length(a: F64) -> F64:
    return np.asarray(np.sqrt((a * a).sum(-1)))
