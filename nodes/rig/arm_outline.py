"""Where an arm ends and the body begins: its pixels, told from the body's by bones, edges and the matte."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.hand_cloth import cloth_behind
from nodes.algorithms.limb_regions import capsules, claim, outline_support, refine
from nodes.algorithms.unexplained import unexplained
from nodes.rig.limb_freedom import arm_bones, leg_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEAST_SUPPORT, LEAST_HAND_SUPPORT = 0.6, 0.55
"""How much of an arm's outline, and of its hand's, must show for it to be cut out."""

RIM, RIM_WIDTH = 0.9, 0.06
"""Coverage below which a pixel is of the matte's soft rim, and how many metres wide that is at most."""

IN_FRONT = 0.92
"""How much of an arm's middle must be seen for it to be in front of whoever stands beside it."""

OPAQUE = 0.9
"""Coverage from which on a pixel shows nothing but the person."""


def own_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> F32 | None:
    """(h, w) share 0..1 of each pixel that is the arm's; None where no believable outline was found."""
    import cv2

    solid = _within_reach(texture, bones, side)
    sure, rest, near = (
        _arm_seeds(texture, bones, side),
        _body_seeds(texture, bones, side),
        _near_arm(texture, bones, side),
    )
    sure, rest = sure & (texture.coverage > 0.9), rest & (texture.coverage > 0.9)
    if sure.sum() < 30:
        return None
    mine = np.zeros(solid.shape, bool)
    part = _box(near)
    stray = _strayed(texture, bones, side)
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
    return _with_rim(texture, bones, np.where(hard, mine, share).astype(np.float32)) * solid


def _within_reach(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """Where an arm can be seen: in the picture, and not behind somebody whom it is in front of itself."""
    solid: Mask = texture.coverage > 0.02
    width, height = texture.size
    x, y = texture.origin
    inside = np.zeros_like(solid)
    inside[max(-y, 0) : height - y, max(-x, 0) : width - x] = True
    core = _arm_capsules(texture, bones, side, 0.5, start=0.1, fingers=0.2) & solid
    in_front = float((core & ~texture.covered).sum()) > IN_FRONT * float(core.sum())
    return solid & inside & (~texture.covered if in_front else True)


def _without_others(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask) -> Mask:
    """An arm without what it only hangs before, along the sleeve; what the hand holds or lies on is told elsewhere."""
    half, hand = reach_of("leftLowerArm") * bones.pixels_per_metre, bones.point(f"{side}_hand")[:2]
    wrist = bones.point(f"{side}_wrist")[:2]
    part, out = _box(mine), mine.copy()
    bone = _arm_capsules(texture, bones, side, 0.45, start=0.3, fingers=0.6) & (texture.coverage > OPAQUE)
    hands = distance_from(texture, hand) < distance_from(texture, wrist)
    out[part] &= ~(unexplained(texture.pixels[part], mine[part], bone[part], half) & ~hands[part])
    return _connected(out, bone)


def _with_rim(texture: PersonTexture, bones: PhotoBones, share: F32) -> F32:
    """The share with the soft rim of the matte given to whom the nearest solid pixel belongs to: what the body kept of
    an arm's rim would stay behind as a ghost of its outline."""
    import cv2

    part = _box(share > 0)
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
    mine = _connected((smooth > 0.5 * within) & solid, sure)
    radius = 2 * max(round(0.02 * metre), 2) + 1
    body = cv2.copyMakeBorder((solid & ~mine).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(body, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (radius, radius)))
    thick = _connected(thick[1:-1, 1:-1] > 0, rest)
    left_over = solid & ~mine & ~thick
    apart = left_over & ~_touching(left_over, thick)
    return mine | _touching(left_over & near, mine) | _touching(apart, mine)


def _touching(mask: Mask, other: Mask) -> Mask:
    """Pieces of a mask that touch another mask."""
    import cv2

    return _connected(mask, cv2.dilate(other.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _believable(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask, sure: Mask) -> bool:
    """Whether a region can be an arm: it holds the arm's bones, is no larger than an arm, and its outline shows."""
    heads, tails, radii = _segments(texture, bones, arm_bones(side), 1.0)
    expected = float((2 * radii * (np.hypot(*(tails - heads).T) + radii)).sum())
    if (mine & sure).sum() < 0.7 * sure.sum() or mine.sum() > 2.2 * expected:
        return False
    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    part = _box(mine)
    body, pixels = texture.coverage[part] > 0.5, texture.pixels[part]
    shoulder = distance_from(texture, bones.point(f"{side}_shoulder")[:2]) < 1.8 * half
    hand = distance_from(texture, bones.point(f"{side}_hand")[:2]) < 2 * half
    whole = outline_support(pixels, body, mine[part], shoulder[part])
    return whole >= LEAST_SUPPORT and outline_support(pixels, body, mine[part], ~hand[part]) >= LEAST_HAND_SUPPORT


def _arm_seeds(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    return _arm_capsules(texture, bones, side, 0.55, start=0.3, fingers=0.4)


def _without_cloth(texture: PersonTexture, bones: PhotoBones, side: str, mine: Mask) -> Mask:
    """An arm without the cloth that its hand lies on."""
    hand, wrist = bones.point(f"{side}_hand")[:2], bones.point(f"{side}_wrist")[:2]
    zone = mine & (distance_from(texture, hand) < distance_from(texture, wrist))
    back = capsules(mine.shape, *_segments(texture, bones, arm_bones(side)[2:], 0.35)) & (texture.coverage > OPAQUE)
    part, out = _box(zone), mine.copy()
    out[part] &= ~cloth_behind(texture.pixels[part], mine[part], zone[part], back[part], 0.01 * bones.pixels_per_metre)
    return out


def _strayed(texture: PersonTexture, bones: PhotoBones, side: str) -> F32:
    """(h, w) distance from an arm of usual width, in such widths."""
    import cv2

    usual = _arm_capsules(texture, bones, side, 1.0, start=0.0, fingers=1.0)
    away = cv2.distanceTransform(1 - usual.astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(away / (2 * reach_of("leftUpperArm") * bones.pixels_per_metre), np.float32)


def _near_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    loose = arm_bones(side)[:2]
    arm = capsules(texture.coverage.shape, *_segments(texture, bones, loose, 2.4))
    arm &= ~texture.covered | capsules(texture.coverage.shape, *_segments(texture, bones, loose, 1.0))
    return arm | _arm_capsules(texture, bones, side, 1.3, start=0.0, fingers=0.8)


def _arm_capsules(
    texture: PersonTexture, bones: PhotoBones, side: str, width: float, *, start: float, fingers: float
) -> Mask:
    """Pixels around an arm's bones, from a ``start`` along the upper arm to ``fingers`` hands beyond the knuckles."""
    heads, tails, radii = _segments(texture, bones, arm_bones(side), width)
    heads[0] += start * (tails[0] - heads[0])
    tails[2] += fingers * (tails[2] - heads[2])
    return capsules(texture.coverage.shape[:2], heads, tails, radii)


def _body_seeds(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """The trunk, narrowed at the shoulders; the head, the legs and the other arm; never what the arm itself crosses."""
    import cv2

    others = [b for s in ("left", "right") for b in leg_bones(s)[:2]]
    others += [*arm_bones("right" if side == "left" else "left"), "neck", "head"]
    shape = texture.coverage.shape[:2]
    seeds = capsules(shape, *_segments(texture, bones, tuple(others), 0.6)).astype(np.uint8)
    cv2.fillPoly(seeds, [np.rint(_trunk(bones) - texture.origin).astype(np.int32)], 1)
    return (seeds > 0) & ~_arm_capsules(texture, bones, side, 1.15, start=0.3, fingers=1.0)


def _trunk(bones: PhotoBones) -> npt.NDArray[np.float64]:
    """(6, 2) outline of what is surely trunk: narrow at the shoulders, where the arms begin, and wide at the hips."""
    left, right = (
        np.array([bones.point(f"{side}_{part}")[:2] for part in ("shoulder", "hip")]) for side in ("left", "right")
    )
    down, wide = np.array([[0.03], [0.25], [0.95]]), np.array([[0.66], [0.85], [1.35]])
    middles, halves = (
        np.array(line[0] + down * (line[1] - line[0])) for line in ((left + right) / 2, (left - right) / 2)
    )
    return np.concatenate([middles + wide * halves, (middles - wide * halves)[::-1]])


def _segments(
    texture: PersonTexture, bones: PhotoBones, names: tuple[str, ...], width: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    index = [BONES.index(name) for name in names]
    radii = np.array([reach_of(name) for name in names]) * width * bones.pixels_per_metre
    return bones.heads[index, :2] - texture.origin, bones.tails[index, :2] - texture.origin, radii


def _box(mask: Mask) -> tuple[slice, slice]:
    """Rows and columns that hold a mask, with a few pixels to spare."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return slice(0, mask.shape[0]), slice(0, mask.shape[1])
    return slice(max(int(rows[0]) - 4, 0), int(rows[-1]) + 5), slice(max(int(columns[0]) - 4, 0), int(columns[-1]) + 5)


def _connected(mask: Mask, seeds: Mask) -> Mask:
    import cv2

    _, labels = cv2.connectedComponents(mask.astype(np.uint8))
    kept = np.unique(labels[mask & seeds])
    return np.asarray(np.isin(labels, kept[kept > 0]))


def distance_from(texture: PersonTexture, point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    height, width = texture.coverage.shape[:2]
    x = np.arange(width) + 0.5 + texture.origin[0] - point[0]
    y = np.arange(height) + 0.5 + texture.origin[1] - point[1]
    return np.asarray(np.hypot(x[None, :], y[:, None]))
