"""Where people meet: the point that two limbs share, or the points of the other one's body that limbs go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.algorithms.drag_joint import LIMBS
from nodes.algorithms.figure import Figure
from nodes.algorithms.meeting import SPARE, Timing, shake, within_reach
from nodes.algorithms.reach_points import limb_length, limb_room, tips
from studio.media.contact import Contact

F64 = npt.NDArray[np.float64]
Goals = tuple[Mapping[str, F64], Mapping[str, F64]]
HEIGHTS = {"handshake": 0.36, "hand_over": 0.52, "high_five": 1.42, "hold_hands": -0.06}
"""How high hands meet, in trunks above the hips."""
SHAKEN, RATE = 0.03, 2.0
"""Metres that shaken hands go up and down, and how often a second."""
JOINED = 0.1
"""Metres between hands that touch in the photo already."""
FOLDED = np.array([0.8, 1.0])
"""Shaken arms fold a little more than others that meet."""
STUCK = 0.3
"""A limb less free than this is part of the body's layer."""


@dataclass(frozen=True)
class Side:
    """One of two who meet.

    Attributes:
        figure: Who.
        bone: With what.
        root: (T, 2) where that limb begins.
        room: (T, 2) how near and how far it reaches.
    """

    figure: Figure
    bone: str
    root: F64
    room: F64


def place_of_meeting(
    contact: Contact, sides: tuple[Side, Side], towards: float, times: F64, timing: Timing, shaken: float,
    before: F64,
) -> Goals:  # fmt: skip
    """Where each limb of both is to be, by the bone at its end.

    Args:
        contact: What they do.
        sides: The first and the second.
        towards: 1 where the second one is to the right.
        times: (T,) seconds.
        timing: When they touch.
        shaken: How far hands are shaken.
        before: (M, T, 3) middle and radius of heads that would hide the meeting.
    """
    one, two = sides
    if contact.kind == "hug":
        return _embrace(one.figure, two.figure, towards), _embrace(two.figure, one.figure, -towards)
    if contact.kind == "kiss":
        return {}, {}
    if contact.kind in ("push", "hit"):
        return {one.bone: surface(two.figure, two.bone, -towards)}, {}
    if contact.kind == "hand_over" and stays(one.figure, one.bone):
        return {}, {two.bone: one.root}
    roots, rooms = (one.root, two.root), (one.room, two.room)
    at = within_reach(_shared(contact.kind, one, two), roots, rooms)
    clasped = joined(one, two)
    if len(before) and not clasped:
        at = within_reach(_in_sight(at, before), roots, rooms)
    if contact.kind == "handshake" and shaken > 0:
        metre = (one.figure.metre + two.figure.metre) / 2
        at = at + np.array([0.0, 1.0]) * (shake(times, timing, SHAKEN * shaken, RATE) * metre)[:, None]
        folded = np.ones(2) if clasped else FOLDED
        at = within_reach(at, roots, (one.room * folded, two.room * folded))
    if clasped:
        return _along(one, at), _along(two, at)
    return {one.bone: at}, {two.bone: at}


def stays(figure: Figure, bone: str) -> bool:
    """Whether a hand is part of the body's layer: what it has is taken out of it."""
    return bone.endswith("Hand") and limb_room(figure, bone) < STUCK


def _along(side: Side, at: F64) -> dict[str, F64]:
    """Hands of one who holds another one's hand in the photo: the one that holds, and the other one if it is there."""
    other = {"leftHand": "rightHand", "rightHand": "leftHand"}.get(side.bone, "")
    body, found = side.figure.body, {side.bone: at}
    if other in body.bones:
        own, there = tips(side.figure, side.bone)[:, :2], tips(side.figure, other)[:, :2]
        ends = [body.tails[body.index(bone), :2] for bone in (side.bone, other)]
        if float(np.hypot(*(ends[0] - ends[1]))) < JOINED * body.scale:
            found[other] = there + (at - own)
    return found


def _shared(kind: str, one: Side, two: Side) -> F64:
    """(T, 2) where such a meeting is usual: between both, at a height that suits both."""
    if joined(one, two):
        return np.asarray((tips(one.figure, one.bone)[:, :2] + tips(two.figure, two.bone)[:, :2]) / 2)
    share = (one.room[:, 1] / np.maximum(one.room[:, 1] + two.room[:, 1], 1e-6))[:, None]
    between = one.root + (two.root - one.root) * share
    heights = [_height(side.figure, HEIGHTS[kind]) for side in (one, two)]
    return np.stack([between[:, 0], np.mean(heights, axis=0)], axis=1)


def _in_sight(at: F64, before: F64) -> F64:
    """(T, 2) the points as far aside or above as heads before them ask for; all moved alike, so that nothing swings."""
    middle = np.asarray(at.mean(axis=0))
    for head in before:
        centre, radius = head[:, :2].mean(axis=0), float(head[:, 2].mean())
        away = middle - centre
        far = float(np.hypot(*away))
        if far < radius:
            way = away / far if far > 1e-6 else np.array([0.0, 1.0])
            way = np.array([way[0], max(way[1], 0.0)])  # below a head is a body
            middle = centre + way / max(float(np.hypot(*way)), 1e-6) * radius
    return np.asarray(at + middle - at.mean(axis=0))


def joined(one: Side, two: Side) -> bool:
    """Whether two hands touch in the photo, so that they only go on doing so."""
    ends = []
    for side in (one, two):
        body = side.figure.body
        ends.append(body.tails[body.index(side.bone), :2])
    metre = (one.figure.body.scale + two.figure.body.scale) / 2
    return float(np.hypot(*(ends[0] - ends[1]))) < JOINED * metre


def _height(figure: Figure, trunks: float) -> F64:
    heads, _ = figure.places()
    hips, neck = (heads[:, figure.body.index(bone), 1] for bone in ("hips", "neck"))
    return np.asarray(hips + trunks * (neck - hips))


def surface(figure: Figure, bone: str, side: float, across: float = 1.0) -> F64:
    """(T, 2) where a bone of the trunk is touched from a side of the picture."""
    heads, tails = figure.places()
    j = figure.body.index(bone)
    wide = {"head": 0.09, "chest": 0.13, "spine": 0.12, "hips": 0.13}.get(bone, 0.08)
    at = (heads[:, j, :2] + tails[:, j, :2]) / 2
    at[:, 0] += side * across * wide * figure.metre
    return np.asarray(at)


def _embrace(one: Figure, other: Figure, towards: float) -> dict[str, F64]:
    """Arms round the other one: the one that is nearer behind the back, the other one before the chest."""
    hands = [bone for bone in ("leftHand", "rightHand") if bone in one.body.bones and limb_room(one, bone) >= STUCK]
    heads, _ = one.places()
    at = {bone: float(heads[:, one.body.index(LIMBS[bone][0]), 0].mean()) * towards for bone in hands}
    near = max(at, key=lambda bone: at[bone], default="")
    back, front = surface(other, "chest", towards, 0.8), surface(other, "spine", -towards, 0.4)
    return {bone: _reached(one, bone, heads, back if bone == near else front) for bone in hands}


def _reached(figure: Figure, bone: str, heads: F64, goal: F64) -> F64:
    """(T, 2) the point nearest to a goal that a limb reaches without folding up."""
    root, (near, far) = heads[:, figure.body.index(LIMBS[bone][0]), :2], limb_length(figure.body, bone)
    away = goal - root
    distance = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-6)
    allowed = np.clip(distance, near * figure.size, SPARE * far * figure.size)
    return np.asarray(root + away * (allowed / distance)[:, None])
