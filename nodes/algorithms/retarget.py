"""Give the motion of one body to another that starts from a pose of its own: a person in a photo.

The trunk, the head and the legs turn as far from the photo as the clip turns from its first sample ("delta"). An arm
does the same while the clip keeps it near its own first sample, and goes where the clip goes once that is far away
("absolute"): an arm on the hip that is to wave ends up waving and comes back to the hip. Turns are taken in the body's
own frame and as swings of directions, so that the twist of a bone, which a photo cannot tell, never matters.

Convention:
    All positions here are y up, in pixels, as turned by :func:`nodes.algorithms.kinematics.flip_y`. A "turn" is the
    global rotation of a bone from its rest in the photo to now; turns of identity are the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms import joint_limit
from nodes.algorithms.kinematics import flip_y, global_rotations, local_rotations
from nodes.algorithms.plant import Legs, hold_arm, hold_legs
from nodes.algorithms.rotation import (
    angle_between,
    continuous,
    from_vector,
    identity,
    inverse,
    multiply,
    normalise,
    power,
    rotate,
    shortest_arc,
    to_vector,
    transport,
)  # fmt: skip

F64 = npt.NDArray[np.float64]

TRUNK = ("hips", "spine", "chest", "neck", "head")
FAR = np.deg2rad(50)
"""A limb that the clip turned so far from its first sample goes where the clip goes."""
EASE = 0.2
"""Seconds before and after, over which going there is spread."""
BEYOND = np.deg2rad(20)
"""How far an amplitude of 2 goes beyond an amplitude of 1, at most."""


@dataclass(frozen=True)
class Body:
    """The one that is to move, at rest: what a rig says, y up.

    Attributes:
        bones: (J,) names, parents first.
        parents: (J,) indices, -1 for the root.
        heads, tails: (J, 3) pixels.
        rest: (J, 4) local rotations.
        axes: (J, 3) direction of each bone where its rotation is identity.
        freedom: (J,) 1 moves freely, 0 goes with its parent.
        pinned: Bones whose tails stay.
        scale: Pixels that a metre of the clip becomes.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: F64
    tails: F64
    rest: F64
    axes: F64
    freedom: F64
    pinned: frozenset[str]
    scale: float

    def index(self, bone: str) -> int:
        """Where a bone is; -1 where there is none."""
        return self.bones.index(bone) if bone in self.bones else -1


@dataclass(frozen=True)
class Moves:
    """What a clip does, (T samples), in the bones of the body it is for.

    Attributes:
        rotations: (T, J, 4) local rotations of the clip's body.
        root: (T, 3) metres.
        planted: (T,) 0..1 for "left" and "right": how firmly the foot stands.
        weight: (T,) 0..1: how much of the motion is felt; 0 where the body is to be as in the photo.
        fps: Samples a second.
    """

    rotations: F64
    root: F64
    planted: Mapping[str, F64]
    weight: F64
    fps: float


def retarget(body: Body, moves: Moves, goes_there: float = 1.0) -> tuple[F64, F64]:
    """Local rotations and the root's path of the body.

    Args:
        body: Who moves.
        moves: How.
        goes_there: 1 lets arms that the clip lifts go where the clip has them, 0 only as far as the clip turned them.

    Returns:
        (T, J, 4) local rotations, equal to the body's rest where ``moves.weight`` is 0, and (T, 3) root in pixels.
    """
    frame = body_frame(body)
    clip = global_rotations(moves.rotations, body.parents)
    turned = multiply(clip, inverse(clip[:1]))
    turned = multiply(multiply(frame, turned), inverse(frame))
    turns = _trunk_and_legs(body, turned, moves.weight)
    for side in ("left", "right"):
        _arm(body, side, frame, turns, turned, rotate(multiply(frame, clip), body.axes), moves, goes_there)
    root = _root(body, frame, moves)
    legs = Legs(body.bones, body.parents, body.heads, body.tails, body.pinned, rotate(frame, np.array([0, 0, 1.0])))
    root = hold_legs(legs, turns, root, moves.planted, moves.weight)
    for side in ("left", "right"):
        hold_arm(legs, side, turns, root)
    return _finish(body, turns, moves.weight), root


def body_frame(body: Body) -> F64:
    """(4,) rotation from a body that stands upright facing the viewer to this one, as the picture shows it.

    Leans with the trunk, and is turned round where the left shoulder is on the left of the picture. That is the only
    turn: a motion is done in the picture's plane, as a drawing does it, since that is where it is seen.
    """
    low, high = body.index("hips"), body.index("neck" if "neck" in body.bones else "chest")
    up = body.heads[high] - body.heads[low]
    lean = np.arctan2(-up[0], up[1]) if np.hypot(up[0], up[1]) > 1e-6 else 0.0
    back = _across(body) < 0
    turn = np.array([0.0, 1.0, 0.0, 0.0]) if back else identity()
    return multiply(np.array([0.0, 0.0, np.sin(lean / 2), np.cos(lean / 2)]), turn)


def _across(body: Body) -> float:
    """How far the left shoulder is to the right of the right one, in the picture."""
    left, right = body.index("leftUpperArm"), body.index("rightUpperArm")
    return float(body.heads[left, 0] - body.heads[right, 0]) if min(left, right) >= 0 else 1.0


def _trunk_and_legs(body: Body, turned: F64, weight: F64) -> F64:
    """(T, J, 4) turns by the clip's change alone, each relative to its parent and as far as it is free."""
    held = _held_trunk(body)
    turns = np.array(turned)
    for j, parent in enumerate(body.parents):
        relative = turned[:, j] if parent < 0 else multiply(inverse(turned[:, parent]), turned[:, j])
        amount = 0.0 if body.bones[j] in held else body.freedom[j]
        own = power(relative, amount * weight)
        turns[:, j] = own if parent < 0 else multiply(turns[:, parent], own)
    return turns


def _held_trunk(body: Body) -> frozenset[str]:
    """Bones that cannot turn, because what is pinned hangs on them: a seat, the picture's edge."""
    held: set[str] = set()
    for place, bone in enumerate(TRUNK):
        if bone in body.pinned:
            held.update(TRUNK[: place + 1])
    for side in ("left", "right"):
        if f"{side}UpperLeg" in body.pinned:
            held.update(("hips", f"{side}UpperLeg"))
    if "hips" in body.pinned:
        held.update(f"{side}UpperLeg" for side in ("left", "right"))
    return frozenset(held)


def _root(body: Body, frame: F64, moves: Moves) -> F64:
    """(T, 3) pixels that the hips go; none where they are held."""
    if "hips" in _held_trunk(body):
        return np.zeros_like(moves.root)
    path = rotate(frame, moves.root - moves.root[:1]) * body.scale
    return np.asarray(path * (moves.weight * body.freedom[0])[:, None])


def _arm(
    body: Body, side: str, frame: F64, turns: F64, turned: F64, clip: F64, moves: Moves, goes_there: float
) -> None:
    """Turn the bones of one arm, in place.

    Works in the frame of the chest as it was in the photo: the trunk's own motion is taken off and put back.
    """
    chest = body.index("chest")
    names = [f"{side}{name}" for name in ("UpperArm", "LowerArm", "Hand")]
    places = [body.index(name) for name in names if name in body.bones]
    if chest < 0 or len(places) < 2:
        return
    off, on = inverse(turned[:, chest]), turns[:, chest]
    rest = rotate(global_rotations(body.rest, body.parents), body.axes)
    there = [rotate(off, clip[:, j]) for j in places]
    changed = [multiply(off, turned[:, j]) for j in places]
    far = np.max([angle_between(rotate(q, v[0]), v[0]) for q, v in zip(changed[:2], there[:2], strict=True)], axis=0)
    absolute = _eased(_smooth(far / FAR), moves.fps) * goes_there
    above, free = multiply(inverse(on), turns[:, body.parents[places[0]]]), 1.0
    outward = rotate(frame, normalise(np.array([1.0 if side == "left" else -1.0, 0.0, 0.7])))
    aims: list[F64] = []
    for place, j in enumerate(places):
        delta = rotate(power(changed[place], 1 - absolute), rest[j])
        aim = _between(rest[j], _between(delta, there[place], absolute, outward), moves.weight, outward)
        free = min(float(_smooth(body.freedom[j])), free + 0.3)  # what is half held is held
        aim = _between(rotate(above, rest[j]), aim, free, outward)
        if place == 1:
            aim = joint_limit.elbow(aims[0], aim, rest[places[0]], rest[j])
        aims.append(aim)
        above = multiply(above, _swing(rest[j], rotate(inverse(above), aim)))
        turns[:, j] = multiply(on, above)


def _swing(rest: F64, directions: F64) -> F64:
    """(T, 4) rotations from the rest to each direction; carried along where one comes near the opposite of the rest."""
    if float((directions @ rest).min()) > -0.35:
        return shortest_arc(rest, directions)
    return multiply(transport(directions), shortest_arc(rest, directions[0]))


def _between(a: F64, b: F64, amount: F64 | float, outward: F64) -> F64:
    """(T, 3) directions from a to b; the farther they are apart, the more they go round by the outside of the body.

    Amounts over 1 go a little beyond b: by the angle from a to b, or by 20 degrees where that is less.
    """
    share = np.asarray(np.broadcast_to(amount, b.shape[:-1]), np.float64)[:, None]
    apart = (a * b).sum(axis=-1, keepdims=True)
    s = np.clip(share, 0, 1)
    aside = 2 * s * (1 - s) * _smooth((0.2 - apart) / 1.2) * outward
    found = normalise((1 - s) * a + s * b + aside)
    return _beyond(found, a, b, share[:, 0] - 1) if float(share.max()) > 1 else found


def _beyond(found: F64, a: F64, b: F64, over: F64) -> F64:
    arc = to_vector(shortest_arc(np.broadcast_to(a, b.shape), b))
    length = np.maximum(np.linalg.norm(arc, axis=-1), 1e-9)
    return rotate(from_vector(arc * (np.minimum(1, BEYOND / length) * np.maximum(over, 0))[:, None]), found)


def _eased(x: F64, fps: float) -> F64:
    """(T,) the same curve, its steps spread over a good fraction of a second (Hann window)."""
    half = min(max(1, round(EASE * fps)), len(x) - 1)
    window = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(x, half, mode="edge")
    return np.asarray(np.convolve(padded, window / window.sum(), mode="valid"))


def _smooth(x: F64) -> F64:
    x = np.clip(np.asarray(x, np.float64), 0, 1)
    return np.asarray(x * x * (3 - 2 * x))


def _finish(body: Body, turns: F64, weight: F64) -> F64:
    rest = global_rotations(body.rest, body.parents)
    local = local_rotations(multiply(turns, rest), body.parents)
    local[weight == 0] = body.rest
    signs = np.where((local[0] * body.rest).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    return np.asarray(continuous(local) * signs)


def body_of(
    bones: tuple[str, ...], parents: npt.NDArray[np.int32], heads: npt.NDArray[np.float32],
    tails: npt.NDArray[np.float32], rest: npt.NDArray[np.float32], axes: Mapping[str, tuple[float, float, float]],
    freedom: F64, pinned: tuple[str, ...], scale: float,
) -> Body:  # fmt: skip
    """A body from a rig's own arrays (y down)."""
    along = np.array([axes[bone] for bone in bones], np.float64)
    return Body(
        tuple(bones), tuple(int(p) for p in parents), flip_y(heads), flip_y(tails), np.asarray(rest, np.float64), along,
        np.asarray(freedom, np.float64), frozenset(pinned), scale,
    )  # fmt: skip
