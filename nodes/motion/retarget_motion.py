"""Retarget motion: from a clip's own body to the people in the photo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Moves, body_of
from nodes.algorithms.retarget import retarget
from nodes.algorithms.rotation import settled
from nodes.motion.arm_order import arm_order
from nodes.rig.limb_freedom import CROPPED, HIDDEN, HUDDLE
from studio.media.motion import Motion, Motions
from studio.media.rig import Rig, Rigs
from studio.media.skeleton import T_POSE_DIRECTION
from studio.node import Context, node
from studio.node.knob import Amount, Fraction, Range, Seconds

F64 = npt.NDArray[np.float64]
TRUNK_OF_A_METRE = 0.52
"""Metres from the hips to the neck of the body that clips are written for."""
TALL = 1.7
"""Metres of its height."""


@node(family="motion", version=1)
def retarget_motion(
    ctx: Context,
    rigs: Rigs,
    motions: Motions,
    *,
    amplitude: Amount = 1.0,
    caution: Fraction = 1.0,
    reach: Fraction = 1.0,
    flatten: Fraction = 0.85,
    sideways: Annotated[float, Range(0, 1, "heights", soft=(0, 0.2))] = 0.03,
    keep_feet: bool = True,
    blend_in: Annotated[Seconds, Range(0, 10, "s", soft=(0, 2))] = 0.5,
) -> Motions:
    """Give each person their motion, starting from the photo's own pose and limited by how freely each limb can move.

    Args:
        ctx: Services lent by the engine.
        rigs: The people's bodies; their rest is the photo.
        motions: What each of them is to do; a person without a motion stays as in the photo.
        amplitude: How far everything goes; 1 is as the motion says.
        caution: 1 keeps limbs that are crossed, hidden, cut or hold something with what they lie on; 0 frees all.
        reach: 1 lets an arm that acts go where the motion has it; 0 only as far from the photo as the motion turns it.
        flatten: 1 moves arms in the picture's plane alone, as long as the photo shows them; 0 lets them turn towards
            the viewer, where they shrink.
        sideways: How far a head may be carried to either side, in heights of the body; what would go farther goes less
            far as a whole. Who falls or lies down goes all the way to the ground.
        keep_feet: Planted feet, a seat and the picture's edge stay where the photo has them.
        blend_in: Seconds in which the photo's pose goes over into the motion (and back at the end of a loop).

    Returns:
        The motions in the photo's own terms: relative False, bones of the rig, the rig's rest at the first sample.
    """
    made = []
    limits = _Limits(amplitude, caution, reach, flatten, sideways, keep_feet, blend_in)
    for done, (key, rig) in enumerate(rigs.items()):
        ctx.check()
        if key in motions:
            made.append((key, _retarget(rig, motions[key], limits)))
        ctx.progress(done + 1, len(rigs))
    return Motions(made)


@dataclass(frozen=True)
class _Limits:
    """The node's knobs."""

    amplitude: float
    caution: float
    reach: float
    flatten: float
    sideways: float
    keep_feet: bool
    blend_in: float


def _retarget(rig: Rig, motion: Motion, limits: _Limits) -> Motion:
    freedom = 1 - limits.caution * (1 - rig.freedom.astype(np.float64))
    beside = np.array([reason == HUDDLE for reason in rig.reasons], bool)
    body = body_of(
        rig.bones, rig.parents, rig.heads, rig.tails, rig.rest, T_POSE_DIRECTION, freedom,
        rig.pinned if limits.keep_feet else (), _scale(rig), np.where(beside, 1.0, freedom),
        _cut_off(rig),
    )  # fmt: skip
    weight = limits.amplitude * envelope(len(motion.rotations), motion.fps, limits.blend_in, motion.loop)
    planted = {side: _channel(motion, f"{side}Plant", 1.0) for side in ("left", "right")}
    reaches = {side: limits.reach * _channel(motion, f"{side}Reach", 1.0) for side in ("left", "right")}
    moves = Moves(
        _for_bones(motion, rig.bones), motion.root.astype(np.float64), planted, reaches, weight, motion.fps,
        limits.flatten, limits.sideways * max(1.0, limits.amplitude) * TALL * _scale(rig), *_ways(motion),
        {side: _channel(motion, f"{side}Tip", 0.0) for side in ("left", "right")},
    )  # fmt: skip
    turned, root = retarget(body, moves)
    channels = dict(motion.channels)
    if "breath" in channels:
        channels["breath"] = settled(channels["breath"] * np.clip(weight, 0, 1))
    rotations, metres = settled(turned), settled(root / rig.pixels_per_metre)
    rotations[weight == 0] = rig.rest
    channels |= arm_order(rig, rotations, root)
    return replace(motion, bones=rig.bones, rotations=rotations, root=metres, channels=channels, relative=False)


def _cut_off(rig: Rig) -> bool:
    """Whether the picture's edge alone cuts the hips: with a thigh hidden they are behind a table, or on it."""
    why = dict(zip(rig.bones, rig.reasons, strict=True))
    return why["hips"] == CROPPED and HIDDEN not in (why.get("leftUpperLeg"), why.get("rightUpperLeg"))


def _ways(motion: Motion) -> tuple[F64 | None, Mapping[str, F64] | None]:
    """(T, 3) metres over the ground: of the hips, and of where each foot stands; None for a motion on the spot."""
    if "travelX" not in motion.channels:
        return None, None
    still = np.zeros(len(motion.root))

    def over(name: str) -> F64:
        return np.stack([_channel(motion, f"{name}X", 0.0), still, _channel(motion, f"{name}Z", 0.0)], axis=1)

    return over("travel"), {side: over(f"{side}Step") for side in ("left", "right")}


def _scale(rig: Rig) -> float:
    """Pixels that a metre of the clip becomes, from the trunk's length: children sway less far than adults."""
    low, high = rig.bones.index("hips"), rig.bones.index("neck" if "neck" in rig.bones else "chest")
    trunk = float(np.linalg.norm(rig.heads[high] - rig.heads[low]))
    return trunk / TRUNK_OF_A_METRE if trunk > 1 else rig.pixels_per_metre


def _channel(motion: Motion, name: str, otherwise: float) -> F64:
    return np.asarray(motion.channels.get(name, np.full(len(motion.root), otherwise)), np.float64)


def _for_bones(motion: Motion, bones: tuple[str, ...]) -> F64:
    """(T, J, 4) the motion's rotations in the rig's own order of bones; a bone that it lacks does not turn."""
    out = np.zeros((len(motion.rotations), len(bones), 4))
    out[..., 3] = 1
    for j, bone in enumerate(bones):
        if bone in motion.bones:
            out[:, j] = motion.rotations[:, motion.bones.index(bone)]
    return out


def envelope(samples: int, fps: float, blend: float, loop: bool) -> F64:
    """(T,) 0 at the first sample, 1 after ``blend`` seconds; a loop goes back to 0 at its end."""
    seconds = np.arange(samples) / fps
    rise = np.clip(seconds / max(blend, 1 / fps), 0, 1)
    if loop:
        rise = np.minimum(rise, np.clip((samples / fps - seconds) / max(blend, 1 / fps), 0, 1))
    return np.asarray(rise * rise * (3 - 2 * rise))
