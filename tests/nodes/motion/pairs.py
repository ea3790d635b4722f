"""Two people, or a row of them, made of one body of round numbers; for tests of what they do with one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from studio.media.person import People, Person
from studio.media.rig import Rig, Rigs

HIPS = np.array([100.0, 180.0, 0.0])


def moved(rig: Rig, name: str, x: float, y: float, scale: float = 1.0) -> Rig:
    """The same body elsewhere, larger or smaller; its hips are at (x, y)."""
    heads, tails = (((places - HIPS) * scale + [x, y, 0.0]).astype(np.float32) for places in (rig.heads, rig.tails))
    return replace(
        rig, person=name, heads=heads, tails=tails, pixels_per_metre=200.0 * scale, ground=(x, y + 180.0 * scale)
    )


def row(rig: Rig, gap: float, scales: Sequence[float], names: str = "abcdefghijkl") -> Rigs:
    """People in a row, ``gap`` pixels from one to the next."""
    rigs = [moved(rig, names[k], 200 + k * gap, 200.0, scale) for k, scale in enumerate(scales)]
    return Rigs((one.person, replace(one, layer=k)) for k, one in enumerate(rigs))


def people_of(rigs: Rigs) -> People:
    """The people of rigs, as far as boxes tell."""
    return People(
        (key, Person(key, (float(x.min()) - 10, float(y.min()) - 10, float(x.max()) + 10, float(y.max()) + 10)))
        for key, rig in rigs.items()
        for x, y in [rig.heads[:, :2].T]
    )
