"""Where an arm ends and the body begins: its pixels, told from the body's by bones, edges and the matte."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.hand_cloth import cloth_behind, fingers_beside
from nodes.algorithms.limb_regions import capsules, claim, outline_support, refine
from nodes.algorithms.unexplained import unexplained
from nodes.rig.arm_place import (
    arm_capsules,
    arm_seeds,
    body_seeds,
    box_around,
    connected,
    distance_from,
    near_arm,
    segments,
    strayed,
    within_reach,
)
from nodes.rig.limb_freedom import arm_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEAST_SUPPORT, LEAST_HAND_SUPPORT = 0.6, 0.55
"""How much of an arm's outline, and of its hand's, must show for it to be cut out."""

RIM, RIM_WIDTH = 0.9, 0.06
"""Coverage below which a pixel is of the matte's soft rim, and how many metres wide that is at most."""

OPAQUE = 0.9
"""Coverage from which on a pixel shows nothing but the person."""


def own_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> F32 | None:
    """(h, w) share 0..1 of each pixel that is the arm's; None where no believable outline was found."""
    import cv2

    solid = within_reach(texture, bones, side)
    sure, rest, near = (place(texture, bones, side) for place in (arm_seeds, body_seeds, near_arm))
    sure, rest = sure & (texture.coverage > 0.9), rest & (texture.coverage > 0.9)
    if sure.sum() < 30:
        return None
    mine = np.zeros(solid.shape, bool)
    part, stray = box_around(near), strayed(texture, bones, side)
    mine[part] = claim(texture.pixels[part], solid[part], sure[part], rest[part], stray[part]) > 0
    band = max(round(0.15 * reach_of("leftLowerArm") * bones.pixels_per_metre), 3)
    mine[part] = refine(texture.pixels[part], solid[part], mine[part] & near[part] & solid[part], band)
    mine &= near & solid
    mine = _without_others(texture, bones, side, _tidy(mine, solid, near, sure, rest, bones.pixels_per_metre))
    mine = _without_cloth(texture, bones, side, mine)
    if not _believable(texture, bones, side, mine, sure):
        return None
    share = cv2.GaussianBlur(mine.astype(np.float32), (0, 0), 1.2)
    share = np.clip(share * 2, 0, 1)
    hard = cv2.dilate((texture.coverage < OPAQUE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    may_be = solid | (texture.coverage <= 0.02)
    return np.asarray(_with_rim(texture, bones, np.where(hard, mine, share).astype(np.float32)) * may_be, np.float32)


def _without_others(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask) -> Mask:
    """An arm without what it only hangs before, along the sleeve; what the hand holds or lies on is told elsewhere."""
    half = reach_of("leftLowerArm") * bones.pixels_per_metre
    wrist, knuckles = bones.point(f"{side}_wrist")[:2], bones.point(f"{side}_hand")[:2]
    part, out = box_around(mine), mine.copy()
    bone = arm_capsules(texture, bones, side, 0.45, start=0.3, fingers=0.6) & (texture.coverage > OPAQUE)
    fingers = distance_from(texture, 2 * knuckles - wrist) < distance_from(texture, wrist)
    out[part] &= ~(unexplained(texture.pixels[part], mine[part], bone[part], half) & ~fingers[part])
    return connected(out, bone)


def _with_rim(texture: PersonTexture, bones: PhotoBones, share: F32) -> F32:
    """The share with the soft rim of the matte given to whom the nearest solid pixel belongs to: what the body kept of
    an arm's rim would stay behind as a ghost of its outline."""
    import cv2

    part = box_around(share > 0)
    soft, own = texture.coverage[part] < RIM, share[part].copy()
    if soft.all() or not soft.any():
        return share
    labels: npt.NDArray[np.int32]
    away, labels = cv2.distanceTransformWithLabels(
        soft.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    nearest = np.zeros(int(labels.max()) + 1, np.float32)
    nearest[labels[~soft]] = own[~soft]
    given = soft & (away < RIM_WIDTH * bones.pixels_per_metre)
    own[given] = nearest[labels[given]] > 0.5
    out = share.copy()
    out[part] = own
    return out


def _tidy(mine: Mask, solid: Mask, near: Mask, sure: Mask, rest: Mask, metre: float) -> Mask:
    """One piece with a smooth outline; slivers of the body left over beside the arm go with the arm."""
    import cv2

    smooth = cv2.GaussianBlur(mine.astype(np.float32), (0, 0), max(0.006 * metre, 1.0))
    within = cv2.GaussianBlur(solid.astype(np.float32), (0, 0), max(0.006 * metre, 1.0))
    mine = connected((smooth > 0.5 * within) & solid, sure)
    radius = 2 * max(round(0.02 * metre), 2) + 1
    body = cv2.copyMakeBorder((solid & ~mine).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(body, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (radius, radius)))
    thick = connected(thick[1:-1, 1:-1] > 0, rest)
    left_over = solid & ~mine & ~thick
    apart = left_over & ~_touching(left_over, thick)
    return mine | _touching(left_over & near, mine) | _touching(apart, mine)


def _touching(mask: Mask, other: Mask) -> Mask:
    """Pieces of a mask that touch another mask."""
    import cv2

    return connected(mask, cv2.dilate(other.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _believable(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask, sure: Mask) -> bool:
    """Whether a region can be an arm: it holds the arm's bones, is no larger than an arm, and its outline shows."""
    heads, tails, radii = segments(texture, bones, arm_bones(side), 1.0)
    expected = float((2 * radii * (np.hypot(*(tails - heads).T) + radii)).sum())
    if _largest(mine & sure) < 0.7 * sure.sum() or mine.sum() > 2.2 * expected:
        return False
    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    part = box_around(mine)
    body, pixels = texture.coverage[part] > 0.5, texture.pixels[part]
    shoulder = distance_from(texture, bones.point(f"{side}_shoulder")[:2]) < 1.8 * half
    hand = distance_from(texture, bones.point(f"{side}_hand")[:2]) < 2 * half
    whole = outline_support(pixels, body, mine[part], shoulder[part])
    return whole >= LEAST_SUPPORT and outline_support(pixels, body, mine[part], ~hand[part]) >= LEAST_HAND_SUPPORT


def _largest(mask: Mask) -> int:
    """Pixels of the largest piece: an arm in two pieces is none."""
    import cv2

    stats = cv2.connectedComponentsWithStats(mask.astype(np.uint8))[2]
    return int(stats[1:, cv2.CC_STAT_AREA].max(initial=0))


def _without_cloth(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask) -> Mask:
    """An arm with all of its fingers, and without the cloth that its hand lies on."""
    hand, wrist = bones.point(f"{side}_hand")[:2], bones.point(f"{side}_wrist")[:2]
    end = distance_from(texture, hand) < distance_from(texture, wrist)
    may_be = end & arm_capsules(texture, bones, side, 1.3, start=0.0, fingers=1.0)
    may_be &= within_reach(texture, bones, side) & (texture.coverage > OPAQUE)
    back = capsules(mine.shape, *segments(texture, bones, arm_bones(side)[2:], 0.35)) & (texture.coverage > OPAQUE)
    part, out = box_around(mine | may_be), mine.copy()
    pixels = texture.pixels[part]
    out[part] |= fingers_beside(pixels, mine[part], may_be[part], back[part])
    zone = (out & end)[part]
    out[part] &= ~cloth_behind(pixels, out[part], zone, back[part], 0.01 * bones.pixels_per_metre)
    return out
