"""Load motion: a recording out of a BVH file, for one person or for all."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms.capture import local_motion, world_motion
from nodes.algorithms.foot_contact import planted
from nodes.algorithms.from_capture import Humanoid, to_humanoid
from nodes.algorithms.humanoid import recognise
from nodes.algorithms.motion_clip import RELAXED
from nodes.algorithms.rotation import continuous, from_euler, multiply, rotate, settled
from studio.files.bvh import Bvh, read_bvh
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.person import People
from studio.media.skeleton import BONES, PARENT, T_POSE_DIRECTION
from studio.node import Context, node
from studio.node.knob import Degrees, Files, Fraction, OpenPath, Range, Seconds, Text

F64 = npt.NDArray[np.float64]
PARENTS = tuple(-1 if PARENT[bone] is None else BONES.index(str(PARENT[bone])) for bone in BONES)
DIRECTIONS = np.array([T_POSE_DIRECTION[bone] for bone in BONES], np.float64)
MOST = 120.0
"""Samples a second that are kept."""
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
    turn: Degrees = 0.0,
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
        turn: Turns the whole recording about the vertical; at 0 the body faces the viewer at first.
        travel: How much of the way over the ground is kept; at 0 a walk is a walk on the spot.
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
    motion = _played(recording, Path(path).stem, _Way(start, trim, length, speed, turn, travel, mirror))
    given = dict(motions or {}) | dict.fromkeys(chosen, motion)
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


class _Way:
    """The node's knobs."""

    def __init__(
        self, start: float, trim: float, length: float, speed: float, turn: float, travel: float, mirror: bool
    ) -> None:
        self.start, self.trim, self.length, self.speed = start, trim, length, speed
        self.turn, self.travel, self.mirror = turn, travel, mirror


def _played(recording: tuple[Humanoid, float], name: str, way: _Way) -> Motion:
    body, fps = recording
    rate = fps * way.speed
    step = max(1, int(rate // MOST))
    first = min(len(body.root) - 1, round(way.trim * fps) + _bind_pose(body.rotations))
    last = len(body.root) if way.length <= 0 else min(len(body.root), first + max(2, round(way.length * fps)))
    rotations, root, soles = body.rotations[first:last:step], body.root[first:last:step], body.soles[first:last:step]
    rotations, root = _turned(rotations, root - root[:1], way.turn)
    if way.mirror:
        rotations, root = mirrored_body(rotations, root)
        soles = soles[:, ::-1]
    root = root * np.array([way.travel, 1.0, way.travel])
    relaxed = from_euler(np.array([RELAXED.get(bone, (0, 0, 0)) for bone in BONES], np.float64), "ZYX")
    rotations = continuous(np.concatenate([relaxed[None], rotations]))
    root, soles = np.concatenate([root[:1], root]), np.concatenate([soles[:1], soles])
    channels = {
        f"{side}Plant": stands.astype(np.float32) for side, stands in _stands(root, soles, rate / step, way).items()
    }
    return Motion(name, BONES, rate / step, settled(rotations), settled(root), channels, False, way.start, True)


def _stands(root: F64, soles: F64, fps: float, way: _Way) -> dict[str, npt.NDArray[np.bool_]]:
    """When each foot stands; on the way over the ground that is left out, no foot does."""
    walks = way.travel < 1 and float(np.ptp(root[:, [0, 2]], axis=0).max(initial=0)) > 0
    flat = np.zeros_like(root)
    out = {}
    for column, side in enumerate(("left", "right")):
        flat[:, 1] = soles[:, column]
        out[side] = planted(flat, 0.88, fps) & (not walks)
    return out


def _bind_pose(rotations: F64) -> int:
    """1 where the first frame only shows the pose in which a body was bound to its skeleton."""
    if len(rotations) < 3:
        return 0
    change = 2 * np.arccos(np.clip(np.abs((rotations[0] * rotations[1]).sum(axis=-1)), 0, 1))
    return int(float(change.mean()) > JUMP)


def _turned(rotations: F64, root: F64, degrees: float) -> tuple[F64, F64]:
    if not degrees:
        return rotations, root
    about = from_euler(np.array([0.0, degrees, 0.0]), "XYZ")
    out = np.array(rotations)
    out[:, 0] = multiply(about, out[:, 0])
    return out, rotate(about, root)


def mirrored_body(rotations: F64, root: F64) -> tuple[F64, F64]:
    """The motion as in a mirror: left and right swapped.

    Args:
        rotations: (T, J, 4) local rotations in the order of ``BONES``.
        root: (T, 3) path.
    """
    swapped = [BONES.index(_other(bone)) for bone in BONES]
    return rotations[:, swapped] * np.array([1.0, -1.0, -1.0, 1.0]), root * np.array([-1.0, 1.0, 1.0])


def _other(bone: str) -> str:
    if bone.startswith("left"):
        return "right" + bone[4:]
    return "left" + bone[5:] if bone.startswith("right") else bone
