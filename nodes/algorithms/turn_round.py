"""Somebody who goes the other way than the photo shows them turns round: a picture has one side only, and is mirrored.

In space, where there is no picture to be mirrored, it turns about the same upright.

Where a body looks is told by its feet and its shoulders. It turns about the upright through where it stands, growing
narrow and wide again as whatever turns round does; it never becomes narrower than a body from the side.

Convention:
    As :mod:`nodes.algorithms.body`. A flip of 1 is the photo, -1 its mirror image about the hips' column.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.directions import smooth
from nodes.algorithms.gait import facing
from nodes.algorithms.ground_view import GroundView

F64 = npt.NDArray[np.float64]
ASIDE = 0.4
"""Of 1: from which on somebody looks to a side of the picture, and mostly goes to one."""
TURN = 0.32
"""Seconds in which somebody turns round."""
NARROW = 0.6
"""Part of its width that a body has from the side."""


def looks(body: Body) -> float:
    """-1 where a body looks to the left of the picture, 1 to the right, 0 towards the viewer or away."""
    feet = [body.index(f"{side}Foot") for side in ("left", "right")]
    ways = [body.tails[j] - body.heads[j] for j in feet if j >= 0]
    points = [float(way[0] / max(np.linalg.norm(way), 1e-9)) for way in ways]
    return float(np.mean([np.mean(points) if points else 0.0, np.sin(facing(body))]))


def goes_against(body: Body, way: F64) -> bool:
    """Whether a way, (2,) metres, leads to the side of the picture from which the body looks away."""
    aside = float(way[0]) / max(float(np.hypot(*way)), 1e-9)
    side = looks(body)
    return abs(side) > ASIDE and abs(aside) > ASIDE and side * aside < 0


def flips(times: F64, start: float, end: float) -> F64:
    """(T,) flips of somebody who turns round about the one second, and back about the other."""
    there = smooth((times - max(start - TURN / 2, 0.0)) / TURN)
    return widest(np.cos(np.pi * there * (1 - smooth((times - end + TURN / 2) / TURN))))


def widest(flip: F64) -> F64:
    """Flips that are no narrower than a body from the side."""
    return np.asarray(np.where(flip < 0, np.minimum(flip, -NARROW), np.maximum(flip, NARROW)))


def turn_of(body: Body) -> float:
    """Radians about the upright by which a body comes to look to the other side of the picture, past the viewer."""
    way = facing(body)
    way = way if abs(np.sin(way)) > ASIDE else float(np.arcsin(np.clip(looks(body), -1.0, 1.0)))
    return -2.0 * way


def turned_by(flip: F64) -> F64:
    """(T,) how far somebody has turned round, 0..1, by flips of which the narrow ones were made wider."""
    plain = np.abs(flip) > NARROW + 1e-3
    at = np.arange(len(flip))
    share = np.arccos(np.clip(flip, -1.0, 1.0)) / np.pi
    return np.interp(at, at[plain], share[plain]) if plain.any() else (flip < 0).astype(np.float64)


def mirrored(view: GroundView) -> GroundView:
    """The ground as it is seen in a mirror that stands on the spot where the photo has the person."""
    return replace(view, middle=2 * view.ground[0] - view.middle, roll=-view.roll)
