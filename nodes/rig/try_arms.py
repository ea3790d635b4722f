"""Try a rig's arms before anybody acts with them: one that tears when it is bent is better left where it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from nodes.algorithms.puppet_quality import flipped_triangles, stretched_triangles
from nodes.algorithms.rotation import inverse, multiply
from nodes.rig.puppet import Puppet
from studio.media.rig import Rig

F64 = npt.NDArray[np.float64]

SHOULDER, ELBOW = (-60.0, 0.0, 60.0), (-110.0, 110.0)
"""Degrees that an arm is turned by in the picture, on trial: together with the elbow they are what gestures ask for."""
MOST_TORN = 0.012
"""Share of an arm's triangles that may turn inside out, or be drawn out, in any of the trials."""


def tearing_arms(rig: Rig) -> list[str]:
    """Sides whose arms, cut out as parts of their own, do not stand being bent."""
    sides = [side for side in ("left", "right") if any(part.name == f"{side}Arm" for part in rig.parts)]
    puppet = Puppet(rig) if sides else None
    return [side for side in sides if puppet is not None and _worst(puppet, side) > MOST_TORN]


def _worst(puppet: Puppet, side: str) -> float:
    """Share of an arm's triangles that turn over or are drawn out, in the worst trial."""
    place = next(k for k, part in enumerate(puppet.rig.parts) if part.name == f"{side}Arm")
    part = puppet.rig.parts[place]
    torn = 0
    for pose in _trials(puppet.rig, side):
        now = puppet.pose(pose, np.zeros(3)).vertices[place]
        count = flipped_triangles(part.vertices, now, part.triangles)
        torn = max(torn, count + stretched_triangles(part.vertices, now, part.triangles))
    return torn / len(part.triangles)


def _trials(rig: Rig, side: str) -> Iterator[F64]:
    upper, lower = (rig.bones.index(f"{side}{bone}") for bone in ("UpperArm", "LowerArm"))
    for shoulder in SHOULDER:
        for elbow in ELBOW:
            pose = rig.rest.astype(np.float64)
            _turn(rig, pose, upper, shoulder)
            _turn(rig, pose, lower, elbow)
            yield pose


def _turn(rig: Rig, pose: F64, bone: int, degrees: float) -> None:
    """Turn a bone, and what hangs on it, in the picture's plane, in place."""
    above, parent = np.array([0.0, 0.0, 0.0, 1.0]), int(rig.parents[bone])
    while parent >= 0:
        above, parent = multiply(pose[parent], above), int(rig.parents[parent])
    half = np.deg2rad(degrees) / 2
    turn = np.array([0.0, 0.0, np.sin(half), np.cos(half)])
    pose[bone] = multiply(multiply(multiply(inverse(above), turn), above), pose[bone])
