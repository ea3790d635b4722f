"""Where an arm's pixels may be, by its bones: what surely is the arm or the body, and how far the arm may reach."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.limb_regions import capsules
from nodes.rig.limb_evidence import outside
from nodes.rig.limb_freedom import arm_bones, leg_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

IN_FRONT = 0.92
"""How much of an arm's middle must be seen for it to be in front of whoever stands beside it."""

LOOSE = (2.0, 1.9)
"""How wide sleeves may be at the upper arm and the forearm, in widths of usual ones."""

BESIDE = 0.4
"""Metres beside an arm within which what was guessed of its person was guessed from it."""


def within_reach(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """Where an arm can be seen: in the picture, and not behind somebody whom it is in front of itself."""
    solid: Mask = texture.coverage > 0.02
    inside = _beyond_the_edge(texture, bones, side)
    (width, height), (x, y) = texture.size, texture.origin
    inside[max(-y, 0) : height - y, max(-x, 0) : width - x] = True
    return solid & inside & (~texture.covered if _in_front(texture, bones, side) else True)


def _beyond_the_edge(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """Where fingers that point out of the picture go on; whatever else is beyond the edge is a mirror's picture."""
    knuckles, wrist = bones.point(f"{side}_hand")[:2], bones.point(f"{side}_wrist")[:2]
    if not outside(2 * knuckles - wrist, texture, 0.0):
        return np.zeros(texture.coverage.shape, bool)
    return arm_capsules(texture, bones, side, 1.5, start=0.0, fingers=1.0)


def _in_front(texture: PersonTexture, bones: PhotoBones, side: str) -> bool:
    """Whether an arm is nearer than whoever covers the rest of its person there: its bones are seen all along."""
    core = arm_capsules(texture, bones, side, 0.5, start=0.1, fingers=0.2) & (texture.coverage > 0.02)
    return float((core & ~texture.covered).sum()) > IN_FRONT * float(core.sum())


HANGS = 0.5
"""Sine of the angle below the shoulder from which on an upper arm hangs."""


def made_up(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """(h, w) what was guessed of the person beyond an arm that is in front: nothing of the body is there.

    What goes on behind a neighbour was guessed from the arm itself, and would stay behind as a second sleeve.
    """
    if not (texture.covered.any() and _in_front(texture, bones, side)):
        return np.zeros_like(texture.covered)
    solid = texture.coverage > 0.02
    arm = arm_capsules(texture, bones, side, 1.0, start=0.0, fingers=0.8)
    body = connected(solid & ~arm & ~texture.covered, body_seeds(texture, bones, side) & ~texture.covered)
    to_body, to_arm = (_distance_to(seeds) for seeds in (body, arm & solid))
    near = to_arm < BESIDE * bones.pixels_per_metre
    return np.asarray(solid & texture.covered & near & ((to_arm < to_body) | _outside_of(texture, bones, side)), bool)


def _outside_of(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """(h, w) what is farther out than the shoulder of an arm that hangs, seen along the line of both shoulders.

    Under an arm that is stretched out, the trunk may reach farther out than the shoulder.
    """
    shoulder, other = (bones.point(f"{s}_shoulder")[:2] for s in (side, "right" if side == "left" else "left"))
    height, width = texture.coverage.shape
    down = bones.point(f"{side}_elbow")[:2] - shoulder
    if down[1] < HANGS * float(np.hypot(*down)):
        return np.zeros((height, width), bool)
    x, y = np.arange(width) + texture.origin[0] - shoulder[0], np.arange(height) + texture.origin[1] - shoulder[1]
    out = shoulder - other
    return np.asarray(x[None, :] * out[0] + y[:, None] * out[1] > 0, bool)


def arm_seeds(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    return arm_capsules(texture, bones, side, 0.55, start=0.3, fingers=0.4)


def body_seeds(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    """The trunk, narrowed at the shoulders; the head, the legs and the other arm; never what the arm itself crosses."""
    import cv2

    others = [b for s in ("left", "right") for b in leg_bones(s)[:2]]
    others += [*arm_bones("right" if side == "left" else "left"), "neck", "head"]
    shape = texture.coverage.shape[:2]
    seeds = capsules(shape, *segments(texture, bones, tuple(others), 0.6)).astype(np.uint8)
    cv2.fillPoly(seeds, [np.rint(_trunk(bones) - texture.origin).astype(np.int32)], 1)
    return (seeds > 0) & ~arm_capsules(texture, bones, side, 1.15, start=0.3, fingers=1.0)


def near_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    loose = arm_bones(side)[:2]
    arm = capsules(texture.coverage.shape, *segments(texture, bones, loose[:1], LOOSE[0]))
    arm |= capsules(texture.coverage.shape, *segments(texture, bones, loose[1:], LOOSE[1]))
    arm &= ~texture.covered | capsules(texture.coverage.shape, *segments(texture, bones, loose, 1.0))
    return arm | arm_capsules(texture, bones, side, 1.3, start=0.0, fingers=0.8)


def strayed(texture: PersonTexture, bones: PhotoBones, side: str) -> F32:
    """(h, w) distance from an arm of usual width, in such widths."""
    import cv2

    usual = arm_capsules(texture, bones, side, 1.0, start=0.0, fingers=1.0)
    away = cv2.distanceTransform(1 - usual.astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(away / (2 * reach_of("leftUpperArm") * bones.pixels_per_metre), np.float32)


def arm_capsules(
    texture: PersonTexture, bones: PhotoBones, side: str, width: float, *, start: float, fingers: float
) -> Mask:
    """Pixels around an arm's bones, from a ``start`` along the upper arm to ``fingers`` hands beyond the knuckles."""
    heads, tails, radii = segments(texture, bones, arm_bones(side), width)
    heads[0] += start * (tails[0] - heads[0])
    tails[2] += fingers * (tails[2] - heads[2])
    return capsules(texture.coverage.shape[:2], heads, tails, radii)


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


def segments(
    texture: PersonTexture, bones: PhotoBones, names: tuple[str, ...], width: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    index = [BONES.index(name) for name in names]
    radii = np.array([reach_of(name) for name in names]) * width * bones.pixels_per_metre
    return bones.heads[index, :2] - texture.origin, bones.tails[index, :2] - texture.origin, radii


def box_around(mask: Mask) -> tuple[slice, slice]:
    """Rows and columns that hold a mask, with a few pixels to spare."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return slice(0, mask.shape[0]), slice(0, mask.shape[1])
    return slice(max(int(rows[0]) - 4, 0), int(rows[-1]) + 5), slice(max(int(columns[0]) - 4, 0), int(columns[-1]) + 5)


def connected(mask: Mask, seeds: Mask) -> Mask:
    import cv2

    _, labels = cv2.connectedComponents(mask.astype(np.uint8))
    kept = np.unique(labels[mask & seeds])
    return np.asarray(np.isin(labels, kept[kept > 0]))


def _distance_to(mask: Mask) -> F32:
    """(h, w) pixels to a mask; far where it is empty."""
    import cv2

    if not mask.any():
        return np.full(mask.shape, 1e6, np.float32)
    return np.asarray(cv2.distanceTransform(1 - mask.astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def distance_from(texture: PersonTexture, point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    height, width = texture.coverage.shape[:2]
    x = np.arange(width) + 0.5 + texture.origin[0] - point[0]
    y = np.arange(height) + 0.5 + texture.origin[1] - point[1]
    return np.asarray(np.hypot(x[None, :], y[:, None]))
