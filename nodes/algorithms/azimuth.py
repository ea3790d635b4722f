"""From which side a recording is best seen for a person who shows one side only.

Source: after Smith et al., A Method for Animating Children's Drawings of the Human Figure, ACM Transactions on Graphics
42(3), 2023, which picks the frontal or the sagittal plane for each limb by how it moves; here any azimuth, weighed
against which side of the person the photo shows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.kinematics import global_rotations, local_rotations
from nodes.algorithms.rotation import from_vector, multiply, rotate

F64 = npt.NDArray[np.float64]
ANGLES = np.deg2rad(np.arange(-90, 91, 15))
"""Azimuths that are tried."""
OBLIQUE = np.deg2rad(50)
"""A view so far from the photo's own is worth as little as one in which nothing of the motion is seen."""
LIMBS = {
    "arms": ("leftUpperArm", "leftLowerArm", "rightUpperArm", "rightLowerArm"),
    "legs": ("leftUpperLeg", "leftLowerLeg", "rightUpperLeg", "rightLowerLeg"),
}
ROOTS = {
    "arms": ("leftShoulder", "rightShoulder"), "legs": ("leftUpperLeg", "rightUpperLeg"),
}  # fmt: skip
"""Bones from which on a group of limbs is seen from a side of its own."""


def about(angle: float) -> F64:
    """(4,) rotation about the vertical."""
    return from_vector(np.array([0.0, angle, 0.0]))


def clearest(rotations: F64, bones: Sequence[str], parents: Sequence[int], axes: F64, facing: float) -> float:
    """The azimuth (radians) under which most of a motion is seen, near the one that the photo shows.

    Args:
        rotations: (T, J, 4) local rotations of a body that heads towards the viewer.
        bones: Names.
        parents: (J,).
        axes: (J, 3) direction of each bone in the T-pose.
        facing: Azimuth of the person in the photo; 0 faces the viewer.
    """
    spread = {name: _spread(rotations, bones, parents, axes, name) for name in LIMBS}
    total = sum(float(values.sum()) for values in spread.values())
    if total < 1e-6:
        return facing
    seen = [sum(_seen(values, angle) for values in spread.values()) / total for angle in ANGLES]
    score = np.array(seen) - ((ANGLES - facing) / OBLIQUE) ** 2
    return float(ANGLES[int(score.argmax())])


def clearest_limb(
    rotations: F64, bones: Sequence[str], parents: Sequence[int], axes: F64, name: str, near: float
) -> float:
    """The azimuth for the "arms" or "legs" alone, as drawings twist them; near that of the body where it is all one."""
    values = _spread(rotations, bones, parents, axes, name)
    total = float(values.sum())
    if total < 1e-6:
        return near
    score = np.array([_seen(values, angle) / total for angle in ANGLES]) - 0.1 * np.abs(ANGLES - near)
    return float(ANGLES[int(score.argmax())])


def _spread(rotations: F64, bones: Sequence[str], parents: Sequence[int], axes: F64, name: str) -> F64:
    """(3, 3) how far the directions of some limbs go, as a covariance."""
    picked = [bones.index(bone) for bone in LIMBS[name]]
    pointing = rotate(global_rotations(rotations, parents)[:, picked], axes[picked])
    apart = pointing - pointing.mean(axis=0)
    return np.asarray(np.einsum("tji,tjk->ik", apart, apart) / len(apart))


def _seen(spread: F64, angle: float) -> float:
    """How much of that the picture shows: what is across, and up and down."""
    across = np.array([np.cos(angle), 0.0, np.sin(angle)])
    return float(across @ spread @ across + spread[1, 1])


def seen_from(
    rotations: F64, bones: Sequence[str], parents: Sequence[int], body: float, limbs: dict[str, float]
) -> F64:
    """(T, J, 4) the motion turned about the vertical, some limbs by an angle of their own.

    Args:
        rotations: (T, J, 4) local.
        bones: Names.
        parents: (J,).
        body: Radians.
        limbs: Radians by name of :data:`LIMBS`; what is not named goes with the body.
    """
    world = multiply(about(body), global_rotations(rotations, parents))
    for name, angle in limbs.items():
        under = {bones.index(bone) for bone in ROOTS[name] if bone in bones}
        for j, parent in enumerate(parents):
            if j in under or parent in under:
                under.add(j)
                world[:, j] = multiply(about(angle - body), world[:, j])
    return local_rotations(world, parents)
