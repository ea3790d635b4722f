"""Correct motion: keys on top of a motion, joint by joint, kept when the motion below changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from nodes.algorithms import correction
from nodes.algorithms.correction import Key
from nodes.algorithms.rotation import continuous, multiply, settled
from nodes.motion.arm_order import F64, arm_order, fronts
from studio.media.errors import BadInput
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs
from studio.node import node
from studio.node.knob import Entries

ARMS = {"leftArm": "left", "rightArm": "right"}
"""Tracks that say on which side of the body an arm is drawn."""


@dataclass
class _Tracks:
    """One person's keys, by bone; and by side of the body, when an arm is drawn before it or behind."""

    keys: dict[str, list[Key]] = field(default_factory=dict)
    order: dict[str, list[tuple[float, bool, float]]] = field(default_factory=dict)


@node(family="motion", version=1)
def correct_motion(motions: Motions, rigs: Rigs | None = None, *, keys: Entries = (), pins: Entries = ()) -> Motions:
    """Turn single joints, or move a whole body, on top of the motion.

    Args:
        motions: Of all people.
        rigs: Their bodies: an arm that a correction takes before the body, or behind it, is drawn there.
        keys: Entries {"person": id, "bone": name or "root", "time": seconds, "rotation": [x, y, z, w] on top of the
            joint's own, or "move": [x, y, z] metres, "falloff": seconds in which the first and last key of a joint fade
            (0 or left out: held), "way": "smooth" (or left out), "linear" or "constant" to the next key}. The bones
            "leftArm" and "rightArm" take "front": true or false instead, which draws the arm before the body or behind
            it until the next such key. Entries of people who are gone are left alone.
        pins: Entries {"person": id, "end": "leftHand", "rightHand", "leftFoot" or "rightFoot", "pinned": true or false}
            of what stays where it is while the rest of the body is dragged by hand; nothing is computed with them. Feet
            that are planted in the photo are pinned where nothing is said.

    Returns:
        The corrected motions; those of people without keys are handed on as they are.
    """
    ours: dict[str, _Tracks] = {}
    for entry in keys:
        _read(entry, ours.setdefault(str(entry.get("person", "")), _Tracks()))
    bodies: Mapping[str, Rig] = rigs or {}
    return Motions(
        (key, _correct(motion, ours.get(key, _Tracks()), bodies.get(key))) for key, motion in motions.items()
    )


def _read(entry: Mapping[str, Any], tracks: _Tracks) -> None:
    bone = str(entry.get("bone", ""))
    time, falloff = _numbers([entry.get("time"), entry.get("falloff", 0.0)], 2, entry, "time and falloff")
    if falloff < 0:
        raise BadInput(f"correct_motion: the falloff of {bone!r} at {time:g} s is below 0")
    if bone in ARMS:
        front = entry.get("front")
        if not isinstance(front, bool):
            raise BadInput(f"correct_motion: front of {bone!r} at {time:g} s wants true or false")
        tracks.order.setdefault(ARMS[bone], []).append((time, front, falloff))
        return
    wanted = "move" if bone == "root" else "rotation"
    value = _numbers(entry.get(wanted), 3 if bone == "root" else 4, entry, wanted)
    if bone != "root" and abs(np.linalg.norm(value) - 1) > 1e-2:
        raise BadInput(f"correct_motion: the rotation of {bone!r} at {time:g} s is no unit quaternion")
    way: Any = entry.get("way", "smooth")
    if way not in correction.WAYS:
        said = ", ".join(correction.WAYS)
        raise BadInput(f"correct_motion: way of {bone!r} at {time:g} s wants one of {said}, not {str(way)[:20]!r}")
    tracks.keys.setdefault(bone, []).append(Key(time, value, falloff, way))


def _numbers(value: Any, size: int, entry: Mapping[str, Any], what: str) -> tuple[float, ...]:
    fits = isinstance(value, list | tuple) and len(value) == size
    if not fits or not all(isinstance(x, int | float) and not isinstance(x, bool) and abs(x) < 1e6 for x in value):
        raise BadInput(f"correct_motion: {what} of {entry.get('bone')!r} wants {size} numbers, not {str(value)[:60]}")
    return tuple(float(x) for x in value)


def _correct(motion: Motion, tracks: _Tracks, rig: Rig | None) -> Motion:
    present = {bone: keys for bone, keys in tracks.keys.items() if bone == "root" or bone in motion.bones}
    if not present and not tracks.order:
        return motion
    ends = [key.time + key.falloff for keys in present.values() for key in keys]
    motion = _long_enough(
        motion, max([*ends, *(time + off for order in tracks.order.values() for time, _, off in order)])
    )
    times = motion.start + np.arange(len(motion.rotations)) / motion.fps
    end = motion.start + len(motion.rotations) / motion.fps if motion.loop else None
    rotations, root = motion.rotations.astype(np.float64), motion.root.astype(np.float64)
    for bone, keys in present.items():
        if bone == "root":
            root += correction.moves(keys, times, end)
        else:
            j = motion.bones.index(bone)
            rotations[:, j] = multiply(rotations[:, j], correction.turns(keys, times, end))
    made = replace(motion, rotations=settled(continuous(rotations)), root=settled(root)) if present else motion
    known = rig is not None and rig.bones == motion.bones
    if rig is not None and known and present:
        made = replace(made, channels=_drawn(made, rig))
    return replace(made, channels=_ordered(made, tracks, fronts(rig) if rig is not None else {}, times))


def _drawn(motion: Motion, rig: Rig) -> dict[str, Any]:
    """The motion's channels with the sides of the body that its arms are on now."""
    rotations = np.concatenate([rig.rest[None], motion.rotations])  # it begins as the photo has it
    root = np.concatenate([np.zeros((1, 3)), motion.root.astype(np.float64)]) * rig.pixels_per_metre
    sides = {name: curve[1:] for name, curve in arm_order(rig, rotations, root).items()}
    return {name: curve for name, curve in motion.channels.items() if not name.endswith("Front")} | sides


def _ordered(motion: Motion, tracks: _Tracks, photo: Mapping[str, bool], times: F64) -> dict[str, Any]:
    """The motion's channels with what the artist says of the arms' sides."""
    channels = dict(motion.channels)
    for side, order in tracks.order.items():
        keys = sorted(order)
        at = np.searchsorted([time for time, *_ in keys], times + 1e-6) - 1
        said = np.array([front for _, front, _ in keys], np.float32)[np.maximum(at, 0)]
        fade = max(off for *_, off in keys)
        within = (times >= keys[0][0] - fade - 1e-6) & (times <= keys[-1][0] + fade + 1e-6)
        below: Any = channels.get(f"{side}Front", photo.get(side))
        held = fade == 0 or below is None
        channels[f"{side}Front"] = said if held else np.where(within, said, below).astype(np.float32)
    return channels


def _long_enough(motion: Motion, last: float) -> Motion:
    """A loop played so often that all keys lie in it: a key is at one second of the film, not of every round."""
    period = len(motion.rotations) / motion.fps
    rounds = max(1, int(np.ceil((last - motion.start + 1.0) / period)))
    if not motion.loop or rounds == 1:
        return motion
    channels = {name: np.tile(curve, rounds) for name, curve in motion.channels.items()}
    rotations, root = np.tile(motion.rotations, (rounds, 1, 1)), np.tile(motion.root, (rounds, 1))
    return replace(motion, rotations=rotations, root=root, channels=channels)
