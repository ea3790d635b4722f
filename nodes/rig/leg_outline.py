"""Whose leg a pixel is, below the crotch or the hem: told by bones and edges, from the body without its free arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.limb_regions import capsules, refine, share_out
from nodes.rig.bone_holds import distances
from nodes.rig.leg_start import Start, leg_start
from nodes.rig.limb_freedom import arm_bones, leg_bones
from nodes.rig.limb_reach import reach_of
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
U8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

BODY, LEFT, RIGHT = 0, 1, 2
"""Labels of pixels."""
SIDES = {"left": LEFT, "right": RIGHT}

SOLID = 0.9
"""Coverage from which on a pixel is the person's alone; others go with the nearest of these."""
BAND = 0.14
"""Metres around a hem in which its colours are looked for."""
LEAST_SEEN, MOST_WIDE = 0.35, 2.6
"""How much of a usual leg has to be seen, and how much wider than usual a leg in its clothes may be."""


@dataclass(frozen=True)
class Legs:
    """Both legs of a person.

    Attributes:
        labels: (h, w) uint8 on the texture's grid: :data:`BODY`, :data:`LEFT` or :data:`RIGHT`.
        near: The side of the leg in front.
        start: Where they begin.
    """

    labels: U8
    near: str
    start: Start

    def mask(self, side: str) -> Mask:
        """(h, w) where a leg is."""
        return np.asarray(self.labels == SIDES[side])


def own_legs(texture: PersonTexture, bones: PhotoBones, sleeves: tuple[str, ...]) -> Legs | None:
    """Both legs, told apart; None where they cannot be.

    Args:
        texture: The person without the arms that are layers of their own.
        bones: The person's bones.
        sleeves: Sides whose arms are still in the texture.
    """
    start = leg_start(texture, bones)
    if start is None:
        return None
    near = _nearer(bones)
    seeds = _seeds(texture, bones, start, near, sleeves)
    if min(int(seeds[side].sum()) for side in SIDES) < 30:
        return None
    part = _below(texture, bones)
    labels = np.zeros(texture.coverage.shape, np.uint8)
    labels[part] = _labelled(texture, bones, start, seeds, part)
    labels = _to_nearest(labels, texture.coverage)
    legs = Legs(labels, near, start)
    return legs if all(_believable(legs, texture, bones, side) for side in SIDES) else None


def _nearer(bones: PhotoBones) -> str:
    """The side of the leg in front: by depth, else the one whose foot is lower in the picture."""
    depth = [sum(bones.point(f"{side}_{part}")[2] for part in ("knee", "ankle")) / 2 for side in SIDES]
    low = [bones.point(f"{side}_ankle")[1] for side in SIDES]
    ahead = (depth[0] - depth[1]) + 1.5 * (low[0] - low[1])
    return "left" if ahead > 0 else "right"


def _seeds(
    texture: PersonTexture, bones: PhotoBones, start: Start, near: str, sleeves: tuple[str, ...]
) -> dict[str, Mask]:
    """Pixels that surely are the left leg's, the right one's ("left", "right") or the rest of the body's ("body")."""
    shape = texture.coverage.shape
    arms = [bone for side in sleeves for bone in arm_bones(side)]
    sleeve = capsules(shape, *_segments(texture, bones, arms, 0.8))
    legs = {side: leg_capsules(texture, bones, side, 0.55, start.along + 0.12) & ~sleeve for side in SIDES}
    far = "right" if near == "left" else "left"
    legs[far] &= ~leg_capsules(texture, bones, near, 1.0, start.along + 0.12)
    body = capsules(shape, *_segments(texture, bones, ["hips", "spine"], 0.9)) | sleeve
    for side in SIDES:
        body |= leg_capsules(texture, bones, side, 0.8, 0.0, start.along - 0.12)
    opaque = texture.coverage > SOLID
    body &= ~(legs["left"] | legs["right"])
    return {"body": body & opaque, "left": legs["left"] & opaque, "right": legs["right"] & opaque}


def leg_capsules(
    texture: PersonTexture, bones: PhotoBones, side: str, width: float, start: float, end: float = 4.0
) -> Mask:
    """Pixels around a leg, so many times as wide as usual, from a place on it (hip 0, knee 1 ... toes 4) to another."""
    heads, tails, radii = _segments(texture, bones, leg_bones(side), width)
    first, last = (np.clip(level - np.arange(4), 0, 1) for level in (start, end))
    kept, along = last > first, tails - heads
    starts, ends = ((heads + share[:, None] * along)[kept] for share in (first, last))
    return capsules(texture.coverage.shape, starts, ends, radii[kept])


def _labelled(
    texture: PersonTexture, bones: PhotoBones, start: Start, seeds: dict[str, Mask], part: tuple[slice, slice]
) -> U8:
    """(h, w) labels of a part of the texture, smooth along their borders and each in one piece with its seeds."""
    import cv2

    pixels, solid = texture.pixels[part], texture.coverage[part] > 0.02
    strays = []
    for side in SIDES:
        usual = leg_capsules(texture, bones, side, 1.0, start.along)[part]
        away = cv2.distanceTransform(1 - usual.astype(np.uint8), cv2.DIST_L2, 3)
        strays.append(away / (2 * reach_of("leftUpperLeg") * bones.pixels_per_metre))
    owners = [seeds[name][part] for name in ("body", "left", "right")]
    labels = share_out(pixels, solid, owners, [None, *strays])
    labels = (_to_hem if start.hem else _cut_straight)(labels, texture, bones, start, part)
    return _one_piece(_smoothed(labels, solid, max(0.008 * bones.pixels_per_metre, 1.0)), solid, seeds, part)


def _cut_straight(labels: U8, texture: PersonTexture, bones: PhotoBones, start: Start, part: tuple[slice, slice]) -> U8:
    """The labels with every thigh cut square to its bone, where the legs of trousers begin."""
    names = ["hips", *(bone for side in SIDES for bone in leg_bones(side)[:3])]
    heads, tails, radii = _segments(texture, bones, names, 1.0)
    rows, columns = (np.arange(edge.start, edge.stop) + 0.5 for edge in part)
    grid = np.stack(np.meshgrid(columns, rows), axis=2)
    step = max(round(0.01 * bones.pixels_per_metre), 1)
    nearest = (distances(grid[::step, ::step].reshape(-1, 2), heads, tails) / radii).argmin(axis=1)
    nearest = nearest.reshape(grid[::step, ::step].shape[:2])
    nearest = nearest.repeat(step, axis=0).repeat(step, axis=1)[: len(rows), : len(columns)]
    out = labels.copy()
    for side, label in SIDES.items():
        k = names.index(f"{side}UpperLeg")
        along = (tails[k] - heads[k]) / max(float(((tails[k] - heads[k]) ** 2).sum()), 1.0)
        above = (nearest == k) & ((grid - heads[k]) @ along < start.along)
        out[above | ((nearest == 0) & (labels == label))] = BODY
    return out


def _to_hem(labels: U8, texture: PersonTexture, bones: PhotoBones, start: Start, part: tuple[slice, slice]) -> U8:
    """The labels without what hangs below the hem here and there, by its colours."""
    solid, legs = texture.coverage[part] > 0.02, labels != BODY
    high, low = start.along - 0.3, start.along + 0.35
    zone = np.logical_or(*(leg_capsules(texture, bones, side, 2.0, high, low)[part] for side in SIDES))
    band = max(round(BAND * bones.pixels_per_metre), 3)
    found = refine(texture.pixels[part], solid, legs & solid, band, zone)
    return np.where(found, labels, BODY).astype(np.uint8)


def _smoothed(labels: U8, solid: Mask, sigma: float) -> U8:
    """The label that most of a pixel's surroundings have."""
    import cv2

    votes = [cv2.GaussianBlur(((labels == k) & solid).astype(np.float32), (0, 0), sigma) for k in (BODY, LEFT, RIGHT)]
    return np.asarray(np.argmax(votes, axis=0), np.uint8)


def _one_piece(labels: U8, solid: Mask, seeds: dict[str, Mask], part: tuple[slice, slice]) -> U8:
    """The labels with pieces that have no seed given to whoever is nearest."""
    sure = np.zeros(labels.shape, bool)
    for name, label in (("body", BODY), *SIDES.items()):
        sure |= _holding((labels == label) & solid, seeds[name][part])
    return _nearest_label(labels, sure)


def _holding(mask: Mask, seeds: Mask) -> Mask:
    """Pieces of a mask that hold a seed."""
    import cv2

    _, pieces = cv2.connectedComponents(mask.astype(np.uint8))
    kept = np.zeros(int(pieces.max()) + 1, bool)
    kept[pieces[mask & seeds]] = True
    kept[0] = False
    return np.asarray(kept[pieces])


def _to_nearest(labels: U8, coverage: F32) -> U8:
    """The labels with the matte's soft rim given to whom the nearest solid pixel belongs to."""
    return _nearest_label(labels, coverage > SOLID)


def _nearest_label(labels: U8, sure: Mask) -> U8:
    import cv2

    if sure.all() or not sure.any():
        return labels
    places: npt.NDArray[np.int32]
    _, places = cv2.distanceTransformWithLabels(
        (~sure).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    found = np.zeros(int(places.max()) + 1, np.uint8)
    found[places[sure]] = labels[sure]
    return np.asarray(found[places])


def _believable(legs: Legs, texture: PersonTexture, bones: PhotoBones, side: str) -> bool:
    """Whether a region can be a leg: enough of it is seen, and it is no larger than a leg in clothes."""
    heads, tails, radii = _segments(texture, bones, leg_bones(side)[:2], 1.0)
    seen = np.clip([1 - legs.start.along, 2 - legs.start.along], 0, 1)
    usual = float((2 * radii * seen * np.hypot(*(tails - heads).T)).sum())
    size = float((legs.mask(side) & (texture.coverage > SOLID)).sum())
    return LEAST_SEEN * usual < size < MOST_WIDE * usual


def _below(texture: PersonTexture, bones: PhotoBones) -> tuple[slice, slice]:
    """Rows and columns in which legs can lie."""
    names = [bone for side in SIDES for bone in leg_bones(side)]
    heads, tails, radii = _segments(texture, bones, names, 3.0)
    low = np.minimum(heads, tails).min(axis=0) - radii.max()
    high = np.maximum(heads, tails).max(axis=0) + radii.max()
    height, width = texture.coverage.shape
    x0, y0 = np.clip(np.floor(low), 0, [width - 1, height - 1]).astype(int)
    x1, y1 = np.clip(np.ceil(high), [x0 + 1, y0 + 1], [width, height]).astype(int)
    return slice(int(y0), int(y1)), slice(int(x0), int(x1))


def _segments(
    texture: PersonTexture, bones: PhotoBones, names: list[str] | tuple[str, ...], width: float
) -> tuple[F64, F64, F64]:
    """Heads and tails (B, 2) of bones on the texture's grid, and so many halves of their width (B,)."""
    index = [BONES.index(name) for name in names]
    radii = np.array([reach_of(name) for name in names]) * width * bones.pixels_per_metre
    return bones.heads[index, :2] - texture.origin, bones.tails[index, :2] - texture.origin, radii
