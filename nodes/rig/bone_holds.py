"""Where bones hold a layer of a person: places along them that lie in its mesh."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bounded_biharmonic import bounded_biharmonic, mesh_bridges
from nodes.rig.limb_reach import reach_of
from studio.media.skeleton import PARENT

F64 = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

ALONG = np.linspace(0.15, 0.85, 7)
"""Where along a bone it holds: short of its joints, across which weights change."""
OVER = 1.2
"""A limb hides what lies within so many halves of its width: there it alone holds the mesh."""
WIDE = {"hips": 0.6, "spine": 0.5, "chest": 0.6}
"""Rib cage and pelvis hold across as well: so many halves of their width to either side."""
ROOM = 1.3
"""How far around firm places no other bone holds: a mesh is too coarse to change hands in less."""
HOP = 1.5
"""How much farther a piece of mesh counts to be for each bone between two limbs, in halves of a limb's width."""


def hold_weights(
    vertices: F64, triangles: npt.NDArray[np.int32], mask: Mask, origin: tuple[int, int], names: tuple[str, ...],
    heads: F64, tails: F64, metre: float, known: tuple[npt.NDArray[np.int64], F64] | None = None, guests: int = 0,
    firm: tuple[F64, str] | None = None,
) -> F64:  # fmt: skip
    """Bounded biharmonic weights of a layer's bones at its vertices.

    Args:
        vertices: (V, 2) in pixels of the source picture.
        triangles: (F, 3).
        mask: (h, w) the layer's pixels.
        origin: (x, y) of their first pixel.
        names: Of the B bones.
        heads, tails: (B, 2) where the bones' holds begin and end.
        metre: Pixels.
        known: (K,) vertices that hang on another layer, and their weights (K, B) there.
        guests: How many bones, the last ones, hold nothing of their own here.
        firm: (P, 2) further places that a bone holds, and its name; between and right beside them nothing else does.

    Returns:
        (V, B); pieces of the mesh without a bone go with the nearest piece of their own limb.
    """
    reach = np.array([reach_of(name) for name in names]) * metre
    own_bones = slice(len(names) - guests)
    points, bones = _holds(mask, origin, names[own_bones], heads[own_bones], tails[own_bones], reach[own_bones])
    if firm is not None and firm[1] in names:
        points, bones = _with_firm(points, bones, firm[0][_inside(firm[0], mask, origin)], names.index(firm[1]))
    away = distances(vertices, heads[own_bones], tails[own_bones]) / reach[own_bones]
    if not len(points):  # nothing of the bones is seen: whatever is nearest holds it all
        points, bones = vertices[:1], away[:1].argmin(axis=1)
    own = away.argmin(axis=1)
    apart = HOP * float(np.median(reach)) * hops(names)[np.ix_(own, own)]
    bridges = mesh_bridges(vertices, triangles, apart)
    return bounded_biharmonic(vertices, triangles, points, bones, len(names), bridges, known)


def _holds(
    mask: Mask, origin: tuple[int, int], names: tuple[str, ...], heads: F64, tails: F64, reach: F64
) -> tuple[F64, npt.NDArray[np.int64]]:  # fmt: skip
    """(P, 2) places on bones inside the mask, (P,) their bones; what lies under an arm is left to the arm."""
    places = heads[:, None] + ALONG[:, None] * (tails - heads)[:, None]
    bones = np.repeat(np.arange(len(names)), len(ALONG))
    places, bones = _widened(places.reshape(-1, 2), bones, names, heads, tails, reach)
    inside = _inside(places, mask, origin)
    places, bones = places[inside], bones[inside]
    arm = np.array([name.endswith(("Arm", "Hand")) for name in names], bool)
    under = np.zeros(len(places), bool)
    if arm.any() and len(places):
        width = OVER * reach[arm]
        under = (distances(places, heads[arm], tails[arm]) < width).any(axis=1) & ~arm[bones]
        under &= ~np.array([name.endswith("Shoulder") for name in names], bool)[bones]
    return places[~under], bones[~under]


def _with_firm(
    points: F64, bones: npt.NDArray[np.int64], firm: F64, bone: int
) -> tuple[F64, npt.NDArray[np.int64]]:  # fmt: skip
    """Places and their bones with those of one bone, and without what others hold between and right beside them."""
    import cv2

    if len(firm) < 3:
        return points, bones
    middle = firm.mean(axis=0)
    hull = cv2.convexHull((middle + ROOM * (firm - middle)).astype(np.float32))
    between = np.array([cv2.pointPolygonTest(hull, (float(x), float(y)), False) > 0 for x, y in points], bool)
    kept = ~between | (bones == bone)
    return np.concatenate([points[kept], firm]), np.concatenate([bones[kept], np.full(len(firm), bone)])


def _inside(places: F64, mask: Mask, origin: tuple[int, int]) -> Mask:
    """(P,) whether places lie in a mask."""
    column, row = (np.floor(places - origin).astype(int)).T
    inside = (row >= 0) & (row < mask.shape[0]) & (column >= 0) & (column < mask.shape[1])
    inside[inside] = mask[row[inside], column[inside]]
    return np.asarray(inside)


def _widened(
    places: F64, bones: npt.NDArray[np.int64], names: tuple[str, ...], heads: F64, tails: F64, reach: F64
) -> tuple[F64, npt.NDArray[np.int64]]:
    """The places with those beside the bones of the trunk."""
    wide = np.array([WIDE.get(name, 0.0) for name in names]) * reach
    along = (tails - heads) / np.maximum(np.hypot(*(tails - heads).T), 1e-6)[:, None]
    aside = (np.stack([-along[:, 1], along[:, 0]], axis=1) * wide[:, None])[bones]
    broad = wide[bones] > 0
    return (
        np.concatenate([places, (places + aside)[broad], (places - aside)[broad]]),
        np.concatenate([bones, bones[broad], bones[broad]]),
    )


def hops(names: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """(B, B) how many joints lie between two bones on the way over the skeleton."""
    lines = [_line(name) for name in names]
    return np.array([[len(set(a) ^ set(b)) for b in lines] for a in lines], np.int64).reshape(len(names), len(names))


def _line(name: str) -> list[str]:
    """A bone and all above it."""
    above = PARENT[name]
    return [name] if above is None else [name, *_line(above)]


def distances(points: F64, heads: F64, tails: F64) -> F64:
    """(N, B) pixels from points (N, 2) to segments."""
    along = np.asarray(tails, np.float64) - heads
    offset = np.asarray(points, np.float64)[:, None] - np.asarray(heads, np.float64)[None]
    t = (offset * along).sum(axis=2) / np.maximum((along * along).sum(axis=1), 1e-9)
    gap = offset - np.clip(t, 0, 1)[..., None] * along
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]))
