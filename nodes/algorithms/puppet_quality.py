"""What can go wrong with a drawn puppet, counted: triangles turned inside out, and holes torn between parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    """What is asked of a pose: vertices of each part, heads and tails (J, 2) as drawn."""

    @property
    def vertices(self) -> Sequence[Array]: ...
    @property
    def heads(self) -> Array: ...
    @property
    def tails(self) -> Array: ...


def hole_pixels(rig: PuppetRig, posed: PosedPuppet) -> int:
    """How many pixels of a moved body show what is behind it, where the photo has solid body.

    Discs are laid along every bone, as large as the body around it is solid in the photo. Where bone and body have
    gone, the discs must
    still be covered: a limb torn off a joint or a part that ends too early leaves part of a disc bare. Gaps between
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
    after = _drawn(rig, range(len(rig.parts)), posed.vertices, box)
    solid = np.zeros(after.shape, np.uint8)
    known: dict[tuple[int, ...], Array] = {}
    for bone, joint, middle, now, stretch in _along_bones(rig, posed, np.array(box[:2])):
        carriers = _carriers(rig, (bone, int(rig.parents[bone])) if joint else (bone,))
        if carriers not in known:
            covered = _drawn(rig, carriers, shapes, box) >= COVERED
            known[carriers] = cv2.distanceTransform(covered.astype(np.uint8), cv2.DIST_L2, 5)
        away = known[carriers]
        radius = SURE * stretch * _at(away, middle)
        if radius >= 1:
            cv2.circle(solid, tuple(int(v) for v in np.rint((now - 0.5) * 16)), int(radius * 16), 1, -1, shift=4)
    return int(((solid > 0) & (after < COVERED)).sum())


def _along_bones(rig: PuppetRig, posed: PosedPuppet, origin: Array) -> Iterator[tuple[int, bool, Array, Array, float]]:
    """Points along each bone: which bone, whether at its joint, where in the photo, where now, how much shorter now."""
    for k, (head, tail, head_now, tail_now) in enumerate(
        zip(rig.heads, rig.tails, posed.heads, posed.tails, strict=True)
    ):
        long, now = np.linalg.norm((tail - head)[:2]), np.linalg.norm(tail_now - head_now)
        stretch = min(1.0, float(now / long)) if long > 1 else 1.0
        for t in np.linspace(0, 0.9, 7):
            place = head[:2] + t * (tail - head)[:2] - origin
            yield k, bool(t == 0), place, head_now + t * (tail_now - head_now) - origin, stretch


def _carriers(rig: PuppetRig, bones: tuple[int, ...]) -> tuple[int, ...]:
    """Parts that go with these bones: an arm's own, where it lies before the chest."""
    return tuple(
        k for k, part in enumerate(rig.parts) if any(b >= 0 and part.weights[:, b].max(initial=0) > 0.5 for b in bones)
    )


def _drawn(rig: PuppetRig, parts: Iterable[int], poses: Sequence[Array], box: Box) -> Array:
    """Coverage of some parts in these poses."""
    chosen = list(parts)
    return covered_by(
        [rig.parts[k].texture.pixels[..., 3] for k in chosen], [rig.parts[k].texture.origin for k in chosen],
        [rig.parts[k].vertices for k in chosen], [poses[k] for k in chosen], [rig.parts[k].triangles for k in chosen],
        box,
    )  # fmt: skip


def _at(values: Array, point: Array) -> float:
    """The value of the pixel that holds a point; 0 outside."""
    x, y = (int(v) for v in np.floor(point))
    inside = 0 <= x < values.shape[1] and 0 <= y < values.shape[0]
    return float(values[y, x]) if inside else 0.0
