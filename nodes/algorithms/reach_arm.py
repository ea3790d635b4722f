"""An arm of somebody in a photo does what a clip's arm does, wherever it was in the photo.

While the clip keeps its arm near its own first sample, the photo's arm turns as far as the clip's does; once that is
far away, it goes where the clip's arm is. An arm on the hip that is to wave ends up waving, and comes back to the hip.
Only directions count: a photo cannot tell how a bone is twisted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nodes.algorithms import joint_limit
from nodes.algorithms.body import Body, Moves
from nodes.algorithms.directions import between, calmed, flattened, smooth, spread, swing
from nodes.algorithms.kinematics import global_rotations
from nodes.algorithms.rotation import angle_between, inverse, multiply, normalise, power, rotate

F64 = npt.NDArray[np.float64]
FAR = np.deg2rad(50)
"""A limb that the clip turned so far from its first sample goes where the clip goes."""
HELD = 0.1
"""An arm no freer than this goes with the chest."""
EASE = 0.2
"""Seconds before and after, over which going there is spread."""
CALM = 0.05
"""Seconds likewise, for the quick turns that a path has where it passes the viewer."""


def turn_arm(body: Body, side: str, frame: F64, clip: F64, turned: F64, turns: F64, moves: Moves) -> None:
    """Turn the bones of one arm.

    Works in the frame of the chest as it was in the photo: the trunk's own motion is taken off and put back.

    Args:
        body: Who moves.
        side: "left" or "right".
        frame: (4,) the body's own frame.
        clip: (T, J, 4) global rotations of the clip's body.
        turned: (T, J, 4) what the clip turned each bone by, in the body's frame.
        turns: (T, J, 4) what the body's bones turned by; those of the arm are written here.
        moves: What is done.
    """
    places = [body.index(f"{side}{name}") for name in ("UpperArm", "LowerArm", "Hand") if f"{side}{name}" in body.bones]
    chest = body.index("chest")
    if chest < 0 or len(places) < 2:
        return
    off, on = inverse(turned[:, chest]), turns[:, chest]
    rest = rotate(global_rotations(body.rest, body.parents), body.axes)[places]
    there = [rotate(multiply(off, multiply(frame, clip[:, j])), body.axes[j]) for j in places]
    changed = [multiply(off, turned[:, j]) for j in places]
    outward = rotate(frame, normalise(np.array([1.0 if side == "left" else -1.0, 0.0, 0.7])))
    aims = _aims(rest, there, changed, moves, moves.reach[side], outward)
    above, free = multiply(inverse(on), turns[:, body.parents[places[0]]]), 1.0
    upper = aims[0]
    for place, j in enumerate(places):
        free = min(float(smooth((body.freedom[j] - HELD) / (1 - HELD))), free + 0.3)  # what is half held is held
        aim = between(rotate(above, rest[place]), aims[place], free, outward)
        if place == 1:
            aim = joint_limit.skin(upper, joint_limit.elbow(upper, aim, rest[0], rest[1]), rest[0], rest[1])
        elif place == 2:
            aim = joint_limit.skin(upper, aim, rest[1], rest[2], *joint_limit.WRIST)
        upper = aim
        above = multiply(above, swing(rest[place], rotate(inverse(above), aim)))
        turns[:, j] = multiply(on, above)


def _aims(rest: F64, there: list[F64], changed: list[F64], moves: Moves, reach: F64, outward: F64) -> list[F64]:
    """(T, 3) where each bone would point if it were free: the clip's change, or the clip's own direction."""
    far = np.max([angle_between(rotate(q, v[0]), v[0]) for q, v in zip(changed[:2], there[:2], strict=True)], axis=0)
    absolute = spread(smooth(far / FAR), round(EASE * moves.fps)) * reach
    there = _lifted(rest, there, far, outward)
    aims = []
    for direction, goal, change in zip(rest, there, changed, strict=True):
        delta = rotate(power(change, 1 - absolute), direction)
        path = between(direction, between(delta, goal, absolute, outward), moves.weight, outward)
        if moves.flatten > 0:
            path = calmed(flattened(path, direction, moves.flatten, outward), round(CALM * moves.fps))
        aims.append(path)
    return aims


def _lifted(rest: F64, there: list[F64], far: F64, outward: F64) -> list[F64]:
    """(T, 3) the clip's directions without the way to its height, as far as the photo has the arm there already.

    Who has a hand up and is to wave does not take it down first.
    """
    heights = [normalise((goal * (far >= 0.8 * far.max())[:, None]).sum(axis=0)) for goal in there]
    ways = [float(angle_between(goal[0], height)) for goal, height in zip(there, heights, strict=True)]
    left = [float(angle_between(a, b)) for a, b in zip(rest, heights, strict=True)]
    share = max(b / max(a, FAR) for a, b in zip(ways[:2], left[:2], strict=True))
    near = float(smooth((0.9 - share) / 0.6))
    on_the_way = near * (1 - smooth((far / max(far.max(), 1e-6) - 0.5) / 0.3))
    return [
        between(goal, np.broadcast_to(h, goal.shape), on_the_way, outward)
        for goal, h in zip(there, heights, strict=True)
    ]
