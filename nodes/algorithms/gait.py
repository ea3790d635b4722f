"""Steps over the ground: feet that stand stay where they are in the picture while the body goes on above them.

A foot stands where the body will be half way through that stance; between two stances it is lifted and carried over.
Legs reach for their feet by inverse kinematics, hips sink as far as both feet can be reached, and turn, with legs and
feet, towards where the person goes.

Source: Kovar, Schreiner and Gleicher, "Footskate cleanup for motion capture editing", SCA 2002 (feet first, then the
root); Bruderlin and Calvert, "Goal-directed, dynamic animation of human walking", SIGGRAPH 1989 (step length and rate).

Convention:
    As :mod:`nodes.algorithms.body`: pixels, x right, y up, z towards the viewer. Ground places are (x, z) metres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.directions import smooth
from nodes.algorithms.ground_view import GroundView
from nodes.algorithms.kinematics import posed_bones
from nodes.algorithms.manner import STROLL, Manner
from nodes.algorithms.rotation import from_vector, inverse, multiply, normalise, rotate, shortest_arc, slerp
from nodes.algorithms.two_bone_ik import bend, side_of_bend

F64 = npt.NDArray[np.float64]
SIDES = ("left", "right")

SHARE_IN_AIR = 0.84
"""Part of a step's time in which its foot is in the air."""
HEEL_OFF, ROLLS, PUSHES = 0.45, 0.3, 1.25
"""Part of a stance, and seconds at most, in which a foot rolls onto its toes before it leaves; and how far, for how far
it points down when it is lifted."""
EVEN = 0.8
"""Part of a step's time that is the same all along a way; the rest is as the body goes."""
DEEPER, SINKS = 1.5, 0.07
"""Times as many steps as for a metre along the picture, and the part of a leg's length that hips sink by at most."""
UPRIGHT = 0.95
"""Part of a leg's length at which hips are of somebody who walks, at least."""
CLOSES = 0.15
"""Times of a step by which the foot in front comes down farther on, and the other one less far."""
FEET = np.radians(15)
"""How far feet turn at most: one that is seen from the front has no side to be shown."""
BACKWARDS = np.radians(115)
"""Angle between where one looks and goes from which on one walks backwards."""
TURN, TRUNK = np.radians(62), 0.3
"""How far legs and feet turn towards where they go, at most, and the part of it that the trunk turns."""
SWING = np.radians(17)
"""How far arms swing to either side."""
GOES = 0.45
"""Metres a second from which on somebody has turned to where they go."""


@dataclass(frozen=True)
class Step:
    """One foot goes from the ground to the ground: seconds of both."""

    side: str
    leave: float
    land: float


@dataclass(frozen=True)
class Trip:
    """A way over the ground.

    Attributes:
        times: (T,) seconds.
        places: (T, 2) ground under the body.
        steps: In order of time.
        arms: (T,) how far arms swing: 1 of a stroll, 0 where the motion has it already.
        right: Side of the foot that is on the right in the picture.
        manner: How feet go.
    """

    times: F64
    places: F64
    steps: tuple[Step, ...]
    arms: F64
    right: str = "left"
    manner: Manner = STROLL


@dataclass(frozen=True)
class Feet:
    """Where feet are, by side.

    Attributes:
        places: (T, 2) ground below.
        lifted: (T,) 0..1 how far off the ground.
        apart: (T,) how much as in the photo.
        heels: (T,) 0..1 how far the heel has left the ground before the toes do; flat where nothing says so.
    """

    places: Mapping[str, F64]
    lifted: Mapping[str, F64]
    apart: Mapping[str, F64]
    heels: Mapping[str, F64] = field(default_factory=dict)


def steps_along(times: F64, places: F64, first: str, usual: float = STROLL.step) -> tuple[Step, ...]:
    """Steps that fill a way: so many that each is about as usual, and as quick as the way is gone just then.

    Args:
        times: (S,) seconds, from setting out to arriving.
        places: (S, 2) metres; steps into the picture's depth are shorter: a drawn leg does not grow towards the viewer.
        first: Side of the foot that goes first.
        usual: Metres of a step.
    """
    gone = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(places, axis=0)) @ np.array([1.0, DEEPER]))])
    seconds, metres = float(times[-1] - times[0]), float(gone[-1])
    step = usual * float(np.clip((metres / max(seconds, 1e-6)) / (2.08 * usual), 0.7, 1.35)) ** 0.5
    count = max(2, int(np.ceil(metres / step)) + 1)
    # at either end a body goes slowly, and its feet do not wait for that
    done = EVEN * (times - times[0]) / max(seconds, 1e-6) + (1 - EVEN) * gone / max(metres, 1e-9)
    made, side = [], first
    for k in range(count):
        leave, land = np.interp([k / count, (k + SHARE_IN_AIR) / count], done, times)
        made.append(Step(side, float(leave), float(land)))
        side = {"left": "right", "right": "left"}[side]
    return tuple(made)


def steps_within(planted: Mapping[str, F64], times: F64) -> tuple[Step, ...]:
    """The steps of a motion that walks on the spot, from how firmly it says that its feet stand; (T,) 0..1 a side."""
    made = []
    for side, firm in planted.items():
        edges = np.flatnonzero(np.diff(np.concatenate([[0], (firm < 0.5).astype(np.int8), [0]])))
        made += [
            Step(side, float(times[begin]), float(times[min(end, len(times) - 1)]))
            for begin, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return tuple(sorted(made, key=lambda step: step.leave))


def feet_of(trip: Trip) -> Feet:
    """Where both feet are at each time of a trip."""
    places, lifted, apart, heels = {}, {}, {}, {}
    for side in SIDES:
        steps = [step for step in trip.steps if step.side == side]
        here, wide = np.repeat(trip.places[:1], len(trip.times), axis=0), np.ones(len(trip.times))
        air, at, stance = np.zeros(len(trip.times)), trip.places[0], 1.0
        stood, heel = float(trip.times[0]), np.zeros(len(trip.times))
        for k, step in enumerate(steps):
            last = k == len(steps) - 1
            middle = trip.times[-1] if last else (step.land + steps[k + 1].leave) / 2
            goal = _at(trip.places, trip.times, middle + _sooner(trip, side) * (step.land - step.leave))
            goal = goal if last else goal + _weaves(trip, side, k)
            beside = 1.0 if last else 0.0
            u = np.clip((trip.times - step.leave) / max(step.land - step.leave, 1e-6), 0, 1)
            carried, after = smooth(u), trip.times >= step.leave
            here = np.where(after[:, None], at + (goal - at) * carried[:, None], here)
            wide = np.where(after, stance + (beside - stance) * carried, wide)
            air = np.where(after, np.sin(np.pi * u**0.85), air)
            heel = np.maximum(heel, _heel_off(trip.times, stood, step))
            at, stance, stood = goal, beside, step.land
        places[side], lifted[side], apart[side], heels[side] = here, air, wide, heel
    return Feet(places, lifted, apart, heels)


def _heel_off(times: F64, stood: float, step: Step) -> F64:
    """(T,) 0..1 how far a heel is up: it rises while the toes still stand, and is down again amid the step."""
    rise, fall = min(HEEL_OFF * (step.leave - stood), ROLLS), 0.6 * (step.land - step.leave)
    since = times - step.leave
    return np.asarray(smooth(np.minimum(since / max(rise, 1e-6) + 1, 1 - since / max(fall, 1e-6))))


def _sooner(trip: Trip, side: str) -> float:
    """How much farther on, in times of a step, a foot comes down than under the body.

    Both legs are one drawing, which cannot cross itself: along the picture the foot in front steps out, and the other
    one closes up.
    """
    way = trip.places[-1] - trip.places[0]
    along = float(smooth((abs(way[0]) / max(float(np.hypot(*way)), 1e-9) - 0.3) / 0.5))
    return CLOSES * along * (1.0 if (way[0] > 0) == (side == trip.right) else -1.0)


def _weaves(trip: Trip, side: str, number: int) -> F64:
    """(2,) metres beside the way at which a step comes down: never twice the same, and never where one arrives."""
    way = trip.places[-1] - trip.places[0]
    across = np.array([-way[1], way[0]]) / max(float(np.hypot(*way)), 1e-9)
    return across * trip.manner.weave * float(np.sin(2.4 * number + SIDES.index(side)))


def _at(places: F64, times: F64, when: float) -> F64:
    return np.stack([np.interp(when, times, places[:, k]) for k in range(places.shape[1])], axis=-1)


def headings(times: F64, places: F64) -> tuple[F64, F64]:
    """(T,) radians about the upright from the viewer to where a path goes, and (T,) 0..1 how much it goes at all."""
    from scipy.ndimage import gaussian_filter1d

    if len(times) < 3:
        return np.zeros(len(times)), np.zeros(len(times))
    step = times[1] - times[0]
    speed = gaussian_filter1d(np.gradient(places, times, axis=0), 0.15 / step, axis=0, mode="nearest")
    fast = np.hypot(speed[:, 0], speed[:, 1])
    return np.arctan2(speed[:, 0], speed[:, 1]), np.asarray(smooth(fast / GOES))


def facing(body: Body) -> float:
    """Radians about the upright from the viewer to where a body looks, by its shoulders."""
    left, right = body.index("leftUpperArm"), body.index("rightUpperArm")
    if min(left, right) < 0:
        return 0.0
    across = body.heads[left] - body.heads[right]
    return float(np.arctan2(-across[2], across[0]))


def turning(body: Body, trip: Trip) -> F64:
    """(T,) radians that legs turn from how the photo has them to where they go."""
    from scipy.ndimage import gaussian_filter1d

    heading, goes = headings(trip.times, trip.places)
    away = (heading - facing(body) + np.pi) % (2 * np.pi) - np.pi
    # one who mostly goes backwards does so all the way: nobody spins at the angle between the two
    back = float((np.cos(away) * goes).sum()) < np.cos(BACKWARDS) * float(goes.sum())
    away = (away + np.pi + np.pi) % (2 * np.pi) - np.pi if back else away
    wanted = np.clip(away, -TURN, TURN) * goes
    return np.asarray(gaussian_filter1d(wanted, 0.12 / (trip.times[1] - trip.times[0]), mode="nearest"))


def travel(body: Body, view: GroundView, places: F64) -> tuple[F64, F64]:
    """(T, 3) pixels that the hips go, and (T,) size, for the body to stand at (T, 2) places as it does in the photo."""
    hips, ground, size = body.heads[0], np.asarray(view.ground), view.size(places)
    shift = view.seen(places) - ground + (size - 1)[:, None] * (hips[:2] - ground)
    return np.column_stack([shift, np.zeros(len(places))]), size


def stride(
    body: Body, view: GroundView, trip: Trip, turns: F64, root: F64, feet: Feet | None = None
) -> tuple[F64, F64, dict[str, F64]]:
    """Walk.

    Args:
        body: Who walks.
        view: The ground as the camera sees it.
        trip: Where, and with which steps.
        turns: (T, J, 4) how far each bone is turned from the photo by what else the body does.
        root: (T, 3) pixels that it moves the hips by, at the photo's size.
        feet: Where feet are, of a motion that says so itself; its trunk is turned as it goes already.

    Returns:
        Turns and root of the body, still at the photo's place and size (:func:`travel` is not in them), and how many
        pixels each foot is off the ground, by side.
    """
    turns, root = np.array(turns), np.array(root)
    yaw = turning(body, trip) * trip.manner.turns
    if feet is None:
        feet, turns = feet_of(trip), multiply(_about_up(TRUNK * yaw)[:, None], turns)
    _swing_arms(body, trip, feet, yaw, turns)
    targets = {side: _target(body, view, trip, feet, side) for side in SIDES if chain_of(body, side)}
    pitches = {side: _pitch(body, trip.manner, feet, side) for side in targets}
    points = {side: _points(trip, side, np.clip(yaw, -FEET, FEET)) for side in targets}
    targets = {side: at + _on_toes(body, side, points[side], pitches[side]) for side, at in targets.items()}
    rise = _rises(body, feet)
    root[:, 1] += rise
    root[:, 1] -= _sinks(body, trip, turns, root, targets, feet, rise)
    for side, target in targets.items():
        _reach(body, side, turns, root, target, (yaw, points[side]), pitches[side])
    return turns, root, {side: trip.manner.lift * body.scale * feet.lifted[side] for side in targets}


def chain_of(body: Body, side: str) -> tuple[int, int, int] | None:
    """Upper leg, lower leg and foot of a side; None where one is missing."""
    found = tuple(body.index(f"{side}{name}") for name in ("UpperLeg", "LowerLeg", "Foot"))
    return None if min(found) < 0 else (found[0], found[1], found[2])


def _target(body: Body, view: GroundView, trip: Trip, feet: Feet, side: str) -> F64:
    """(T, 3) where the ankle is to be, for a body that stays at the photo's place and size."""
    chain = chain_of(body, side)
    assert chain is not None
    ankle, hips, places = body.heads[chain[2]], body.heads[0], feet.places[side]
    shift, size = travel(body, view, trip.places)
    ankles = [body.heads[found[2]] for one in SIDES if (found := chain_of(body, one))]
    middle = np.mean([at[:2] for at in ankles], axis=0)
    walks = middle + np.array([trip.manner.stance * body.scale * (1.0 if side == trip.right else -1.0), 0.0])
    beside = walks + (ankle[:2] - walks) * feet.apart[side][:, None] - view.ground
    beside[:, 1] += trip.manner.lift * body.scale * feet.lifted[side]
    seen = view.seen(places) + view.size(places)[:, None] * beside
    flat = hips[:2] + (seen - hips[:2] - shift[:, :2]) / size[:, None]
    deep = ankle[2] + (places[:, 1] - trip.places[:, 1]) * view.focal / view.distance
    return np.column_stack([flat, deep])


def _lengths(body: Body, chain: tuple[int, int, int]) -> tuple[float, float]:
    upper, lower, foot = (body.heads[j] for j in chain)
    return float(np.linalg.norm(lower - upper)), float(np.linalg.norm(foot - lower))


def _rises(body: Body, feet: Feet) -> F64:
    """(T,) pixels that hips come up of somebody whom the photo has in a lunge, while the feet are not as there."""
    gaps = []
    for side in SIDES:
        if chain := chain_of(body, side):
            stands = float(body.heads[chain[0], 1] - body.heads[chain[2], 1])
            gaps.append(max(0.0, UPRIGHT * sum(_lengths(body, chain)) - stands))
    walks = 1 - np.mean([feet.apart[side] for side in SIDES], axis=0)
    return np.asarray(min(gaps, default=0.0) * smooth(walks))


def _sinks(
    body: Body, trip: Trip, turns: F64, root: F64, targets: Mapping[str, F64], feet: Feet, rise: F64
) -> F64:  # fmt: skip
    """(T,) pixels that the hips have to go down for legs to reach feet that stand."""
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    heads, _ = posed_bones(turns, root, body.heads, body.tails, body.parents)
    down = np.zeros(len(trip.times))
    for side, target in targets.items():
        chain = chain_of(body, side)
        assert chain is not None
        longest = 0.99 * sum(_lengths(body, chain))
        away = heads[:, chain[0]] - target
        aside = (away[:, [0, 2]] ** 2).sum(axis=1)
        most = np.sqrt(np.maximum(longest**2 - aside, (0.6 * longest) ** 2))
        firm = 1 - feet.lifted[side]
        down = np.maximum(down, np.clip(away[:, 1] - most, 0, SINKS * longest + rise) * firm)
    rate = 1 / (trip.times[1] - trip.times[0])
    wide = maximum_filter1d(down, 2 * round(0.04 * rate) + 1)
    return np.maximum(down, gaussian_filter1d(wide, 0.05 * rate, mode="nearest"))


def _reach(
    body: Body, side: str, turns: F64, root: F64, target: F64, yaws: tuple[F64, F64], pitch: tuple[F64, F64, F64]
) -> None:  # fmt: skip
    """Turn a leg so that its ankle is at the target, its knee bent towards where it goes, in place."""
    chain = chain_of(body, side)
    assert chain is not None
    upper, lower, foot = chain
    heads, _ = posed_bones(turns, root, body.heads, body.tails, body.parents)
    joint, (a, b) = heads[:, upper], _lengths(body, chain)
    forward = rotate(_about_up(np.array([facing(body)]))[0], np.array([0.0, 0.0, 1.0]))
    rest = [body.heads[j] for j in chain]
    turned = _about_up(yaws[0])
    pole = rotate(turned, side_of_bend(rest[0], rest[1], rest[2], joint, target, forward))
    middle, reached = bend(joint, target, a, b, pole)
    above = turned
    for bone, at_rest, along in (
        (upper, rest[1] - rest[0], middle - joint), (lower, rest[2] - rest[1], reached - middle),
    ):  # fmt: skip
        swing = shortest_arc(normalise(np.broadcast_to(at_rest, along.shape)), normalise(rotate(inverse(above), along)))
        above = multiply(above, swing)
        turns[:, bone] = above
    turned = _about_up(yaws[1])
    turned = multiply(_on_its_toes(body, foot, target - reached, turned, pitch), turned)
    for j, parent in enumerate(body.parents):
        if j == foot or parent == foot:
            turns[:, j] = turned


def _pitch(body: Body, manner: Manner, feet: Feet, side: str) -> tuple[F64, F64, F64]:
    """(T,) how much a foot is lifted, radians that it points down for that, and because it is on its toes."""
    foot = body.index(f"{side}Foot")
    long = max(float(np.linalg.norm(body.tails[foot] - body.heads[foot])), 0.12 * body.scale)
    steep = float(np.arcsin(min(manner.toes * body.scale / long, 0.7)))
    heel = np.maximum(PUSHES * manner.roll * feet.heels.get(side, np.zeros(1)), steep * (1 - feet.apart[side]))
    return feet.lifted[side], manner.roll * feet.lifted[side], heel


def _points(trip: Trip, side: str, yaw: F64) -> F64:
    """(T,) radians that a foot is turned: it turns while it is carried, and stands as it came down."""
    steps = [step for step in trip.steps if step.side == side]
    if not steps:
        return yaw
    curve, held = np.full(len(yaw), yaw[0]), float(yaw[0])
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        stands = trip.times[-1] if after is None else (step.land + after.leave) / 2
        goal = float(np.interp(stands, trip.times, yaw))
        carried = smooth((trip.times - step.leave) / max(step.land - step.leave, 1e-6))
        curve, held = curve + (goal - held) * carried, goal
    return np.asarray(curve)


def _on_toes(body: Body, side: str, points: F64, pitch: tuple[F64, F64, F64]) -> F64:
    """(T, 3) pixels that an ankle goes where the heel leaves the ground and the toes stay."""
    chain = chain_of(body, side)
    assert chain is not None
    foot = body.tails[chain[2]] - body.heads[chain[2]]
    along = rotate(_about_up(points), np.broadcast_to(foot, (len(points), 3)))
    return along - rotate(from_vector(_across(along) * pitch[2][:, None]), along)


def _across(along: F64) -> F64:
    """(T, 3) the axis about which a foot pitches."""
    return normalise(np.cross(np.array([0.0, 1.0, 0.0]), along) + np.array([1e-6, 0, 0]))


def _on_its_toes(body: Body, foot: int, short: F64, turned: F64, pitch: tuple[F64, F64, F64]) -> F64:
    """(T, 4) how a foot pitches: down while it is carried; on its toes where the leg is too short for the heel."""
    lifted, down, always = pitch
    along = rotate(turned, np.broadcast_to(body.tails[foot] - body.heads[foot], short.shape))
    heel = shortest_arc(normalise(along), normalise(along + short))
    across = _across(along)
    stands = slerp(heel, from_vector(across * down[:, None]), smooth(lifted / 0.3))
    return multiply(from_vector(across * always[:, None]), stands)


def _swing_arms(body: Body, trip: Trip, feet: Feet, yaw: F64, turns: F64) -> None:
    """Arms against the legs, in place, as far as they are free."""
    heading = facing(body) + yaw
    along = np.stack([np.sin(heading), np.cos(heading)], axis=1)
    goes = headings(trip.times, trip.places)[1]
    for side, other in (("left", "right"), ("right", "left")):
        ahead = ((feet.places[other] - trip.places) * along).sum(axis=1) / (trip.manner.step / 2)
        arm = [j for j, bone in enumerate(body.bones) if bone.startswith(side) and bone[len(side) :] in ARM]
        if arm and trip.arms.any():
            free = float(body.freedom[arm[0]])
            angle = -SWING * trip.arms * free * goes * np.clip(ahead, -1.2, 1.2)
            axis = np.stack([np.cos(heading), np.zeros(len(yaw)), -np.sin(heading)], axis=1)
            turns[:, arm] = multiply(from_vector(axis * angle[:, None])[:, None], turns[:, arm])


ARM = ("UpperArm", "LowerArm", "Hand")


def _about_up(angles: F64) -> F64:
    """(T, 4) rotations about the upright."""
    vectors = np.zeros((len(angles), 3))
    vectors[:, 1] = angles
    return from_vector(vectors)
