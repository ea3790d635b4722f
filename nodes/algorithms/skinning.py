"""Skinning in the picture's plane: bones turn, shorten towards the viewer, and carry a mesh along.

Angles are blended, not matrices, and every vertex turns about a centre of rotation of its own, so that a bent elbow
neither collapses nor wraps like a sweet.

Convention:
    Bones are given in pixels, y down, z towards the viewer; rotations are xyzw in a space with y up. In the plane an
    angle is the one whose matrix is [[cos, -sin], [sin, cos]] on (x, y down).

Source: Le and Hodgins, Real-time skeletal skinning with optimized centers of rotation, SIGGRAPH 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bone_tree import ancestry, tree_levels, with_parents

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]

SHORTEST, LONGEST = 0.35, 1.15
"""Limits of a bone's drawn length against the photo's: there is no texture for more."""

_UP = np.array([1.0, -1.0, 1.0])


@dataclass(frozen=True)
class BoneFrames:
    """What each of J bones does to the plane.

    Attributes:
        rest: (J, 2) heads in the photo.
        heads: (J, 2) heads now.
        tails: (J, 2) tails now.
        axis: (J, 2) unit direction of each bone in the photo.
        angle: (J,) turn in the plane, unwrapped along the tree.
        stretch: (J,) length now against the photo's, along the axis.
        wide: (J,) width now against the photo's, across it.
        parents: (J,) index of the parent, -1 for the root.
    """

    rest: F64
    heads: F64
    tails: F64
    axis: F64
    angle: F64
    stretch: F64
    wide: F64
    parents: npt.NDArray[np.int32]


def posed_skeleton(
    heads: Array, tails: Array, parents: Array, rest: Array, rotations: Array, root_px: Array
) -> tuple[F64, F64]:
    """Bones of a body after its joints turned.

    Args:
        heads: (J, 3) rest heads in pixels, y down, z towards the viewer.
        tails: (J, 3) rest tails.
        parents: (J,) index of the parent, -1 for the root; parents come first.
        rest: (J, 4) local rotations that give the rest pose.
        rotations: (J, 4) local rotations now; equal to ``rest`` where nothing moved.
        root_px: (3,) shift of the root in pixels, y down.

    Returns:
        (heads, tails), (J, 3) each.
    """
    turn = turns(parents, global_matrices(rest, parents), rotations)
    return place_bones(heads, tails, parents, turn, root_px)


def matrices(rotations: Array) -> F64:
    """(J, 3, 3) matrices of (J, 4) unit quaternions."""
    x, y, z, w = np.asarray(rotations, np.float64).T
    rows = [
        1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
        2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
        2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y),
    ]  # fmt: skip
    return np.asarray(np.stack(rows, axis=-1).reshape(-1, 3, 3), np.float64)


def global_matrices(rotations: Array, parents: Array) -> F64:
    """(J, 3, 3) products of the local rotations from the root down to each bone."""
    whole = matrices(rotations)
    for bones, above in tree_levels(parents)[1:]:
        whole[bones] = whole[above] @ whole[bones]
    return whole


def turns(parents: Array, rest_global: F64, rotations: Array) -> F64:
    """(J, 3, 3) what happened to each bone since the rest pose: ``G(pose) G(rest)^-1``."""
    return global_matrices(rotations, parents) @ rest_global.transpose(0, 2, 1)


def place_bones(heads: Array, tails: Array, parents: Array, turn: F64, root_px: Array) -> tuple[F64, F64]:
    """Heads and tails (J, 3) of bones that hang on one another and turned by ``turn``; see :func:`posed_skeleton`."""
    rest_heads, rest_tails = np.asarray(heads, np.float64), np.asarray(tails, np.float64)
    roots, above = with_parents(parents)
    steps = (turn[above] @ ((rest_heads - rest_heads[above]) * _UP)[:, :, None])[:, :, 0] * _UP
    steps[roots] = rest_heads[roots] + np.asarray(root_px, np.float64)
    placed = ancestry(parents) @ steps
    along = (turn @ ((rest_tails - rest_heads) * _UP)[:, :, None])[:, :, 0] * _UP
    return placed, placed + along


def bone_frames(
    rest_heads: Array, rest_tails: Array, heads: Array, tails: Array, parents: Array, turn: F64,
    round_: Array | None = None, wide: Array | None = None,
) -> BoneFrames:  # fmt: skip
    """What posed bones do to the plane.

    A bone that points nearly at the viewer has no direction in the picture; it turns by the part of its rotation that
    lies in the plane instead. Lengths are kept within :data:`SHORTEST` and :data:`LONGEST`, and what hangs on a bone
    that was held back moves with it.

    Args:
        rest_heads, rest_tails: (J, 3) in the photo.
        heads, tails: (J, 3) now, as :func:`place_bones` gives them.
        parents: (J,) index of the parent, -1 for the root.
        turn: (J, 3, 3) as :func:`turns` gives it.
        round_: (J,) 0..1 how little a bone gets shorter towards the viewer: a ball does not. None: all are sticks.
        wide: (J,) how large what is on a bone is drawn, all ways, against the photo. None: as there.
    """
    rest_along, along = (rest_tails - rest_heads)[:, :2], (tails - heads)[:, :2]
    rest_length, length = _length(rest_along), _length(along)
    angle = _angles(rest_along, along, _seen(rest_tails - rest_heads, tails - heads), parents, turn)
    stretch = np.clip(length / np.maximum(rest_length, 1e-6), SHORTEST, LONGEST)
    if round_ is not None:
        stretch = 1 + (stretch - 1) * (1 - np.asarray(round_))
    size = np.ones(len(length)) if wide is None else np.asarray(wide, np.float64)
    stretch = stretch * size
    axis = rest_along / np.maximum(rest_length, 1e-6)[:, None]
    placed = _hold_back(rest_heads[:, :2], heads[:, :2], parents)
    ends = placed + turn_plane(axis, angle) * (stretch * rest_length)[:, None]
    return BoneFrames(rest_heads[:, :2], placed, ends, axis, angle, stretch, size, np.asarray(parents))


def rotation_centres(vertices: Array, weights: Array, rest: Array, parents: Array) -> F64:
    """(V, 2) where each vertex's blended rotation turns about: the joints between the bones that share it."""
    w = np.asarray(weights, np.float64)
    children = np.flatnonzero(np.asarray(parents) >= 0)
    shared = w[:, children] * w[:, np.asarray(parents)[children]]
    own = 1e-4
    centres: F64 = (shared @ np.asarray(rest)[children] + own * vertices) / (shared.sum(axis=1, keepdims=True) + own)
    return centres


def deform(vertices: Array, weights: Array, bones: BoneFrames, centres: Array | None = None) -> F64:
    """Carry a mesh along with its bones.

    Args:
        vertices: (V, 2) rest positions.
        weights: (V, J), each row sums to 1.
        bones: From :func:`bone_frames`.
        centres: (V, 2) from :func:`rotation_centres`, to save its making.

    Returns:
        (V, 2) positions now.
    """
    if centres is None:
        centres = rotation_centres(vertices, weights, bones.rest, bones.parents)
    maps = stretch_maps(bones)
    offsets = _stretched(weights, maps, vertices - centres)
    return _carried(centres, weights, bones, maps) + turn_plane(offsets, weights @ bones.angle)


def turn_plane(vectors: Array, angle: Array) -> F64:
    """Vectors (..., 2) turned by angles (...)."""
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = vectors[..., 0], vectors[..., 1]
    return np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1)


def stretch_maps(bones: BoneFrames) -> F64:
    """(J, 3) symmetric 2x2 matrices (xx, xy, yy) that stretch the plane along each bone, and across it."""
    x, y = bones.axis[:, 0], bones.axis[:, 1]
    more, wide = bones.stretch - bones.wide, bones.wide
    return np.stack([wide + more * x * x, more * x * y, wide + more * y * y], axis=1)


def _stretched(weights: Array, maps: F64, offsets: Array) -> F64:
    blended = weights @ maps
    x, y = offsets[:, 0], offsets[:, 1]
    return np.stack([blended[:, 0] * x + blended[:, 1] * y, blended[:, 1] * x + blended[:, 2] * y], axis=1)


def _carried(points: Array, weights: Array, bones: BoneFrames, maps: F64) -> F64:
    """Points moved by every bone and blended linearly: harmless at a centre of rotation, where the bones agree."""
    cos, sin = np.cos(bones.angle), np.sin(bones.angle)
    xx, xy, yy = maps.T
    linear = np.stack([cos * xx - sin * xy, cos * xy - sin * yy, sin * xx + cos * xy, sin * xy + cos * yy], axis=1)
    shift = bones.heads - np.einsum("jab,jb->ja", linear.reshape(-1, 2, 2), bones.rest)
    blended = weights @ np.concatenate([linear, shift], axis=1)
    x, y = points[:, 0], points[:, 1]
    return np.stack([
        blended[:, 0] * x + blended[:, 1] * y + blended[:, 4],
        blended[:, 2] * x + blended[:, 3] * y + blended[:, 5],
    ], axis=1)  # fmt: skip


def _angles(rest_along: Array, along: Array, seen: Array, parents: Array, turn: F64) -> F64:
    (x0, y0), (x1, y1) = rest_along.T, along.T
    drawn = np.arctan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1)
    inside = np.arctan2(turn[:, 0, 1] - turn[:, 1, 0], turn[:, 0, 0] + turn[:, 1, 1])
    raw = inside + seen * _wrap(drawn - inside)
    roots, above = with_parents(parents)
    steps = np.where(roots, raw, _wrap(raw - raw[above]))
    return np.asarray(ancestry(parents) @ steps, np.float64)


def _seen(rest_along: Array, along: Array) -> F64:
    """(J,) how far a bone's direction can be read in the picture: 0 where it points at the viewer."""
    solid = np.maximum(np.linalg.norm(rest_along, axis=1), 1e-6)
    flat = np.minimum(_length(rest_along[:, :2]), _length(along[:, :2])) / solid
    t = np.clip((flat - 0.1) / 0.25, 0, 1)
    seen: F64 = t * t * (3 - 2 * t)
    return seen


def _hold_back(rest: Array, heads: Array, parents: Array) -> F64:
    """Heads whose distance from the parent's head stays within the limits of stretch."""
    roots, above = with_parents(parents)
    offset = heads - heads[above]
    length, natural = _length(offset), _length(rest - rest[above])
    wanted = np.clip(length, SHORTEST * natural, LONGEST * natural)
    steps = offset * (wanted / np.maximum(length, 1e-6))[:, None]
    steps[roots] = heads[roots]
    return np.asarray(ancestry(parents) @ steps, np.float64)


def _length(vectors: Array) -> F64:
    return np.asarray(np.sqrt((vectors * vectors).sum(axis=-1)), np.float64)


def _wrap(angle: Array) -> F64:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float64)
