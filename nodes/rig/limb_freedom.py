"""How free each bone is in the photo, and why: what a viewer would believe can move."""

from __future__ import annotations

from dataclasses import dataclass, field

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
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

CROSSED = "crossed over the chest"
HIDDEN = "hidden"
CROPPED = "cut by the picture's edge"
HIP = "hand on the hip or in a pocket"
POCKET = "hand in a pocket or out of sight"
JOINED = "hands together"
FRONT = "in front of the body"
TOUCHING = "touching another person"
SITS = "sits"
OVERLAP = "legs overlap"
TINY = "too small to take apart"
LAP = "resting on the leg"
GROUND = "resting on the ground"
ASTRAY = "not on the person's own outline"
VIEWER = "points at the viewer"
HUDDLE = "standing close to others"
NO_OUTLINE = "not told apart from the body"

ELBOW_SEEN, WRIST_SEEN = 0.55, 0.5
"""Scores from which on these joints are in view, and not only guessed behind something."""
FOREARM = 0.25
"""Metres."""
LEAST_HAND = 0.15
"""Share of the pixels where a hand should be that have to look like skin (hands in pockets have up to 0.05, bare ones
0.25 and more)."""


@dataclass(frozen=True)
class Neighbours:
    """Other people, as far as they matter to one person's limbs.

    Attributes:
        seen: (h, w) on the texture's grid, where they are seen.
        hands: (K, 2) where their hands are, in pixels of the source picture.
    """

    seen: npt.NDArray[np.bool_]
    hands: npt.NDArray[np.float64]


@dataclass
class Freedom:
    """Freedom of each bone by name, with reasons; lowered step by step.

    Attributes:
        value: 0..1 by bone.
        reason: Why, by bone.
        pinned: Bones whose tails stay where they are.
        sits: Whether the person sits or crouches.
    """

    value: dict[str, float] = field(default_factory=lambda: dict.fromkeys(BONES, 1.0))
    reason: dict[str, str] = field(default_factory=lambda: dict.fromkeys(BONES, ""))
    pinned: list[str] = field(default_factory=list)
    sits: bool = False

    def limit(self, bones: tuple[str, ...], most: float, reason: str) -> None:
        """No more than ``most`` for these bones."""
        for bone in bones:
            if self.value[bone] > most:
                self.value[bone], self.reason[bone] = most, reason


def judge_freedom(bones: PhotoBones, texture: PersonTexture, activity: str, others: Neighbours | None) -> Freedom:
    """Judge every bone.

    Args:
        bones: The person's bones.
        texture: The person's pixels, for where the body is seen.
        activity: What the body does, as estimate_pose says.
        others: Other people; None where nobody knows.
    """
    freedom = Freedom()
    for side in ("left", "right"):
        _judge_arm(freedom, bones, texture, side, others)
        _judge_leg(freedom, bones, texture, side)
        _judge_support(freedom, bones, side)
    _judge_both_arms(freedom, bones)
    if others is not None:
        _judge_company(freedom, bones, texture, others)
    _judge_stance(freedom, bones, texture, activity)
    if texture.pixels.shape[0] < 70:
        freedom.limit(tuple(b for b in BONES if "Arm" in b or "Hand" in b or "Leg" in b), 0.3, TINY)
    return freedom


def arm_bones(side: str) -> tuple[str, str, str]:
    """Upper arm, lower arm and hand of a side."""
    return f"{side}UpperArm", f"{side}LowerArm", f"{side}Hand"


def leg_bones(side: str) -> tuple[str, str, str, str]:
    """The bones of a leg."""
    return f"{side}UpperLeg", f"{side}LowerLeg", f"{side}Foot", f"{side}Toes"


def _judge_arm(
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
    if np.hypot(*(wrist - hip)) < 0.2 * metre and bend > 32:
        freedom.limit(arm, 0.12, HIP)
    elif 0.2 < along < 1.0 and outward < 0.1:
        freedom.limit(arm, 0.1, CROSSED)
    elif 0.05 < along < 0.95 and outward < 0.75:
        freedom.limit(arm, 0.45, FRONT)
    elif along <= 0.05 and bend > 25 and bones.knows(f"{side}_knee") and on_leg(bones, wrist):
        freedom.limit(arm, 0.12, LAP)


def _judge_support(freedom: Freedom, bones: PhotoBones, side: str) -> None:
    """A hand as low as the knees of someone whose hips are low carries the body."""
    wrist, metre = bones.point(f"{side}_wrist")[1], bones.pixels_per_metre
    hips, knees, ankles = (
        [bones.point(f"{s}_{part}")[1] for s in ("left", "right")] for part in ("hip", "knee", "ankle")
    )
    low = max(ankles) - max(hips) < 0.45 * metre
    if bones.score(f"{side}_wrist") >= WRIST_SEEN and low and wrist > max(hips) - 0.12 * metre and wrist > min(knees):
        freedom.limit(arm_bones(side), 0.1, GROUND)
        freedom.pinned.append(f"{side}Hand")


def _judge_company(freedom: Freedom, bones: PhotoBones, texture: PersonTexture, others: Neighbours) -> None:
    """A trunk that others lean on hardly sways: what lies between the two was never seen."""
    rows = sorted(int(bones.point(f"left_{part}")[1] - texture.origin[1]) for part in ("shoulder", "hip"))
    rows = [min(max(row, 0), texture.coverage.shape[0]) for row in rows]
    own, near = texture.seen[rows[0] : rows[1]] > 0.5, max(round(0.05 * bones.pixels_per_metre), 2)
    touched = []
    for line, other in zip(own, others.seen[rows[0] : rows[1]], strict=True):
        columns = np.flatnonzero(line)
        if columns.size:
            first, last = int(columns[0]), int(columns[-1])
            touched += [other[max(first - near, 0) : first].any(), other[last + 1 : last + 1 + near].any()]
    share = float(np.mean(touched)) if touched else 0.0
    if share > 0.15:
        freedom.limit(("hips", "spine", "chest"), max(0.35, 1 - 1.2 * share), HUDDLE)


def _judge_both_arms(freedom: Freedom, bones: PhotoBones) -> None:
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


def _judge_leg(freedom: Freedom, bones: PhotoBones, texture: PersonTexture, side: str) -> None:
    leg, metre = leg_bones(side), bones.pixels_per_metre
    hip, knee, ankle = (bones.point(f"{side}_{part}")[:2] for part in ("hip", "knee", "ankle"))
    if outside(hip, texture, 0.05 * metre) or outside(knee, texture, 0.03 * metre):
        return freedom.limit(leg, 0.0, CROPPED)
    if not bones.knows(f"{side}_hip", f"{side}_knee") or seen_at(texture, knee, 0.06 * metre) < 0.5:
        return freedom.limit(leg, 0.0, HIDDEN)
    if outside(ankle, texture, 0.03 * metre):
        return freedom.limit(leg, 0.1, CROPPED)
    if not bones.knows(f"{side}_ankle") or seen_at(texture, ankle, 0.06 * metre) < 0.5:
        freedom.limit(leg, 0.1, HIDDEN)
    return None


def _judge_stance(freedom: Freedom, bones: PhotoBones, texture: PersonTexture, activity: str) -> None:
    legs, metre = leg_bones("left") + leg_bones("right"), bones.pixels_per_metre
    thighs = [bones.point(f"{s}_knee")[:2] - bones.point(f"{s}_hip")[:2] for s in ("left", "right")]
    seen = all(freedom.reason[f"{s}UpperLeg"] not in (CROPPED, HIDDEN) for s in ("left", "right"))
    folded = seen and all(thigh[1] < 0.24 * metre for thigh in thighs)
    freedom.sits = activity in ("sits", "crouches") or (folded and activity == "unknown")
    if freedom.sits:
        freedom.limit(legs, 0.0, SITS)
        freedom.limit(("hips",), 0.1, SITS)
        freedom.pinned += ["hips", "leftFoot", "rightFoot"]
        for side in ("left", "right"):
            if on_leg(bones, bones.point(f"{side}_wrist")[:2]):
                freedom.limit(arm_bones(side), 0.12, LAP)
                freedom.pinned.append(f"{side}Hand")
        return
    for part in ("knee", "ankle"):
        left, right = bones.point(f"left_{part}"), bones.point(f"right_{part}")
        facing = np.sign(bones.point("left_hip")[0] - bones.point("right_hip")[0])
        if (left[0] - right[0]) * facing < 0.04 * metre and abs(left[1] - right[1]) < 0.35 * metre:
            freedom.limit(legs, 0.35, OVERLAP)
    if "bottom" in texture.cropped:
        freedom.limit(("hips",), 0.3, CROPPED)
        freedom.pinned.append("hips")
    freedom.pinned += [f"{s}Foot" for s in ("left", "right") if freedom.reason[f"{s}LowerLeg"] not in (CROPPED, HIDDEN)]
