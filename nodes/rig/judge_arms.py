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
LEAST_HAND = 0.35
"""Share of the pixels where a hand should be that have to look like skin: of the labelled arms, hands in pockets have
up to 0.05, one with the thumb outside 0.25, and free ones 0.45 and more."""
HAND_SEEN, HAND_PLAIN = 0.7, 0.88
"""Scores of a hand that is in view, and of one that was looked for and found, not only expected where the arm ends."""
APART, HANGING_APART = 0.14, 0.085
"""Metres between the knuckles of two people's hands that touch; of hands that hang side by side, which are held no
farther apart than a palm is wide."""
BARE_HAND = 0.9
"""Share of skin from which on a hand is no cloth, though it has the colour of the clothes that it lies on."""


def judge_arm(
    freedom: Freedom, bones: PhotoBones, texture: PersonTexture, side: str, others: Neighbours | None
) -> None:
    arm, hand = arm_bones(side), bones.point(f"{side}_hand")[:2]
    gone = _out_of_sight(bones, texture, side)
    if gone is not None:
        return freedom.limit(arm, *gone)
    skin = shows_hand(bones, texture, side)
    _judge_hand(freedom, bones, side, skin)
    if bones.score(f"{side}_hand") < HAND_SEEN or skin < LEAST_HAND:
        freedom.limit(arm, 0.15, POCKET)
    if skin < BARE_HAND and looks_like_clothes(bones, texture, side):
        freedom.limit(arm, 0.15, POCKET)
    apart = HANGING_APART if _hangs(bones, side, skin) else APART
    if others is not None and _touches(hand, texture, others, bones.pixels_per_metre, apart):
        freedom.limit(arm, 0.1, TOUCHING)
        freedom.pinned.append(f"{side}Hand")
    return None


def _out_of_sight(bones: PhotoBones, texture: PersonTexture, side: str) -> tuple[float, str] | None:
    """The freedom of an arm that is not seen as a whole, and why; None where it is."""
    metre = bones.pixels_per_metre
    line = [bones.point(f"{side}_{part}")[:2] for part in ("shoulder", "elbow", "wrist", "hand")]
    elbow, wrist = line[1:3]
    if outside(elbow, texture, 0.02 * metre):
        return 0.05, CROPPED
    if bones.score(f"{side}_elbow") < ELBOW_SEEN or seen_at(texture, elbow, 0.035 * metre) < 0.4:
        return 0.05, HIDDEN
    if outside(wrist, texture, 0.02 * metre):
        return 0.2, CROPPED
    if bones.score(f"{side}_wrist") < WRIST_SEEN or seen_at(texture, wrist, 0.035 * metre) < 0.4:
        return 0.15, HIDDEN
    if seen_along(texture, line, 0.02 * metre) < 0.75:
        return 0.1, ASTRAY
    return (0.1, VIEWER) if np.hypot(*(wrist - elbow)) < 0.4 * FOREARM * metre else None


def _touches(
    hand: npt.NDArray[np.float64], texture: PersonTexture, others: Neighbours, metre: float, apart: float
) -> bool:
    """Whether a hand is at another person's hand, behind another person, or on one."""
    if len(others.hands) and np.hypot(*(others.hands - hand).T).min() < apart * metre:
        return True
    near, wide = (share_at(others.seen, texture, hand, radius * metre) for radius in (0.05, 0.12))
    return max(near, wide) > 0.5


def _judge_hand(freedom: Freedom, bones: PhotoBones, side: str, skin: float) -> None:
    arm, metre = arm_bones(side), bones.pixels_per_metre
    shoulder, elbow, wrist, hip = (bones.point(f"{side}_{part}")[:2] for part in ("shoulder", "elbow", "wrist", "hip"))
    bend = bend_between(elbow - shoulder, wrist - elbow)
    across, along = in_trunk(bones, wrist)
    outward = across * (1 if side == "left" else -1)
    if bend > FOLDS:
        freedom.limit(arm, 0.12, FOLDED)
    hangs = _hangs(bones, side, skin)
    if np.hypot(*(wrist - hip)) < 0.2 * metre and bend > (42 if hangs else 32):
        freedom.limit(arm, 0.12, HIP)
    elif 0.2 < along < 1.0 and outward < 0.1:
        freedom.limit(arm, 0.1, CROSSED)
    elif 0.05 < along < 0.95 and outward < 0.75:
        freedom.limit(arm, 0.45, FRONT)
    elif along <= 0.05 and bend > (42 if hangs else 25) and bones.knows(f"{side}_knee") and on_leg(bones, wrist):
        freedom.limit(arm, 0.12, LAP)


def _hangs(bones: PhotoBones, side: str, skin: float) -> bool:
    """Whether a hand that is plain to see hangs straight down from its forearm: it lies on no hip."""
    elbow, wrist, hand = (bones.point(f"{side}_{part}")[:2] for part in ("elbow", "wrist", "hand"))
    down = (hand - wrist)[1] > 0.95 * float(np.hypot(*(hand - wrist)))
    straight = bend_between(wrist - elbow, hand - wrist) < 15
    return bool(down and straight and skin > 0.5 and bones.score(f"{side}_hand") >= HAND_PLAIN)


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
