"""Who stands where: left of, near, in front of, hiding, touching, and who belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from nodes.algorithms.grasp import hands_meet, to_box
from nodes.algorithms.proxemics import PERSONAL, groups, zone
from nodes.algorithms.relations.outlines import hand_laid, hidden_under, shared_border
from nodes.algorithms.relations.room import Body, Edge, Room, between, blocks, soft

AWAY = float(np.radians(12.0))
"""A body turned this far away from somebody gives them no hand."""
CLEARLY = 0.45
"""Metres, beyond what may be an error, from which somebody is in front of another whom they do not hide."""


def left_of(room: Room) -> Iterator[Edge]:
    """Neighbours from left to right; who is left of others further on follows from them."""
    for one, other in pairwise(room.bodies):
        gap = (other.x - one.x) / np.sqrt(one.scale * other.scale)
        yield Edge(one.id, "left_of", other.id, soft(gap, 0.0, 0.08), f"{gap:.2f} m further left")


def near(room: Room) -> Iterator[Edge]:
    """Within Hall's personal zone."""
    for i, j in room.pairs:
        metres = room.apart(i, j).metres
        score = soft(PERSONAL - metres, 0.0, 0.12)
        if score > 0.5:
            yield Edge(
                room.bodies[i].id, "near", room.bodies[j].id, score, f"{metres:.2f} m apart: {zone(metres)} zone"
            )


def occludes(room: Room) -> Iterator[Edge]:
    """Who hides a part of whom: the one in front covers where the other goes on."""
    for i, j in room.pairs:
        front, back = (i, j) if room.bodies[i].layer > room.bodies[j].layer else (j, i)
        border = shared_border(room.bodies[front], room.bodies[back])
        covered = hidden_under(room.bodies[back], room.bodies[front])
        if border > 0.12 and covered > 0.004:
            score = float(np.clip(0.55 + border * 0.4, 0, 0.95))
            words = f"outlines meet over {border:.2f} m, {covered:.0%} hidden"
            yield Edge(room.bodies[front].id, "occludes", room.bodies[back].id, score, words)


def in_front_of(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Who is nearer to the camera: by occlusion, or by half a metre beyond doubt."""
    hiding = {(edge.subject, edge.object): edge for edge in found if edge.kind == "occludes"}
    for i, j in room.ways():
        one, other = room.bodies[i], room.bodies[j]
        edge = hiding.get((one.id, other.id))
        if edge is not None:
            yield Edge(one.id, "in_front_of", other.id, edge.score, "hides a part of the other")
            continue
        closer = room.apart(j, i).closer
        if closer > CLEARLY and (other.id, one.id) not in hiding:
            yield Edge(one.id, "in_front_of", other.id, soft(closer, 0.3, 0.3), f"at least {closer:.1f} m nearer")


def touches(room: Room) -> Iterator[Edge]:
    """Hands that meet, a hand on the other's body, or bodies whose outlines run along one another at one distance."""
    for i, j in room.pairs:
        one, other = room.bodies[i], room.bodies[j]
        away = room.apart(i, j)
        met = max((hands_meet(a, b) for a in one.arms for b in other.arms), default=0.0)
        met = max(met, offered(one, other), offered(other, one))
        blocked = any(blocks(room, k, i, j) for k in between(room, i, j))
        laid = 0.0 if blocked else max(hand_laid(one, other), hand_laid(other, one))
        border = shared_border(one, other)
        beside = soft(border, 0.3, 0.1) * soft(0.75 - abs(away.across), 0.0, 0.1)
        if abs(away.closer) > 0.45:
            continue
        if met > 0.5:
            laid = 0.0  # the hand on the other is a hand in the other's
        score, words = max((met, "hands meet"), (laid, "a hand on the other"),
                           (beside, f"outlines run along one another over {border:.2f} m"))  # fmt: skip
        if score > 0.5:
            yield Edge(one.id, "touches", other.id, score, words)


def offered(one: Body, other: Body) -> float:
    """0..1: whether a hand is held out to somebody and ends between both, at the other's side, where hands are shaken.

    The other's own hand is often hidden in it, and then nobody's for sure. Who is turned away shakes no hand.
    """
    best, turned = 0.0, other.turned
    if turned is not None and np.sin(turned.yaw) * np.sign(other.x - one.x) > np.sin(AWAY):
        return 0.0
    for arm in one.arms:
        to_other, low = other.x - one.x, float(arm.wrist[1] - arm.shoulder[1])
        inside = (float(arm.hand[0]) - one.x) * np.sign(to_other)
        between_them = 0.25 * one.scale < inside < abs(to_other) - 0.2 * other.scale
        if arm.stretched and low > 0.15 * one.scale and between_them:
            best = max(
                best, arm.score * float(np.clip(1.15 - to_box(arm.hand, other.box) / (0.22 * one.scale), 0, 0.85))
            )
    return best


def same_group(room: Room, found: Sequence[Edge]) -> Iterator[Edge]:
    """Who belongs together: near one another, or turned to one another; one edge from each to the next."""
    index = {body.id: k for k, body in enumerate(room.bodies)}
    bonds = {"near": 0.9, "touches": 0.95, "facing": 0.7, "looks_at": 0.7}
    together = [(index[e.subject], index[e.object]) for e in found if e.kind in bonds and e.object in index]
    posing = [k for k, body in enumerate(room.bodies) if any(
        e.subject == body.id and e.kind == "looks_at" and e.object == "camera" for e in found)]  # fmt: skip
    together += [(i, j) for i, j in pairwise(posing)
                 if room.apart(i, j).metres < 1.6 * PERSONAL]  # fmt: skip
    for members in groups(len(room.bodies), together):
        for i, j in pairwise(members):
            words = f"{len(members)} people near one another or turned to one another"
            yield Edge(room.bodies[i].id, "same_group", room.bodies[j].id, 0.8, words)
