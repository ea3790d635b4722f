"""Skinning weights as the heat that bones give off into a mesh.

Heat flows along the mesh, so an arm never warms the torso across a gap; every row sums to one and stays within 0..1.

Source: Baran and Popovic, Automatic rigging and animation of 3D characters, SIGGRAPH 2007.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
Array = npt.NDArray[Any]


def bone_heat(
    vertices: Array, triangles: Array, heads: Array, tails: Array, reach: Array, allowed: Array | None = None,
    fixed: Array | None = None,
) -> F64:  # fmt: skip
    """Weights of bones at the vertices of a mesh.

    Args:
        vertices: (V, 2).
        triangles: (F, 3).
        heads, tails: (B, 2) bones in the picture.
        reach: (B,) half of each bone's limb's width: distances are counted in it.
        allowed: (V, B) whether a bone may heat a vertex at all; None: all.
        fixed: (V, B) weights to keep where a row is not NaN; None: none.

    Returns:
        (V, B) weights.
    """
    from scipy.sparse import csc_matrix, diags
    from scipy.sparse.linalg import splu

    from nodes.algorithms.arap import cotangent_weights

    distance = segment_distances(vertices, heads, tails) / np.asarray(reach, np.float64)
    if allowed is not None:
        distance = np.where(allowed, distance, np.inf)
    nearest = distance.min(axis=1)
    source = distance <= nearest[:, None] * 1.05 + 1e-3
    source = source / np.maximum(source.sum(axis=1, keepdims=True), 1)
    links = cotangent_weights(np.asarray(vertices, np.float64), triangles)
    degree = np.asarray(links.sum(axis=1)).ravel()
    area = np.median(_edge_lengths(vertices, triangles)) ** 2 / float(np.median(reach)) ** 2
    heat = np.where(np.isfinite(nearest), area * 1.2 / np.maximum(nearest, 0.4) ** 2, 0.0) + 1e-6
    if fixed is not None:
        kept = ~np.isnan(fixed[:, 0])
        source = np.where(kept[:, None], np.nan_to_num(fixed), source)
        heat = np.where(kept, 1e4, heat)
    weights = splu(csc_matrix(diags(degree + heat) - links)).solve(heat[:, None] * source)
    weights = np.clip(weights, 0, 1)
    weights[weights < 0.01] = 0
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9), np.float64)


def segment_distances(points: Array, heads: Array, tails: Array) -> F64:
    """(V, B) distance of each point (V, 2) from each segment."""
    along = np.asarray(tails, np.float64) - heads
    offset = np.asarray(points, np.float64)[:, None] - np.asarray(heads, np.float64)[None]
    t = (offset * along).sum(axis=2) / np.maximum((along * along).sum(axis=1), 1e-9)
    gap = offset - np.clip(t, 0, 1)[..., None] * along
    return np.asarray(np.hypot(gap[..., 0], gap[..., 1]))


def _edge_lengths(vertices: Array, triangles: Array) -> F64:
    a, b = vertices[triangles[:, 0]], vertices[triangles[:, 1]]
    return np.asarray(np.hypot(*(a - b).T))
