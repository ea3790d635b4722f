"""Motions on one clock, as figures that can be changed, and back to motions: untouched samples stay as they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.figure import Figure
from nodes.algorithms.kinematics import global_rotations, local_rotations
from nodes.algorithms.rotation import inverse, multiply, normalise, settled
from nodes.algorithms.turn_round import widest
from nodes.motion.arm_order import arm_order
from nodes.motion.posing import body_from
from studio.media.motion import Motion
from studio.media.rig import Rig

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]


def lasts(motion: Motion) -> float:
    """Seconds until a motion is over, or begins again."""
    return motion.start + len(motion.rotations) / motion.fps


def on_clock(motion: Motion, fps: float, samples: int) -> Motion:
    """The same motion with so many samples a second from second 0 on; after its end it is held."""
    if motion.fps == fps and motion.start == 0 and len(motion.rotations) == samples:
        return motion
    place = np.clip((np.arange(samples) / fps - motion.start) * motion.fps, 0, len(motion.rotations) - 1)
    place = np.where(np.abs(place - np.round(place)) < 1e-4, np.round(place), place)
    first = place.astype(int)
    second, share = np.minimum(first + 1, len(motion.rotations) - 1), place - first

    def mixed(curve: F32) -> F32:
        part = share.reshape(-1, *(1,) * (curve.ndim - 1))
        return np.asarray((1 - part) * curve[first] + part * curve[second], np.float32)

    a, b = motion.rotations[first], motion.rotations[second]
    b = np.where((a * b).sum(axis=-1, keepdims=True) < 0, -b, b)
    between = np.asarray(normalise((1 - share[:, None, None]) * a + share[:, None, None] * b), np.float32)
    rotations = np.where((share > 0)[:, None, None], between, a)
    channels = {name: mixed(curve) for name, curve in motion.channels.items()}
    return replace(motion, fps=fps, start=0.0, rotations=rotations, root=mixed(motion.root), channels=channels)


def figure_of(rig: Rig, motion: Motion) -> Figure:
    """The body of a rig as it moves; a bone that the motion lacks is as in the photo."""
    body = body_from(rig)
    local = np.repeat(body.rest[None], len(motion.rotations), axis=0)
    for j, bone in enumerate(body.bones):
        if bone in motion.bones:
            local[:, j] = motion.rotations[:, motion.bones.index(bone)]
    rest = global_rotations(body.rest, body.parents)
    turns = multiply(global_rotations(normalise(local), body.parents), inverse(rest))
    size = np.asarray(motion.channels.get("size", np.ones(len(local))), np.float64)
    flip = widest(motion.channels["flip"].astype(np.float64)) if "flip" in motion.channels else None
    return Figure(body, turns, motion.root.astype(np.float64) * body.scale, size, np.zeros(len(local), bool), flip)


def motion_of(figure: Figure, rig: Rig, below: Motion) -> Motion:
    """The motion with what was done to its figure."""
    touched = figure.touched
    if not touched.any():
        return below
    known = [below.bones.index(bone) if bone in below.bones else -1 for bone in rig.bones]
    rotations = np.where(np.array(known)[:, None] >= 0, below.rotations[:, known], rig.rest).astype(np.float32)
    rest = global_rotations(figure.body.rest, figure.body.parents)
    local = local_rotations(multiply(figure.turns[touched], rest), figure.body.parents)
    signs = np.where((local * rotations[touched]).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    rotations[touched] = settled(local * signs)
    root = np.array(below.root)
    root[touched] = settled(figure.root[touched] / figure.body.scale)
    channels = {name: curve for name, curve in below.channels.items() if name not in ("leftFront", "rightFront")}
    channels |= arm_order(rig, rotations, figure.root)
    return replace(below, bones=rig.bones, rotations=rotations, root=root, channels=channels)
