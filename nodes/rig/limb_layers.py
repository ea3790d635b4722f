"""Which arms and legs become layers of their own, and how the person's pixels are shared among the layers.

At rest the layers, drawn back to front, give the person's pixels again: what lies in front is cut softly only where
what lies behind shows the same opaque pixels, and what lies behind goes on under it only where it is opaque.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.cloth_fill import continue_colours
from nodes.algorithms.seam_matte import Seam, part_seam
from nodes.rig.arm_outline import OPAQUE, own_arm
from nodes.rig.arm_place import distance_from, made_up
from nodes.rig.face_layer import face_pixels
from nodes.rig.leg_layers import cut_legs
from nodes.rig.leg_outline import own_legs
from nodes.rig.limb_freedom import HIDDEN, NO_OUTLINE, OVERLAP, Freedom, arm_bones, leg_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.person import Face
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

LEAST_FREEDOM, STUCK_FREEDOM = 0.3, 0.15
"""An arm less free than the first stays in the body's layer; one that cannot be cut out has the second."""

MOST_GUESSED = 0.15
"""Share of an arm that may lie behind somebody else: what was made up there is not for looking at."""
BALL = 0.8
"""Radius of the shoulder's ball, which the body keeps under an arm, in halves of the arm's width."""
WHOLE = 0.998
"""Coverage from which on a pixel counts as opaque where it is parted."""
SEAM = 0.008
"""Metres to either side of an arm's outline within which a pixel may show both it and what it lies on."""
WIDE_HIPS = 0.35
"""How much farther out than its joints a body's hips go, in halves of the joints' distance."""


@dataclass(frozen=True)
class Layer:
    """Pixels of one layer.

    Attributes:
        name: "body", "face", "leftArm", "rightArm", "leftLeg", "rightLeg".
        pixels: (h, w, 4) float32, premultiplied, on the texture's grid.
        behind: Whether it is drawn before the body.
        tied: (h, w) where it hangs on the body and moves as that does; None where it does nowhere.
    """

    name: str
    pixels: F32
    behind: bool = False
    tied: Mask | None = None


def split_layers(
    texture: PersonTexture, bones: PhotoBones, freedom: Freedom, legs: bool = True,
    face: Face | None = None,
) -> tuple[Layer, ...]:  # fmt: skip
    """The person's pixels as layers, farthest first; a limb that cannot be told from the body loses freedom.

    Args:
        texture: The person's pixels.
        bones: The person's bones.
        freedom: How free they are.
        legs: Whether legs may become layers.
        face: The person's face, where it was found.
    """
    owned: dict[str, F32] = {}
    for side in ("left", "right"):
        if freedom.value[f"{side}UpperArm"] > LEAST_FREEDOM:
            share = own_arm(texture, bones, side)
            if share is None:
                freedom.limit(arm_bones(side), STUCK_FREEDOM, NO_OUTLINE)
            elif guessed(texture, share) > MOST_GUESSED:
                freedom.limit(arm_bones(side), STUCK_FREEDOM, HIDDEN)
            else:
                owned[side] = share
    if len(owned) == 2:
        owned["right"] = np.where(owned["left"] > 0.5, 0, owned["right"]).astype(np.float32)
    back = {side: is_behind(bones, side) for side in owned}
    for side in owned:
        texture = replace(texture, pixels=texture.pixels * ~made_up(texture, bones, side)[..., None])
    body = texture.pixels
    arms = []
    for side, share in owned.items():
        seam = _seam(texture, bones, side, share)
        arms.append(Layer(f"{side}Arm", _arm_pixels(texture, bones, side, share, seam), back[side]))
        body = _body_pixels(body, texture, bones, side, share, seam, back[side])
    sleeves = tuple(side for side in ("left", "right") if side not in owned)
    below, body = _split_legs(replace(texture, pixels=body), bones, freedom, sleeves) if legs else ((), body)
    faces = _face_layers(texture, body, face)
    return (*(a for a in arms if a.behind), *below, Layer("body", body), *faces, *(a for a in arms if not a.behind))


def _face_layers(texture: PersonTexture, body: F32, face: Face | None) -> tuple[Layer, ...]:
    """The face's layer, which hangs on the body everywhere; none where no face was found."""
    pixels = face_pixels(texture, body, face)
    return () if pixels is None else (Layer("face", pixels, False, np.ones(body.shape[:2], bool)),)


def _split_legs(
    texture: PersonTexture, bones: PhotoBones, freedom: Freedom, sleeves: tuple[str, ...]
) -> tuple[tuple[Layer, ...], F32]:
    """Layers of both legs, the farther first, and the body's pixels without them; no layers where they are held."""
    bones_of = leg_bones("left") + leg_bones("right")
    if min(freedom.value[bone] for bone in bones_of) <= LEAST_FREEDOM:
        return (), texture.pixels
    legs = own_legs(texture, bones, sleeves)
    if legs is None or any(guessed(texture, legs.mask(s).astype(np.float32)) > MOST_GUESSED for s in ("left", "right")):
        return (), texture.pixels
    freedom.release(bones_of, OVERLAP)
    body, pixels, ties = cut_legs(texture, bones, legs)
    return tuple(Layer(f"{side}Leg", of_leg, True, ties[side]) for side, of_leg in pixels.items()), body


def guessed(texture: PersonTexture, share: F32) -> float:
    """How much of an arm was never seen, because somebody nearer stands in front of it."""
    arm = share * texture.coverage
    return float(arm[texture.covered].sum() / max(float(arm.sum()), 1e-6))


def is_behind(bones: PhotoBones, side: str) -> bool:
    """Whether an arm is the far one: its elbow and its wrist are well behind its shoulder."""
    shoulder, elbow, wrist = (bones.point(f"{side}_{part}")[2] for part in ("shoulder", "elbow", "wrist"))
    return bool(max(elbow, wrist) < shoulder - 0.15 * bones.pixels_per_metre)


def _seam(texture: PersonTexture, bones: PhotoBones, side: str, share: F32) -> Seam:
    """The outline of an arm, parted into arm and body, away from the shoulder, where one goes on into the other."""
    solid = (texture.coverage > WHOLE) & (_cap(texture, bones, side) <= 0)
    return part_seam(texture.pixels, share, solid, max(1, round(SEAM * bones.pixels_per_metre)))


def _cap(texture: PersonTexture, bones: PhotoBones, side: str) -> F32:
    """(h, w) 0..1 how much of the body an arm takes along over its shoulder."""
    radius = 1.5 * reach_of("leftUpperArm") * bones.pixels_per_metre
    gap = distance_from(texture, bones.point(f"{side}_shoulder")[:2])
    return np.asarray(np.clip((radius - gap) / (0.45 * radius), 0, 1) * _deep(texture, 2), np.float32)


def _arm_pixels(texture: PersonTexture, bones: PhotoBones, side: str, share: F32, seam: Seam) -> F32:
    """The arm, going on softly over the shoulder into the body with the body's own pixels."""
    pixels = texture.pixels * np.maximum(share, _cap(texture, bones, side))[..., None]
    return np.where(seam.where[..., None], seam.front, pixels)


def _body_pixels(
    body: F32, texture: PersonTexture, bones: PhotoBones, side: str, share: F32, seam: Seam, behind: bool
) -> F32:  # fmt: skip
    """The body without an arm, continued under it where the arm hides it."""
    import cv2

    if behind:
        return np.asarray(body * (1 - share)[..., None], np.float32)
    visible = (share < 1) | seam.where
    own = np.where(seam.where[..., None], seam.behind, np.where(visible[..., None], body, 0))
    under = _under_arm(texture, bones, side, share)
    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    skip = 2 * max(round(0.12 * half), 2) + 1
    known = cv2.erode(((share <= 0) & (body[..., 3] > OPAQUE)).astype(np.uint8), np.ones((skip, skip), np.uint8)) > 0
    fill = continue_colours(body, known, (under > 0) & ~visible, 1.5 * half)
    ball = _shoulder_ball(texture, bones, side, half)
    fill = np.where(ball[..., None], texture.pixels, fill)
    return np.asarray(own + fill * under[..., None] * ~visible[..., None], np.float32)


def _under_arm(texture: PersonTexture, bones: PhotoBones, side: str, share: F32) -> F32:
    """(h, w) coverage of the body under an arm: what the arm crosses, a strip along it, and the shoulder's ball."""
    import cv2

    half = reach_of("leftUpperArm") * bones.pixels_per_metre
    trunk = _largest((share < 0.5) & (texture.coverage > 0.5)).astype(np.uint8)  # what hangs beside it spans nothing
    crossed = _closed(trunk, 1.6 * half)
    strip = 2 * max(round(0.15 * half), 2) + 1
    grown = cv2.dilate(trunk, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (strip, strip)))
    ball = _shoulder_ball(texture, bones, side, half)
    under = (crossed | (grown > 0) | ball | (_flank(texture, bones) > 0)).astype(np.float32)
    under = np.clip(cv2.GaussianBlur(under, (0, 0), 1.2) * 2 - 0.7, 0, 1)
    return np.asarray(under * _deep(texture, 3), np.float32)


def _flank(texture: PersonTexture, bones: PhotoBones) -> npt.NDArray[np.uint8]:
    """(h, w) above 0 between shoulders and hips: a trunk has no bite in its side where an arm hung."""
    import cv2

    hips = [bones.point(f"{side}_hip")[:2] for side in ("right", "left")]
    wide = WIDE_HIPS * (hips[1] - hips[0]) / 2
    corners = [bones.point("left_shoulder")[:2], hips[1] + wide, hips[0] - wide, bones.point("right_shoulder")[:2]]
    out = np.zeros(texture.coverage.shape, np.uint8)
    cv2.fillPoly(out, [np.rint(np.array(corners) - texture.origin).astype(np.int32)], 1)
    return out


def _shoulder_ball(texture: PersonTexture, bones: PhotoBones, side: str, half: float) -> Mask:
    """(h, w) what the body keeps of a shoulder when its arm is lifted: the joint, and the fold of the armpit below."""
    shoulder, other = (bones.point(f"{s}_shoulder")[:2] for s in (side, "right" if side == "left" else "left"))
    down = bones.heads[BONES.index("hips"), :2] - (shoulder + other) / 2
    inward = (other - shoulder) / max(float(np.hypot(*(other - shoulder))), 1.0)
    armpit = shoulder + half * (0.9 * down / max(float(np.hypot(*down)), 1.0) + 0.5 * inward)
    return np.asarray(np.minimum(*(distance_from(texture, spot) for spot in (shoulder, armpit))) < BALL * half)


def _largest(mask: Mask) -> Mask:
    """The largest piece of a mask."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))) if len(stats) > 1 else mask


def _closed(mask: npt.NDArray[np.uint8], radius: float) -> Mask:
    """A mask closed by a disc; by distances, since a disc of this size takes a second."""
    import cv2

    room = round(radius) + 2
    padded = cv2.copyMakeBorder(1 - mask, room, room, room, room, cv2.BORDER_CONSTANT, value=1)
    if padded.all():
        return mask > 0
    grown = cv2.distanceTransform(padded, cv2.DIST_L2, 5) <= radius
    shrunk = cv2.distanceTransform(grown.astype(np.uint8), cv2.DIST_L2, 5) > radius
    return np.asarray(shrunk[room:-room, room:-room]) | (mask > 0)


def _deep(texture: PersonTexture, pixels: int) -> Mask:
    """Where the person is opaque, ``pixels`` away from anything that is not."""
    import cv2

    kernel = np.ones((2 * pixels + 1, 2 * pixels + 1), np.uint8)
    return np.asarray(cv2.erode((texture.coverage > OPAQUE).astype(np.uint8), kernel) > 0)
