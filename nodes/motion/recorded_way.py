"""A recording that goes somewhere: its own way and its own steps, over the ground of the photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body, body_frame
from nodes.algorithms.directions import smooth
from nodes.algorithms.gait import SIDES, Feet, Trip, stride, travel
from nodes.algorithms.gait_loop import Played, play_on, stride_of
from nodes.algorithms.ground_view import GroundView
from nodes.algorithms.kinematics import global_rotations, local_rotations
from nodes.algorithms.rotation import continuous, inverse, multiply, normalise, rotate, settled, slerp
from nodes.motion.on_the_ground import Stander
from studio.media.motion import Motion

F64 = npt.NDArray[np.float64]
WAYS = tuple(f"{name}{axis}" for name in ("travel", "leftStep", "rightStep") for axis in "XZ")
"""Channels that say it."""
LEAST = 0.15
"""Metres: who goes less far stays on the spot."""
LARGEST, SMALLEST = 2.0, 0.2
"""Times the photo's size: nobody comes nearer, or goes farther away, than that."""
STEP = 0.5
"""Seconds of a step."""
TOGETHER = 0.3
"""Metres of a foot's first step after which feet are no farther apart than of anybody who walks."""
STOPS = 0.5
"""Seconds in which somebody who has come to where they go stands as in the photo."""
BEGINS = 0.25
"""Seconds in which legs go over from the photo to the recording's steps."""


@dataclass(frozen=True)
class Recorded:
    """The way of a recording over the photo's ground.

    Attributes:
        times: (T,) seconds.
        places: (T, 2) metres under the body.
        feet: Likewise of where feet stand, and how far each is off the ground.
        root: (T, 3) metres of the hips beside the way, in the photo's scale.
        shortened: Part of the way that is gone: less than 1 where it would lead too near to the camera, or too far.
    """

    times: F64
    places: F64
    feet: Feet
    root: F64
    shortened: float


def goes_somewhere(motion: Motion) -> bool:
    """Whether a motion has a way of its own over the ground."""
    return set(WAYS) <= set(motion.channels) and float(np.abs(_along(motion, "travel")).max(initial=0)) > LEAST


def on_the_spot(motion: Motion) -> Motion:
    """The motion without its way: somebody else says where the person goes."""
    _, root = _apart(motion, _turned(motion, np.array([0.0, 0, 0, 1])))
    channels = {name: curve for name, curve in motion.channels.items() if name not in WAYS}
    return replace(motion, root=settled(root), channels=channels)


def walks_on(motion: Motion, until: float) -> Motion:
    """A recorded walk that goes on until a second, stride after stride, and then comes to stand as in the photo."""
    rotations = motion.rotations.astype(np.float64)
    planted = {side: 1 - _lifted(motion, side) for side in SIDES}
    samples = max(len(rotations), round((until + STOPS + 1.0 - motion.start) * motion.fps))
    stride = stride_of(rotations, planted, motion.fps)
    if stride is None:
        held = np.minimum(np.arange(samples), len(rotations) - 1)
        played = Played(held, held, np.zeros(samples))
    else:
        played = play_on(stride, samples, motion.fps)
    gone = smooth((motion.start + np.arange(samples) / motion.fps - until) / STOPS)

    def curve(values: npt.NDArray[np.float32], stands: float | npt.NDArray[np.float32]) -> F64:
        share, rest = (part.reshape(-1, *(1,) * (values.ndim - 1)) for part in (played.share, gone))
        mixed = values[played.first] * (1 - share) + values[played.second] * share
        return np.asarray(mixed * (1 - rest) + stands * rest)

    turned = slerp(
        rotations[played.first], _near(rotations[played.second], rotations[played.first]), played.share[:, None]
    )
    first = np.broadcast_to(rotations[:1], turned.shape)
    turned = slerp(turned, _near(first, turned), gone[:, None])
    channels = {name: settled(curve(values, values[0])) for name, values in motion.channels.items()}
    root = settled(curve(motion.root, motion.root[0]))
    return replace(motion, rotations=settled(continuous(turned)), root=root, channels=channels, loop=False)


def _near(rotations: F64, to: F64) -> F64:
    """The same rotations, on the nearer side of the sphere."""
    return np.where((rotations * to).sum(axis=-1, keepdims=True) < 0, -rotations, rotations)


def recorded_way(stander: Stander, motion: Motion) -> Recorded:
    """The recording's way where the photo has the person."""
    turn = body_frame(stander.body) * np.array([0.0, 1.0, 0.0, 1.0])
    ways = _turned(motion, normalise(turn))
    metres, root = _apart(motion, ways)
    metres *= stander.rig.pixels_per_metre / stander.metre
    times = motion.start + np.arange(len(motion.root)) / motion.fps
    root[:, 1] = _without_dips(root[:, 1], motion.fps)
    share = _room(stander.view, metres * ways["travel"])
    places, stands = (np.array(stander.view.start) + share * metres * way for way in (ways["travel"], np.zeros((1, 2))))
    feet = Feet(
        {side: stands + share * metres * ways[f"{side}Step"] for side in SIDES},
        {side: _lifted(motion, side) for side in SIDES},
        {side: 1 - smooth(np.hypot(*ways[f"{side}Step"].T) * metres / TOGETHER) for side in SIDES},
    )
    return Recorded(times, places, feet, root, share)


def travelled(stander: Stander, motion: Motion, way: Recorded) -> Motion:
    """The motion with feet that stand on the photo's ground, larger and smaller as it comes nearer or goes away."""
    body, metre = stander.body, stander.rig.pixels_per_metre
    rest = global_rotations(body.rest, body.parents)
    local = normalise(motion.rotations.astype(np.float64))
    turns = multiply(global_rotations(local, body.parents), inverse(rest))
    trip = Trip(way.times, way.places, (), np.zeros(len(way.times)), right_foot(body))
    turns, root, lifts = stride(body, stander.view, trip, turns, way.root * metre, way.feet)
    found = local_rotations(multiply(turns, rest), body.parents)
    found = np.where((found * local).sum(axis=-1, keepdims=True) < 0, -found, found)
    there = smooth((way.times - way.times[0]) / BEGINS)
    local = slerp(local, found, there[:, None])
    shift, size = travel(body, stander.view, way.places)
    whole = shift + size[:, None] * (way.root * metre + there[:, None] * (root - way.root * metre))
    channels = {name: curve for name, curve in motion.channels.items() if name not in WAYS}
    channels |= {"size": settled(size)} | {f"{side}Lift": settled(lift * there / metre) for side, lift in lifts.items()}
    rotations = settled(continuous(local))
    rotations *= np.where((rotations[:1] * motion.rotations[:1]).sum(axis=-1, keepdims=True) < 0, -1, 1).astype("f4")
    return replace(motion, rotations=rotations, root=settled(whole / metre), channels=channels, loop=False)


def right_foot(body: Body) -> str:
    """Side of the foot that is on the right in the picture: the left one of somebody who faces the viewer."""
    left, right = (body.index(f"{side}UpperLeg") for side in SIDES)
    return "left" if body.heads[left, 0] >= body.heads[right, 0] else "right"


def _along(motion: Motion, name: str) -> F64:
    return np.stack([np.asarray(motion.channels[f"{name}{axis}"], np.float64) for axis in "XZ"], axis=1)


def _turned(motion: Motion, turn: F64) -> dict[str, F64]:
    """(T, 2) metres of the clip's own body, by name, turned about the upright."""
    found = {}
    for name in ("travel", "leftStep", "rightStep"):
        flat = np.insert(_along(motion, name), 1, 0.0, axis=1)
        found[name] = rotate(turn, flat)[:, [0, 2]]
    return found


def _apart(motion: Motion, ways: Mapping[str, F64]) -> tuple[float, F64]:
    """Metres of the photo's scale that a metre of the clip has become, and (T, 3) the root without the way."""
    root, way = motion.root.astype(np.float64), ways["travel"]
    seen = root[:, [0, 2]] - root[0, [0, 2]]
    size = float((seen * way).sum() / max((way * way).sum(), 1e-9))
    return size, root - np.insert(size * way, 1, 0.0, axis=1)


def _without_dips(height: F64, fps: float) -> F64:
    """(T,) a height without what is shorter than a step: hips sank for a foot that stood flat, which here rolls."""
    from scipy.ndimage import gaussian_filter1d, grey_closing

    size = max(1, round(STEP * fps))
    closed = grey_closing(np.pad(height, size, mode="edge"), size=(size,))
    soft = gaussian_filter1d(closed, STEP / 6 * fps)[size:-size]
    return np.asarray(soft - soft[0] * (1 - smooth(np.arange(len(soft)) / size)))


def _lifted(motion: Motion, side: str) -> F64:
    planted = motion.channels.get(f"{side}Plant")
    return np.zeros(len(motion.root)) if planted is None else 1 - np.clip(np.asarray(planted, np.float64), 0, 1)


def _room(view: GroundView, way: F64) -> float:
    """Part of a way, (T, 2) metres from the start, on which somebody stays as large as a photo has texture for."""
    nearest, farthest = (view.distance * (1 - 1 / size) for size in (LARGEST, SMALLEST))
    most, least = float(way[:, 1].max()), float(way[:, 1].min())
    return min(1.0, nearest / max(most, 1e-9), farthest / min(least, -1e-9))
