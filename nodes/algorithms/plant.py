"""Keep what is planted where it is: feet on the ground, a hand on something, while the trunk moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.directions import smooth
from nodes.algorithms.kinematics import posed_bones
from nodes.algorithms.rotation import from_vector, identity, inverse, multiply, normalise, rotate, shortest_arc
from nodes.algorithms.two_bone_ik import bend, side_of_bend

F64 = npt.NDArray[np.float64]
EASY, MOST = 0.07, 0.16
"""A foot is lifted freely by so much of the leg's length, in the picture, and never by more than the second."""
TILT = np.deg2rad(35)
"""How far a lifted foot tips."""
NARROW = 0.06
"""Parts of what is between the feet by which a lifted foot comes nearer to the other one, at most."""
GROUND, LOW = 0.008, 0.03
"""Parts of the leg's length: a foot lifted by the first still treads, by both it goes aside as far as it likes."""


@dataclass(frozen=True)
class Legs:
    """A body at rest, as far as planting needs it (y up, pixels); ``forward`` is where knees bend to."""

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: F64
    tails: F64
    pinned: frozenset[str]
    forward: F64

    def places(self, side: str, names: tuple[str, ...]) -> list[int] | None:
        """Indices of bones of one side, None where one is missing."""
        full = [f"{side}{name}" for name in names]
        return [self.bones.index(name) for name in full] if all(name in self.bones for name in full) else None

    def planted(self, side: str) -> bool:
        """Whether that foot is to stay."""
        return any(f"{side}{name}" in self.pinned for name in ("LowerLeg", "Foot", "Toes"))


@dataclass(frozen=True)
class Gone:
    """Where a body has gone over the ground, (T, 3) pixels from where the photo has it.

    Attributes:
        way: Of the hips.
        steps: Of each foot, by side: where it stands.
    """

    way: F64
    steps: Mapping[str, F64]

    @classmethod
    def nowhere(cls, samples: int) -> Gone:
        """On the spot."""
        return cls(np.zeros((samples, 3)), {side: np.zeros((samples, 3)) for side in ("left", "right")})


def hold_legs(
    legs: Legs, turns: F64, root: F64, planted: Mapping[str, F64], weight: F64, gone: Gone | None = None
) -> F64:
    """Turn planted legs so that their feet stay, in place; returns the root's path where both legs can reach.

    Args:
        legs: The body at rest.
        turns: (T, J, 4) global turns from rest; those of planted legs are written to.
        root: (T, 3) pixels.
        planted: (T,) 0..1 for each side.
        weight: (T,) how much of the motion is felt; a foot that is lifted comes back with it.
        gone: How far it has gone; on the spot where it is left out.
    """
    gone = gone or Gone.nowhere(len(root))
    chains = {
        side: found
        for side in ("left", "right")
        if legs.planted(side) and (found := legs.places(side, ("UpperLeg", "LowerLeg", "Foot")))
    }
    firm = {side: 1 - (1 - planted[side]) * (weight > 0) for side in chains}
    root = reachable(legs, chains, turns, root, firm, gone)
    heads, _ = posed_bones(turns, root, legs.heads, legs.tails, legs.parents)
    lifts = {side: _lift(legs, chain, heads, root, gone, side) * _off(firm[side]) for side, chain in chains.items()}
    aloft = np.min([lift[:, 1] for lift in lifts.values()], axis=0).clip(0) if len(lifts) == 2 else np.zeros(len(root))
    for side, chain in chains.items():
        _reach(legs, chain, turns, heads, firm[side], gone.steps[side] + _drawable(legs, chain, lifts[side], aloft))
    return root


def _off(firm: F64) -> F64:
    return (1 - firm)[:, None]


def _lift(legs: Legs, chain: list[int], heads: F64, root: F64, gone: Gone, side: str) -> F64:
    """(T, 3) where the motion has a foot, from where it stands: the leg's own doing, the way, and how high hips are."""
    upper, _, foot = chain
    own = heads[:, foot] - heads[:, upper] - (legs.heads[foot] - legs.heads[upper])
    return np.asarray(own + gone.way - gone.steps[side] + root * np.array([0.0, 1.0, 0.0]))


def _drawable(legs: Legs, chain: list[int], lift: F64, aloft: F64) -> F64:
    """The lift as far as a picture can show it: legs are one piece of it, and what is between them would be stretched.

    What both feet do, a jump, is no part of that.
    """
    upper, lower, foot = chain
    leg = float(
        np.linalg.norm(legs.heads[lower] - legs.heads[upper]) + np.linalg.norm(legs.heads[foot] - legs.heads[lower])
    )
    high = aloft[:, None] * np.array([0.0, 1.0, 0.0])
    apart = (lift - high) * np.array([1.0, 1.0, 0.0])
    apart[:, 1] = np.maximum(apart[:, 1], 0)  # the ground
    apart[:, 0] *= smooth((apart[:, 1] / leg - GROUND) / LOW)  # and nothing is dragged over it
    apart[:, 0] = _uncrossed(apart[:, 0], legs, foot)
    far = np.maximum(np.sqrt((apart * apart).sum(axis=-1, keepdims=True)), 1e-9)
    easy, room = EASY * leg, (MOST - EASY) * leg
    less = np.where(far > easy, easy + room * np.tanh((far - easy) / room), far)
    return np.asarray(apart * less / far + high + lift * np.array([0.0, 0.0, 1.0]))


def reachable(
    legs: Legs, chains: Mapping[str, list[int]], turns: F64, root: F64, firm: Mapping[str, F64], gone: Gone
) -> F64:
    """(T, 3) the root moved no more than needed for every planted leg to reach its foot (projection onto balls)."""
    if not chains:
        return root
    still, _ = posed_bones(turns, np.zeros(3), legs.heads, legs.tails, legs.parents)
    root = np.array(root)
    for _ in range(24):
        for side, (upper, lower, foot) in chains.items():
            away = still[:, upper] + root - legs.heads[foot] - gone.steps[side]
            far = np.sqrt((away * away).sum(axis=-1, keepdims=True))
            excess = np.maximum(far - _longest(legs, upper, lower, foot), 0) * firm[side][:, None]
            root -= away / np.maximum(far, 1e-9) * excess
    return root


def _longest(legs: Legs, upper: int, lower: int, foot: int) -> float:
    """A leg stretches to just under straight, or as far as the photo has it."""
    a = float(np.linalg.norm(legs.heads[lower] - legs.heads[upper]))
    b = float(np.linalg.norm(legs.heads[foot] - legs.heads[lower]))
    return max(0.9985 * (a + b), float(np.linalg.norm(legs.heads[foot] - legs.heads[upper])))


def _uncrossed(aside: F64, legs: Legs, foot: int) -> F64:
    """(T,) pixels that a foot goes aside, less towards the other foot: legs that cross would be one."""
    name = legs.bones[foot]
    other = name.replace("left", "right") if name.startswith("left") else name.replace("right", "left")
    gap = float(legs.heads[legs.bones.index(other), 0] - legs.heads[foot, 0]) if other in legs.bones else 0.0
    most, side = max(NARROW * abs(gap), 1e-6), float(np.sign(gap))
    return np.asarray(np.where(aside * side > 0, most * np.tanh(aside * side / most) * side, aside))


def _reach(legs: Legs, chain: list[int], turns: F64, heads: F64, firm: F64, place: F64) -> None:
    """Turn a leg so that its foot is at a place, (T, 3) from the photo's, and flat where it stands."""
    upper, _, foot = chain
    _aim(legs, chain, turns, heads[:, upper], legs.heads[foot] + place, legs.forward)
    turns[:, foot] = _in_picture(turns[:, foot], 1 - firm)
    for j, parent in enumerate(legs.parents):
        if parent == foot:
            turns[:, j] = turns[:, foot]


def _in_picture(turn: F64, amount: F64) -> F64:
    """What a rotation turns in the picture's plane (its twist about the line of sight), within :data:`TILT`.

    A foot that points at the viewer and tips would be drawn as a line.
    """
    whole = 2 * np.arctan2(turn[:, 2], turn[:, 3])
    angle = np.arctan2(np.sin(whole), np.cos(whole))
    return from_vector((amount * TILT * np.tanh(angle / TILT))[:, None] * np.array([0.0, 0.0, 1.0]))


def hold_arm(legs: Legs, side: str, turns: F64, root: F64) -> None:
    """Turn an arm whose hand or forearm is pinned so that its wrist stays, in place."""
    chain = legs.places(side, ("UpperArm", "LowerArm", "Hand"))
    if chain is None or not any(f"{side}{name}" in legs.pinned for name in ("LowerArm", "Hand")):
        return
    upper, _, hand = chain
    heads, _ = posed_bones(turns, root, legs.heads, legs.tails, legs.parents)
    down = -np.array([0.0, 1.0, 0.0]) - legs.forward
    _aim(legs, chain, turns, heads[:, upper], np.repeat(legs.heads[hand][None], len(turns), axis=0), down)
    turns[:, hand] = identity(len(turns))


def _aim(legs: Legs, chain: list[int], turns: F64, joint: F64, target: F64, pole: F64) -> None:
    """Turn two bones so that the third's head is at the target, bent as the photo has them, then towards the pole."""
    upper, lower, end = chain
    first, second = legs.heads[lower] - legs.heads[upper], legs.heads[end] - legs.heads[lower]
    a, b = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    above = turns[:, legs.parents[upper]]
    side = side_of_bend(legs.heads[upper], legs.heads[lower], legs.heads[end], joint, target, pole)
    middle, reached = bend(joint, target, a, b, side)
    for bone, rest, direction in ((upper, first, middle - joint), (lower, second, reached - middle)):
        swing = shortest_arc(normalise(rest), normalise(rotate(inverse(above), direction)))
        above = multiply(above, swing)
        turns[:, bone] = above
