"""Places of a group: a row, a circle, pairs and so on, and who takes which.

Source: Kuhn, "The Hungarian method for the assignment problem", 1955 (who goes where, so that all ways together are
short).

Convention:
    Ground places are (x, z) metres, x right, z towards the viewer.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]

SHAPES = ("none", "row", "circle", "pairs", "v", "swap", "gather", "spread")


def formation(shape: str, places: F64, apart: float) -> F64:
    """Where everybody goes.

    Args:
        shape: One of :data:`SHAPES`.
        places: (N, 2) where they are.
        apart: Metres between neighbours.

    Returns:
        (N, 2) places, about the middle of where they are; "swap" mirrors everybody's place in the row.
    """
    places = np.asarray(places, np.float64)
    if shape == "none" or len(places) < 2:
        return places
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    if shape == "swap":
        order = np.argsort(places[:, 0], kind="stable")
        made = np.empty_like(places)
        made[order] = places[order[::-1]]
        return made
    if shape == "spread":
        return spread_out(places, apart)
    return np.asarray(middle + taken(places - middle, slots(shape, len(places), apart)))


def slots(shape: str, count: int, apart: float) -> F64:
    """(N, 2) places of a shape about the origin; what is open is open to the viewer."""
    k = np.arange(count) - (count - 1) / 2
    if shape == "row":
        return np.column_stack([k * apart, np.zeros(count)])
    if shape == "v":
        return np.column_stack([k * apart, np.abs(k) * -0.7 * apart + 0.35 * apart * (count - 1) / 2])
    if shape == "pairs":
        pair, side = np.divmod(np.arange(count), 2)
        pairs = (count + 1) // 2
        return np.column_stack([(pair - (pairs - 1) / 2) * 2.4 * apart + (side - 0.5) * apart, np.zeros(count)])
    if shape == "gather":
        # a sunflower: as close as it gets, whoever is how many
        far = 0.62 * apart * np.sqrt(np.arange(count) + 0.3)
        angle = np.arange(count) * np.pi * (3 - np.sqrt(5))
        return np.column_stack([far * np.cos(angle), far * np.sin(angle)])
    radius = apart / (2 * np.sin(np.pi / count))
    angle = 2 * np.pi * (np.arange(count) + 0.5) / count
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def taken(places: F64, wanted: F64) -> F64:
    """(N, 2) the slot of each, so that squares of all ways together are least."""
    from scipy.optimize import linear_sum_assignment

    ways = ((places[:, None] - wanted[None]) ** 2).sum(axis=-1)
    _, slot = linear_sum_assignment(ways)
    return np.asarray(wanted[slot])


def spread_out(places: F64, apart: float) -> F64:
    """(N, 2) the same places, pushed apart until neighbours have that much room."""
    made = np.array(places)
    for _ in range(60):
        way = made[:, None] - made[None]
        far = np.sqrt((way * way).sum(axis=-1)) + np.eye(len(made)) * 1e6
        lacks = np.clip(apart - far, 0, None)
        if lacks.max() < 1e-3:
            break
        unit = np.where(far[..., None] > 1e-6, way / np.maximum(far, 1e-6)[..., None], np.array([1.0, 0.0]))
        made += (unit * (0.5 * lacks / 2)[..., None]).sum(axis=1)
    return made
