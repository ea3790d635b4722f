"""Where one part of a puppet hangs on another, so that both settle as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.bounded_biharmonic import barycentric
from studio.media.rig import Part

F64 = npt.NDArray[np.float64]

ALIKE = 0.03
"""How little the weights of two parts differ where one hangs on the other."""
INSIDE = 0.01
"""Pixels from a triangle within which a place is in it."""


def part_ties(parts: Sequence[Part]) -> F64:
    """(K, V) rows that are 0 on the vertices (V, 2) of all parts while legs lie on the body as in the photo."""
    starts = np.cumsum([0, *(len(part.vertices) for part in parts)])
    rows = [np.zeros((0, int(starts[-1])))]
    body = next((k for k, part in enumerate(parts) if part.name == "body"), None)
    for k, part in enumerate(parts):
        if body is None or not part.name.endswith("Leg"):
            continue
        upon, places = parts[body], part.vertices.astype(np.float64)
        there = barycentric(upon.vertices.astype(np.float64), upon.triangles, places)
        inside = np.abs(there @ upon.vertices - places).max(axis=1) < INSIDE
        hanging = np.flatnonzero(inside & (np.abs(there @ upon.weights - part.weights).max(axis=1) < ALIKE))
        tie = np.zeros((len(hanging), int(starts[-1])))
        tie[:, starts[body] : starts[body + 1]] = -there[hanging]
        tie[np.arange(len(hanging)), starts[k] + hanging] = 1
        rows.append(tie)
    return np.concatenate(rows)
