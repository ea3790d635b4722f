"""How free arms are in a photo, and why."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.rig.limb_evidence import (
    bend_between,
    in_trunk,
    looks_like_clothes,
    on_leg,
    outside,
    seen_along,
    seen_at,
    share_at,
    shows_hand,
)
from nodes.rig.limb_freedom import (
    ASTRAY,
    CROPPED,
    CROSSED,
    FOLDED,
    FRONT,
    GROUND,
    HIDDEN,
    HIP,
    JOINED,
    LAP,
    POCKET,
    TOUCHING,
    VIEWER,
    Freedom,
    Neighbours,
    arm_bones,
)
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones

ELBOW_SEEN, WRIST_SEEN = 0.55, 0.5
"""Scores from which on these joints are in view, and not only guessed behind something."""

FOREARM = 0.25
"""Metres."""
FOLDS = 125.0
"""Degrees of an elbow from which on forearm and upper arm cannot be told apart."""
LEAST_HAND = 0.15
"""Share of the pixels where a hand should be that have to look like skin (hands in pockets have up to 0.05, bare ones
0.25 and more)."""


def judge_arm(
    freedom: Freedom, bones: PhotoBones, texture: PersonTexture, side: str, others: Neighbours | None
) -> None:
    arm = arm_bones(side)
    metre = bones.pixels_per_metre
    elbow, wrist = bones.point(f"{side}_elbow")[:2], bones.point(f"{side}_wrist")[:2]
    if outside(elbow, texture, 0.02 * metre):
        return freedom.limit(arm, 0.05, CROPPED)
    if bones.score(f"{side}_elbow") < ELBOW_SEEN or seen_at(texture, elbow, 0.035 * metre) < 0.4:
        return freedom.limit(arm, 0.05, HIDDEN)
    if outside(wrist, texture, 0.02 * metre):
        return freedom.limit(arm, 0.2, CROPPED)
    if bones.score(f"{side}_wrist") < WRIST_SEEN or seen_at(texture, wrist, 0.035 * metre) < 0.4:
        return freedom.limit(arm, 0.15, HIDDEN)
    hand = bones.point(f"{side}_hand")[:2]
    if seen_along(texture, [bones.point(f"{side}_shoulder")[:2], elbow, wrist, hand], 0.02 * metre) < 0.75:
        return freedom.limit(arm, 0.1, ASTRAY)
    if np.hypot(*(wrist - elbow)) < 0.4 * FOREARM * metre:
        return freedom.limit(arm, 0.1, VIEWER)
    _judge_hand(freedom, bones, side)
    if looks_like_clothes(bones, texture, side) or shows_hand(bones, texture, side) < LEAST_HAND:
        freedom.limit(arm, 0.15, POCKET)
    if others is not None and _touches(hand, texture, others, metre):
        freedom.limit(arm, 0.1, TOUCHING)
        freedom.pinned.append(f"{side}Hand")
    return None


def _touches(hand: npt.NDArray[np.float64], texture: PersonTexture, others: Neighbours, metre: float) -> bool:
    """Whether a hand is at another person's hand, behind another person, or on one."""
    if len(others.hands) and np.hypot(*(others.hands - hand).T).min() < 0.14 * metre:
        return True
    near, wide = (share_at(others.seen, texture, hand, radius * metre) for radius in (0.05, 0.12))
    return max(near, wide) > 0.5


def _judge_hand(freedom: Freedom, bones: PhotoBones, side: str) -> None:
    arm, metre = arm_bones(side), bones.pixels_per_metre
    shoulder, elbow, wrist, hip = (bones.point(f"{side}_{part}")[:2] for part in ("shoulder", "elbow", "wrist", "hip"))
    bend = bend_between(elbow - shoulder, wrist - elbow)
    across, along = in_trunk(bones, wrist)
    outward = across * (1 if side == "left" else -1)
    if bend > FOLDS:
        freedom.limit(arm, 0.12, FOLDED)
    if np.hypot(*(wrist - hip)) < 0.2 * metre and bend > 32:
        freedom.limit(arm, 0.12, HIP)
    elif 0.2 < along < 1.0 and outward < 0.1:
        freedom.limit(arm, 0.1, CROSSED)
    elif 0.05 < along < 0.95 and outward < 0.75:
        freedom.limit(arm, 0.45, FRONT)
    elif along <= 0.05 and bend > 25 and bones.knows(f"{side}_knee") and on_leg(bones, wrist):
        freedom.limit(arm, 0.12, LAP)


def judge_support(freedom: Freedom, bones: PhotoBones, side: str) -> None:
    """A hand as low as the knees of someone whose hips are low carries the body."""
    wrist, metre = bones.point(f"{side}_wrist")[1], bones.pixels_per_metre
    hips, knees, ankles = (
        [bones.point(f"{s}_{part}")[1] for s in ("left", "right")] for part in ("hip", "knee", "ankle")
    )
    low = max(ankles) - max(hips) < 0.45 * metre
    if bones.score(f"{side}_wrist") >= WRIST_SEEN and low and wrist > max(hips) - 0.12 * metre and wrist > min(knees):
        freedom.limit(arm_bones(side), 0.1, GROUND)
        freedom.pinned.append(f"{side}Hand")


def judge_both_arms(freedom: Freedom, bones: PhotoBones) -> None:
    metre = bones.pixels_per_metre
    if not bones.knows("left_wrist", "right_wrist"):
        return
    hands = [bones.point(name)[:2] for name in ("left_wrist", "right_wrist", "left_hand", "right_hand")]
    inside = [in_trunk(bones, hand) for hand in hands[:2]]
    both = arm_bones("left") + arm_bones("right")
    if min(np.hypot(*(hands[0] - hands[1])), np.hypot(*(hands[2] - hands[3]))) < 0.13 * metre:
        freedom.limit(both, 0.1, JOINED)
    crossing = inside[0][0] < inside[1][0] and all(0.15 < along < 1.05 for _, along in inside)
    if crossing:
        for bone in both:
            freedom.value[bone], freedom.reason[bone] = min(freedom.value[bone], 0.08), CROSSED
