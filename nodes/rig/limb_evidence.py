"""What a photo tells about a limb: where it lies on the body, whether it is seen, and of what colour it is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nodes.rig.person_texture import PersonTexture
from nodes.rig.photo_bones import PhotoBones


def on_leg(bones: PhotoBones, point: npt.NDArray[np.float64]) -> bool:
    """Whether a point lies on a thigh or a shin."""
    joints = [[bones.point(f"{side}_{part}")[:2] for part in ("hip", "knee", "ankle")] for side in ("left", "right")]
    gaps = [_gap(point, a, b) for leg in joints for a, b in pairwise(leg)]
    return min(gaps) < 0.12 * bones.pixels_per_metre


def looks_like_clothes(bones: PhotoBones, texture: PersonTexture, side: str) -> bool:
    """Whether there is no hand where the hand should be: it has the colour of hip or thigh, and not of the face."""
    metre, hip, knee = bones.pixels_per_metre, bones.point(f"{side}_hip")[:2], bones.point(f"{side}_knee")[:2]
    if not bones.knows("nose") or _gap(bones.point(f"{side}_hand")[:2], hip, knee) > 0.25 * metre:
        return False
    hand, face, *clothes = (
        _colour_at(texture, point, 0.03 * metre)
        for point in (bones.point(f"{side}_hand")[:2], bones.point("nose")[:2], hip, hip + 0.3 * (knee - hip))
    )
    near = min((float(np.linalg.norm(hand - colour)) for colour in clothes), default=1.0)
    return bool(near < 0.17 and near < 0.5 * np.linalg.norm(hand - face))


def shows_hand(bones: PhotoBones, texture: PersonTexture, side: str) -> float:
    """Share of the pixels where the hand should be that have the colour of skin; 1 where no face is seen.

    Skin is of the colour of the face, or of the forearm where that is bare: hands are often redder than faces.

    Source: skin is told by its colour rather than by its lightness (CIELAB, a* and b*).
    """
    metre = bones.pixels_per_metre
    face = _colour_at(texture, bones.point("nose")[:2], 0.05 * metre)
    if not bones.knows("nose", "left_eye", "right_eye") or not np.isfinite(face).all():
        return 1.0
    wrist, knuckles = bones.point(f"{side}_wrist")[:2], bones.point(f"{side}_hand")[:2]
    spot = knuckles + 0.25 * (knuckles - wrist)
    patch = np.asarray(_around(texture.pixels, texture, spot, 0.06 * metre), np.float64).reshape(-1, 4)
    patch = patch[patch[:, 3] > 0.5]
    if len(patch) == 0:
        return 0.0
    colours = np.sqrt(np.clip(patch[:, :3] / patch[:, 3:], 0, 1))
    kinds = [face, *_bare_forearm(bones, texture, side, face)]
    return float(np.any([_alike(colours, kind) for kind in kinds], axis=0).mean())


def _bare_forearm(
    bones: PhotoBones, texture: PersonTexture, side: str, face: npt.NDArray[np.float64]
) -> list[npt.NDArray[np.float64]]:
    """The colour of a forearm that no sleeve covers: nearer to the face's than to that of the chest."""
    metre, elbow, wrist = bones.pixels_per_metre, bones.point(f"{side}_elbow")[:2], bones.point(f"{side}_wrist")[:2]
    shoulders, hips = (
        (bones.point(f"left_{part}")[:2] + bones.point(f"right_{part}")[:2]) / 2 for part in ("shoulder", "hip")
    )
    forearm = _colour_at(texture, (elbow + wrist) / 2, 0.02 * metre)
    chest = _colour_at(texture, shoulders + 0.35 * (hips - shoulders), 0.05 * metre)
    if not (np.isfinite(forearm).all() and np.isfinite(chest).all()):
        return []
    lab = _lab(np.stack([forearm, chest, face]))
    bare = np.linalg.norm(lab[0] - lab[2]) < min(0.5 * float(np.linalg.norm(lab[0] - lab[1])), BARE)
    return [forearm] if bare else []


BARE = 30.0
"""How far the colour of a bare forearm may be from that of the face, in CIELAB."""


def _alike(colours: npt.NDArray[np.float64], skin: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    lab = _lab(np.concatenate([colours, skin[None]]))
    off = np.abs(lab[:-1] - lab[-1])
    return np.asarray((off[:, 0] < 45) & (np.hypot(off[:, 1], off[:, 2]) < 16))


def _lab(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """(N, 3) CIELAB of colours that are about sRGB's."""
    import cv2

    return np.asarray(cv2.cvtColor(colours.astype(np.float32)[None], cv2.COLOR_RGB2LAB)[0], np.float32)


def _colour_at(texture: PersonTexture, point: npt.NDArray[np.float64], radius: float) -> npt.NDArray[np.float64]:
    """(3,) middle colour around a point, roughly as the eye sees it; NaN where nothing of the person is."""
    patch = np.asarray(_around(texture.pixels, texture, point, radius), np.float64).reshape(-1, 4)
    patch = patch[patch[:, 3] > 0.5]
    if len(patch) == 0:
        return np.full(3, np.nan)
    return np.asarray(np.sqrt(np.median(np.clip(patch[:, :3] / patch[:, 3:], 0, 1), axis=0)), np.float64)


def in_trunk(bones: PhotoBones, point: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Where a point lies on the trunk: across (-1 right shoulder, 1 left shoulder), along (0 hips, 1 shoulders)."""
    hips = (bones.point("left_hip") + bones.point("right_hip"))[:2] / 2
    shoulders = (bones.point("left_shoulder") + bones.point("right_shoulder"))[:2] / 2
    axis = shoulders - hips
    along = float((point - hips) @ axis) / max(float(axis @ axis), 1e-6)
    half = (bones.point("left_shoulder") - bones.point("right_shoulder"))[:2] / 2
    reach: float = max(float(np.hypot(*half)), 0.1 * bones.pixels_per_metre)
    across = np.array([-axis[1], axis[0]]) / max(float(np.hypot(*axis)), 1e-6)
    return float((point - hips) @ across) / reach * (1 if half[0] >= 0 else -1), along


def outside(point: npt.NDArray[np.float64], texture: PersonTexture, margin: float) -> bool:
    """Whether a joint lies beyond the picture's edge, or so near that its limb is cut."""
    width, height = texture.size
    return not (margin <= point[0] <= width - margin and margin <= point[1] <= height - margin)


def seen_at(texture: PersonTexture, point: npt.NDArray[np.float64], radius: float) -> float:
    """Mean coverage within ``radius`` of a point."""
    patch = _around(texture.seen, texture, point, radius)
    return float(patch.mean()) if patch.size else 0.0


def seen_along(texture: PersonTexture, line: list[npt.NDArray[np.float64]], radius: float) -> float:
    """Share of a line of joints that lies on what is seen of the person."""
    spots = [a + t * (b - a) for a, b in pairwise(line) for t in np.linspace(0, 1, 9)]
    return float(np.mean([seen_at(texture, spot, radius) > 0.5 for spot in spots]))


def share_at(
    mask: npt.NDArray[np.bool_], texture: PersonTexture, point: npt.NDArray[np.float64], radius: float
) -> float:
    patch = _around(mask, texture, point, radius)
    return float(patch.mean()) if patch.size else 0.0


def _around(
    field: npt.NDArray[np.float32] | npt.NDArray[np.bool_], texture: PersonTexture,
    point: npt.NDArray[np.float64], radius: float,
) -> npt.NDArray[np.float32] | npt.NDArray[np.bool_]:  # fmt: skip
    x, y = point[0] - texture.origin[0], point[1] - texture.origin[1]
    r = max(radius, 2.0)
    return field[max(int(y - r), 0) : max(int(y + r) + 1, 0), max(int(x - r), 0) : max(int(x + r) + 1, 0)]


def bend_between(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> float:
    """Degrees between two directions."""
    return float(np.rad2deg(abs(np.arctan2(a[0] * b[1] - a[1] * b[0], a @ b))))


def _gap(point: npt.NDArray[np.float64], a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> float:
    t = np.clip((point - a) @ (b - a) / max(float((b - a) @ (b - a)), 1e-6), 0, 1)
    return float(np.hypot(*(point - a - t * (b - a))))
