"""Write motion: what people do, as BVH files for other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bvh_body import NAMES, body_of_rig, usual_body
from nodes.algorithms.rotation import euler_curves, from_vector, multiply
from nodes.algorithms.turn_round import turn_of, turned_by
from nodes.motion.pose_at import pose_at
from nodes.motion.posing import body_from
from studio.files.atomic import checked_target
from studio.files.bvh import Bvh, write_bvh
from studio.media.errors import BadInput
from studio.media.film import Film
from studio.media.motion import Motions, Pose
from studio.media.rig import Rig, Rigs
from studio.media.shot import Shot
from studio.media.skeleton import PARENT, T_POSE_DIRECTION
from studio.node import Context, node
from studio.node.knob import Files, SavePath, Text

F64 = npt.NDArray[np.float64]
ORDER = "ZXY"
CENTIMETRES = 100.0
PLACE = tuple((axis, "position") for axis in "XYZ")
TURNS = tuple((axis, "rotation") for axis in ORDER)


@node(family="motion", version=1, writes=True)
def write_motion(
    ctx: Context,
    motions: Motions,
    rigs: Rigs | None = None,
    *,
    shot: Shot,
    path: Annotated[SavePath, Files(("*.bvh",))] = "motion.bvh",
    person: Text = "",
    overwrite: bool = True,
) -> Film:
    """Write the motion of everybody, or of one person, as BVH: a file a person, a frame for each frame of the shot.

    Joints are called as MotionBuilder does, stand in a T-pose where nothing is turned, and are measured in centimetres.
    Whom the picture shows as in a mirror, since they have turned round, turns about the upright.

    Args:
        ctx: Services lent by the engine.
        motions: Of a recording's or a clip's own body, or of the photo's people.
        rigs: The people's bodies: with them, joints are as far apart as in the photo; otherwise as of a body of 1.7 m.
        shot: Which frames, and how fast.
        path: The file; of several people each file has the person's name behind. A folder takes a file a person.
        person: Id of the only one that is written; empty for everybody.
        overwrite: Replace what is already there.

    Returns:
        What was written.

    Raises:
        BadInput: Nobody moves, or nothing can be written there.
    """
    chosen = [key for key in motions if person in ("", key)]
    if not chosen:
        known = ", ".join(motions) or "nobody"
        raise BadInput(
            f"there is no motion of {person!r} to write" if person else f"there is no motion to write: {known}"
        )
    targets = files_of(path, chosen)
    written = 0
    for done, (key, target) in enumerate(zip(chosen, targets, strict=True)):
        ctx.check()
        checked_target(target, overwrite=overwrite)
        poses = [pose_at(Motions({key: motions[key]}), time=shot.time(frame))[key] for frame in shot.frames]
        write_bvh(target, as_bvh(poses, rigs.get(key) if rigs else None, shot.fps))
        written += target.stat().st_size
        ctx.progress(done + 1, len(chosen))
    return Film(path, "bvh", (0, 0), shot.fps, shot.first, len(shot.frames), written, False)


def files_of(path: str, people: Sequence[str]) -> list[Path]:
    """The file of each person."""
    text = path.strip()
    if not text:
        raise BadInput("no file name is given to write to: set the path of write motion")
    target = Path(text)
    names = [re.sub(r"[^\w.-]+", "_", key) for key in people]
    if text.endswith(("/", "\\")) or target.suffix == "" or target.is_dir():
        return [target / f"{name}.bvh" for name in names]
    if target.suffix.lower() != ".bvh":
        raise BadInput(f"{target.name}: motion is written as .bvh")
    return [target] if len(names) == 1 else [target.with_stem(f"{target.stem} {name}") for name in names]


def as_bvh(poses: Sequence[Pose], rig: Rig | None, fps: float) -> Bvh:
    """Poses of one person as a recording.

    Args:
        poses: One a frame, of the same bones.
        rig: The body; None for a usual one.
        fps: Frames a second.
    """
    bones = poses[0].bones
    parents = [-1 if (parent := PARENT[bone]) is None else bones.index(parent) for bone in bones]
    offsets, ends = _body(bones, parents, rig)
    rotations = np.array([pose.rotations for pose in poses], np.float64)
    rotations[:, 0] = multiply(_turned(poses, rig), rotations[:, 0])
    turns = euler_curves(rotations, ORDER)
    root = np.array([pose.root for pose in poses], np.float64) + offsets[0]
    names: list[str] = []
    above: list[int] = []
    places: list[F64] = []
    channels: list[tuple[tuple[str, str], ...]] = []
    values: list[F64] = []
    for j, bone in enumerate(bones):
        names.append(NAMES[bone])
        above.append(parents[j])
        places.append(offsets[j] if parents[j] >= 0 else np.zeros(3))
        channels.append((*PLACE, *TURNS) if parents[j] < 0 else TURNS)
        values += [root * CENTIMETRES] if parents[j] < 0 else []
        values.append(turns[:, j, ["XYZ".index(axis) for axis in ORDER]])
    for j in sorted(set(range(len(bones))) - set(parents)):
        names.append(f"{NAMES[bones[j]]}_end")
        above.append(j)
        places.append(ends[j])
        channels.append(())
    return Bvh(
        tuple(names), tuple(above), np.array(places) * CENTIMETRES, tuple(channels), np.concatenate(values, axis=1),
        1 / fps,
    )  # fmt: skip


def _turned(poses: Sequence[Pose], rig: Rig | None) -> F64:
    """(T, 4) turns about the upright of somebody whom the picture shows as in a mirror."""
    share = turned_by(np.array([pose.channels.get("flip", 1.0) for pose in poses], np.float64))
    way = turn_of(body_from(rig)) if rig is not None else np.pi
    return from_vector(np.outer(share * way, (0.0, 1.0, 0.0)))


def _body(bones: Sequence[str], parents: Sequence[int], rig: Rig | None) -> tuple[F64, F64]:
    if rig is None or tuple(rig.bones) != tuple(bones):
        return usual_body(bones, parents, np.array([T_POSE_DIRECTION[bone] for bone in bones], np.float64))
    ground = max(rig.ground[1], float(rig.heads[0, 1]) + 1.0)
    return body_of_rig(
        rig.heads.astype(np.float64), rig.tails.astype(np.float64), rig.rest.astype(np.float64), parents, ground,
        rig.pixels_per_metre,
    )  # fmt: skip
