"""Load motion: a recording out of a BVH file, for one person or for all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt

from nodes.algorithms.azimuth import LIMBS, about, clearest, clearest_limb, seen_from
from nodes.algorithms.capture import local_motion, world_motion
from nodes.algorithms.footing import Footing, course, firmness, footing
from nodes.algorithms.from_capture import Humanoid, to_humanoid
from nodes.algorithms.humanoid import recognise
from nodes.algorithms.motion_clip import RELAXED, swap_side
from nodes.algorithms.rotation import continuous, from_euler, rotate, settled
from studio.files.bvh import Bvh, read_bvh
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.person import People, Person
from studio.media.skeleton import BONES, KEYPOINTS, PARENT, T_POSE_DIRECTION
from studio.node import Context, node
from studio.node.knob import Degrees, Files, Fraction, OpenPath, Range, Seconds, Text

F64 = npt.NDArray[np.float64]
PARENTS = tuple(-1 if PARENT[bone] is None else BONES.index(str(PARENT[bone])) for bone in BONES)
DIRECTIONS = np.array([T_POSE_DIRECTION[bone] for bone in BONES], np.float64)
MOST = 120.0
"""Samples a second that are kept."""
TRUNK, TRUNK_METRES = ("shoulder", "hip"), 0.52
"""What says which way somebody faces, and how far apart these are."""
LEAST = 0.05
"""Metres by which shoulders and hips have to be apart for them to say which way somebody faces."""
SLOWEST = 5.0
"""Frames a second that a recording has at least, unless its file says nonsense."""
JUMP = 0.6
"""Radians, on average over all bones, by which a first frame that is only a bind pose differs from the second."""


@node(family="motion", version=1)
def load_motion(
    ctx: Context,
    people: People,
    motions: Motions | None = None,
    *,
    path: Annotated[OpenPath, Files(("*.bvh",))] = "",
    person: Text = "",
    start: Annotated[Seconds, Range(0, 3600, "s", soft=(0, 10))] = 0.0,
    trim: Annotated[Seconds, Range(0, 3600, "s", soft=(0, 30))] = 0.0,
    length: Annotated[Seconds, Range(0, 600, "s", soft=(0, 30))] = 0.0,
    speed: Annotated[float, Range(0.1, 10.0, "x", soft=(0.5, 2.0))] = 1.0,
    seen: Literal["auto", "recorded", "limbs"] = "auto",
    turn: Degrees = 0.0,
    turns: Fraction = 0.0,
    travel: Fraction = 0.0,
    mirror: bool = False,
) -> Motions:
    """Give a recorded motion to one person, or to everybody.

    Any humanoid BVH will do: its names, unit, axes, rate and rest pose are recognised.

    Args:
        ctx: Services lent by the engine.
        people: Who is in the picture.
        motions: What the others do; whoever gets no recording keeps this.
        path: A BVH file.
        person: Id or name of whom it is for; empty for everybody.
        start: When it begins in the shot.
        trim: How much of the recording's beginning is left out.
        length: How much of it is used; 0 for all.
        speed: 2 plays it twice as fast.
        seen: From which side the motion is seen: "auto" finds, near the side that the photo shows of the person, the
            one from which most of the motion is seen; "recorded" takes the body to face the viewer at first; "limbs"
            finds a side for the arms and one for the legs, as drawings do.
        turn: Turns the motion about the vertical, on top of that.
        turns: How much of the body's own turning round is kept; a photo shows one side of a body only.
        travel: How much of the way over the ground is kept; at 0 a walk is a walk on the spot. The way goes on straight
            where turns are left out.
        mirror: Swap left and right.

    Returns:
        Motions, the recorded ones of the recording's own body and relative.
    """
    if not path:
        raise BadInput("no recording is chosen: set the path of load motion to a BVH file")
    chosen = [key for key, one in people.items() if not person or person in (key, one.name)]
    if person and not chosen:
        raise BadInput(f"there is nobody called {person!r} in the picture; there are: {', '.join(people) or 'nobody'}")
    ctx.check()
    recording = read_recording(ctx.media.get(path, Path(path)))
    if recording[1] < SLOWEST:
        ctx.warn(f"a frame of {Path(path).name} lasts {1 / recording[1]:g} s, which speed can make quicker")
    way = _Way(start, trim, length, speed, seen, np.deg2rad(turn), turns, travel, mirror)
    given = dict(motions or {})
    for key in chosen:
        ctx.check()
        given[key] = _played(recording, Path(path).stem, way, _facing(people[key]))
    return Motions((key, given[key]) for key in people if key in given)


def read_recording(path: Path) -> tuple[Humanoid, float]:
    """A recording as motion of a human body, and its frames a second. Raises BadInput where it shows no human body."""
    file = read_bvh(path)
    try:
        return as_humanoid(file), 1 / file.seconds
    except BadInput as problem:
        raise BadInput(f"{path}: {problem}") from None


def as_humanoid(file: Bvh) -> Humanoid:
    """The recording's motion of our bones. Raises BadInput where its skeleton is no human body."""
    rotations, places = local_motion(file.offsets, file.channels, file.values)
    turned, placed = world_motion(rotations, places, file.parents)
    _, rest = world_motion(rotations[:1] * 0 + np.array([0.0, 0, 0, 1]), file.offsets[None], file.parents)
    joints = recognise(file.names, file.parents, placed[0])
    if not joints:
        raise BadInput(
            "its skeleton is no human body: two arms and two legs with knees, elbows, hands and feet are needed, "
            f"and not to be found among its {len(file.names)} joints"
        )
    return to_humanoid(turned, placed, rest[0], joints, BONES, PARENTS, DIRECTIONS)


@dataclass(frozen=True)
class _Way:
    """The node's knobs; angles in radians."""

    start: float
    trim: float
    length: float
    speed: float
    seen: str
    turn: float
    turns: float
    travel: float
    mirror: bool


def _played(recording: tuple[Humanoid, float], name: str, way: _Way, facing: float) -> Motion:
    """The recording as it is played to somebody; a relaxed stand comes first, which the photo is taken for."""
    body, fps = recording
    rate = fps * way.speed
    step = max(1, int(rate // MOST))
    first = min(len(body.root) - 1, round(way.trim * fps) + _bind_pose(body.rotations))
    last = len(body.root) if way.length <= 0 else min(len(body.root), first + max(2, round(way.length * fps)))
    rotations, root, feet, toes = (p[first:last:step] for p in (body.rotations, body.root, body.feet, body.toes))
    rate /= step
    if way.mirror:
        rotations, root = mirrored_body(rotations, root)
        feet, toes = (path[:, ::-1] * np.array([-1.0, 1.0, 1.0]) for path in (feet, toes))
    found = footing(root, feet, toes, rate)
    gone = course(rotations[:, 0], found, rate, way.turns)
    rotations = np.concatenate([gone.hips[:, None], rotations[:, 1:]], axis=1)
    angle, limbs = _view(rotations, way, facing)
    relaxed = from_euler(np.array([RELAXED.get(bone, (0, 0, 0)) for bone in BONES], np.float64), "ZYX")
    rotations = seen_from(np.concatenate([relaxed[None], rotations]), BONES, PARENTS, angle, limbs)
    sway, walk = (np.concatenate([np.zeros((1, 3)), rotate(about(angle), path)]) for path in (gone.sway, gone.way))
    steps = np.concatenate([np.zeros((1, 2, 3)), rotate(about(limbs.get("legs", angle)), gone.steps)])
    channels = _channels(found, rate) | (_ways(walk * way.travel, steps * way.travel) if way.travel > 0 else {})
    curves = {key: settled(curve) for key, curve in channels.items()}
    root = sway + walk * way.travel
    return Motion(name, BONES, rate, settled(continuous(rotations)), settled(root), curves, False, way.start, True)


def _view(rotations: F64, way: _Way, facing: float) -> tuple[float, dict[str, float]]:
    """The azimuth of the body, and those of limbs that have their own."""
    if way.seen == "recorded":
        return way.turn, {}
    angle = clearest(rotations, BONES, PARENTS, DIRECTIONS, facing)
    if way.seen == "auto":
        return angle + way.turn, {}
    own = {name: clearest_limb(rotations, BONES, PARENTS, DIRECTIONS, name, angle) for name in LIMBS}
    return angle + way.turn, {name: limb + way.turn for name, limb in own.items()}


def _facing(person: Person) -> float:
    """Radians that a person is turned from facing the viewer, or from showing the back; 0 where nobody knows."""
    skeleton = person.skeleton
    if skeleton is None:
        return 0.0
    across, deep = 0.0, 0.0
    ends = [np.mean([skeleton.point(f"{side}_{part}") for side in ("left", "right")], axis=0) for part in TRUNK]
    metre = max(float(np.hypot(*(ends[0] - ends[1]))) / TRUNK_METRES, 1.0)
    for part in TRUNK:
        left, right = (KEYPOINTS.index(f"{side}_{part}") for side in ("left", "right"))
        across += float(skeleton.points[left, 0] - skeleton.points[right, 0]) / metre
        deep += float(skeleton.depth[left] - skeleton.depth[right])
    if abs(across) < LEAST and abs(deep) < LEAST:
        return 0.0
    angle = math.atan2(-deep, across)
    return angle - math.copysign(math.pi, angle) if abs(angle) > math.pi / 2 else angle


def _channels(found: Footing, fps: float) -> dict[str, F64]:
    """How firmly each foot stands; the first sample is the photo's."""
    feet = enumerate(("left", "right"))
    return {f"{side}Plant": np.concatenate([[1.0], firmness(found.stands[:, k], fps)]) for k, side in feet}


def _ways(walk: F64, steps: F64) -> dict[str, F64]:
    """Metres over the ground of the hips and of the places where feet stand (see :class:`Motion`)."""
    out = {f"travel{axis}": walk[:, k] for k, axis in ((0, "X"), (2, "Z"))}
    for number, side in enumerate(("left", "right")):
        out |= {f"{side}Step{axis}": steps[:, number, k] for k, axis in ((0, "X"), (2, "Z"))}
    return out


def _bind_pose(rotations: F64) -> int:
    """1 where the first frame only shows the pose in which a body was bound to its skeleton."""
    if len(rotations) < 3:
        return 0
    change = 2 * np.arccos(np.clip(np.abs((rotations[0] * rotations[1]).sum(axis=-1)), 0, 1))
    return int(float(change.mean()) > JUMP)


def mirrored_body(rotations: F64, root: F64) -> tuple[F64, F64]:
    """The motion as in a mirror: left and right swapped.

    Args:
        rotations: (T, J, 4) local rotations in the order of ``BONES``.
        root: (T, 3) path.
    """
    swapped = [BONES.index(swap_side(bone)) for bone in BONES]
    return rotations[:, swapped] * np.array([1.0, -1.0, -1.0, 1.0]), root * np.array([-1.0, 1.0, 1.0])
