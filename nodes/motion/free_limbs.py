"""Which limbs two people meet with: by the side on which the other one is, and by which of them are free."""

from __future__ import annotations

from itertools import product

import numpy as np

from nodes.algorithms.drag_joint import LIMBS
from nodes.algorithms.reach_points import limb_length
from nodes.motion.contact_kinds import Meeting
from nodes.motion.meeting_place import JOINED
from nodes.motion.play_script import facing
from nodes.motion.posing import body_from
from studio.media.person import People
from studio.media.rig import Rig, Rigs

FREE = 0.3
"""An arm that is less free is part of the body's layer, and cannot be moved alone."""
HIGH = frozenset({"high_five"})
"""Kinds in which hands meet so high that the arm beyond the body would go across one's own face."""
FAR_SIDE = 0.25
"""Metres of reach that the arm beyond the body has to be better by."""


def limbs_between(
    people: People, rigs: Rigs, first: str, second: str, meeting: Meeting, caution: float = 1.0, holds: str = "",
    held: bool = False,
) -> tuple[str, str] | str:  # fmt: skip
    """The bones that meet, one of each; or why there are none, as the beginning of a sentence.

    Args:
        people: Who is in the picture.
        rigs: Their bodies.
        first, second: Ids of the two.
        meeting: What they do.
        caution: How free arms have to be.
        holds: The hand of the first one that has what is handed over, "" where any hand may.
        held: It has it in the photo: where that arm is not free, it stays, and the other one takes it out of the hand.
    """
    choices = []
    for one, other, end in ((first, second, meeting.ends[0]), (second, first, meeting.ends[1])):
        near = facing(people[one], people[other]) or "right"
        sides = (near,) if meeting.kind in HIGH else (near, "left" if near == "right" else "right")
        choices.append([f"{side}{end.title()}" for side in sides] if end in ("hand", "foot") else [end])
    choices[0] = [holds] if holds else choices[0]
    joined = _joined(rigs[first], rigs[second], choices) if meeting.kind in ("handshake", "hold_hands") else None
    if joined:
        return joined
    least = FREE * caution
    free = [
        [bone for bone in bones if _free(rigs[who], bone, least)]
        for who, bones in zip((first, second), choices, strict=True)
    ]
    free[0] = [holds] if held else free[0]
    for who, bones, end in zip((first, second), free, meeting.ends, strict=True):
        if not bones:
            return f"{who} has no free {'leg' if end == 'foot' else 'arm'}"
    ways = {(a, b): _way(rigs[first], rigs[second], (a, b), choices) for a, b in product(*free)}
    return min(ways, key=lambda pair: ways[pair])


def _free(rig: Rig, bone: str, least: float) -> bool:
    """Whether a limb can be moved; bones of the trunk can always be touched."""
    if bone not in LIMBS:
        return bone in rig.bones
    if any(name not in rig.bones for name in LIMBS[bone]):
        return False
    own = bone.removesuffix("Hand") + "Arm"
    if least > 0 and bone.endswith("Hand") and rig.parts and all(part.name != own for part in rig.parts):
        return False
    return min(float(rig.freedom[rig.bones.index(name)]) for name in LIMBS[bone][:2]) >= least


def _joined(one: Rig, other: Rig, choices: list[list[str]]) -> tuple[str, str] | None:
    """Hands that touch in the photo."""
    metre = (one.pixels_per_metre + other.pixels_per_metre) / 2
    gaps = {
        (a, b): float(np.hypot(*(one.tails[one.bones.index(a), :2] - other.tails[other.bones.index(b), :2]))) / metre
        for a, b in product(*choices)
        if a in one.bones and b in other.bones
    }
    best = min(gaps, key=lambda pair: gaps[pair], default=None)
    return best if best is not None and gaps[best] < JOINED else None


def _way(one: Rig, other: Rig, pair: tuple[str, str], choices: list[list[str]]) -> float:
    """Metres that two limbs are too short to meet, and a little for each arm that reaches across its own body."""
    roots, reaches = [], 0.0
    for rig, bone in zip((one, other), pair, strict=True):
        start = LIMBS[bone][0] if bone in LIMBS else bone
        roots.append(rig.heads[rig.bones.index(start), :2])
        reaches += limb_length(body_from(rig), bone)[1] if bone in LIMBS else 0.0
    metre = (one.pixels_per_metre + other.pixels_per_metre) / 2
    across = sum(bone != options[0] for bone, options in zip(pair, choices, strict=True))
    return max(float(np.hypot(*(roots[0] - roots[1]))) - reaches, 0.0) / metre + FAR_SIDE * across
