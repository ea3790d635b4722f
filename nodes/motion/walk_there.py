"""A motion that goes over the ground: steps, size and place of one person who has somewhere to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.directions import smooth
from nodes.algorithms.gait import Step, Trip, steps_along, stride, travel
from nodes.algorithms.kinematics import global_rotations, local_rotations
from nodes.algorithms.manner import STROLL, Manner
from nodes.algorithms.rotation import continuous, inverse, multiply, normalise, settled, slerp
from nodes.algorithms.turn_round import flips, goes_against, mirrored
from nodes.motion.on_the_ground import Stander
from studio.media.motion import Motion

F64 = npt.NDArray[np.float64]

AROUND = 0.15
"""Seconds before and after a trip in which legs go over from what else they do."""
AFTER = 1.0
"""Seconds that a motion goes on after its last trip."""
STILL = 0.02
"""Metres a second below which nobody goes anywhere."""

FAR = 0.6
"""Metres for each of a stroll's steps from which on they are too few for a way."""
MIRROR = np.array([-1.0, 1.0])
SOON = 1.5
"""Seconds after arriving within which somebody who is to touch somebody does not turn round for the way."""


@dataclass(frozen=True)
class Way:
    """A way that was found.

    Attributes:
        times: (S,) seconds.
        places: (S, 2) metres.
        leave: Second of setting out.
        steps: Steps that the motion has already.
        touches: Seconds from when until when the person touches somebody afterwards.
        manner: How feet go.
    """

    times: F64
    places: F64
    leave: float
    steps: tuple[Step, ...]
    touches: tuple[float, ...] = ()
    manner: Manner = STROLL

    @property
    def arrives(self) -> float:
        """Second from which on the person stays, until the next way."""
        speed = np.linalg.norm(np.gradient(self.places, self.times, axis=0), axis=1)
        goes = np.flatnonzero((speed > STILL) & (self.times >= self.leave))
        return float(self.times[goes[-1]]) if goes.size else self.leave


def walked(stander: Stander, motion: Motion, ways: Sequence[Way], path: tuple[F64, F64]) -> Motion:
    """The motion over the ground.

    Args:
        stander: Who walks.
        motion: What else they do.
        ways: One after the other.
        path: (S,) seconds and (S, 2) places of the whole shot.

    Returns:
        The motion with feet that stand where they are; it is no loop any more, and is held after its end.
    """
    motion = long_enough(motion, max(way.arrives for way in ways) + AFTER)
    times = motion.start + np.arange(len(motion.rotations)) / motion.fps
    body, metre = stander.body, stander.rig.pixels_per_metre
    places = np.stack([np.interp(times, path[0], path[1][:, k]) for k in (0, 1)], axis=1)
    local = motion.rotations.astype(np.float64)
    root = motion.root.astype(np.float64) * metre
    lifts = {side: np.zeros(len(times)) for side in ("left", "right")}
    flip = np.ones(len(times))
    for way, after in zip(ways, [*ways[1:], None], strict=True):
        if _turns_round(body, way):
            _go(in_mirror(stander), as_in_mirror(way), times, places * MIRROR, local, root, lifts)
            flip = np.minimum(flip, flips(times, way.leave, _turns_back(body, way, after)))
        else:
            _go(stander, way, times, places, local, root, lifts)
    shift, size = travel(body, stander.view, places)
    goes = (np.abs(places - places[0]).max(axis=1) > 1e-9) | (flip != 1)
    # turned round about the ground under them, not about the hips
    sway = root * np.column_stack([flip, np.ones((len(times), 2))])
    sway[:, 0] += (1 - flip) * (stander.view.ground[0] - body.heads[0, 0])
    whole = np.where(goes[:, None], shift + size[:, None] * sway, root)
    channels = dict(motion.channels) | {"size": settled(np.where(goes, size, 1.0))}
    channels |= {"flip": settled(flip)} if (flip != 1).any() else {}
    channels |= {f"{side}Lift": settled(lift / metre) for side, lift in lifts.items()}
    rotations = settled(continuous(local))
    rotations *= np.where((rotations[:1] * motion.rotations[:1]).sum(axis=-1, keepdims=True) < 0, -1, 1).astype("f4")
    as_before = (local == motion.rotations).all(axis=(1, 2))
    rotations[as_before] = motion.rotations[as_before]
    return replace(motion, rotations=rotations, root=settled(whole / metre), channels=channels, loop=False)


def _turns_round(body: Body, way: Way) -> bool:
    """Whether somebody goes the other way than the photo shows them, and has nothing in hand with anybody there."""
    soon = any(way.leave < second < way.arrives + SOON for second in way.touches)
    return goes_against(body, way.places[-1] - way.places[0]) and not soon and way.manner.turns > 0


def _turns_back(body: Body, way: Way, after: Way | None) -> float:
    """Second at which they turn back: for the next way, or for somebody; never where nothing asks for it."""
    touch = min((second for second in way.touches if second > way.arrives), default=np.inf)
    leaves = np.inf if after is None or _turns_round(body, after) else after.leave
    return float(min(touch - SOON / 2, leaves))


def in_mirror(stander: Stander) -> Stander:
    """Somebody on the ground as it is seen in a mirror on their spot."""
    return replace(stander, view=mirrored(stander.view))


def as_in_mirror(way: Way) -> Way:
    """The way in that mirror."""
    return replace(way, places=way.places * MIRROR)


def _go(
    stander: Stander, way: Way, times: F64, places: F64, local: F64, root: F64, lifts: Mapping[str, F64]
) -> None:  # fmt: skip
    """One way, in place."""
    body, arrives = stander.body, way.arrives
    steps = _steps(stander, way, arrives)
    if not steps:
        return
    end = max(arrives, steps[-1].land)
    window = np.flatnonzero((times >= way.leave - AROUND) & (times <= end + AROUND))
    if len(window) < 8:
        return
    span = slice(int(window[0]), int(window[-1]) + 1)
    rest = global_rotations(body.rest, body.parents)
    turns = multiply(global_rotations(normalise(local[span]), body.parents), inverse(rest))
    own = max((step.land for step in steps if step in way.steps), default=way.leave - 1.0)
    trip = Trip(
        times[span],
        places[span],
        steps,
        smooth((times[span] - own) / AROUND),
        "left" if _left_is_right(stander) > 0 else "right",
        way.manner,
    )
    turns, moved, lifted = stride(body, stander.view, trip, turns, root[span])
    come, gone = (times[span] - way.leave) / AROUND + 1, (end - times[span]) / AROUND + 1
    there = smooth(np.clip(come, 0, 1) * np.clip(gone, 0, 1))
    found = local_rotations(multiply(turns, rest), body.parents)
    found = np.where((found * local[span]).sum(axis=-1, keepdims=True) < 0, -found, found)
    local[span] = slerp(local[span], found, there[:, None])
    root[span] += (moved - root[span]) * there[:, None]
    for side, lift in lifted.items():
        lifts[side][span] = np.maximum(lifts[side][span], lift * there)


def _steps(stander: Stander, way: Way, arrives: float) -> tuple[Step, ...]:
    """The motion's own steps as long as they go somewhere, and more where the way takes longer."""
    own = [step for step in way.steps if step.leave < arrives + 0.1]
    if {step.side for step in own} != {"left", "right"} or _gone(way, own) > _far(way.manner) * len(own):
        own = []
    start = own[-1].land if own else way.leave
    if own and arrives - start < 0.25:
        return tuple(own)
    times = np.linspace(start, max(arrives, start + 0.5), 200)
    places = np.stack([np.interp(times, way.times, way.places[:, k]) for k in (0, 1)], axis=1)
    if own and float(np.linalg.norm(places[-1] - places[0])) < 0.1:
        return tuple(own)
    right = float(places[-1, 0] - places[0, 0]) * _left_is_right(stander) >= 0
    first = ("left" if right else "right") if not own else ("left" if own[-1].side == "right" else "right")
    return (*own, *steps_along(times, places, first, way.manner.step))


def _far(manner: Manner) -> float:
    """Metres for each of its own steps from which on a motion's steps are too few for a way."""
    return FAR * manner.step / STROLL.step


def _gone(way: Way, steps: Sequence[Step]) -> float:
    """Metres that a way leads while such steps are taken."""
    during = (way.times >= steps[0].leave) & (way.times <= steps[-1].land)
    return float(np.linalg.norm(np.diff(way.places[during], axis=0), axis=1).sum())


def _left_is_right(stander: Stander) -> float:
    """1 where the left leg is on the right in the picture, as of somebody who faces the viewer."""
    left, right = (stander.body.index(f"{side}UpperLeg") for side in ("left", "right"))
    return 1.0 if stander.body.heads[left, 0] >= stander.body.heads[right, 0] else -1.0


def long_enough(motion: Motion, last: float) -> Motion:
    """A loop played so often that the last trip lies in it; what is none is held."""
    lasts = len(motion.rotations) / motion.fps
    more = last - motion.start - lasts
    if more <= 0:
        return motion
    if motion.loop:
        rounds = int(np.ceil((last - motion.start) / lasts))
        tiled = [np.tile(curve, (rounds, *(1,) * (curve.ndim - 1))) for curve in (motion.rotations, motion.root)]
        channels = {name: np.tile(curve, rounds) for name, curve in motion.channels.items()}
        return replace(motion, rotations=tiled[0], root=tiled[1], channels=channels)
    add = int(np.ceil(more * motion.fps))
    held = [np.concatenate([curve, np.repeat(curve[-1:], add, axis=0)]) for curve in (motion.rotations, motion.root)]
    channels = {name: np.concatenate([c, np.repeat(c[-1:], add)]) for name, c in motion.channels.items()}
    return replace(motion, rotations=held[0], root=held[1], channels=channels)
