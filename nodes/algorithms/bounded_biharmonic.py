"""Bounded biharmonic weights: how much each bone holds every vertex of a mesh.

Each bone's weight is the smoothest field (least Laplacian energy over the mesh) that is 1 on the bone itself, 0 on all
others, and nowhere below 0 or above 1. It knows the mesh alone, so nothing leaks over a gap between two limbs, and it
has no kinks at the joints. Pieces of the mesh that touch nothing are joined to the rest by bridges.

Source: Jacobson, Baran, Popovic and Sorkine, Bounded biharmonic weights for real-time deformation, SIGGRAPH 2011; each
weight on its own, then normalised, as there. Solver: primal-dual active sets, Hintermüller, Ito and Kunisch, 2002.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.algorithms.arap import cotangent_weights, signed_areas

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

HOLD = 100.0
"""How firmly a bone holds its points, against the mesh's own stiffness."""
ROUNDS, SETTLE = 24, 10
"""Most rounds of active sets; from the second on bounds are kept once they are met, so that none goes in circles."""
FAINT = 0.01
"""A weight below this is 0: nobody sees it, and the fewer bones hold a vertex the better it turns."""


def bounded_biharmonic(
    vertices: Array, triangles: Array, points: Array, bones: Array, count: int, bridges: Array | None = None,
    known: tuple[Array, Array] | None = None,
) -> F64:  # fmt: skip
    """Weights of bones at the vertices of a mesh.

    Args:
        vertices: (V, 2).
        triangles: (F, 3).
        points: (P, 2) places on bones, inside the mesh.
        bones: (P,) which bone each place is on, 0..count - 1.
        count: B, how many bones there are.
        bridges: (K, 2) pairs of vertices that hold together as an edge does; from :func:`mesh_bridges`.
        known: (K,) vertices whose weights are known, and these (K, B), each row of which sums to 1.

    Returns:
        (V, B) weights within 0..1, each row sums to 1; a bone without a place holds nothing.
    """
    vertices = np.asarray(vertices, np.float64)
    stiffness = biharmonic_energy(vertices, triangles, bridges)
    on = barycentric(vertices, triangles, points)
    wanted = np.zeros((len(points), count))
    wanted[np.arange(len(points)), bones] = 1
    if known is not None:
        on = np.concatenate([on, np.eye(len(vertices))[known[0]]])
        wanted = np.concatenate([wanted, known[1]])
    energy = stiffness + HOLD * on.T @ on + 1e-9 * np.eye(len(vertices))
    weights = _bounded(energy, HOLD * on.T @ wanted, wanted.any(axis=0))
    weights[weights < FAINT] = 0
    sums = weights.sum(axis=1, keepdims=True)
    return np.asarray(np.where(sums > 0, weights / np.maximum(sums, 1e-9), 1 / max(count, 1)), np.float64)


def biharmonic_energy(vertices: F64, triangles: Array, bridges: Array | None = None) -> F64:
    """(V, V) whose quadratic form is the Laplacian energy of a field over the mesh; lengths count in edges."""
    links: F64 = cotangent_weights(vertices, triangles).toarray()
    for a, b in np.zeros((0, 2), int) if bridges is None else bridges:
        links[a, b] = links[b, a] = 1.0
    laplacian = np.diag(links.sum(axis=1)) - links
    area = np.abs(signed_areas(vertices, triangles)) / 6
    mass = np.bincount(np.asarray(triangles).ravel(), np.repeat(area, 3), len(vertices))
    mass = np.maximum(mass / max(float(np.median(mass)), 1e-9), 0.2)
    return np.asarray(laplacian @ (laplacian / mass[:, None]), np.float64)


def barycentric(vertices: F64, triangles: Array, points: Array) -> F64:
    """(P, V) rows that read a field of the vertices at points: in their triangle, or in the nearest one."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    p = np.asarray(points, np.float64).reshape(-1, 1, 2)
    area = _cross(b - a, c - a)
    shares = np.stack([_cross(b - p, c - p), _cross(c - p, a - p), _cross(a - p, b - p)], axis=2) / area[:, None]
    best = shares.min(axis=2).argmax(axis=1)
    row = np.arange(len(best))
    held = np.clip(shares[row, best], 0, 1)
    rows = np.zeros((len(best), len(vertices)))
    rows[row[:, None], triangles[best]] = held / held.sum(axis=1, keepdims=True)
    return rows


def _bounded(energy: F64, right: F64, present: Mask) -> F64:
    """(V, B) least energies within 0..1, one bone after the other."""
    weights = np.zeros(right.shape)
    start = np.linalg.solve(energy, right)
    for bone in np.flatnonzero(present):
        weights[:, bone] = least_within_bounds(energy, right[:, bone], start[:, bone])
    return weights


def least_within_bounds(energy: F64, right: F64, start: F64) -> F64:
    """The least of ``x energy x / 2 - right x`` with every x within 0..1.

    Args:
        energy: (V, V) symmetric, positive definite.
        right: (V,).
        start: (V,) the least without bounds.
    """
    from scipy.linalg import cho_factor, cho_solve

    low, high, x = start < 0, start > 1, start
    for turn in range(ROUNDS):
        free, x = ~(low | high), high.astype(np.float64)
        if free.any():
            factor = cho_factor(energy[np.ix_(free, free)], check_finite=False)
            x[free] = cho_solve(factor, right[free] - energy[np.ix_(free, high)].sum(axis=1), check_finite=False)
        slope, stay = energy @ x - right, turn >= SETTLE
        below, above = (x < -1e-9) | low & (stay | (slope >= 0)), (x > 1 + 1e-9) | high & (stay | (slope <= 0))
        if np.array_equal(below, low) and np.array_equal(above, high):
            break
        low, high = below, above
    return np.asarray(np.clip(x, 0, 1), np.float64)


def mesh_bridges(vertices: Array, triangles: Array, apart: Array) -> npt.NDArray[np.int64]:
    """Pairs of vertices that join every piece of a mesh to the rest, each where it is nearest.

    Args:
        vertices: (V, 2).
        triangles: (F, 3).
        apart: (V, V) or 0: what is added to the distance of two vertices, so that a piece goes to its own limb.

    Returns:
        (pieces - 1, 2) indices of vertices.
    """
    from scipy.spatial.distance import cdist

    piece = mesh_pieces(len(vertices), triangles)
    if not len(piece) or piece.max() == 0:
        return np.zeros((0, 2), np.int64)
    far = cdist(vertices, vertices) + apart
    joined, bridges = piece == np.bincount(piece).argmax(), []
    while not joined.all():
        rows, columns = np.flatnonzero(~joined), np.flatnonzero(joined)
        row, column = divmod(int(far[np.ix_(rows, columns)].argmin()), len(columns))
        bridges.append((rows[row], columns[column]))
        joined |= piece == piece[rows[row]]
    return np.array(bridges, np.int64)


def mesh_pieces(count: int, triangles: Array) -> npt.NDArray[np.int32]:
    """(count,) number of the connected piece that each vertex is of."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    start, end = np.asarray(triangles)[:, [0, 1]].T
    start, end = np.concatenate([start, end]), np.concatenate([end, np.asarray(triangles)[:, 2]])
    links = csr_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1], np.int32)


def _cross(u: F64, v: F64) -> F64:
    return np.asarray(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0], np.float64)
