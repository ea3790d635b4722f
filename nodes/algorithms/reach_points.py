"""A limb of a moving body is brought to points of the picture, sample by sample: never stretched, never flipped.

Each sample reaches as a dragged limb does (:mod:`nodes.algorithms.limb_ik`), starting from how the motion has it there;
so where the points are its own, nothing changes, and what is continuous stays continuous.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms import joint_limit
from nodes.algorithms.body import Body
from nodes.algorithms.drag_joint import HELD, LEAST, LIMBS, LOOSE
from nodes.algorithms.figure import Figure
from nodes.algorithms.limb_ik import Limb, reach
from nodes.algorithms.rotation import from_vector, normalise, rotate, shortest_arc, to_vector
from nodes.algorithms.skinning import LONGEST, SHORTEST
from nodes.algorithms.stance import swing

F64 = npt.NDArray[np.float64]
PALM, SOLE = 0.75, 0.4
"""Where on its last bone a limb touches: the palm, near the knuckles; the instep."""
EASY = joint_limit.EASY - np.deg2rad(7)
"""How far a limb that meets another one folds."""
ELBOWS_OUT = 0.35
"""How far elbows bend outwards, against down: who shakes hands with a neighbour keeps the elbow by his side."""
FLAT = 0.8
"""How much the bend of an arm keeps to the picture's plane."""


def tips(figure: Figure, end: str) -> F64:
    """(T, 3) where a limb touches: ``end`` is a hand or a foot, as in :data:`LIMBS`."""
    heads, tails = figure.places()
    j = figure.body.index(end)
    share = PALM if end.endswith("Hand") else SOLE
    return np.asarray(heads[:, j] + share * (tails[:, j] - heads[:, j]))


def limb_room(figure: Figure, end: str) -> float:
    """0..1 how freely a limb moves."""
    return min(float(figure.body.freedom[figure.body.index(bone)]) for bone in LIMBS[end][:2])


def limb_length(body: Body, end: str) -> tuple[float, float]:
    """Pixels of the photo's size: the nearest and the farthest that a limb reaches in the picture."""
    drawn = _drawn(body, end)
    first, second = drawn[:, 1]
    return float(np.sqrt(first**2 + second**2 + 2 * first * second * np.cos(EASY))), float(first + second)


def reach_points(figure: Figure, end: str, points: F64) -> F64:
    """Bring a limb's tip to points of the picture, in place.

    Args:
        figure: Who reaches.
        end: "leftHand", "rightHand", "leftFoot" or "rightFoot".
        points: (N, 2) where the tip is to be, one a sample.

    Returns:
        (N,) pixels that are left to the points: 0 wherever the limb can reach.
    """
    body = figure.body
    upper, lower = (body.index(bone) for bone in LIMBS[end][:2])
    heads, _ = figure.places()
    touch = tips(figure, end)
    drawn, most = _drawn(body, end), [_most(body, bone) for bone in LIMBS[end][:2]]
    poles, flat = _poles(figure, end), FLAT if end.endswith("Hand") else 0.0
    first, second = np.zeros((len(points), 4)), np.zeros((len(points), 4))
    first[:, 3] = second[:, 3] = 1
    for k in np.flatnonzero(np.hypot(*(touch[:, :2] - points).T) > 1e-6):
        limb = Limb(heads[k, upper], heads[k, lower], touch[k], poles[k], drawn * figure.size[k], flat)
        middle, tip = reach(limb, points[k])
        first[k] = _clamped(swing(limb.middle - limb.root, middle - limb.root), most[0])
        knee = limb.root + rotate(first[k], limb.middle - limb.root)
        second[k] = _clamped(swing(rotate(first[k], limb.end - limb.middle), tip - knee), most[1])
    figure.turn(LIMBS[end][0], first)
    figure.turn(LIMBS[end][1], second)
    if end.endswith("Hand"):
        within_skin(figure, end)
    return np.asarray(np.hypot(*(tips(figure, end)[:, :2] - points).T))


def within_skin(figure: Figure, end: str) -> None:
    """The forearm no farther round than an elbow and its skin allow."""
    body = figure.body
    upper, lower = (body.index(bone) for bone in LIMBS[end][:2])
    rest = [normalise(body.tails[j] - body.heads[j]) for j in (upper, lower)]
    now = [rotate(figure.turns[:, j], along) for j, along in zip((upper, lower), rest, strict=True)]
    allowed = joint_limit.skin(now[0], now[1], rest[0], rest[1])
    if float(np.abs(allowed - now[1]).max()) > 1e-9:
        figure.turn(LIMBS[end][1], shortest_arc(now[1], allowed))


def _drawn(body: Body, end: str) -> F64:
    """(2, 2) shortest and longest that both bones may look in the picture; the second one goes on to the tip."""
    upper, lower, last = (body.index(bone) for bone in LIMBS[end])
    share = PALM if end.endswith("Hand") else SOLE
    tip = body.heads[last] + share * (body.tails[last] - body.heads[last])
    ways = np.stack([body.heads[lower] - body.heads[upper], tip - body.heads[lower]])
    seen, whole = np.maximum(np.hypot(ways[:, 0], ways[:, 1]), 1e-3), np.linalg.norm(ways, axis=1)
    return np.asarray(np.minimum(np.array([[SHORTEST, LONGEST]]) * seen[:, None], whole[:, None]))


def _most(body: Body, bone: str) -> float:
    """Radians that a bone may be turned from its motion, by its freedom."""
    share = float(np.clip((body.freedom[body.index(bone)] - HELD) / (LOOSE - HELD), 0, 1))
    return LEAST + share**2 * (2 * np.pi - LEAST)


def _clamped(turn: F64, most: float) -> F64:
    vector = to_vector(turn)
    angle = float(np.linalg.norm(vector))
    return turn if angle <= most else from_vector(vector * (most / angle))


def _poles(figure: Figure, end: str) -> F64:
    """(N, 3) where elbows bend to: down, a little out and back; knees: forward and a little out."""
    body, out = figure.body, 1.0 if end.startswith("left") else -1.0
    back = body.heads[body.index("leftUpperArm"), 0] < body.heads[body.index("rightUpperArm"), 0]
    if end.endswith("Hand"):
        return rotate(
            figure.turns[:, body.index("chest")],
            np.array([ELBOWS_OUT * (-out if back else out), -1.0, 0.4 if back else -0.4]),
        )
    return rotate(figure.turns[:, body.index("hips")], np.array([0.35 * out, 0.0, -1.0 if back else 1.0]))
