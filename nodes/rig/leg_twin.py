"""What is hidden of the farther leg, from the nearer one: legs and shoes come in pairs.

A place on the hidden leg is carried along the bones to the same place on the other one; the frames of neighbouring
bones are blended, so that knee and ankle bend.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.rig.bone_holds import distances
from nodes.rig.leg_outline import SOLID, Legs
from nodes.rig.limb_freedom import leg_bones
from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones
from studio.media.skeleton import BONES

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

SIDEWAYS = 0.05
"""Metres that both feet have to point one way, for the legs to be seen from their side rather than mirrored."""
MELT = 0.05, 0.12
"""Metres from what is seen of a leg over which its own colours give way to those of the other."""
GAIN = 0.6, 1.5
"""How much darker or lighter than the nearer leg the farther one may be."""


def twin(texture: PersonTexture, bones: PhotoBones, legs: Legs, hidden: Mask) -> tuple[F32, F32]:
    """The nearer leg's pixels where the farther leg is hidden.

    Args:
        texture: The person.
        bones: The person's bones.
        legs: Both legs.
        hidden: (h, w) where the farther leg is asked for.

    Returns:
        (h, w, 4) colours, opaque where there are any; (h, w) share 0..1 that they should have against the leg's own.
    """
    import cv2

    far = "right" if legs.near == "left" else "left"
    colours, share = np.zeros_like(texture.pixels), np.zeros(hidden.shape, np.float32)
    if not hidden.any() or not legs.mask(far).any():
        return colours, share
    rows, columns = np.nonzero(hidden)
    places = _on_twin(texture, bones, legs, np.stack([columns, rows], axis=1) + 0.5)
    x, y = (np.ascontiguousarray(v, np.float32)[None] for v in (places - 0.5).T)
    own = (legs.mask(legs.near) & (texture.coverage > SOLID)).astype(np.float32)
    found = cv2.remap(texture.pixels * own[..., None], x, y, cv2.INTER_LINEAR)[0]
    away = cv2.distanceTransform(1 - legs.mask(far).astype(np.uint8), cv2.DIST_L2, 5)[rows, columns]
    low, high = (metres * bones.pixels_per_metre for metres in MELT)
    there = found[:, 3] > 0.5
    colours[rows[there], columns[there]] = found[there] / found[there, 3:]
    colours[..., :3] *= _gain(texture, bones, legs, far)
    share[rows, columns] = np.clip((away - low) / (high - low), 0, 1)
    return colours, share


def _on_twin(texture: PersonTexture, bones: PhotoBones, legs: Legs, points: F64) -> F64:
    """(N, 2) where points on the farther leg (N, 2) lie on the nearer one, on the texture's grid."""
    far = "right" if legs.near == "left" else "left"
    here, there = _tucked(_joints(texture, bones, far), bones, legs), _joints(texture, bones, legs.near)
    flip = 1.0 if _from_the_side(bones) else -1.0
    away = distances(points, here[:-1], here[1:])
    weight = 1 / (away**2 + 1) ** 2
    total = np.zeros_like(points)
    for k in range(len(here) - 1):
        along, onto = here[k + 1] - here[k], there[k + 1] - there[k]
        length = max(float(np.hypot(*along)), 1.0)
        t = (points - here[k]) @ along / length**2
        across = (points - here[k]) @ np.array([-along[1], along[0]]) / length
        square = np.array([-onto[1], onto[0]]) / max(float(np.hypot(*onto)), 1.0)
        total += weight[:, k, None] * (there[k] + t[:, None] * onto + flip * across[:, None] * square)
    return np.asarray(total / weight.sum(axis=1, keepdims=True))


def _joints(texture: PersonTexture, bones: PhotoBones, side: str) -> F64:
    """(4, 2) hip, knee, ankle and toe."""
    upper, lower, _, toes = (BONES.index(bone) for bone in leg_bones(side))
    ends = [bones.heads[upper], bones.heads[lower], bones.tails[lower], bones.tails[toes]]
    return np.asarray(np.array(ends)[:, :2] - texture.origin)


def _tucked(joints: F64, bones: PhotoBones, legs: Legs) -> F64:
    """The farther leg's joints (4, 2), those that are not seen in the middle of what hides them."""
    far, out = "right" if legs.near == "left" else "left", joints.copy()
    near, seen, reach = legs.mask(legs.near), legs.mask(far), max(round(0.05 * bones.pixels_per_metre), 2)
    for k, (x, y) in enumerate(np.floor(joints).astype(int)):
        around = (slice(max(y - reach, 0), max(y + reach + 1, 0)), slice(max(x - reach, 0), max(x + reach + 1, 0)))
        wide = (slice(max(y, 0), max(y + 1, 0)), slice(max(x - 3 * reach, 0), max(x + 3 * reach + 1, 0)))
        columns = np.flatnonzero(near[wide].any(axis=0)) + wide[1].start
        if len(columns) and near[around].mean() > 0.25 and not seen[around][reach:-reach, reach:-reach].any():
            out[k, 0] = columns.mean() + 0.5
    return out


def _from_the_side(bones: PhotoBones) -> bool:
    """Whether both feet point to the same side of the picture."""
    feet = [bones.point(f"{s}_toe")[0] - bones.point(f"{s}_ankle")[0] for s in ("left", "right")]
    return bool(min(feet) > SIDEWAYS * bones.pixels_per_metre or max(feet) < -SIDEWAYS * bones.pixels_per_metre)


def _gain(texture: PersonTexture, bones: PhotoBones, legs: Legs, far: str) -> F32:
    """(3,) what to multiply the nearer leg's colours by: what is seen of both, at the same places, tells."""
    rows, columns = np.nonzero(legs.mask(far) & (texture.coverage > SOLID))
    if len(rows) < 30:
        return np.ones(3, np.float32)
    pick = np.linspace(0, len(rows) - 1, min(len(rows), 2000)).astype(int)
    rows, columns = rows[pick], columns[pick]
    places = np.floor(_on_twin(texture, bones, legs, np.stack([columns, rows], axis=1) + 0.5)).astype(int)
    height, width = texture.coverage.shape
    x, y = np.clip(places, 0, [width - 1, height - 1]).T
    both = legs.mask(legs.near)[y, x] & (texture.coverage[y, x] > SOLID)
    if both.sum() < 30:
        return np.ones(3, np.float32)
    mine, other = texture.pixels[rows[both], columns[both], :3], texture.pixels[y[both], x[both], :3]
    gain = np.median(mine, axis=0) / np.maximum(np.median(other, axis=0), 1e-4)
    return np.asarray(np.clip(gain, *GAIN), np.float32)
