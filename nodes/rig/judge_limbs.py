"""How free each bone is in the photo, and why: what a viewer would believe can move."""

from __future__ import annotations

import numpy as np

from nodes.rig.judge_arms import judge_arm, judge_both_arms, judge_support
from nodes.rig.limb_evidence import (
    in_trunk,
    on_leg,
    outside,
    seen_at,
)
from nodes.rig.limb_freedom import (
    CROPPED,
    HIDDEN,
    HUDDLE,
    LAP,
    OVERLAP,
    SEAT,
    SITS,
    TINY,
    Freedom,
    Neighbours,
    arm_bones,
    leg_bones,
)
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

AT_THE_SEAT = 0.1
"""How high above the hips, in lengths of the trunk, a hand of someone who sits may be to rest on seat, arm or wheel."""


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
        judge_arm(freedom, bones, texture, side, others)
        _judge_leg(freedom, bones, texture, side)
        judge_support(freedom, bones, side)
    judge_both_arms(freedom, bones)
    if others is not None:
        _judge_company(freedom, bones, texture, others)
    _judge_stance(freedom, bones, texture, activity)
    if texture.pixels.shape[0] < 70:
        freedom.limit(tuple(b for b in BONES if "Arm" in b or "Hand" in b or "Leg" in b), 0.3, TINY)
    return freedom


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
            elif in_trunk(bones, bones.point(f"{side}_wrist")[:2])[1] < AT_THE_SEAT:
                freedom.limit(arm_bones(side), 0.12, SEAT)
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
