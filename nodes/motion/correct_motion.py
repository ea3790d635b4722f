"""Correct motion: keys on top of a motion, joint by joint, kept when the motion below changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from nodes.algorithms import correction
from nodes.algorithms.correction import Key
from nodes.algorithms.rotation import continuous, multiply, settled
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.node import node
from studio.node.knob import Entries


@node(family="motion", version=1)
def correct_motion(motions: Motions, *, keys: Entries = ()) -> Motions:
    """Turn single joints, or move a whole body, on top of the motion.

    Args:
        motions: Of all people.
        keys: Entries {"person": id, "bone": name or "root", "time": seconds, "rotation": [x, y, z, w] on top of the
            joint's own, or "move": [x, y, z] metres, "falloff": seconds in which the first and last key of a joint fade
            (0 or left out: held)}. Between keys it goes smoothly. Entries of people who are gone are left alone.

    Returns:
        The corrected motions; those of people without keys are handed on as they are.
    """
    ours: dict[str, dict[str, list[Key]]] = {}
    for entry in keys:
        person, bone, key = _read(entry)
        ours.setdefault(person, {}).setdefault(bone, []).append(key)
    return Motions((key, _correct(motion, ours.get(key, {}))) for key, motion in motions.items())


def _read(entry: Mapping[str, Any]) -> tuple[str, str, Key]:
    bone = str(entry.get("bone", ""))
    wanted = "move" if bone == "root" else "rotation"
    value = _numbers(entry.get(wanted), 3 if bone == "root" else 4, entry, wanted)
    time, falloff = _numbers([entry.get("time"), entry.get("falloff", 0.0)], 2, entry, "time and falloff")
    if bone != "root" and abs(np.linalg.norm(value) - 1) > 1e-2:
        raise BadInput(f"correct_motion: the rotation of {bone!r} at {time:g} s is no unit quaternion")
    if falloff < 0:
        raise BadInput(f"correct_motion: the falloff of {bone!r} at {time:g} s is below 0")
    return str(entry.get("person", "")), bone, Key(time, value, falloff)


def _numbers(value: Any, size: int, entry: Mapping[str, Any], what: str) -> tuple[float, ...]:
    fits = isinstance(value, list | tuple) and len(value) == size
    if not fits or not all(isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < 1e6 for x in value):
        raise BadInput(f"correct_motion: {what} of {entry.get('bone')!r} wants {size} numbers, not {str(value)[:60]}")
    return tuple(float(x) for x in value)


def _correct(motion: Motion, tracks: Mapping[str, list[Key]]) -> Motion:
    present = {bone: keys for bone, keys in tracks.items() if bone == "root" or bone in motion.bones}
    if not present:
        return motion
    motion = _long_enough(motion, max(key.time + key.falloff for keys in present.values() for key in keys))
    times = motion.start + np.arange(len(motion.rotations)) / motion.fps
    end = motion.start + len(motion.rotations) / motion.fps if motion.loop else None
    rotations, root = motion.rotations.astype(np.float64), motion.root.astype(np.float64)
    for bone, keys in present.items():
        if bone == "root":
            root += correction.moves(keys, times, end)
        else:
            j = motion.bones.index(bone)
            rotations[:, j] = multiply(rotations[:, j], correction.turns(keys, times, end))
    return replace(motion, rotations=settled(continuous(rotations)), root=settled(root))


def _long_enough(motion: Motion, last: float) -> Motion:
    """A loop played so often that all keys lie in it: a key is at one second of the film, not of every round."""
    period = len(motion.rotations) / motion.fps
    rounds = max(1, int(np.ceil((last - motion.start + 1.0) / period)))
    if not motion.loop or rounds == 1:
        return motion
    channels = {name: np.tile(curve, rounds) for name, curve in motion.channels.items()}
    rotations, root = np.tile(motion.rotations, (rounds, 1, 1)), np.tile(motion.root, (rounds, 1))
    return replace(motion, rotations=rotations, root=root, channels=channels)
