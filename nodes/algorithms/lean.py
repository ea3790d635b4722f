"""A body leans, sways over its planted feet, and is knocked back: in the picture's plane, feet where they were.

Convention:
    As :mod:`nodes.algorithms.figure`; sideways is to the right of the picture where it is above 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.figure import TINY, Figure, in_plane
from nodes.algorithms.rotation import from_vector, inverse, multiply, normalise, rotate, shortest_arc
from nodes.algorithms.two_bone_ik import bend

F64 = npt.NDArray[np.float64]
BENDS = {"spine": 0.55, "chest": 0.45}
"""How a lean is shared out."""
UPRIGHT = {"neck": 0.25, "head": 0.35}
"""How much of it the neck and the head take back, so that the eyes stay level."""


def lean(figure: Figure, angle: F64, pitch: F64 | None = None) -> None:
    """Lean the trunk by (N,) radians to the right, and forward by ``pitch``, as far as its bones are free."""
    body = figure.body
    pitch = np.zeros_like(angle) if pitch is None else pitch
    done = np.zeros_like(angle)
    for bone, share in BENDS.items():
        if bone in body.bones and bone not in figure.held:
            amount = share * float(body.freedom[body.index(bone)])
            figure.turn(bone, _tilt(-angle * amount, pitch * amount))
            done = done + angle * amount
    for bone, share in UPRIGHT.items():
        figure.turn(bone, in_plane(done * share))


def _tilt(roll: F64, pitch: F64) -> F64:
    return from_vector(np.stack([pitch, np.zeros_like(roll), roll], axis=1))


def sway(figure: Figure, step: F64) -> None:
    """Move the hips (N,) pixels sideways, feet that are planted kept where they were, no farther than legs reach."""
    moving = np.abs(step) > TINY
    if "hips" in figure.held or not moving.any():
        return
    part = figure.cut(moving)
    _sway(part, step[moving])
    figure.put(moving, part)


def _sway(figure: Figure, step: F64) -> None:
    legs = [legs for side in ("left", "right") if (legs := _leg(figure.body, side))]
    heads, _ = figure.places()
    feet = {chain: heads[:, chain[2]].copy() for chain in legs}
    shift = np.zeros((len(step), 3))
    shift[:, 0] = step * float(figure.body.freedom[0])
    shift = _reachable(figure, legs, heads, shift)
    figure.move(shift)
    for chain, ankles in feet.items():
        _stand(figure, chain, ankles)


def _leg(body: Body, side: str) -> tuple[int, int, int] | None:
    """The bones of a leg that is to stay where it stands."""
    names = [f"{side}{name}" for name in ("UpperLeg", "LowerLeg", "Foot")]
    if any(name not in body.bones for name in names):
        return None
    firm = any(f"{side}{name}" in body.pinned for name in ("LowerLeg", "Foot", "Toes"))
    upper, lower, foot = (body.index(name) for name in names)
    return (upper, lower, foot) if firm else None


def _reachable(figure: Figure, legs: Sequence[tuple[int, int, int]], heads: F64, shift: F64) -> F64:
    """(N, 3) the shift of the hips with which both legs still reach their feet (projection onto balls)."""
    shift = np.array(shift)
    longest = {chain: _longest(figure, chain, heads) for chain in legs}
    for _ in range(16):
        for (upper, _, foot), most in longest.items():
            away = heads[:, upper] + shift - heads[:, foot]
            far = np.linalg.norm(away, axis=1)
            shift -= away * (np.maximum(far - most, 0) / np.maximum(far, 1e-9))[:, None]
    return shift


def _longest(figure: Figure, chain: tuple[int, int, int], heads: F64) -> F64:
    rest, (upper, lower, foot) = figure.body.heads, chain
    a, b = (float(np.linalg.norm(rest[j] - rest[i])) for i, j in ((upper, lower), (lower, foot)))
    now = np.linalg.norm(heads[:, upper] - heads[:, foot], axis=1)
    return np.asarray(np.maximum(0.9985 * (a + b) * figure.size, now))


def _stand(figure: Figure, chain: tuple[int, int, int], ankles: F64) -> None:
    """Turn a leg so that its ankle is where it was, its knee on the side on which it was, its foot as it was turned."""
    body, (upper, lower, foot) = figure.body, chain
    sole, above = figure.turns[:, foot].copy(), figure.turns[:, body.parents[upper]]
    ways = (body.heads[lower] - body.heads[upper], body.heads[foot] - body.heads[lower])
    thigh, shin = (rotate(figure.turns[:, j], way) for j, way in zip((upper, lower), ways, strict=True))
    target = (ankles - figure.places()[0][:, upper]) / figure.size[:, None]
    back = body.heads[body.index("leftUpperLeg"), 0] < body.heads[body.index("rightUpperLeg"), 0]
    forward = rotate(above, np.array([0.0, 0.0, -1.0 if back else 1.0]))
    along = normalise(thigh + shin)
    aside = thigh - along * (thigh * along).sum(axis=1, keepdims=True)
    a, b = float(np.linalg.norm(thigh[0])), float(np.linalg.norm(shin[0]))
    middle, end = bend(np.zeros(3), target, a, b, aside + 0.02 * a * forward)
    for bone, was, wanted in ((upper, thigh, middle), (lower, shin, end - middle)):
        now = was if bone == upper else rotate(figure.turns[:, bone], ways[1])
        figure.turn(body.bones[bone], shortest_arc(normalise(now), normalise(wanted)))
    figure.turn(body.bones[foot], multiply(sole, inverse(figure.turns[:, foot])))
