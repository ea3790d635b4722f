"""Ways over the ground: who goes where, when, and how everyone gets there without bumping into others.

Convention:
    Ground plane, metres: x right, z towards the viewer. Seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.elastic_ways import Bend, near_pairs, part_ways
from nodes.algorithms.orca import Crowd, Manner, avoid

F64 = npt.NDArray[np.float64]

STEP = 0.05
"""Seconds of a step."""
MANNERS = (
    Manner(), Manner(0.5, 0.3, 4.0, 0.5), Manner(1.0, 0.15, 2.0, 0.0), Manner(0.5, -0.6, 3.0, 0.3),
    Manner(1.0, 0.9, 3.0, 0.0), Manner(1.0, 0.6, 4.0, 0.3), Manner(0.5, 0.3, 6.0, 0.6), Manner(0.5, 0.15, 4.0, 0.5),
    Manner(0.5, -0.6, 4.0, 0.5), Manner(0.5, 0.45, 2.0, 0.0), Manner(0.5, 0.6, 3.0, 0.3), Manner(0.5, -0.3, 4.0, 0.5),
)  # fmt: skip
"""How people keep out of one another's way as they go, the calmest first."""
BENDS = (Bend(), Bend(1.0, 0.5, 0.003, 500), Bend(0.7, 0.8, 0.0, 200))
"""How everybody's way is bent beforehand, where those who only see what comes are too late or too near."""
MANY, FEW_TRIES = 30, 3
"""People from which on so few manners, and one bend, are tried."""
KEPT = 0.97
"""Share of the room of two that is kept."""
CLOSE = 20.0
"""What a metre too near counts against being late by all the planned seconds."""
LATE = 1.05
"""Times the planned seconds from which on somebody comes too late."""
GIVES_UP = 2.5
"""Times the planned seconds after which a try is given up."""
GAIN = 1.8
"""Metres a second that a walker gains or loses in a second; who runs, more."""
STROLL = 1.5
"""Metres a second from which on one gains speed faster."""
HURRY = 1.4
"""Times the planned speed, at most, for who was held up."""
SLOWEST = 0.3
"""Metres a second: nobody creeps to the mark."""
THERE = 0.012
"""Metres from the mark at which somebody is there."""


@dataclass(frozen=True)
class Goal:
    """Where somebody goes next.

    Attributes:
        place: (x, z) metres.
        leave: Second at which they set out, if they have come to the goal before or not.
        arrive: Second at which they are to be there.
    """

    place: tuple[float, float]
    leave: float
    arrive: float


@dataclass(frozen=True)
class Walker:
    """Somebody on the ground.

    Attributes:
        start: (x, z) metres.
        goals: One after the other; nobody without goals moves.
        radius: Metres around the middle that others keep off.
        yields: 1 gives way as everybody does, 0 keeps the path that was set.
    """

    start: tuple[float, float]
    goals: tuple[Goal, ...] = ()
    radius: float = 0.25
    yields: float = 1.0


def free_time(distance: float, speed: float) -> float:
    """Seconds that a way takes alone, speed gained and lost at either end."""
    gain = gain_of(speed)
    if distance <= 0:
        return 0.0
    if distance < speed * speed / gain:
        return 2 * float(np.sqrt(distance / gain))
    return distance / speed + speed / gain


def gain_of(speed: float) -> float:
    """Metres a second that somebody who goes so fast gains in a second."""
    return GAIN * max(1.0, speed / STROLL)


def speed_for(distance: float, seconds: float, fastest: float) -> float:
    """Metres a second at which a way takes so long; the fastest where that is not enough."""
    slow, quick = 0.0, fastest
    for _ in range(40):
        middle = (slow + quick) / 2
        slow, quick = (middle, quick) if free_time(distance, max(middle, 1e-6)) > seconds else (slow, middle)
    return quick


def walk(walkers: Sequence[Walker], check: Callable[[], None] = lambda: None) -> tuple[F64, F64]:
    """Let everybody go.

    Args:
        walkers: Everybody on the ground, who only stands there included.
        check: Called now and then; may raise to stop.

    Returns:
        (T,) seconds and (T, N, 2) places, from 0 until everybody is where they go. It is the first of several ways of
        giving way in which nobody comes too late or too near to anybody, else the one in which that is least.
    """
    plan, best, least = _Plan(walkers), np.zeros((1, len(walkers), 2)), np.inf
    for places in _ways(plan, check):
        late, close = plan.lateness(places), plan.closeness(places)
        if late + CLOSE * close < least:
            best, least = places, late + CLOSE * close
        if late <= LATE and close == 0:
            break
    return np.arange(len(best)) * STEP, best


def _ways(plan: _Plan, check: Callable[[], None]) -> Iterator[F64]:
    """(T, N, 2) everybody's way: as one gives way who sees what comes, then bent beforehand, then in other manners."""
    many = len(plan.start) > MANY
    calmest, *others = MANNERS[: FEW_TRIES if many else None]
    yield _tried(plan, calmest, check)
    free = _tried(plan, None, check)
    for bend in BENDS[: 1 if many else None]:
        yield part_ways(free, plan.radius, plan.yields, STEP, bend, check)
    for manner in others:
        yield _tried(plan, manner, check)


def _tried(plan: _Plan, manner: Manner | None, check: Callable[[], None]) -> F64:
    """(T, N, 2) everybody's way in one manner of giving way; None gives way to nobody."""
    places, velocities, made = plan.start, np.zeros_like(plan.start), [plan.start]
    for step in range(max(1, int(np.ceil(plan.until / STEP)))):
        if step % 10 == 0:
            check()
        now = step * STEP
        wanted, fastest, left = plan.wanted(now, places, velocities)
        moves = (wanted * wanted).sum(axis=1) > 0
        if not moves.any() and now >= plan.last:
            break
        # who only stands there is no walker: nobody is pushed off the spot
        crowd = Crowd(places, velocities, wanted, plan.radius, fastest, plan.yields * moves, left)
        velocities = (avoid(crowd, manner, STEP) if manner else wanted) * moves[:, None]
        places = places + velocities * STEP
        made.append(places)
    return np.stack(made)


class _Plan:
    """The goals of everybody as arrays."""

    def __init__(self, walkers: Sequence[Walker]) -> None:
        most = max([1, *(len(walker.goals) for walker in walkers)])
        self.start = np.array([walker.start for walker in walkers], np.float64)
        self.radius = np.array([walker.radius for walker in walkers], np.float64)
        self.leave = np.full((len(walkers), most), np.inf)
        self.arrive, self.place = np.zeros((len(walkers), most)), np.zeros((len(walkers), most, 2))
        self.yields = np.array([walker.yields for walker in walkers], np.float64)
        self.fastest, self.gain = np.full((len(walkers), most), SLOWEST), np.full((len(walkers), most), GAIN)
        for k, walker in enumerate(walkers):
            at = walker.start
            for g, goal in enumerate(walker.goals):
                self.leave[k, g], self.arrive[k, g], self.place[k, g] = goal.leave, goal.arrive, goal.place
                far = float(np.hypot(goal.place[0] - at[0], goal.place[1] - at[1]))
                speed = max(SLOWEST, speed_for(far, goal.arrive - goal.leave, 6.0))
                self.fastest[k, g], self.gain[k, g] = HURRY * speed, gain_of(speed)
                at = goal.place
        leaves = self.leave[np.isfinite(self.leave)]
        self.last = float(leaves.max()) if leaves.size else 0.0
        there = np.isfinite(self.leave)
        late = self.leave[there] + GIVES_UP * (self.arrive - self.leave)[there]
        self.until = float(late.max(initial=0))

    def lateness(self, places: F64) -> float:
        """Seconds that the latest took to the last goal, against what was planned; more where one is not reached."""
        worst = 0.0
        for k, leave in enumerate(self.leave):
            goals = int(np.isfinite(leave).sum())
            if goals:
                far = np.hypot(*(places[:, k] - self.place[k, goals - 1]).T)
                there = np.flatnonzero(far >= THERE)[-1] + 1 if (far >= THERE).any() else 0
                planned = self.arrive[k, goals - 1] - leave[goals - 1]
                late = (there * STEP - leave[goals - 1]) / max(planned, 1.0)
                worst = max(worst, late if there < len(far) else GIVES_UP + float(far[-1]))
        return worst

    def closeness(self, places: F64) -> float:
        """Metres by which two come too near to one another, at worst; not those who stand near from the start."""
        when, one, other = near_pairs(places, 2 * float(self.radius.max()))
        if not len(when):
            return 0.0
        far = np.hypot(*(places[when, one] - places[when, other]).T)
        return max(0.0, float((KEPT * (self.radius[one] + self.radius[other]) - far).max()))

    def wanted(self, now: float, places: F64, velocities: F64) -> tuple[F64, F64, F64]:
        """(N, 2) velocities towards everyone's goal, eased at both ends, (N,) the fastest, (N,) metres left."""
        rows = np.arange(len(places))
        goal = (self.leave <= now + 1e-9).sum(axis=1) - 1
        active, goal = goal >= 0, np.maximum(goal, 0)
        way = np.where(active[:, None], self.place[rows, goal] - places, 0)
        far = np.hypot(way[:, 0], way[:, 1])
        fastest, gain = self.fastest[rows, goal], self.gain[rows, goal]
        seconds = np.maximum(self.arrive[rows, goal] - now, 0)
        inside = (gain * seconds) ** 2 - 2 * gain * far
        cruise = np.where(inside > 0, gain * seconds - np.sqrt(np.maximum(inside, 0)), fastest)
        speed = np.clip(cruise, SLOWEST, np.maximum(fastest, SLOWEST))
        gained = np.hypot(velocities[:, 0], velocities[:, 1]) + gain * STEP
        speed = np.minimum.reduce([speed, np.sqrt(2 * gain * far), gained, far / STEP])
        speed[far < THERE] = 0
        return way / np.maximum(far, 1e-9)[:, None] * speed[:, None], fastest, far


def smooth_path(places: F64, times: F64, at: F64, spread: float = 0.12) -> F64:
    """(S, ...) places at other seconds, corners rounded over so many seconds; both ends stay."""
    from scipy.interpolate import PchipInterpolator
    from scipy.ndimage import gaussian_filter1d

    if len(times) < 2:
        return np.repeat(places[:1], len(at), axis=0)
    mirrored = np.concatenate([2 * places[:1] - places[:0:-1], places, 2 * places[-1:] - places[-2::-1]])
    soft = gaussian_filter1d(mirrored, spread / (times[1] - times[0]), axis=0)[len(places) - 1 : 2 * len(places) - 1]
    return np.asarray(PchipInterpolator(times, soft, axis=0)(np.clip(at, times[0], times[-1])))
