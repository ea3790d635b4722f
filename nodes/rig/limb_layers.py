"""Which arms become layers of their own, and how the person's pixels are shared among the layers.

At rest the layers, drawn back to front, give the person's pixels again: what lies in front is cut softly only where what
lies behind shows the same opaque pixels, and what lies behind goes on under it only where it is opaque.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.cloth_fill import continue_colours
from nodes.algorithms.limb_regions import capsules, claim, outline_support
from nodes.rig.limb_freedom import NO_OUTLINE, Freedom, arm_bones, leg_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEAST_FREEDOM = 0.3
"""An arm less free than this stays in the body's layer."""

LEAST_SUPPORT = 0.6
"""How much of an arm's outline must show for it to be cut out."""

OPAQUE = 0.99


@dataclass(frozen=True)
class Layer:
    """Pixels of one layer.

    Attributes:
        name: "body", "leftArm", "rightArm".
        pixels: (h, w, 4) float32, premultiplied, on the texture's grid.
        behind: Whether it is drawn before the body.
    """

    name: str
    pixels: F32
    behind: bool = False


def split_layers(texture: PersonTexture, bones: PhotoBones, freedom: Freedom) -> tuple[Layer, ...]:
    """The person's pixels as layers, farthest first; an arm that cannot be told from the body loses freedom."""
    owned: dict[str, F32] = {}
    for side in ("left", "right"):
        if freedom.value[f"{side}UpperArm"] > LEAST_FREEDOM:
            share = own_arm(texture, bones, side)
            if share is None:
                freedom.limit(arm_bones(side), LEAST_FREEDOM, NO_OUTLINE)
            else:
                owned[side] = share
    if len(owned) == 2:
        owned["right"] = np.where(owned["left"] > 0.5, 0, owned["right"]).astype(np.float32)
    back = {side: is_behind(bones, side) for side in owned}
    body = texture.pixels
    arms = []
    for side, share in owned.items():
        arms.append(Layer(f"{side}Arm", _arm_pixels(texture, bones, side, share), back[side]))
        body = _body_pixels(body, texture, bones, side, share, back[side])
    return (*(a for a in arms if a.behind), Layer("body", body), *(a for a in arms if not a.behind))


def own_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> F32 | None:
    """(h, w) share 0..1 of each pixel that is the arm's; None where no believable outline was found."""
    import cv2

    solid = texture.coverage > 0.02
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
    mine[part] = claim(texture.pixels[part], solid[part], sure[part], rest[part]) > 0
    mine &= near & solid
    mine = _tidy(mine, solid, near, sure, rest, bones.pixels_per_metre)
    if not _believable(texture, bones, side, mine, sure):
        return None
    share = cv2.GaussianBlur(mine.astype(np.float32), (0, 0), 1.2)
    share = np.clip((share - 0.25) * 2, 0, 1)
    hard = cv2.dilate((texture.coverage < OPAQUE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.where(hard, mine, share).astype(np.float32)


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
    shoulder = _distance_from(texture, bones.point(f"{side}_shoulder")[:2]) < 1.8 * half
    hand = _distance_from(texture, bones.point(f"{side}_hand")[:2]) < 2 * half
    whole = outline_support(pixels, body, mine[part], shoulder[part])
    return min(whole, outline_support(pixels, body, mine[part], ~hand[part])) >= LEAST_SUPPORT


def is_behind(bones: PhotoBones, side: str) -> bool:
    """Whether an arm is the far one: its elbow and its wrist are well behind its shoulder."""
    shoulder, elbow, wrist = (bones.point(f"{side}_{part}")[2] for part in ("shoulder", "elbow", "wrist"))
    return bool(max(elbow, wrist) < shoulder - 0.15 * bones.pixels_per_metre)


def _arm_pixels(texture: PersonTexture, bones: PhotoBones, side: str, share: F32) -> F32:
    """The arm, going on softly over the shoulder into the body with the body's own pixels."""
    radius = 1.5 * reach_of("leftUpperArm") * bones.pixels_per_metre
    gap = _distance_from(texture, bones.point(f"{side}_shoulder")[:2])
    cap = np.clip((radius - gap) / (0.45 * radius), 0, 1) * _deep(texture, 2)
    return np.asarray(texture.pixels * np.maximum(share, cap)[..., None], np.float32)


def _body_pixels(
    body: F32, texture: PersonTexture, bones: PhotoBones, side: str, share: F32, behind: bool
) -> F32:  # fmt: skip
    """The body without an arm, continued under it where the arm hides it."""
    if behind:
        return np.asarray(body * (1 - share)[..., None], np.float32)
    visible = share < 1
    own = np.where(visible[..., None], body, 0)
    under = _under_arm(texture, bones, side, share)
    import cv2

    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    skip = 2 * max(round(0.12 * half), 2) + 1
    known = cv2.erode(((share <= 0) & (body[..., 3] > OPAQUE)).astype(np.uint8), np.ones((skip, skip), np.uint8)) > 0
    fill = continue_colours(body, known, (under > 0) & ~visible, 1.5 * half)
    return np.asarray(own + fill * under[..., None] * ~visible[..., None], np.float32)


def _under_arm(texture: PersonTexture, bones: PhotoBones, side: str, share: F32) -> F32:
    """(h, w) coverage of the body under an arm: what the arm crosses, a strip along it, and the shoulder's ball."""
    import cv2

    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    trunk = ((share < 0.5) & (texture.coverage > 0.5)).astype(np.uint8)
    size = 2 * round(1.6 * half) + 1
    room = size + 2
    padded = cv2.copyMakeBorder(trunk, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    crossed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[room:-room, room:-room]
    strip = 2 * max(round(0.15 * half), 2) + 1
    grown = cv2.dilate(trunk, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (strip, strip)))
    ball = _distance_from(texture, bones.point(f"{side}_shoulder")[:2]) < 0.8 * half
    under = ((crossed > 0) | (grown > 0) | ball).astype(np.float32)
    under = np.clip(cv2.GaussianBlur(under, (0, 0), 1.2) * 2 - 0.7, 0, 1)
    return np.asarray(under * _deep(texture, 3), np.float32)


def _arm_seeds(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    return _arm_capsules(texture, bones, side, 0.55, start=0.3, fingers=0.4)


def _near_arm(texture: PersonTexture, bones: PhotoBones, side: str) -> Mask:
    return _arm_capsules(texture, bones, side, 2.4, start=0.0, fingers=0.8)


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
    others += list(arm_bones("right" if side == "left" else "left")[:2]) + ["neck", "head"]
    shape = texture.coverage.shape[:2]
    seeds = capsules(shape, *_segments(texture, bones, tuple(others), 0.6)).astype(np.uint8)
    corners = np.array([bones.point(f"{s}_{p}")[:2] for s, p in
                        (("left", "shoulder"), ("right", "shoulder"), ("right", "hip"), ("left", "hip"))])  # fmt: skip
    middle = corners.mean(axis=0)
    shrunk = np.concatenate([corners[:2].mean(axis=0) + 0.68 * (corners[:2] - corners[:2].mean(axis=0)), corners[2:]])
    shrunk = middle + 0.97 * (shrunk - middle) - texture.origin
    cv2.fillPoly(seeds, [np.rint(shrunk).astype(np.int32)], 1)
    return (seeds > 0) & ~_arm_capsules(texture, bones, side, 1.15, start=0.3, fingers=1.0)


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


def _deep(texture: PersonTexture, pixels: int) -> Mask:
    """Where the person is opaque, ``pixels`` away from anything that is not."""
    import cv2

    kernel = np.ones((2 * pixels + 1, 2 * pixels + 1), np.uint8)
    return np.asarray(cv2.erode((texture.coverage > OPAQUE).astype(np.uint8), kernel) > 0)


def _distance_from(texture: PersonTexture, point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    height, width = texture.coverage.shape[:2]
    x = np.arange(width) + 0.5 + texture.origin[0] - point[0]
    y = np.arange(height) + 0.5 + texture.origin[1] - point[1]
    return np.asarray(np.hypot(x[None, :], y[:, None]))
