"""Try a rig's limbs before anybody acts with them: one that tears when it is bent is better left where it is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from nodes.algorithms.puppet_quality import flipped_triangles, stretched_triangles
from nodes.algorithms.rotation import inverse, multiply
from nodes.rig.puppet import Puppet
from studio.media.rig import Rig

F64 = npt.NDArray[np.float64]

TRIALS = {"Arm": ((-60.0, 0.0, 60.0), (-110.0, 110.0)), "Leg": ((-30.0, 30.0), (-50.0, 50.0))}
"""Degrees that the upper and the lower half of a limb are turned by in the picture, on trial: together they are what
gestures ask for."""
MOST_TORN = {"Arm": 0.025, "Leg": 0.05}
"""Share of a limb's triangles that may turn inside out, or be drawn out, in any of the trials."""


def tearing_limbs(rig: Rig) -> list[str]:
    """Limbs ("leftArm", "rightLeg" ...), cut out as parts of their own, that do not stand being bent."""
    limbs = [part.name for part in rig.parts if part.name.endswith(tuple(TRIALS))]
    puppet = Puppet(rig) if limbs else None
    return [limb for limb in limbs if puppet is not None and _worst(puppet, limb) > MOST_TORN[limb[-3:]]]


def _worst(puppet: Puppet, limb: str) -> float:
    """Share of a limb's triangles that turn over or are drawn out, in the worst trial."""
    place = next(k for k, part in enumerate(puppet.rig.parts) if part.name == limb)
    part = puppet.rig.parts[place]
    torn = 0
    for pose in _trials(puppet.rig, limb):
        now = puppet.pose(pose, np.zeros(3)).vertices[place]
        count = flipped_triangles(part.vertices, now, part.triangles)
        torn = max(torn, count + stretched_triangles(part.vertices, now, part.triangles))
    return torn / len(part.triangles)


def _trials(rig: Rig, limb: str) -> Iterator[F64]:
    side, kind = limb[:-3], limb[-3:]
    upper, lower = (rig.bones.index(f"{side}{half}{kind}") for half in ("Upper", "Lower"))
    for first, second in product(*TRIALS[kind]):
        pose = rig.rest.astype(np.float64)
        _turn(rig, pose, upper, first)
        _turn(rig, pose, lower, second)
        yield pose


def _turn(rig: Rig, pose: F64, bone: int, degrees: float) -> None:
    """Turn a bone, and what hangs on it, in the picture's plane, in place."""
    above, parent = np.array([0.0, 0.0, 0.0, 1.0]), int(rig.parents[bone])
    while parent >= 0:
        above, parent = multiply(pose[parent], above), int(rig.parents[parent])
    half = np.deg2rad(degrees) / 2
    turn = np.array([0.0, 0.0, np.sin(half), np.cos(half)])
    pose[bone] = multiply(multiply(multiply(inverse(above), turn), above), pose[bone])
