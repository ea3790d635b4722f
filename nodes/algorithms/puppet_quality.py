"""What can go wrong with a drawn puppet, counted: triangles turned inside out, and holes torn between parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Box = tuple[int, int, int, int]

COVERED = 0.5
"""Coverage from which on a pixel shows the person."""
SURE = 0.6
"""Share of a disc's radius that must stay covered: skin folds on the inner side of a bend."""
ROUNDED = 1.5
"""Pixels at the rim of a disc that are not judged: where it lies is known no better than that."""


def signed_areas(vertices: Array, triangles: Array) -> npt.NDArray[np.float64]:
    """(F,) twice the signed area of each triangle; vertices are (V, 2)."""
    a, b, c = (np.asarray(vertices, np.float64)[triangles[:, k]] for k in range(3))
    ab, ac = b - a, c - a
    return np.asarray(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0], np.float64)


def flipped_triangles(rest: Array, posed: Array, triangles: Array, least: float = 1e-3) -> int:
    """How many triangles a deformation turned inside out.

    Args:
        rest: (V, 2) vertices in the photo.
        posed: (V, 2) vertices now.
        triangles: (F, 3).
        least: Triangles that had less than this share of the median area in the photo are not judged.

    Returns:
        Count of triangles whose winding changed.
    """
    if not len(triangles):
        return 0
    before, after = signed_areas(rest, triangles), signed_areas(posed, triangles)
    judged = np.abs(before) > least * np.median(np.abs(before))
    return int((judged & (before * after < 0)).sum())


def stretched_triangles(rest: Array, posed: Array, triangles: Array, most: float = 2.5) -> int:
    """How many triangles a deformation stretches, in any direction, to more than ``most`` times their length.

    The measure is the larger singular value of each triangle's linear map (Sorkine and Alexa 2007).
    """
    if not len(triangles):
        return 0
    edges = [np.stack([p[triangles[:, 1]] - p[triangles[:, 0]], p[triangles[:, 2]] - p[triangles[:, 0]]], axis=2)
             for p in (np.asarray(rest, np.float64), np.asarray(posed, np.float64))]  # fmt: skip
    solid = np.abs(np.linalg.det(edges[0])) > 1e-9
    maps = edges[1][solid] @ np.linalg.inv(edges[0][solid])
    return int((np.linalg.svd(maps, compute_uv=False)[:, 0] > most).sum())


def covered_by(
    textures: Sequence[Array], origins: Sequence[tuple[int, int]], rests: Sequence[Array], poses: Sequence[Array],
    triangles: Sequence[Array], box: Box,
) -> npt.NDArray[np.float32]:  # fmt: skip
    """What a person covers when the parts are drawn one over the other, each triangle by its own affine map.

    Args:
        textures: (h, w) coverage of each part.
        origins: (x, y) of each one's top left pixel in the source.
        rests: (V, 2) of each part in the photo.
        poses: (V, 2) of each part now.
        triangles: (F, 3) of each part.
        box: (x0, y0, x1, y1) whole pixels that are drawn.

    Returns:
        (y1 - y0, x1 - x0) 1 - product of (1 - coverage) of all parts.
    """
    bare = np.ones((box[3] - box[1], box[2] - box[0]), np.float32)
    for texture, origin, rest, posed, faces in zip(textures, origins, rests, poses, triangles, strict=True):
        drawn = np.zeros_like(bare)
        whole = np.asarray(texture, np.float32)
        source, target = np.asarray(rest) - np.array(origin), np.asarray(posed) - np.array(box[:2])
        for face in faces:
            _draw_triangle(drawn, whole, source[face], target[face])
        bare *= 1 - drawn
    return np.asarray(1 - bare, np.float32)


def _draw_triangle(canvas: Array, texture: Array, source: Array, target: Array) -> None:
    low = np.clip(np.floor(target.min(axis=0)) - 1, 0, [canvas.shape[1], canvas.shape[0]]).astype(int)
    high = np.clip(np.ceil(target.max(axis=0)) + 1, 0, [canvas.shape[1], canvas.shape[0]]).astype(int)
    if (high <= low).any():
        return
    # OpenCV's pixel centres are whole numbers, the house's are at .5
    back = cv2.getAffineTransform((target - low - 0.5).astype(np.float32), (source - 0.5).astype(np.float32))
    if not np.isfinite(back).all():
        return
    width, height = (int(v) for v in high - low)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(texture, back, (width, height), flags=flags)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(mask, np.rint((target - low - 0.5) * 256).astype(np.int32), 1, shift=8)
    seen = canvas[low[1] : high[1], low[0] : high[0]]
    seen[mask > 0] = np.maximum(seen, patch)[mask > 0]


class PuppetRig(Protocol):
    """What is asked of a rig: heads and tails (J, 2 or 3), parents (J,), and parts with texture, vertices, weights and
    triangles."""

    @property
    def heads(self) -> Array: ...
    @property
    def tails(self) -> Array: ...
    @property
    def parents(self) -> Array: ...
    @property
    def parts(self) -> Sequence[Any]: ...


class PosedPuppet(Protocol):
    """What is asked of a pose: vertices of each part."""

    @property
    def vertices(self) -> Sequence[Array]: ...


def hole_pixels(rig: PuppetRig, posed: PosedPuppet) -> int:
    """How many pixels of a moved body show what is behind it, where the photo has solid body.

    Discs are laid along every bone, as large as the body around it is solid in the photo. Where their part takes them,
    they must still be covered: a limb torn off a joint or a part that ends too early leaves a disc bare. Gaps between
    limbs are no holes.

    Args:
        rig: The person's rig.
        posed: Its pose.

    Returns:
        Count of bare pixels in the source picture's raster.
    """
    shapes = [np.asarray(part.vertices) for part in rig.parts]
    if not shapes:
        return 0
    places = np.concatenate([*shapes, *(np.asarray(v) for v in posed.vertices)])
    low, high = np.floor(places.min(axis=0)).astype(int) - 2, np.ceil(places.max(axis=0)).astype(int) + 2
    box = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    after = _drawn(rig, posed.vertices, box)
    solid = np.zeros(after.shape, bool)
    away: Array = np.zeros((0, 0))
    last: tuple[int, ...] = ()
    for bone, joint, middle in _along_bones(rig):
        carried = _carry(rig, posed, bone, middle)
        if carried is None:
            continue
        now, stretch = carried
        bones = (bone, int(rig.parents[bone])) if joint else (bone,)
        if bones != last:
            covered = _drawn(rig, shapes, box, bones) >= COVERED
            away, last = cv2.distanceTransform(covered.astype(np.uint8), cv2.DIST_L2, 5), bones
        deep = _at(away, middle - box[:2])
        radius = stretch * min(SURE * deep, deep - ROUNDED)
        if radius >= 1:
            _lay_disc(solid, now - box[:2], radius)
    return int((solid & (after < COVERED)).sum())


def _lay_disc(onto: npt.NDArray[np.bool_], centre: Array, radius: float) -> None:
    """Mark the pixels whose middles lie in a disc, in place."""
    (x0, y0), (x1, y1) = np.maximum(np.floor(centre - radius), 0).astype(int), np.ceil(centre + radius).astype(int)
    part = onto[y0:y1, x0:x1]
    rows, columns = np.indices(part.shape) + 0.5
    part |= np.hypot(columns + x0 - centre[0], rows + y0 - centre[1]) <= radius


def _along_bones(rig: PuppetRig) -> Iterator[tuple[int, bool, Array]]:
    """Points along each bone in the photo: which bone, whether at its joint, (x, y)."""
    for k, (head, tail) in enumerate(zip(rig.heads, rig.tails, strict=True)):
        for t in np.linspace(0, 0.9, 7):
            yield k, bool(t == 0), head[:2] + t * (tail - head)[:2]


def _carry(rig: PuppetRig, posed: PosedPuppet, bone: int, point: Array) -> tuple[Array, float] | None:
    """Where the part that goes most with a bone takes a point, and the least it is stretched there (at most 1)."""
    best: tuple[Array, float] | None = None
    most = 0.0
    for part, vertices in zip(rig.parts, posed.vertices, strict=True):
        rest, faces = np.asarray(part.vertices, np.float64), part.triangles
        corners = rest[faces]
        edges = np.stack([corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]], axis=2)
        solid = np.abs(np.linalg.det(edges)) > 1e-9
        share = np.full((len(faces), 2), -1.0)
        share[solid] = np.linalg.solve(edges[solid], (point - corners[solid, 0])[..., None])[..., 0]
        for k in np.flatnonzero((share >= 0).all(axis=1) & (share.sum(axis=1) <= 1))[:1]:
            now = np.asarray(vertices, np.float64)[faces[k]]
            moved = np.stack([now[1] - now[0], now[2] - now[0]], axis=1)
            weight = float(part.weights[faces[k], bone].mean())
            if weight > most:
                least = float(np.linalg.svd(moved @ np.linalg.inv(edges[k]), compute_uv=False)[1])
                best, most = (now[0] + moved @ share[k], min(1.0, least)), weight
    return best


def _drawn(rig: PuppetRig, poses: Sequence[Array], box: Box, bones: tuple[int, ...] = ()) -> Array:
    """Coverage in these poses; of the triangles alone that go with these bones, where any are named."""
    faces = [part.triangles for part in rig.parts]
    if bones:
        chosen = [b for b in bones if b >= 0]
        shares = [part.weights[:, chosen].sum(axis=1) for part in rig.parts]
        faces = [f[share[f].mean(axis=1) > 0.5] for f, share in zip(faces, shares, strict=True)]
    textures = [part.texture.pixels[..., 3] for part in rig.parts]
    origins = [part.texture.origin for part in rig.parts]
    return covered_by(textures, origins, [part.vertices for part in rig.parts], poses, faces, box)


def _at(values: Array, point: Array) -> float:
    """The value of the pixel that holds a point; 0 outside."""
    x, y = (int(v) for v in np.floor(point))
    inside = 0 <= x < values.shape[1] and 0 <= y < values.shape[0]
    return float(values[y, x]) if inside else 0.0
