"""Dragging a joint of a body: the limb follows, the trunk bends, the hips carry everything, pinned ends stay.

Arms and legs reach with :mod:`nodes.algorithms.limb_ik`; trunk and head bend evenly along their bones, a little in each
round, which is cyclic coordinate descent (Wang and Chen, 1991) with the turn shared out. A trunk has one length in the
picture, so its end goes round on an arc, as near to the mouse as that comes.

Convention:
    As :mod:`nodes.algorithms.body`: pixels, x right, y up, z towards the viewer. Targets are (2,) of the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from nodes.algorithms.body import Body
from nodes.algorithms.limb_ik import Limb, reach
from nodes.algorithms.rotation import from_vector, inverse, multiply, rotate, shortest_arc, to_vector
from nodes.algorithms.skinning import LONGEST, SHORTEST
from nodes.algorithms.stance import Stance, bend, global_of, limited, places, swing, turned, with_global

F64 = npt.NDArray[np.float64]

HELD, LOOSE = 0.06, 0.5
"""A bone no freer than the first cannot be moved: it was never seen. One as free as the second turns all the way."""
LEAST = float(np.deg2rad(25))
"""How far a bone turns that is hardly free: so much hides nothing that the photo does not show."""
TRUNK = {
    "neck": ("spine", "chest"), "head": ("neck", "head"), "leftShoulder": ("leftShoulder",),
    "rightShoulder": ("rightShoulder",),
}  # fmt: skip
"""Bones that bend so that the tail of the last of them follows."""
BENDS = {"spine": 35.0, "chest": 35.0, "neck": 40.0, "head": 40.0, "leftShoulder": 25.0, "rightShoulder": 25.0}
"""Degrees that they bend from the photo, at most."""
LIMBS = {
    f"{side}{end}": (f"{side}{first}", f"{side}{second}", f"{side}{end}")
    for side in ("left", "right")
    for first, second, end in (("UpperArm", "LowerArm", "Hand"), ("UpperLeg", "LowerLeg", "Foot"))
}
"""By the bone at its end: the two bones that reach, and that one."""
AIMS = {
    f"{side}{name}": f"{side}{bone}"
    for side in ("left", "right")
    for name, bone in (("Elbow", "UpperArm"), ("Fingers", "Hand"), ("Knee", "UpperLeg"), ("Toes", "Foot"))
}
"""Joints at the far end of a single bone, and that bone."""
HANDLES = ("hips", *TRUNK, *LIMBS, *AIMS)
"""Every joint that can be dragged. An end is called as the bone that begins there: "leftHand" is the left wrist."""
ENOUGH, CLOSE = 10, 0.2
"""Rounds of bending at most, and pixels from the target that are near enough."""


def bones_of(handle: str) -> tuple[str, ...]:
    """The bones that dragging a joint turns; "root" for the hips."""
    if handle == "hips":
        return ("root",)
    return TRUNK.get(handle) or (LIMBS[handle][:2] if handle in LIMBS else (AIMS[handle],))


def place_of(body: Body, handle: str, heads: F64, tails: F64) -> F64:
    """(3,) where a joint is."""
    if handle == "hips":
        return np.asarray(heads[body.index("hips")])
    if handle in LIMBS:
        return np.asarray(tails[body.index(LIMBS[handle][1])])
    if handle.endswith("Toes"):
        return np.asarray(tails[body.index(handle)])
    return np.asarray(tails[body.index(bones_of(handle)[-1])])


def held(body: Body, handle: str) -> str:
    """The bone because of which a joint cannot be dragged, "" for none."""
    if handle == "hips":
        # a seat or the picture's edge holds them, unless the artist freed them
        return "hips" if "hips" in body.pinned and body.freedom[body.index("hips")] < LOOSE else ""
    return next((bone for bone in bones_of(handle) if body.freedom[body.index(bone)] <= HELD), "")


def most(body: Body, start: Stance, bone: str) -> float:
    """Radians that a bone may turn from how it joins its parent in the photo, by its freedom and by anatomy.

    Where the motion below has it farther away already, it may stay there.
    """
    freedom = float(body.freedom[body.index(bone)])
    share = float(np.clip((freedom - HELD) / (LOOSE - HELD), 0, 1))
    widest = float(np.deg2rad(BENDS[bone]) if bone in BENDS else 2 * np.pi)
    return max(min(LEAST, widest) + share**2 * (widest - min(LEAST, widest)), bend(body, start, body.index(bone)))


def drag(
    body: Body, start: Stance, handle: str, target: F64, pins: Mapping[str, F64] | None = None, *, rigid: bool = False
) -> Stance:
    """The stance after a joint was dragged.

    Args:
        body: Who is posed.
        start: How the body stood when the drag began.
        handle: One of :data:`HANDLES`.
        target: (2,) where the joint is to be in the picture, y up.
        pins: Ends that stay, by name in :data:`LIMBS`: (2,) where.
        rigid: Turn the last bone alone, in the picture's plane, instead of reaching.

    Returns:
        The stance: the joint is at the target wherever bones and their freedom let it be.
    """
    if held(body, handle):
        return start
    pins = {end: at for end, at in (pins or {}).items() if end != handle and not held(body, end)}
    if rigid and handle != "hips":
        return _pinned(body, start, _aimed(body, start, handle, target, rigid=True), pins)
    if handle == "hips":
        return _moved(body, start, target, pins)
    if handle in TRUNK:
        return _pinned(body, start, _bent(body, start, handle, target), pins)
    if handle in LIMBS:
        return _reached(body, start, start, handle, target)
    return _pinned(body, start, _aimed(body, start, handle, target), pins)


def _moved(body: Body, start: Stance, target: F64, pins: Mapping[str, F64]) -> Stance:
    """The hips moved, no farther than pinned limbs can follow."""
    heads, tails = places(body, start)
    step = np.array([*(target - place_of(body, "hips", heads, tails)[:2]), 0.0])

    def at(share: float) -> Stance:
        return _pinned(body, start, replace(start, root=start.root + step * share), pins)

    if _stay(body, at(1.0), pins):
        return at(1.0)
    low, high = 0.0, 1.0
    for _ in range(9):
        middle = (low + high) / 2
        low, high = (middle, high) if _stay(body, at(middle), pins) else (low, middle)
    return at(low)


def _stay(body: Body, stance: Stance, pins: Mapping[str, F64]) -> bool:
    heads, tails = places(body, stance)
    return all(np.hypot(*(place_of(body, end, heads, tails)[:2] - at)) < 0.5 for end, at in pins.items())


def _pinned(body: Body, start: Stance, stance: Stance, pins: Mapping[str, F64]) -> Stance:
    """Pinned ends brought back to where they were."""
    for end, at in pins.items():
        stance = _reached(body, start, stance, end, at)
    return stance


def _reached(body: Body, start: Stance, stance: Stance, end: str, target: F64) -> Stance:
    """A limb that reaches. ``start`` says how its end was turned, which a pinned or planted end keeps."""
    upper, lower, last = (body.index(bone) for bone in LIMBS[end])
    heads, tails = places(body, stance)
    drawn = stance.size * np.stack([_drawn(body, j, j) for j in (upper, lower)])
    limb = Limb(heads[upper], heads[lower], tails[lower], _pole(body, stance, end), drawn,
                0.8 if end.endswith("Hand") else 0.0)  # fmt: skip
    middle, reached = reach(limb, target)
    foot = global_of(body, start.local, last) if end.endswith("Foot") else None
    done = turned(body, stance, upper, swing(limb.middle - limb.root, middle - limb.root))
    done = limited(body, done, upper, most(body, start, LIMBS[end][0]))
    heads, tails = places(body, done)
    done = turned(body, done, lower, swing(tails[lower] - heads[lower], reached - heads[lower]))
    done = limited(body, done, lower, most(body, start, LIMBS[end][1]))
    return done if foot is None else with_global(body, done, last, foot)


def _pole(body: Body, stance: Stance, end: str) -> F64:
    """Where the elbow or knee bends to: elbows out, down and a little back; knees forward and a little out."""
    out = 1.0 if end.startswith("left") else -1.0
    back = body.heads[body.index("leftUpperArm"), 0] < body.heads[body.index("rightUpperArm"), 0]
    if end.endswith("Hand"):
        chest = body.index("chest")
        turn = multiply(global_of(body, stance.local, chest), inverse(global_of(body, body.rest, chest)))
        pole = np.array([-out if back else out, -1.0, 0.4 if back else -0.4])
        return rotate(turn, pole)
    return rotate(global_of(body, stance.local, body.index("hips")), np.array([0.35 * out, 0.0, 1.0]))


def _drawn(body: Body, bone: int, tip: int) -> F64:
    """(2,) shortest and longest that the way from a bone's head to the tail of one at its end may look."""
    along = body.tails[tip] - body.heads[bone]
    seen, whole = max(float(np.hypot(*along[:2])), 1e-3), float(np.linalg.norm(along))
    return np.minimum(np.array([SHORTEST, LONGEST]) * seen, whole)


def _aimed(body: Body, start: Stance, handle: str, target: F64, *, rigid: bool = False) -> Stance:
    """One bone pointed at a target, shorter in the picture where that is nearer."""
    bone = bones_of(handle)[-1]
    j, tip = body.index(bone), body.index(handle if handle.endswith("Toes") else bone)
    heads, tails = places(body, start)
    along, away = tails[tip] - heads[j], np.asarray(target, np.float64) - heads[j][:2]
    far = float(np.hypot(*away))
    if far < 1e-6:
        return start
    (low, high), whole = start.size * _drawn(body, j, tip), float(np.linalg.norm(along))
    seen = float(np.hypot(*along[:2])) if rigid else float(np.clip(far, low, high))
    depth = np.copysign(np.sqrt(max(whole**2 - seen**2, 0.0)), along[2])
    done = turned(body, start, j, swing(along, np.array([*(away / far * seen), depth])))
    return limited(body, done, j, most(body, start, bone))


def _bent(body: Body, start: Stance, handle: str, target: F64) -> Stance:
    """A chain of the trunk bent until its end is at the target, or as near as its joints allow."""
    chain = [body.index(bone) for bone in TRUNK[handle]]
    heads, tails = places(body, start)
    base, away = heads[chain[0]], np.asarray(target, np.float64) - heads[chain[0]][:2]
    side = 1.0 if (tails[chain[-1]] - base)[2] >= 0 else -1.0
    stance = start
    for _ in range(ENOUGH):
        tip = places(body, stance)[1][chain[-1]]
        if np.hypot(*(tip - base)[:2] - away) < CLOSE:
            break
        arc = _arc(tip - base, away, side if handle == "head" else 0.0)
        if float(np.abs(arc).max()) < 1e-5:
            break
        for j in chain:
            stance = turned(body, stance, j, from_vector(arc / len(chain)))
            stance = limited(body, stance, j, most(body, start, body.bones[j]))
    return stance


def _arc(now: F64, away: F64, side: float) -> F64:
    """(3,) rotation vector that turns a chain towards a point of the picture.

    A head that is to be nearer nods out of the picture, on its ``side`` of it; it has nothing hanging on it that would
    swing. What carries arms (side 0) turns in the picture alone.
    """
    if side == 0:
        angle = np.arctan2(away[1], away[0]) - np.arctan2(now[1], now[0])
        return np.array([0.0, 0.0, float((angle + np.pi) % (2 * np.pi) - np.pi)])
    deep = side * np.sqrt(max(float(now @ now) - float(away @ away), 0.0))
    return to_vector(shortest_arc(_unit(now), _unit(np.array([*away, deep]))))


def _unit(v: F64) -> F64:
    return np.asarray(v / max(float(np.linalg.norm(v)), 1e-9))
