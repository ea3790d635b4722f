"""Who strikes or hugs is drawn before the other one while that lasts, where nobody sees the change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from studio.media.contact import Contact
from studio.media.motion import Motion
from studio.media.rig import Rig

REACHING = frozenset({"push", "hit", "hug"})
"""Kinds in which an arm goes over the other one's body."""
WIDE = 0.13
"""Metres beside the bones of trunk, head and legs that a body is wide."""


def drawn_before(
    motions: Mapping[str, Motion], rigs: Mapping[str, Rig], contacts: Sequence[Contact]
) -> dict[str, Motion]:
    """Motions of those who lead a contact, with the channel "layer" where they would reach behind the other one.

    Bodies that overlap in the photo, or have somebody between them, stay in the photo's order: a change would show.
    """
    made: dict[str, Motion] = {}
    for one in contacts:
        if one.kind not in REACHING or not _clear(rigs, one.first, one.second):
            continue
        motion = made.get(one.first, motions[one.first])
        own, other = _layer(motion, rigs[one.first]), _layer(motions[one.second], rigs[one.second])
        times = motion.start + np.arange(len(own)) / motion.fps
        near = (times >= one.start - one.approach) & (times <= one.end + one.release)
        count = min(len(own), len(other))
        behind = np.zeros(len(own), bool)
        behind[:count] = near[:count] & (own[:count] <= other[:count])
        if behind.any():
            own[behind] = other[: len(own)][behind[: len(other)]] + 0.5
            made[one.first] = replace(motion, channels={**motion.channels, "layer": own})
    return made


def _layer(motion: Motion, rig: Rig) -> npt.NDArray[np.float32]:
    curve = motion.channels.get("layer")
    if curve is None:
        return np.full(len(motion.root), rig.layer, np.float32)
    return np.array(curve, np.float32)


def _clear(rigs: Mapping[str, Rig], first: str, second: str) -> bool:
    """Whether two bodies keep beside one another in the photo, and nobody in the order between them is near."""
    spans = {key: _extent(rig) for key, rig in rigs.items()}
    low, high = sorted((rigs[first].layer, rigs[second].layer))
    between = [key for key, rig in rigs.items() if low <= rig.layer <= high and key != first]
    return not any(spans[key][0] < spans[first][1] and spans[first][0] < spans[key][1] for key in between)


def _extent(rig: Rig) -> tuple[float, float]:
    """Pixels from left to right of a body without its arms."""
    x = [
        float(places[j, 0])
        for j, bone in enumerate(rig.bones)
        if not bone.endswith(("Arm", "Hand"))
        for places in (rig.heads, rig.tails)
    ]
    wide = WIDE * rig.pixels_per_metre
    return min(x) - wide, max(x) + wide
