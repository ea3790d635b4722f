"""As-rigid-as-possible polish of a deformed mesh, in the plane, factored once and solved each frame.

Positions are complex numbers inside: a rotation is then one multiplication.

Source: Sorkine and Alexa, As-rigid-as-possible surface modeling, SGP 2007.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
F64 = npt.NDArray[np.float64]
C128 = npt.NDArray[np.complex128]

TIED = 4.0
"""How firmly pieces hang on one another, against the mesh's own stiffness."""
HANGING = 20
"""Rounds of turning triangles back in which pieces go on hanging on one another."""


@dataclass(frozen=True)
class ArapSystem:
    """A mesh ready to be polished.

    Attributes:
        start, end: (E,) vertices of every directed edge.
        weight: (E,) cotangent weights, kept above zero.
        edges: (E,) rest edges as complex numbers.
        gather: Sparse (V, E) matrix that sums edges at their start.
        smooth: Sparse (V, V) matrix that takes each vertex to the middle of its neighbours.
        pins: (V,) how strongly each vertex is held where skinning put it.
        solve: Solver of the global step.
        triangles: (F, 3).
        winding: (F,) sign of every triangle at rest.
        size: (F,) twice the area of every triangle at rest.
        ties: Sparse (K, V) matrix, 0 where vertices hang on other pieces as at rest.
        hung: (K,) the vertex that each row hangs.
    """

    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    weight: F64
    edges: C128
    gather: Any
    smooth: Any
    pins: F64
    solve: Callable[[F64], F64]
    triangles: npt.NDArray[np.int32]
    winding: F64
    size: F64
    ties: Any
    hung: npt.NDArray[np.int64]


def prepare_arap(vertices: Array, triangles: Array, pins: Array, ties: Array | None = None) -> ArapSystem:
    """Factor the system of a mesh.

    Args:
        vertices: (V, 2) rest positions.
        triangles: (F, 3).
        pins: (V,) stiffness with which vertices are held; some must be above zero in every connected piece.
        ties: (K, V) where one piece hangs on another: each row has a 1 at a vertex, and what to take from it for the
            place on the other piece that it lies on. None: every piece settles alone.
    """
    from scipy.sparse import csc_matrix, csr_matrix, diags
    from scipy.sparse.linalg import splu

    count = len(vertices)
    laplacian = cotangent_weights(np.asarray(vertices, np.float64), triangles).tocoo()
    start, end, weight = laplacian.row.astype(np.int64), laplacian.col.astype(np.int64), laplacian.data
    places = np.asarray(vertices, np.float64) @ np.array([1, 1j])
    gather = csr_matrix((np.ones(len(start)), (start, np.arange(len(start)))), shape=(count, len(start)))
    degree = np.asarray(gather @ weight, np.float64)
    held = np.asarray(pins, np.float64) * max(float(degree.mean()), 1e-6) + 1e-6
    system = diags(degree + held) - csr_matrix((weight, (start, end)), shape=(count, count))
    rows = csr_matrix(np.zeros((0, count)) if ties is None else ties)
    system = system + TIED * max(float(degree.mean()), 1e-6) * (rows.T @ rows)
    valence = np.maximum(np.bincount(start, minlength=count), 1)
    smooth = diags(1 / valence) @ csr_matrix((np.ones(len(start)), (start, end)), shape=(count, count))
    area = signed_areas(np.asarray(vertices, np.float64), triangles)
    return ArapSystem(
        start, end, weight, places[end] - places[start], gather, smooth.tocsr(), held,
        splu(csc_matrix(system)).solve, np.asarray(triangles), np.sign(area), np.abs(area), rows,
        np.asarray(rows.argmax(axis=1)).ravel() if rows.shape[0] else np.zeros(0, np.int64),
    )  # fmt: skip


def polish(system: ArapSystem, target: Array, stretch: Array, iterations: int = 1) -> F64:
    """Let a skinned mesh settle.

    Args:
        system: From :func:`prepare_arap`.
        target: (V, 2) skinned positions, at which pins pull.
        stretch: (V, 3) symmetric 2x2 matrix (xx, xy, yy) of each vertex: how rest edges are stretched before they turn.
        iterations: Local and global steps.

    Returns:
        (V, 2) positions. Where the target is the rest mesh and nothing is stretched, exactly the target.
    """
    wanted = np.asarray(target, np.float64) @ np.array([1, 1j])
    edges = _stretched_edges(system, np.asarray(stretch, np.float64))
    places = wanted
    for _ in range(iterations):
        spin = system.gather @ (system.weight * edges.conj() * (places[system.end] - places[system.start]))
        spin = spin / np.maximum(np.abs(spin), 1e-12)
        turned = -0.5 * system.weight * (spin[system.start] + spin[system.end]) * edges
        right = system.gather @ turned + system.pins * wanted
        solved = system.solve(np.stack([right.real, right.imag], axis=1))
        places = solved[:, 0] + 1j * solved[:, 1]
    return _follow(system, np.stack([places.real, places.imag], axis=1))


def _follow(system: ArapSystem, places: F64) -> F64:
    """The places (V, 2) with what hangs on another piece put exactly onto it."""
    if not len(system.hung):
        return places
    out = places.copy()
    out[system.hung] -= system.ties @ places
    return out


def unflip(system: ArapSystem, vertices: Array, stretch: Array, rounds: int = 90, least: float = 0.02) -> F64:
    """Let triangles that turned over settle as the mesh around them lies, until none is left or all rounds are used up.

    What does not come right goes on with ever more of the mesh around it; the best round is kept.

    Args:
        system: From :func:`prepare_arap`.
        vertices: (V, 2) positions.
        stretch: (V, 3) as for :func:`polish`.
        rounds: Most passes.
        least: Area, against the rest area, below which a triangle counts as turned over.
    """
    best = np.array(vertices, np.float64)
    bad = _turned_over(system, best, least)
    if not bad.any():
        return best
    edges = _stretched_edges(system, np.asarray(stretch, np.float64))
    places, fewest = best, int(bad.sum())
    for turn in range(rounds):
        touched = np.zeros(len(places), bool)
        touched[system.triangles[bad]] = True
        for _ in range(1 + turn // 8):
            touched |= (system.smooth @ touched.astype(np.float64)) > 0
        # the middle of its neighbours frees a vertex inside; one at a corner of the outline has to be put beyond them
        goal = system.smooth @ places if turn % 4 < 3 else _settled(system, places, edges, touched)
        places = np.where(touched[:, None], 0.3 * places + 0.7 * goal, places)
        if turn < HANGING:  # what will not come right hanging settles by itself
            places = _follow(system, places)
        bad = _turned_over(system, places, least)
        if bad.sum() < fewest:
            best, fewest = places, int(bad.sum())
        if not fewest:
            break
    return best


def _turned_over(system: ArapSystem, places: F64, least: float) -> npt.NDArray[np.bool_]:
    return np.asarray(signed_areas(places, system.triangles) * system.winding < least * system.size)


def _settled(system: ArapSystem, places: F64, edges: C128, touched: npt.NDArray[np.bool_]) -> F64:
    """(V, 2) where each vertex's neighbours would have it, turned as what lies around what was touched is turned."""
    at = np.ascontiguousarray(places).view(np.complex128)[:, 0]
    spin = system.gather @ (system.weight * edges.conj() * (at[system.end] - at[system.start]))
    spin = np.where(touched, 0, spin / np.maximum(np.abs(spin), 1e-12))
    for _ in range(4):
        spin = np.where(touched, system.smooth @ spin, spin)
    spin = spin / np.maximum(np.abs(spin), 1e-12)
    wanted = at[system.end] - 0.5 * (spin[system.start] + spin[system.end]) * edges
    settled = (system.gather @ (system.weight * wanted)) / np.maximum(system.gather @ system.weight, 1e-12)
    return np.stack([settled.real, settled.imag], axis=1)


def signed_areas(vertices: Array, triangles: Array) -> F64:
    """(F,) twice the signed area of each triangle."""
    places = np.ascontiguousarray(vertices, np.float64).view(np.complex128)[:, 0]
    a, b, c = places[triangles[:, 0]], places[triangles[:, 1]], places[triangles[:, 2]]
    return np.asarray(((b - a).conj() * (c - a)).imag, np.float64)


def cotangent_weights(vertices: F64, triangles: Array) -> Any:
    """Sparse symmetric (V, V) cotangent weights of the edges, kept above a small positive number."""
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for k in range(3):
        i, j, opposite = triangles[:, k], triangles[:, (k + 1) % 3], triangles[:, (k + 2) % 3]
        u, v = vertices[i] - vertices[opposite], vertices[j] - vertices[opposite]
        cross = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
        cot = 0.5 * (u * v).sum(axis=1) / np.maximum(cross, 1e-9)
        rows += [i, j]
        columns += [j, i]
        values += [cot, cot]
    shape = (len(vertices), len(vertices))
    whole = csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)
    whole.sum_duplicates()
    whole.data = np.clip(whole.data, 0.05, 5.0)
    return whole


def _stretched_edges(system: ArapSystem, stretch: F64) -> C128:
    """Rest edges after the mean stretch of their ends: a symmetric matrix takes z to ``even z + skew conj(z)``."""
    even = 0.25 * (stretch[:, 0] + stretch[:, 2])
    skew = 0.25 * (stretch[:, 0] - stretch[:, 2]) + 0.5j * stretch[:, 1]
    even, skew = even[system.start] + even[system.end], skew[system.start] + skew[system.end]
    return np.asarray(even * system.edges + skew * system.edges.conj(), np.complex128)
