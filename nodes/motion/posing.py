"""Posing a rig by hand: from rigs and motions to stances, and from stances back to keys of correct_motion."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body, body_of
from nodes.algorithms.rotation import inverse, multiply, normalise
from nodes.algorithms.stance import Stance
from nodes.motion.correct_motion import correct_motion
from nodes.motion.correction_keys import Entries, Entry, entry, of, offset
from nodes.motion.pose_at import pose_at
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import T_POSE_DIRECTION

F64 = npt.NDArray[np.float64]
ALIKE = 1e-5
"""Rotations and metres that differ less are the same."""


def body_from(rig: Rig) -> Body:
    """The body that a rig says, y up; one metre is the rig's own."""
    return body_of(
        rig.bones, rig.parents, rig.heads, rig.tails, rig.rest, T_POSE_DIRECTION, rig.freedom.astype(np.float64),
        rig.pinned, rig.pixels_per_metre,
    )  # fmt: skip


def corrected(motion: Motion, person: str, keys: Entries, rig: Rig | None = None) -> Motion:
    """One person's motion with that person's keys on top; with the rig, its arms are drawn where they go."""
    ours = tuple(one for one in keys if of(person)(one))
    rigs = Rigs({person: rig}) if rig is not None else None
    return correct_motion(Motions({person: motion}), rigs, keys=ours)[person]


def stance_at(body: Body, motion: Motion | None, time: float) -> Stance:
    """How a body stands at a time; without a motion, or where that lacks a bone, as in the photo."""
    if motion is None:
        return Stance(np.array(body.rest), np.zeros(3))
    pose = pose_at(Motions({"": motion}), time=time)[""]
    local = np.array(body.rest)
    for k, bone in enumerate(pose.bones):
        if bone in body.bones:
            local[body.index(bone)] = pose.rotations[k]
    size = float(pose.channels.get("size", 1.0))
    return Stance(normalise(local), np.asarray(pose.root, np.float64) * body.scale, size)


def keys_for(
    person: str, body: Body, below: Stance, wanted: Stance, time: float, bones: Iterable[str], falloff: float = 0.0
) -> list[Entry]:
    """Keys that bring some bones (or "root") from the motion below to where they are wanted.

    Args:
        person: Whose.
        body: Of that person.
        below: How the motion without corrections has the body at that time.
        wanted: How it is to stand.
        time: Seconds.
        bones: Names of bones that get a key.
        falloff: Seconds in which new keys fade in and out.
    """
    made: list[Entry] = []
    for bone in bones:
        if bone == "root":
            value = (wanted.root - below.root) / body.scale
        else:
            j = body.index(bone)
            value = normalise(multiply(inverse(below.local[j]), wanted.local[j]))
            value = value if value[3] >= 0 else -value
        made.append(entry(person, bone, time, value, falloff))
    return made


def offset_keys(
    keys: Entries, person: str, body: Body, start: Stance, wanted: Stance, bones: Iterable[str]
) -> tuple[Entry, ...]:
    """Every key of some bones (or "root") changed by what lies between two stances: the whole correction goes along.

    Args:
        keys: Of everybody.
        person: Whose keys.
        body: Of that person.
        start: How the body stood.
        wanted: How it is to stand at that same moment.
        bones: Names of bones; those without keys stay without.
    """
    made = tuple(keys)
    for bone in bones:
        if bone == "root":
            made = offset(made, of(person, {bone}), tuple((wanted.root - start.root) / body.scale))
        else:
            j = body.index(bone)
            turn = normalise(multiply(inverse(start.local[j]), wanted.local[j]))
            made = offset(made, of(person, {bone}), tuple(float(x) for x in turn))
    return made


def differing(body: Body, a: Stance, b: Stance) -> tuple[str, ...]:
    """Bones (and "root") in which two stances differ."""
    apart = np.minimum(np.abs(a.local - b.local).max(axis=1), np.abs(a.local + b.local).max(axis=1))
    bones = tuple(bone for bone, far in zip(body.bones, apart, strict=True) if far > ALIKE)
    return (*bones, "root") if float(np.abs(a.root - b.root).max()) > ALIKE * body.scale else bones
