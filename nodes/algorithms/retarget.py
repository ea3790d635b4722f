"""Give the motion of one body to another that starts from a pose of its own: a person in a photo.

The trunk, the head and the legs turn as far from the photo as the clip turns from its first sample; arms go where the
clip's go (:mod:`nodes.algorithms.reach_arm`); what is planted stays (:mod:`nodes.algorithms.plant`). Turns are taken
in the body's own frame, so that it does not matter how a bone is twisted in the photo.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from nodes.algorithms import joint_limit
from nodes.algorithms.body import Body, Moves, body_frame
from nodes.algorithms.directions import smooth
from nodes.algorithms.kinematics import global_rotations, local_rotations, posed_bones
from nodes.algorithms.plant import Gone, Legs, hold_arm, hold_legs
from nodes.algorithms.reach_arm import turn_arm
from nodes.algorithms.rotation import continuous, farther, from_vector, inverse, multiply, rotate, to_vector

F64 = npt.NDArray[np.float64]
LIES = np.deg2rad(84)
"""How far somebody who lies is turned from standing."""
NEARBY = 2.0
"""Seconds within which what is done belongs together."""
ASIDE, UP, DOWN = (0.015, 0.03), (0.01, 0.02), (0.06, 0.1)
"""Metres that hips cut off by the picture's edge go freely, and at most, aside, up and down."""
STEP = 0.25
"""Metres; who has gone so far has taken a step."""
TRUNK = ("hips", "spine", "chest", "neck", "head")
SEEN_BY = {"hips": "chest", "spine": "chest", "chest": "chest", "neck": "head", "head": "head"}
"""Which bone tells from where a bone of the trunk is seen."""
FORWARD = np.array([1.0, 0.0, 0.0])
"""The axis about which a body bows."""
FRONTAL, PROFILE = np.deg2rad(30), np.deg2rad(65)
"""Seen from so far to the side a body still counts as seen from before; from so far as seen from the side."""


def retarget(body: Body, moves: Moves) -> tuple[F64, F64]:
    """Local rotations and the root's path of the body.

    Args:
        body: Who moves.
        moves: How.

    Returns:
        (T, J, 4) local rotations, equal to the body's rest where ``moves.weight`` is 0, and (T, 3) root in pixels.
    """
    frame = body_frame(body)
    clip = global_rotations(moves.rotations, body.parents)
    turned = multiply(clip, inverse(clip[:1]))
    turned = multiply(multiply(frame, turned), inverse(frame))
    root = _root(body, frame, moves)
    turned, root = steadied(body, turned, root, moves)
    turns = _trunk_and_legs(body, turned, moves.weight, azimuths(body))
    for side in ("left", "right"):
        turn_arm(body, side, frame, clip, turned, turns, moves)
    legs = Legs(body.bones, body.parents, body.heads, body.tails, body.pinned, rotate(frame, np.array([0, 0, 1.0])))
    gone = _gone(body, frame, moves)
    root = hold_legs(legs, turns, root + gone.way, moves.planted, moves.weight, gone)
    for side in ("left", "right"):
        hold_arm(legs, side, turns, root)
    turns, root = tipped(body, turns, root, moves)
    return _finish(body, turns, moves.weight), root


def tipped(body: Body, turns: F64, root: F64, moves: Moves) -> tuple[F64, F64]:
    """The body tipped over as a whole, over the foot to whose side it falls: a picture of it lies down undistorted."""
    for side, share in (moves.tips or {}).items():
        foot, other = (body.index(f"{s}Foot") for s in (side, "left" if side == "right" else "right"))
        if min(foot, other) < 0 or not share.any() or f"{side}Foot" not in body.pinned or "hips" in _held_trunk(body):
            continue
        out = np.sign(body.heads[foot, 0] - body.heads[other, 0]) or 1.0
        turn = from_vector((-out * LIES * share * moves.weight.clip(0, 1))[:, None] * np.array([0.0, 0.0, 1.0]))
        pivot = body.heads[foot] * np.array([1.0, 1.0, 0.0])
        root = pivot + rotate(turn, body.heads[0] + root - pivot) - body.heads[0]
        turns = multiply(turn[:, None], turns)
    return turns, root


def steadied(body: Body, turned: F64, root: F64, moves: Moves) -> tuple[F64, F64]:
    """The clip's changes, the trunk's taken back as far as they carry the head too far to a side.

    What a head leaves free beside it was never photographed, and is looked at more than anything else. What is done
    within a few seconds goes less far as a whole; what comes long before or after it stays as it is.
    """
    head, trunk = body.index("head"), [j for j, bone in enumerate(body.bones) if bone in TRUNK]
    if head < 0 or not np.isfinite(moves.sideways):
        return turned, root
    turns = _trunk_and_legs(body, turned, moves.weight)
    ends = posed_bones(turns, root, body.heads, body.tails, body.parents)[1][:, head, 0] - body.tails[head, 0]
    if float(np.abs(ends).max()) <= moves.sideways:
        return turned, root
    share = np.minimum(1.0, moves.sideways / np.maximum(around(np.abs(ends), NEARBY * moves.fps), 1e-9))
    steady, one = local_rotations(turned, body.parents), np.ones(len(share))
    steady[:, trunk] = from_vector(to_vector(steady[:, trunk]) * np.stack([one, share, share], axis=1)[:, None])
    return global_rotations(steady, body.parents), root * np.stack([share, one, one], axis=1)


def around(values: F64, samples: float) -> F64:
    """(T,) a smooth curve that is nowhere below values, and knows nothing of what is more than ``samples`` away."""
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    half, soft = max(round(0.7 * samples), 1), max(round(0.3 * samples), 1)
    return np.asarray(uniform_filter1d(maximum_filter1d(values, 2 * half + 1), 2 * soft + 1), np.float64)


def _trunk_and_legs(body: Body, turned: F64, weight: F64, towards: Mapping[str, float] | None = None) -> F64:
    """(T, J, 4) turns by the clip's change alone, each relative to its parent and as far as it is free.

    What held bones of the trunk cannot bow is left to the first one that can: who sits, or is cut at the hips by the
    picture's edge, bows from the waist. ``towards`` turns what bones of the trunk do about the vertical, by name.
    """
    held, frame = _held_trunk(body), body_frame(body)
    turns, owed = np.array(turned), np.zeros((len(turned), 1))
    for j, (bone, parent) in enumerate(zip(body.bones, body.parents, strict=True)):
        relative = turned[:, j] if parent < 0 else multiply(inverse(turned[:, parent]), turned[:, j])
        vector = rotate(inverse(frame), to_vector(farther(relative, weight)))
        if bone in TRUNK:
            vector, owed = vector + owed * FORWARD, (owed + vector @ FORWARD[:, None]) * (bone in held)
        own = _as_free(body, j, vector, (towards or {}).get(bone, 0.0)) * (bone not in held)
        turn = from_vector(rotate(frame, own))
        if bone in joint_limit.TRUNK:
            turn = joint_limit.turned(turn, *joint_limit.TRUNK[bone])
        turns[:, j] = turn if parent < 0 else multiply(turns[:, parent], turn)
    return turns


def _as_free(body: Body, j: int, vector: F64, azimuth: float) -> F64:
    """(T, 3) rotation vectors in the body's frame: bowing as far as the bone bows, all else as far as it is free.

    Who is seen from the side bows along the picture, as far as that goes with whoever stands there.
    """
    free, seen = body.freedom[j], np.cos(azimuth) ** 2
    amount = np.array([free + seen * (body.bows[j] - free), free, free]) * _lets(body, body.bones[j])
    return rotate(from_vector(np.array([0.0, azimuth, 0.0])), vector * amount)


def azimuths(body: Body) -> dict[str, float]:
    """Radians by which trunk and head are seen from the side, for each of their bones; 0 as long as it is from before.

    A nod of a head in profile goes along the picture. What is seen half from the side still moves towards the viewer.
    """
    whole, frame = global_rotations(body.rest, body.parents), body_frame(body)
    found = {}
    for bone, told_by in SEEN_BY.items():
        if min(body.index(bone), j := body.index(told_by)) >= 0:
            ahead = rotate(inverse(frame), rotate(whole[j], np.array([0.0, 0.0, 1.0])))
            angle = float(np.arctan2(ahead[0], abs(ahead[2])))  # the frame knows who is seen from behind
            found[bone] = angle * float(smooth((abs(angle) - FRONTAL) / (PROFILE - FRONTAL)))
    return found


def _lets(body: Body, bone: str) -> float:
    """How far a shoulder may go: little where its arm is held, or the arm would be torn off what holds it."""
    arm = body.index(bone.replace("Shoulder", "UpperArm")) if bone.endswith("Shoulder") else -1
    return 1.0 if arm < 0 else 0.6 + 0.4 * float(smooth(body.freedom[arm]))


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
    """(T, 3) pixels that the hips go beside their way; none where they are held.

    Who stands close to others is free to go up and down among them.
    """
    still = moves.root - moves.root[:1] - (0.0 if moves.way is None else moves.way - moves.way[:1])
    path = rotate(frame, still) * body.scale * moves.weight[:, None]
    if "hips" in _held_trunk(body):
        beside = body.freedom[body.index("chest")]  # as far as those who stand there let the trunk go
        return _beyond_the_edge(path * [beside, 1, 1], body.scale) if body.edge else np.zeros_like(path)
    path *= np.array([body.freedom[0], body.bows[0], body.freedom[0]])
    if (leg := _leg(body)) > 0:
        sinks = path[:, 1] < 0
        path[sinks, 1] = -leg * joint_limit.eased(-path[sinks, 1] / leg, *joint_limit.SINK)
    return np.asarray(path)


def _beyond_the_edge(path: F64, metre: float) -> F64:
    """(T, 3) a path of hips that the picture cuts off: down out of it, and a little aside; little is known below."""
    aside, up, down = (
        joint_limit.eased(np.maximum(way, 0) / metre, *limits) * metre
        for way, limits in ((np.abs(path[:, 0]), ASIDE), (path[:, 1], UP), (-path[:, 1], DOWN))
    )
    return np.stack([np.sign(path[:, 0]) * aside, up - down, np.zeros(len(path))], axis=1)


def _leg(body: Body) -> float:
    """Pixels of the longer leg that stands; 0 for none."""
    long = [0.0]
    for side in ("left", "right"):
        upper, lower, foot = (body.index(f"{side}{part}") for part in ("UpperLeg", "LowerLeg", "Foot"))
        if min(upper, lower, foot) >= 0 and f"{side}Foot" in body.pinned:
            ends = ((upper, lower), (lower, foot))
            long.append(sum(float(np.linalg.norm(body.heads[b] - body.heads[a])) for a, b in ends))
    return max(long)


def _gone(body: Body, frame: F64, moves: Moves) -> Gone:
    """The way in pixels; nobody goes anywhere whose hips are held, or whose feet are not there to walk with."""
    far = body.scale * (0.0 if "hips" in _held_trunk(body) else float(body.freedom[0]) * float(moves.weight.max()))
    if moves.way is None or moves.steps is None:
        return Gone.nowhere(len(moves.root))
    steps = {side: rotate(frame, path) * far - _astride(body, side, path) for side, path in moves.steps.items()}
    return Gone(rotate(frame, moves.way) * far, steps)


def _astride(body: Body, side: str, steps: F64) -> F64:
    """(T, 3) pixels by which the photo has a foot before or beside its hip, from the first step on.

    Who strides in the photo would go on with legs as far apart and a step more.
    """
    hip, foot = body.index(f"{side}UpperLeg"), body.index(f"{side}Foot")
    if min(hip, foot) < 0:
        return np.zeros_like(steps)
    apart = (body.heads[foot] - body.heads[hip]) * np.array([1.0, 0.0, 1.0])
    return np.asarray(apart * smooth(np.linalg.norm(steps, axis=1) / STEP)[:, None])


def _finish(body: Body, turns: F64, weight: F64) -> F64:
    rest = global_rotations(body.rest, body.parents)
    local = local_rotations(multiply(turns, rest), body.parents)
    local[weight == 0] = body.rest
    signs = np.where((local[0] * body.rest).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    return np.asarray(continuous(local) * signs)
